--- What can be set, its defaults, and a clear word about what cannot.
local M = {}

---@class rowtype.Options
---@field autostart? boolean start the server when a Python file is opened
---@field binary? string path of the program rowtype; not given: the virtual environment's, then PATH
---@field use_venv? boolean look for rowtype in .venv and venv between the file and the project's root
---@field server_arguments? string[] more arguments of `rowtype server`, such as { '--log-level', 'debug' }
---@field filetypes? string[] of SQL files those are checked that Python code loads; they start no server
---@field root_markers? (string|string[])[] what stands in a project's root; earlier ones go before later ones
local defaults = {
  autostart = true,
  binary = nil,
  use_venv = true,
  server_arguments = {},
  filetypes = { 'python', 'sql' },
  -- One server for a repository: it finds the configuration of each file by itself, and so shares what it has read.
  root_markers = {
    '.git',
    { 'rowtype.toml', '.rowtype', 'pyproject.toml', 'supabase' },
    { 'setup.py', 'setup.cfg', 'requirements.txt', 'Pipfile' },
  },
}

local types = {
  autostart = 'boolean',
  binary = 'string',
  use_venv = 'boolean',
  server_arguments = 'table',
  filetypes = 'table',
  root_markers = 'table',
}

local current = vim.deepcopy(defaults)

---@return rowtype.Options
function M.get()
  return current
end

--- Replaces what was set before. An option that does not exist or has the wrong type is an error, and changes nothing.
---@param options rowtype.Options
function M.set(options)
  if type(options) ~= 'table' then
    error(('rowtype: setup() takes a table of options, not a %s (:help rowtype-options)'):format(type(options)), 0)
  end
  for name, value in pairs(options) do
    local wanted = types[name]
    if not wanted then
      local known = vim.tbl_keys(types)
      table.sort(known)
      error(('rowtype: there is no option "%s"; there are: %s (:help rowtype-options)'):format(name, table.concat(known, ', ')), 0)
    end
    if type(value) ~= wanted then
      error(('rowtype: the option "%s" is a %s, not a %s (:help rowtype-options)'):format(name, wanted, type(value)), 0)
    end
  end
  current = vim.tbl_extend('force', vim.deepcopy(defaults), options)
end

return M
