--- What is running, in words: for `:Rowtype status`.
local M = {}

local client = require('rowtype.client')

local function describe_client(one, lines)
  local buffers = vim.tbl_count(one.attached_buffers or {})
  lines[#lines + 1] = ('server %s (client %d) for %s, %d %s'):format(
    client.server_versions[one.id] or 'of an unknown version',
    one.id,
    one.root_dir or 'single files',
    buffers,
    buffers == 1 and 'buffer' or 'buffers'
  )
  local status = require('rowtype.status')
  local projects = status.projects_of(one.id)
  if #projects == 0 then
    lines[#lines + 1] = '  it says nothing about its schema (nothing was opened yet, or it is older than this plugin)'
  end
  for _, project in ipairs(projects) do
    lines[#lines + 1] = ('  %s: %s'):format(status.root_path(project), status.describe(project))
    for _, note in ipairs(project.notes or {}) do
      lines[#lines + 1] = '    ' .. note:gsub('%c+', ' ')
    end
  end
end

--- Why no server serves the buffer, and what to do.
local function why_not(buffer)
  local filetypes = require('rowtype.options').get().filetypes
  if not vim.tbl_contains(filetypes, vim.bo[buffer].filetype) then
    return ('this buffer is no file of a type that is checked (%s)'):format(table.concat(filetypes, ', '))
  end
  local _, remedy = require('rowtype.binary').find(client.root_of(buffer), client.folder_of(buffer))
  if remedy then
    return remedy
  end
  return '`:Rowtype restart` starts the server for this buffer; `:Rowtype log` says what became of the last one'
end

---@param buffer integer
---@return string[]
function M.lines(buffer)
  local lines = {}
  for _, one in ipairs(client.clients()) do
    describe_client(one, lines)
  end
  if #client.clients(buffer) == 0 then
    lines[#lines + 1] = 'no server serves this buffer: ' .. why_not(buffer)
  end
  return lines
end

return M
