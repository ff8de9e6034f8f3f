--- `:Rowtype explain`: a rule's page in a window.
local M = {}

local client = require('rowtype.client')

local function rule_here()
  local line = vim.api.nvim_win_get_cursor(0)[1] - 1
  for _, diagnostic in ipairs(vim.diagnostic.get(0, { lnum = line })) do
    if diagnostic.source == 'rowtype' and diagnostic.code then
      return tostring(diagnostic.code)
    end
  end
end

---@param rule string? default: that of the diagnostic in the cursor's line; without one, all rules
function M.run(rule)
  rule = rule or rule_here()
  local found, remedy = require('rowtype.binary').find(client.root_of(0), client.folder_of(0))
  if not found then
    client.notify(remedy --[[@as string]], vim.log.levels.ERROR)
    return
  end
  local command = { found.path, 'explain', '--color', 'never' }
  if rule then
    command[#command + 1] = rule
  end
  local done = vim.system(command, { text = true, timeout = 10000 }):wait()
  if done.code ~= 0 then
    client.notify(vim.trim(done.stderr), vim.log.levels.ERROR)
    return
  end
  local lines = vim.split(vim.trim(done.stdout), '\n', { plain = true })
  vim.lsp.util.open_floating_preview(lines, '', { border = 'rounded', focus_id = 'rowtype-explain', max_width = 100 })
end

return M
