-- Runs at Neovim's start: defines :Rowtype and the events to start at; everything else is loaded when it is first needed.
if vim.g.loaded_rowtype then
  return
end
vim.g.loaded_rowtype = true

if vim.fn.has('nvim-0.10') == 0 then
  local too_old = require('rowtype.floor').message()
  vim.api.nvim_create_user_command('Rowtype', function()
    vim.notify(too_old, vim.log.levels.ERROR)
  end, { nargs = '*', bang = true, range = true, desc = 'rowtype (needs a newer Neovim)' })
  vim.api.nvim_create_autocmd('FileType', {
    pattern = 'python',
    once = true,
    callback = function()
      vim.notify(too_old, vim.log.levels.ERROR)
    end,
  })
  return
end

vim.api.nvim_create_user_command('Rowtype', function(call)
  require('rowtype.commands').run(call)
end, {
  nargs = '*',
  bang = true,
  range = true,
  desc = 'rowtype: Python code and its PostgreSQL schema',
  complete = function(...)
    return require('rowtype.commands').complete(...)
  end,
})

-- After the user's init.lua, which may call setup() first.
require('rowtype').load()
