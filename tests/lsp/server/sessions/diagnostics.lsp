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
--> {"method":"initialized","params":{}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
# The schema came before the client agreed to the progress token: no progress is shown.
--> {"id":2,"result":null}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "name"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 3, "character": 22}, "end": {"line": 3, "character": 27}}, "text": "uesrs"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 3, "character": 22}, "end": {"line": 3, "character": 27}}, "text": "users"}, {"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "emial"}]}}
--> {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "${root}/app.py"}}}
--> {"method": "textDocument/didSave", "params": {"textDocument": {"uri": "${root}/app.py"}}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
