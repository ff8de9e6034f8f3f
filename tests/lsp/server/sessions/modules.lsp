# What is typed into one document shows in those that import it: in what they say at once, and only where it changes what they say.
@file pyproject.toml
[tool.rowtype]
models = ["models.py"]
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1.sql
create table users (id bigint primary key, name text not null);

@file tables.py
USERS = "users"
COLUMNS = "id, name"

@file base.py
from pydantic import BaseModel


class Row(BaseModel):
    id: int

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
# By what stands on the disk.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/users.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\nfrom tables import COLUMNS, USERS\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(USERS).select(COLUMNS).execute()\n"}}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/models.py", "languageId": "python", "version": 1, "text": "from base import Row\n\n\nclass User(Row):\n    name: str\n"}}}
# The same text again changes nothing.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/tables.py", "languageId": "python", "version": 1, "text": "USERS = \"users\"\nCOLUMNS = \"id, name\"\n"}}}
# A column that the table does not have.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 19}}, "text": "nick"}]}}
# A comment, and a name that nobody uses.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 1, "character": 20}, "end": {"line": 1, "character": 20}}, "text": "  # all of them\nORDERS = \"orders\""}]}}
# A mistake in its grammar: others go on with what it said before.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 15}}, "text": "\"users"}]}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 5}, "contentChanges": [{"range": {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 14}}, "text": "\"usrs\""}]}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/base.py", "languageId": "python", "version": 1, "text": "from pydantic import BaseModel\n\n\nclass Row(BaseModel):\n    pass\n"}}}
# Closed, the file on the disk counts again.
--> {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "${root}/tables.py"}}}
# An import that is typed: the module is read behind the keystroke.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/more.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(NAME).select(\"id\").execute()\n"}}}
@file names.py
NAME = "usrs"

--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/more.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "from names import NAME"}]}}
# The file changes on the disk.
@file names.py
NAME = "users"

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/names.py", "type": 2}]}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
