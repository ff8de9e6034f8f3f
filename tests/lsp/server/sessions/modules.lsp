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

@file models.py
from base import Row


class User(Row):
    name: str

@file base.py
from pydantic import BaseModel


class Row(BaseModel):
    id: int

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
# By what stands on the disk.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/users.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\nfrom tables import COLUMNS, USERS\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(USERS).select(COLUMNS).execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/users.py","version":1}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/models.py", "languageId": "python", "version": 1, "text": "from base import Row\n\n\nclass User(Row):\n    name: str\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/models.py","version":1}}
# The same text again changes nothing.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/tables.py", "languageId": "python", "version": 1, "text": "USERS = \"users\"\nCOLUMNS = \"id, name\"\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/tables.py","version":1}}
# A column that the table does not have.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 15}, "end": {"line": 1, "character": 19}}, "text": "nick"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/tables.py","version":2}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":34,"line":4},"start":{"character":27,"line":4}},"relatedInformation":[{"location":{"range":{"end":{"character":0,"line":1},"start":{"character":0,"line":1}},"uri":"${root}/tables.py"},"message":"written here"}],"severity":1,"source":"rowtype"}],"uri":"${root}/users.py","version":1}}
# A comment, and a name that nobody uses.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 0}}, "text": "# what there is\nORDERS = \"orders\"\n"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/tables.py","version":3}}
# A mistake in its grammar: others go on with what it said before.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 15}}, "text": "\"users"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/tables.py","version":4}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/tables.py", "version": 5}, "contentChanges": [{"range": {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 14}}, "text": "\"usrs\""}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/tables.py","version":5}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"usrs"},"message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":18,"line":4},"start":{"character":13,"line":4}},"relatedInformation":[{"location":{"range":{"end":{"character":0,"line":0},"start":{"character":0,"line":0}},"uri":"${root}/tables.py"},"message":"written here"}],"severity":1,"source":"rowtype"}],"uri":"${root}/users.py","version":1}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/base.py", "languageId": "python", "version": 1, "text": "from pydantic import BaseModel\n\n\nclass Row(BaseModel):\n    pass\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/base.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"missing-field","codeDescription":{"href":"https://example.org/RULES.md#missing-field"},"data":{"field":"id","status":"missing_in_model","table":"public.users"},"message":"User lacks the column \"id\" (bigint, not null) of public.users","range":{"end":{"character":10,"line":3},"start":{"character":6,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/models.py","version":1}}
# Closed, the file on the disk counts again.
--> {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "${root}/tables.py"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/users.py","version":1}}
# An import that is typed: the module is read behind the keystroke.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/more.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(NAME).select(\"id\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/more.py","version":1}}
@file names.py
NAME = "usrs"

--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/more.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "text": "from names import NAME"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/more.py","version":2}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"usrs"},"message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":17,"line":4},"start":{"character":13,"line":4}},"relatedInformation":[{"location":{"range":{"end":{"character":0,"line":0},"start":{"character":0,"line":0}},"uri":"${root}/names.py"},"message":"written here"}],"severity":1,"source":"rowtype"}],"uri":"${root}/more.py","version":2}}
# The file changes on the disk.
@file names.py
NAME = "users"

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/names.py", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/more.py","version":2}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
