--- What the servers say about the schemas of their projects (rowtype/status), for the status line, `:Rowtype status` and
--- `:checkhealth`. A server that does not say it (an older one) is shown by its name alone.
local M = {}

---@class rowtype.ProjectStatus as the server sends it
---@field root string URI of the project's folder
---@field state 'loading'|'loaded'|'stale'|'none'
---@field schema? string where the schema comes from
---@field relations? integer
---@field message? string why it is stale or there is none, or what serves meanwhile
---@field notes? string[]

local projects = {} ---@type table<integer, table<string, rowtype.ProjectStatus>> by client and root

local function one_line(text)
  return (text:gsub('[%c]+', ' '))
end

---@param client_id integer
---@param params rowtype.ProjectStatus
function M.take(client_id, params)
  projects[client_id] = projects[client_id] or {}
  projects[client_id][params.root] = params
  vim.api.nvim_exec_autocmds('User', { pattern = 'RowtypeStatus', data = params, modeline = false })
  vim.cmd.redrawstatus { bang = true }
end

---@param client_id integer
function M.forget(client_id)
  projects[client_id] = nil
end

--- All projects of a client, by root.
---@param client_id integer
---@return rowtype.ProjectStatus[]
function M.projects_of(client_id)
  local found = vim.tbl_values(projects[client_id] or {})
  table.sort(found, function(one, other)
    return one.root < other.root
  end)
  return found
end

--- The project that the buffer belongs to: the one with the longest root.
---@param client_id integer
---@param buffer integer
---@return rowtype.ProjectStatus?
function M.project_of(client_id, buffer)
  local path = vim.fs.normalize(vim.api.nvim_buf_get_name(buffer))
  local best, length = nil, -1
  for _, project in ipairs(M.projects_of(client_id)) do
    local root = M.root_path(project)
    if #root > length and vim.startswith(path, root == '/' and root or root .. '/') then
      best, length = project, #root
    end
  end
  return best
end

---@param project rowtype.ProjectStatus
function M.root_path(project)
  return vim.fs.normalize(vim.uri_to_fname(project.root))
end

--- In words, for one line of output.
---@param project rowtype.ProjectStatus
---@return string
function M.describe(project)
  local schema = project.schema and one_line(project.schema)
  local size = project.relations and (', %d tables and views'):format(project.relations) or ''
  local why = project.message and ': ' .. one_line(project.message) or ''
  if project.state == 'loaded' then
    return ('schema from %s%s'):format(schema or 'an unnamed source', size)
  elseif project.state == 'loading' then
    return schema and ('the schema is being read again; %s serves meanwhile'):format(schema) or 'the schema is being read'
  elseif project.state == 'stale' then
    return ('the schema could not be read again; %s serves%s%s'):format(schema or 'the last one', size, why)
  end
  return 'no schema, so that nothing is checked' .. why
end

--- For 'statusline', so without an active `%`; '' where no server serves the buffer.
---@return string
function M.statusline()
  local buffer = vim.api.nvim_get_current_buf()
  local client = require('rowtype.client').clients(buffer)[1]
  if not client then
    return ''
  end
  local project = M.project_of(client.id, buffer)
  if not project then
    return 'rowtype'
  end
  local texts = {
    loading = 'rowtype: loading…',
    loaded = 'rowtype: ' .. one_line(project.schema or ''),
    stale = 'rowtype: ' .. one_line(project.schema or '') .. ' (stale)',
    none = 'rowtype: no schema',
  }
  return ((texts[project.state] or 'rowtype'):gsub('%%', '%%%%'))
end

return M
