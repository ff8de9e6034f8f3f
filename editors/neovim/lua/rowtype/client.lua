--- The language server's client: how it is started, for which buffers, and started again.
local M = {}

M.name = 'rowtype'
M.server_versions = {} ---@type table<integer, string> by client; Neovim 0.10 does not keep them

local told = {} -- remedies that the user has seen, so that each is said once
-- What the client that starts next starts for: Neovim 0.11.0 to 0.11.2 and 0.10 call start_server without its configuration.
local next_root ---@type string?
local folder_of_root = {} ---@type table<string, string> the folder of the file that a server was last wanted for, by root

---@param message string
---@param level integer?
function M.notify(message, level)
  vim.notify('rowtype: ' .. message, level or vim.log.levels.INFO)
end

--- The root of the buffer's project, absolute; nil where nothing marks one.
---@param buffer integer
---@return string?
function M.root_of(buffer)
  local markers = require('rowtype.options').get().root_markers
  if vim.lsp.config then
    markers = (vim.lsp.config[M.name] or {}).root_markers or markers
  end
  for _, marker in ipairs(markers) do
    local root = vim.fs.root(buffer, marker)
    if root then
      return vim.fs.normalize(root)
    end
  end
end

--- The folder that the buffer's file stands in; the current one for a buffer without a file.
---@param buffer integer
---@return string
function M.folder_of(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  if name == '' or vim.bo[buffer].buftype ~= '' then
    return vim.fs.normalize(vim.fn.getcwd())
  end
  return vim.fs.normalize(vim.fn.fnamemodify(name, ':p:h'))
end

--- Only files: not a diff's other side (fugitive://…), not a buffer that was never named.
local function is_file(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  return name ~= '' and vim.bo[buffer].buftype == '' and not name:match('^%a[%w+.-]+://')
end

--- Files of SQL are looked at beside the Python that loads them; by themselves they start nothing and tell nobody of a missing program.
local function waits_for_python(buffer, root)
  if vim.bo[buffer].filetype ~= 'sql' then
    return false
  end
  return not vim.iter(M.clients()):any(function(client)
    return client.config.root_dir == root
  end)
end

--- Whether a server can be started for the buffer; where not, the user is told why, once.
local function can_start(buffer, root, config)
  if not is_file(buffer) or waits_for_python(buffer, root) then
    return false
  end
  if config.cmd ~= M.start_server then
    return true -- the user's own command
  end
  local folder = M.folder_of(buffer)
  next_root, folder_of_root[root or ''] = root, folder
  local found, remedy = require('rowtype.binary').find(root, folder)
  if not found and not told[remedy] then
    told[remedy] = true
    M.notify(remedy --[[@as string]], vim.log.levels.WARN)
  end
  return found ~= nil
end

--- `cmd` of the client. The program is looked for at each start: a virtual environment may have come since.
function M.start_server(dispatchers, config)
  local root = next_root
  if config then
    root = config.root_dir
  end
  local options = require('rowtype.options').get()
  local found, remedy = require('rowtype.binary').find(root, folder_of_root[root or ''] or root or M.folder_of(0))
  if not found then
    error('rowtype: ' .. remedy, 0)
  end
  local command = vim.list_extend({ found.path, 'server' }, options.server_arguments)
  require('rowtype.log').append(('-- %s (from %s)'):format(table.concat(command, ' '), found.origin))
  return vim.lsp.rpc.start(command, dispatchers, { cwd = root })
end

--- The client's configuration; the same for vim.lsp.config and vim.lsp.start.
function M.config()
  local options = require('rowtype.options').get()
  return {
    name = M.name,
    cmd = M.start_server,
    filetypes = options.filetypes,
    root_markers = options.root_markers,
    root_dir = M.root_dir,
    before_init = function(params)
      -- Asks for rowtype/status.
      params.capabilities.experimental =
        vim.tbl_deep_extend('force', params.capabilities.experimental or {}, { rowtype = { status = true } })
    end,
    on_init = function(client, result)
      M.server_versions[client.id] = vim.tbl_get(result, 'serverInfo', 'version')
      vim.schedule(M.attach_sql)
    end,
    handlers = {
      ['rowtype/status'] = function(_, params, context)
        require('rowtype.status').take(context.client_id, params)
      end,
      ['window/logMessage'] = function(problem, params, context, ...)
        require('rowtype.log').take(params)
        return vim.lsp.handlers['window/logMessage'](problem, params, context, ...)
      end,
    },
    on_exit = function(code, signal, client_id)
      require('rowtype.log').append(('-- the server ended (exit code %d, signal %d)'):format(code, signal))
      require('rowtype.status').forget(client_id)
    end,
  }
end

--- `root_dir` of vim.lsp.config: not calling `on_root` leaves the buffer alone.
---@param buffer integer
---@param on_root fun(root: string?)
function M.root_dir(buffer, on_root)
  local root = M.root_of(buffer)
  if can_start(buffer, root, vim.lsp.config[M.name]) then
    on_root(root)
  end
end

--- Attaches the buffer to its project's server, which is started where it does not run; the client's id.
---@param buffer integer
---@return integer?
function M.attach(buffer)
  local config = vim.lsp.config and vim.lsp.config[M.name] or M.config()
  local root = M.root_of(buffer)
  if not can_start(buffer, root, config) then
    return nil
  end
  config = vim.tbl_extend('force', config, { root_dir = root })
  return vim.lsp.start(config, { bufnr = buffer, reuse_client = config.reuse_client })
end

--- Files of SQL that were opened before a server ran.
function M.attach_sql()
  if not vim.tbl_contains(require('rowtype.options').get().filetypes, 'sql') then
    return
  end
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) and vim.bo[buffer].filetype == 'sql' then
      M.attach(buffer)
    end
  end
end

---@param buffer integer?
---@return vim.lsp.Client[]
function M.clients(buffer)
  return vim.lsp.get_clients({ name = M.name, bufnr = buffer })
end

--- The buffers that the clients serve, and every other that one would be started for.
local function buffers_to_serve(clients)
  local filetypes = require('rowtype.options').get().filetypes
  local wanted = {}
  for _, buffer in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(buffer) then
      local is_served = vim.iter(clients):any(function(client)
        return vim.lsp.buf_is_attached(buffer, client.id)
      end)
      if is_served or vim.tbl_contains(filetypes, vim.bo[buffer].filetype) then
        wanted[#wanted + 1] = buffer
      end
    end
  end
  return wanted
end

local function stop_client(client, force)
  if vim.fn.has('nvim-0.11') == 1 then
    client:stop(force)
  else
    client.stop(force)
  end
end

local function is_stopped(client)
  if vim.fn.has('nvim-0.11') == 1 then
    return client:is_stopped()
  end
  return client.is_stopped()
end

--- Asks the servers to end, ends those that do not within two seconds, then calls `on_stopped`.
---@param on_stopped fun()?
function M.stop(on_stopped)
  local clients = M.clients()
  vim.iter(clients):each(stop_client)
  local polls = 0
  local function poll()
    local running = vim.iter(clients):filter(function(client)
      return not is_stopped(client) and vim.lsp.get_client_by_id(client.id) ~= nil
    end)
    running = running:totable()
    if #running == 0 then
      if on_stopped then
        on_stopped()
      end
      return
    end
    polls = polls + 1
    if polls == 40 then
      for _, client in ipairs(running) do
        stop_client(client, true)
      end
    end
    vim.defer_fn(poll, 50)
  end
  poll()
end

--- Stops the servers and starts them for the same buffers; starts one where none ran.
---@param on_started fun()?
function M.restart(on_started)
  local buffers = buffers_to_serve(M.clients())
  told = {}
  M.stop(function()
    for _, buffer in ipairs(buffers) do
      if vim.api.nvim_buf_is_loaded(buffer) then
        M.attach(buffer)
      end
    end
    if on_started then
      on_started()
    end
  end)
end

return M
