# Mistakes in the configuration are shown in its file, at their place, and go when they are mended.
@file pyproject.toml
[tool.rowtype]
modles = ["models.py"]
exclude = ["old/*"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"unknown key \"modles\": did you mean \"models\"?","range":{"end":{"character":6,"line":1},"start":{"character":0,"line":1}},"severity":1,"source":"rowtype"},{"code":"configuration","message":"exclude: no Python file or folder matches \"old/*\"","range":{"end":{"character":18,"line":2},"start":{"character":11,"line":2}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/old/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/.venv/lib/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
@file pyproject.toml
[tool.rowtype]
exclude = ["app.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

# Excluded now: its diagnostics go.
--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/pyproject.toml", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"exclude: no Python file or folder matches \"app.py\"","range":{"end":{"character":19,"line":1},"start":{"character":11,"line":1}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

[tool.rowtype.rules]
unknown-column = "info"

--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":4,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":4,"source":"rowtype"}],"uri":"${root}/old/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/pyproject.toml"}}
# A file that is no TOML: its mistake is shown, too.
@file pyproject.toml
[tool.rowtype
models = ["models.py"]

--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/old/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"not valid TOML: Error while parsing table header: expected ']', saw '\\n'","range":{"end":{"character":13,"line":0},"start":{"character":13,"line":0}},"severity":1,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/old/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/pyproject.toml"}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
