# A schema that cannot be read is said once; when it can, everything open is checked.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
--> {"method":"initialized","params":{}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
--> {"id":2,"result":null}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "\n"}]}}
# The same failure again is not told again.
--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/1_users.sql", "type": 2}]}}
@file migrations/1_users.sql
create table users (id bigint primary key, name text);

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/1_users.sql", "type": 2}]}}
@file migrations/2_more.sql
alter table users add column nmae text;

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/2_more.sql", "type": 2}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
