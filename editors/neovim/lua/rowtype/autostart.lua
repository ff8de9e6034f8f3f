--- When the server starts by itself: vim.lsp.enable where there is one (0.11), an autocommand of ours before.
local M = {}

local group = vim.api.nvim_create_augroup('rowtype', { clear = true })
local is_enabled_by_us = false

---@param options rowtype.Options
function M.apply(options)
  if vim.lsp.enable then
    -- The options are part of lsp/rowtype.lua's answer, which vim.lsp.config keeps: an empty layer makes it ask again.
    vim.lsp.config('rowtype', {})
    if options.autostart or is_enabled_by_us then
      vim.lsp.enable('rowtype', options.autostart)
      is_enabled_by_us = options.autostart
    end
    return
  end
  vim.api.nvim_clear_autocmds({ group = group })
  if not options.autostart then
    return
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = options.filetypes,
    desc = 'rowtype: start the server',
    callback = function(event)
      require('rowtype.client').attach(event.buf)
    end,
  })
  -- A plugin manager may load the plugin when a buffer is already there.
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.tbl_contains(options.filetypes, vim.bo[buffer].filetype) then
      require('rowtype.client').attach(buffer)
    end
  end
end

return M
