# Positions in utf-8 units, after an emoji, with CRLF and a byte-order mark.
@file pyproject.toml
[tool.rowtype]
models = ["models.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-8"]},"textDocument":{"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[]}}}}}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\r\nclient = create_client(\"é😀\", \"k\"); rows = client.table(\"users\").select(\"id, nmae\").execute()\r\n"}}}
--> {"id": 10, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 1, "character": 81}, "end": {"line": 1, "character": 81}}, "context": {"diagnostics": [], "only": ["quickfix"]}}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 80}, "end": {"line": 1, "character": 84}}, "text": "name"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "﻿"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 1, "character": 80}, "end": {"line": 1, "character": 84}}, "text": "😀"}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
