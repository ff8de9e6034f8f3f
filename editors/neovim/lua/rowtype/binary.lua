--- Where the program rowtype is.
local M = {}

local install_hint = 'install its wheel there (`pip install rowtype-….whl`) or run `./dev install ~/.local` in its repository, '
  .. "or say where it is: require('rowtype').setup { binary = '/path/to/rowtype' }"

local function is_program(path)
  return vim.fn.executable(path) == 1
end

--- The folders from `from` up to `root`, nearest first; `from` alone where it is not inside `root`.
local function folders_up_to(root, from)
  local found = { from }
  if not root or not vim.startswith(from .. '/', root .. '/') then
    return found
  end
  for folder in vim.fs.parents(from) do
    if #folder < #root then
      break
    end
    found[#found + 1] = folder
  end
  return found
end

local function in_virtual_environment(root, from)
  local places = {}
  if vim.env.VIRTUAL_ENV then
    places[1] = vim.env.VIRTUAL_ENV
  end
  for _, folder in ipairs(folders_up_to(root, from)) do
    vim.list_extend(places, { folder .. '/.venv', folder .. '/venv' })
  end
  for _, place in ipairs(places) do
    local program = place .. '/bin/rowtype'
    if is_program(program) then
      return program
    end
  end
end

---@class rowtype.Binary
---@field path string absolute
---@field origin string where it was found, for people

--- The program for a file in the folder `from` of the project `root`: the option's, the virtual environment's, PATH's.
---@param root string?
---@param from string
---@return rowtype.Binary? found
---@return string? remedy what to do where there is none
function M.find(root, from)
  local options = require('rowtype.options').get()
  if options.binary then
    local path = vim.fn.exepath(vim.fn.expand(options.binary))
    if path ~= '' then
      return { path = path, origin = 'the option "binary"' }
    end
    -- Another one than asked for would be a surprise.
    return nil, ('the option "binary" names %s, which is no program: correct or remove it'):format(options.binary)
  end
  if options.use_venv then
    local path = in_virtual_environment(root, from)
    if path then
      return { path = path, origin = 'the virtual environment' }
    end
  end
  local path = vim.fn.exepath('rowtype')
  if path ~= '' then
    return { path = path, origin = 'PATH' }
  end
  local places = options.use_venv and 'neither in .venv or venv of the project nor on PATH' or 'not on PATH'
  return nil, ('the program rowtype is %s: %s'):format(places, install_hint)
end

--- What `rowtype --version` prints, without the name; nil and why where it does not run.
---@param path string
---@return string? version
---@return string? problem
function M.version(path)
  local started, process = pcall(vim.system, { path, '--version' }, { text = true, timeout = 5000 })
  if not started then
    return nil, tostring(process)
  end
  local done = process:wait()
  local version = done.code == 0 and done.stdout:match('^rowtype (%S+)')
  if version then
    return version
  end
  return nil, ('`%s --version` ended with %d: %s'):format(path, done.code, vim.trim(done.stderr .. done.stdout):sub(1, 200))
end

return M
