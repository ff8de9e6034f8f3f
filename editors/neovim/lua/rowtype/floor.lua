--- The oldest Neovim that the plugin works with. Loaded by older ones too: nothing newer than 0.7 in here.
local M = {}

M.oldest = '0.10'

function M.version()
  local version = vim.version()
  return ('%d.%d.%d'):format(version.major, version.minor, version.patch)
end

function M.message()
  return ('rowtype needs Neovim %s or later, and this is %s: update Neovim, or check on the command line with `rowtype check`'):format(
    M.oldest,
    M.version()
  )
end

return M
