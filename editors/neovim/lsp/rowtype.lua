-- For Neovim 0.11 and later: what vim.lsp.config and vim.lsp.enable know of rowtype. What a user gives to
-- vim.lsp.config('rowtype', …) goes before it.
return require('rowtype.client').config()
