# A document is opened, mended, broken again and closed, by a client that can do everything.
@file pyproject.toml
[tool.rowtype]
models = ["models.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"models: no Python file that is checked matches \"models.py\"","range":{"end":{"character":21,"line":1},"start":{"character":10,"line":1}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
# The schema came before the client agreed to the progress token: no progress is shown.
--> {"id":2,"result":null}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "name"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 3, "character": 21}, "end": {"line": 3, "character": 26}}, "text": "uesrs"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"uesrs"},"message":"the database has no table or view \"uesrs\": did you mean \"users\"?","range":{"end":{"character":26,"line":3},"start":{"character":21,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":3}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 3, "character": 21}, "end": {"line": 3, "character": 26}}, "text": "users"}, {"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "emial"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"emial","status":"missing_in_db","suggestion":"email","table":"public.users"},"message":"public.users has no column \"emial\": did you mean \"email\"?","range":{"end":{"character":46,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":4}}
--> {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "${root}/app.py"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py"}}
--> {"method": "textDocument/didSave", "params": {"textDocument": {"uri": "${root}/app.py"}}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
