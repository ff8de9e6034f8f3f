# A new schema is told only of the files that use what changed: a column of theirs, or a table that was nowhere.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1.sql
create table users (id bigint primary key, name text);
create table orders (id bigint primary key);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
--> {"method":"initialized","params":{}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/users.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"users\").select(\"id, nick\").execute()\n"}}}
--> {"id":2,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/orders.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"orders\").select(\"id, total\").execute()\n"}}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/films.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"films\").select(\"id\").execute()\n"}}}
# Of users alone.
@file migrations/2.sql
alter table users add column nick text;

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/2.sql", "type": 1}]}}
# What might have been meant by films is asked of all names.
@file migrations/3.sql
create table fils (id bigint primary key);

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/3.sql", "type": 1}]}}
@file migrations/4.sql
comment on table orders is 'what people bought';
create table films (id bigint primary key);

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/4.sql", "type": 1}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
