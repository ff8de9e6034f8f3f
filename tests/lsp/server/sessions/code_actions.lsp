# Fixes at a place, tied to the version of the document.
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
--> {"id":2,"result":null}
--> {"id": 10, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": []}}}
# Elsewhere there is nothing to offer; neither for kinds that were not asked for, nor in a document that is not open.
--> {"id": 11, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}}
--> {"id": 12, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": [], "only": ["source.organizeImports"]}}}
--> {"id": 13, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/other.py"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}}
--> {"id": 14, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": [], "only": ["quickfix"]}}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
