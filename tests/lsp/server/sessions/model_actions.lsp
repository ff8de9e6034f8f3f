# A model that disagrees with its table: what is reported, and what is offered.
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
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/models.py", "languageId": "python", "version": 1, "text": "from pydantic import BaseModel\n\n\nclass Users(BaseModel):\n    \"\"\"A user.\"\"\"\n\n    id: int\n    nmae: str\n\n    def shout(self) -> str:\n        return self.nmae.upper()  # kept\n"}}}
--> {"id":2,"result":null}
--> {"id": 20, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/models.py"}, "range": {"start": {"line": 3, "character": 8}, "end": {"line": 3, "character": 8}}, "context": {"diagnostics": []}}}
--> {"id": 21, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/models.py"}, "range": {"start": {"line": 7, "character": 6}, "end": {"line": 7, "character": 6}}, "context": {"diagnostics": []}}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
