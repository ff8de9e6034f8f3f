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
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
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
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

[tool.rowtype.rules]
unknown-column = "info"

--> {"method":"workspace/didChangeConfiguration","params":{"settings":null}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
