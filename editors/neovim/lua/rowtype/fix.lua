--- `:Rowtype fix`: rowtype's own code actions for the lines, by Neovim's function for code actions.
local M = {}

local client = require('rowtype.client')

---@param call vim.api.keyset.create_user_command.command_args `!` applies the preferred one without asking
function M.run(call)
  local buffer = vim.api.nvim_get_current_buf()
  local ours = client.clients(buffer)[1]
  if not ours then
    client.notify('no server serves this buffer; `:Rowtype status` says why', vim.log.levels.WARN)
    return
  end
  local last_line = vim.api.nvim_buf_get_lines(buffer, call.line2 - 1, call.line2, false)[1] or ''
  vim.lsp.buf.code_action {
    range = { start = { call.line1, 0 }, ['end'] = { call.line2, #last_line } },
    apply = call.bang,
    filter = function(action, client_id)
      if call.bang and not action.isPreferred then
        return false
      end
      -- Neovim 0.10 does not say whose action it is.
      local source = vim.tbl_get(action, 'diagnostics', 1, 'source')
      return client_id == ours.id or (client_id == nil and (source == 'rowtype' or action.kind == 'refactor.rewrite'))
    end,
  }
end

return M
