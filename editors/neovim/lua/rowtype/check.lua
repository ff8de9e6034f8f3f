--- `:Rowtype check`: the whole project by the command line, its findings into the quickfix list.
local M = {}

local client = require('rowtype.client')

local kinds = { error = 'E', warning = 'W', info = 'I' }

--- The report counts code points from 1, quickfix lists bytes from 1.
local function byte_column(line, column)
  local index = line and vim.fn.byteidxcomp(line, column - 1) or -1
  return index >= 0 and index + 1 or column
end

local function lines_of(path, cache)
  if not cache[path] then
    local read, lines = pcall(vim.fn.readfile, path)
    cache[path] = read and lines or {}
  end
  return cache[path]
end

---@param report table of `rowtype check --output-format json`
---@param folder string that its paths are relative to
---@return vim.quickfix.entry[]
function M.quickfix_items(report, folder)
  local cache = {}
  return vim.tbl_map(function(issue)
    local path = vim.startswith(issue.file, '/') and issue.file or folder .. '/' .. issue.file
    local lines = lines_of(path, cache)
    local suggestion = type(issue.suggestion) == 'string' and (': did you mean "%s"?'):format(issue.suggestion) or ''
    return {
      filename = path,
      lnum = issue.line,
      col = byte_column(lines[issue.line], issue.column),
      end_lnum = issue.end_line,
      end_col = byte_column(lines[issue.end_line], issue.end_column),
      type = kinds[issue.severity] or 'I',
      text = ('%s%s [%s]'):format(issue.details:gsub('%c+', ' '), suggestion, issue.rule),
    }
  end, report.issues)
end

local function show(report, folder)
  local items = M.quickfix_items(report, folder)
  vim.fn.setqflist({}, ' ', { title = 'rowtype check', items = items })
  local summary = report.summary
  local text = ('%d errors, %d warnings, %d notes in %d files'):format(summary.errors, summary.warnings, summary.infos, summary.files)
  if summary.not_analysed > 0 then
    text = text .. ('; %d not analysed'):format(summary.not_analysed)
  end
  if #items > 0 then
    vim.cmd('botright copen')
  else
    vim.cmd('cclose')
  end
  client.notify(text)
end

local function on_done(done, folder)
  local decoded, report = pcall(vim.json.decode, done.stdout, { luanil = { object = true } })
  -- 0 clean, 1 findings, 4 some input was not analysed: each leaves a report.
  if (done.code == 0 or done.code == 1 or done.code == 4) and decoded then
    show(report, folder)
    return
  end
  local said = vim.trim(done.stderr)
  client.notify(said ~= '' and said or ('rowtype check ended with exit code %d'):format(done.code), vim.log.levels.ERROR)
end

--- Arguments that name a file go from the current folder, whatever folder the command runs in; % is the current file.
local function resolved(argument)
  if argument:match('^[%%#]') then
    argument = vim.fn.expand(argument)
  end
  if not vim.startswith(argument, '-') and vim.uv.fs_stat(argument) then
    return vim.fn.fnamemodify(argument, ':p')
  end
  return argument
end

---@param arguments string[] of `rowtype check`
function M.run(arguments)
  local root = client.root_of(0)
  local folder = root or client.folder_of(0)
  local found, remedy = require('rowtype.binary').find(root, client.folder_of(0))
  if not found then
    client.notify(remedy --[[@as string]], vim.log.levels.ERROR)
    return
  end
  if vim.iter(vim.api.nvim_list_bufs()):any(function(buffer)
    return vim.bo[buffer].modified and vim.bo[buffer].filetype == 'python'
  end) then
    client.notify('`:Rowtype check` reads the files as they were last saved', vim.log.levels.WARN)
  end
  local command = vim.list_extend({ found.path, 'check', '--output-format', 'json' }, vim.tbl_map(resolved, arguments))
  vim.system(command, { cwd = folder, text = true }, function(done)
    vim.schedule(function()
      on_done(done, folder)
    end)
  end)
end

return M
