--- `:Rowtype explain`: a rule's page in a window.
local M = {}

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
  require('rowtype.float').show { 'explain', '--color', 'never', rule or rule_here() }
end

return M
