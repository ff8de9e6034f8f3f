--- `:checkhealth rowtype`.
local M = {}

-- Neovim before 0.10 has other names for these, and is to be told what it lacks.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local info = health.info or health.report_info
local warn = health.warn or health.report_warn
local problem = health.error or health.report_error

local function check_neovim()
  start('rowtype: Neovim')
  local floor = require('rowtype.floor')
  if vim.fn.has('nvim-' .. floor.oldest) == 0 then
    problem(floor.message())
    return false
  end
  ok(('Neovim %s (%s or later is needed)'):format(floor.version(), floor.oldest))
  info(vim.lsp.enable and 'the server is started by vim.lsp.enable' or 'the server is started by vim.lsp.start, on FileType')
  return true
end

--- The buffer that the user came from: the report stands in one of its own.
local function buffer_to_look_at()
  local alternate = vim.fn.bufnr('#')
  for _, buffer in ipairs({ alternate, unpack(vim.api.nvim_list_bufs()) }) do
    if buffer > 0 and vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'python' then
      return buffer
    end
  end
  return alternate > 0 and alternate or vim.api.nvim_get_current_buf()
end

local function check_binary(buffer)
  start('rowtype: program')
  local client = require('rowtype.client')
  local binary = require('rowtype.binary')
  local root = client.root_of(buffer)
  local found, remedy = binary.find(root, client.folder_of(buffer))
  if not found then
    problem(remedy)
    return
  end
  local version, why = binary.version(found.path)
  if not version then
    problem(('%s (from %s) does not run'):format(found.path, found.origin), { why, 'install rowtype again' })
    return
  end
  ok(('rowtype %s: %s (from %s)'):format(version, found.path, found.origin))
  local helper = vim.fs.dirname(vim.uv.fs_realpath(found.path) or found.path) .. '/rowtype-db'
  if vim.fn.executable(helper) == 1 then
    ok('rowtype-db, which reads live databases, stands beside it')
  else
    warn(('%s is missing: live databases cannot be read; migrations and snapshots can'):format(helper), { 'install rowtype again' })
  end
  info('root of the project: ' .. (root or 'none found, files are checked one by one'))
end

local function check_project(project)
  local status = require('rowtype.status')
  local text = ('%s: %s'):format(status.root_path(project), status.describe(project))
  if project.state == 'loaded' or project.state == 'loading' then
    ok(text)
  else
    warn(text, { '`:Rowtype log` says more; `:Rowtype refresh` reads the schema again' })
  end
  for _, note in ipairs(project.notes or {}) do
    info((note:gsub('%c+', ' ')))
  end
end

local function check_clients()
  start('rowtype: server')
  local clients = require('rowtype.client').clients()
  if #clients == 0 then
    info('no server runs: it starts when a Python file is opened, and by `:Rowtype restart`')
  end
  for _, client in ipairs(clients) do
    ok(('client %d serves %s (positions in %s)'):format(client.id, client.root_dir or 'single files', client.offset_encoding))
    local projects = require('rowtype.status').projects_of(client.id)
    if #projects == 0 then
      info('the server says nothing about its schema')
    end
    for _, project in ipairs(projects) do
      check_project(project)
    end
  end
end

--- Settings that keep rowtype from working as it should.
local function check_pitfalls(buffer)
  start('rowtype: settings')
  local found_one = false
  local function pitfall(...)
    found_one = true
    warn(...)
  end
  if vim.fn.exists(':Rowtype') == 0 then
    pitfall(':Rowtype is not defined', { 'plugin/rowtype.lua was not run: is the plugin in a `start` folder, or loaded by your plugin manager?' })
  end
  if vim.fn.exists('g:did_load_filetypes') == 0 then
    pitfall('file types are not detected, so that nothing starts', { 'add `filetype on` (lua: vim.cmd.filetype("on"))' })
  end
  if not require('rowtype.options').get().autostart then
    pitfall('the option "autostart" is off', { '`:Rowtype restart` starts the server' })
  end
  if vim.diagnostic.is_enabled and not vim.diagnostic.is_enabled({ bufnr = buffer }) then
    pitfall('diagnostics are switched off', { ':lua vim.diagnostic.enable()' })
  end
  if #require('rowtype.client').clients(buffer) > 1 then
    pitfall('more than one rowtype server serves the buffer: each problem is shown twice', {
      'another part of your configuration starts rowtype too (vim.lsp.start, lspconfig): remove it',
    })
  end
  if not found_one then
    ok('nothing is in the way')
  end
end

function M.check()
  if not check_neovim() then
    return
  end
  local buffer = buffer_to_look_at()
  check_binary(buffer)
  check_clients()
  check_pitfalls(buffer)
end

return M
