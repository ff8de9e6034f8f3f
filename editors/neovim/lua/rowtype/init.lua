--- rowtype for Neovim: the functions that a configuration may use. `:help rowtype`
local M = {}

--- Options, all optional; see rowtype.options. May be called before the plugin is loaded, after it, or not at all.
---@param options rowtype.Options?
function M.setup(options)
  if vim.fn.has('nvim-0.10') == 0 then
    error(require('rowtype.floor').message(), 0)
  end
  require('rowtype.options').set(options or {})
  if M._is_loaded then
    M.load()
  end
end

--- What plugin/rowtype.lua calls at Neovim's start; setup() calls it again, so that the options hold from there on.
function M.load()
  M._is_loaded = true
  require('rowtype.autostart').apply(require('rowtype.options').get())
end

--- A text for the status line about the schema that the current buffer is checked against; '' where rowtype is not at work.
---@return string
function M.statusline()
  return require('rowtype.status').statusline()
end

return M
