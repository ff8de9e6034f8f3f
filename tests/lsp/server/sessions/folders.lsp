# Folders come and go; two projects in one session have a schema each.
@file one/pyproject.toml
[tool.rowtype]
models = ["models.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file one/migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

@file two/rowtype.toml
[schema]
source = "migrations"
path = "migrations"

@file two/migrations/1.sql
create table users (id bigint primary key, nmae text);

--> {"id":1,"method":"initialize","params":{"processId":null,"workspaceFolders":[{"uri":"${root}/one","name":"one"}],"rootUri":null,"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/one/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/one/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"models: no Python file that is checked matches \"models.py\"","range":{"end":{"character":21,"line":1},"start":{"character":10,"line":1}},"severity":2,"source":"rowtype"}],"uri":"${root}/one/pyproject.toml"}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/two/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/two/app.py","version":1}}
--> {"method":"workspace/didChangeWorkspaceFolders","params":{"event":{"added":[{"uri":"${root}/two","name":"two"}],"removed":[{"uri":"${root}/one","name":"one"}]}}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
