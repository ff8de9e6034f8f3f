--- What one of the program's commands prints, in a floating window.
local M = {}

local client = require('rowtype.client')

---@param arguments string[] of `rowtype`
function M.show(arguments)
  local root, folder = client.root_of(0), client.folder_of(0)
  local found, remedy = require('rowtype.binary').find(root, folder)
  if not found then
    client.notify(remedy --[[@as string]], vim.log.levels.ERROR)
    return
  end
  local command = vim.list_extend({ found.path }, arguments)
  local done = vim.system(command, { cwd = folder, text = true, timeout = 30000 }):wait()
  if done.code ~= 0 then
    client.notify(vim.trim(done.stderr), vim.log.levels.ERROR)
    return
  end
  local lines = vim.split(vim.trim(done.stdout), '\n', { plain = true })
  vim.lsp.util.open_floating_preview(lines, '', { border = 'rounded', focus_id = 'rowtype', max_width = 100 })
end

return M
