# Changes in the wrong order are not applied; the whole text, or opening again, puts things right.
@file pyproject.toml
[tool.rowtype]
models = ["models.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 5, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 5}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "x"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 6}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "name"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 7}, "contentChanges": [{"text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py"}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "name"}]}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 3, "character": 41}, "end": {"line": 3, "character": 45}}, "text": "name"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/closed.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "x"}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
