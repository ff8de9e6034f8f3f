# What the baseline excuses and what a path's levels say holds in the editor as it does on the command line.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

[tool.rowtype.per-path]
"tests/**" = { unknown-column = "off" }

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

@file .rowtype/baseline.json
{
  "format": "rowtype-baseline",
  "version": 1,
  "findings": [
    {"file": "app.py", "rule": "unknown-column", "symbol": "public.users.nmae", "count": 1}
  ]
}

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
# One is excused, a second one like it is new.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"per-path: no Python file that is checked matches \"tests/**\"","range":{"end":{"character":10,"line":5},"start":{"character":0,"line":5}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 4, "character": 0}, "end": {"line": 4, "character": 0}}, "text": "more = client.table(\"users\").select(\"nmae\").execute()\n"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":41,"line":4},"start":{"character":37,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":2}}
# Of no concern in tests, by the configuration.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/tests/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\nclient.table(\"usrs\").select(\"id\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":14,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/tests/app.py","version":1}}
# The file shrinks: what it excused is shown.
@file .rowtype/baseline.json
{
  "format": "rowtype-baseline",
  "version": 1,
  "findings": []
}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/.rowtype/baseline.json", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"},{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":41,"line":4},"start":{"character":37,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":2}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":14,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/tests/app.py","version":1}}
# A file that cannot be read excuses nothing and says why, as long as it is so.
@file .rowtype/baseline.json
{
  "format": "rowtype-baseline",
  "version": 2
}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/.rowtype/baseline.json", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"baseline","message":"the baseline has format version 2, this rowtype knows up to 1; update rowtype; the file is left as it is","range":{"end":{"character":0,"line":0},"start":{"character":0,"line":0}},"severity":1,"source":"rowtype"}],"uri":"${root}/.rowtype/baseline.json"}}
@file .rowtype/baseline.json
{
  "format": "rowtype-baseline",
  "version": 1,
  "findings": [
    {"file": "app.py", "rule": "unknown-column", "symbol": "public.users.nmae", "count": 2}
  ]
}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/.rowtype/baseline.json", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/.rowtype/baseline.json"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":14,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/tests/app.py","version":1}}
# The path's level goes.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/pyproject.toml", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":14,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/tests/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"},{"code":"unknown-table","message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":14,"line":4}},"severity":1,"source":"rowtype"}],"uri":"${root}/tests/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/pyproject.toml"}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
