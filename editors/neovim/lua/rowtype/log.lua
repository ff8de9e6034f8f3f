--- What the servers say (window/logMessage) and when they start and end; `:Rowtype log` shows it.
--- Neovim's own log keeps only warnings and errors, and those of every server in one file.
local M = {}

local longest = 2000 -- lines
local lines = {} ---@type string[]
local buffer ---@type integer?

local kinds = { 'error', 'warning', 'info', 'log', 'debug' }

---@param line string
function M.append(line)
  local new = vim.split(('%s %s'):format(os.date('%H:%M:%S'), line), '\n', { plain = true })
  vim.list_extend(lines, new)
  if #lines > longest then
    lines = vim.list_slice(lines, #lines - longest / 2, #lines)
  end
  if buffer then
    vim.schedule(M.fill) -- a client's end is told where buffers must not be touched
  end
end

---@param params lsp.LogMessageParams
function M.take(params)
  M.append(('%s: %s'):format(kinds[params.type] or 'log', params.message))
end

function M.fill()
  if not (buffer and vim.api.nvim_buf_is_valid(buffer)) then
    return
  end
  vim.bo[buffer].modifiable = true
  vim.api.nvim_buf_set_lines(buffer, 0, -1, false, lines)
  vim.bo[buffer].modifiable = false
end

--- Opens the log in a window of its own; it grows while it is shown.
function M.show()
  if not (buffer and vim.api.nvim_buf_is_valid(buffer)) then
    buffer = vim.api.nvim_create_buf(false, true)
    vim.api.nvim_buf_set_name(buffer, 'rowtype://log')
    vim.bo[buffer].bufhidden = 'wipe'
    vim.bo[buffer].filetype = 'log'
  end
  M.fill()
  vim.cmd('botright split')
  vim.api.nvim_win_set_buf(0, buffer)
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(buffer), 0 })
end

return M
