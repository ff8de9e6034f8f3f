--- :Rowtype and its parts. To add one: an entry in `subcommands`, and a line in doc/rowtype.txt.
local M = {}

local client = require('rowtype.client')

---@class rowtype.Subcommand
---@field run fun(arguments: string[], call: vim.api.keyset.create_user_command.command_args)
---@field complete? fun(lead: string): string[]

local function rule_ids()
  local found = require('rowtype.binary').find(client.root_of(0), client.folder_of(0))
  local started, process = pcall(vim.system, { found and found.path or 'rowtype', 'explain' }, { text = true, timeout = 5000 })
  local output = started and process:wait().stdout or ''
  local ids = {}
  for id in output:gmatch('([%l%d-]+) +%l+ [^\n]+') do
    ids[#ids + 1] = id
  end
  return ids
end

local function files(lead)
  return vim.fn.getcompletion(lead, 'file')
end

local function refresh()
  local clients = client.clients()
  if #clients == 0 then
    client.notify('no server runs; `:Rowtype restart` starts one', vim.log.levels.WARN)
  end
  for _, one in ipairs(clients) do
    local commands = vim.tbl_get(one.server_capabilities, 'executeCommandProvider', 'commands') or {}
    if vim.tbl_contains(commands, 'rowtype.refreshSchema') then
      local parameters = { command = 'rowtype.refreshSchema' }
      local request = vim.fn.has('nvim-0.11') == 1 and function(...)
        return one:request(...)
      end or one.request
      request('workspace/executeCommand', parameters, function(problem)
        if problem then
          client.notify('the schema could not be refreshed: ' .. problem.message, vim.log.levels.ERROR)
        end
      end)
    else
      client.notify('this server cannot read the schema again while it runs; `:Rowtype restart` does', vim.log.levels.WARN)
    end
  end
end

local function status()
  vim.api.nvim_echo(
    vim.tbl_map(function(line)
      return { line .. '\n' }
    end, require('rowtype.report').lines(vim.api.nvim_get_current_buf())),
    true,
    {}
  )
end

---@type table<string, rowtype.Subcommand>
local subcommands = {
  check = {
    run = function(arguments)
      require('rowtype.check').run(arguments)
    end,
    complete = files,
  },
  explain = {
    run = function(arguments)
      require('rowtype.explain').run(arguments[1])
    end,
    complete = function(lead)
      return vim.tbl_filter(function(id)
        return vim.startswith(id, lead)
      end, rule_ids())
    end,
  },
  fix = {
    run = function(_, call)
      require('rowtype.fix').run(call)
    end,
  },
  log = {
    run = function()
      require('rowtype.log').show()
    end,
  },
  refresh = { run = refresh },
  restart = {
    run = function()
      client.restart()
    end,
  },
  show = {
    run = function(arguments)
      local names = #arguments > 0 and arguments or { vim.fn.expand('<cword>') }
      require('rowtype.float').show(vim.list_extend({ 'show', '--color', 'never', '--quiet' }, names))
    end,
  },
  status = { run = status },
  stop = {
    run = function()
      client.stop()
    end,
  },
}

---@return string[]
function M.names()
  local names = vim.tbl_keys(subcommands)
  table.sort(names)
  return names
end

---@param call vim.api.keyset.create_user_command.command_args
function M.run(call)
  local arguments = vim.list_slice(call.fargs)
  local name = table.remove(arguments, 1) or 'status'
  local subcommand = subcommands[name]
  if not subcommand then
    client.notify(('there is no `:Rowtype %s`; there are: %s'):format(name, table.concat(M.names(), ', ')), vim.log.levels.ERROR)
    return
  end
  subcommand.run(arguments, call)
end

--- Completion of the command line `line`, whose last word so far is `lead`.
---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local before = line:sub(1, #line - #lead)
  local name = before:match('Rowtype!?%s+(%S+)%s')
  if name then
    local complete = vim.tbl_get(subcommands, name, 'complete')
    return complete and complete(lead) or {}
  end
  return vim.tbl_filter(function(candidate)
    return vim.startswith(candidate, lead)
  end, M.names())
end

return M
