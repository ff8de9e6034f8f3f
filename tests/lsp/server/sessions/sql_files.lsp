# Files of SQL that Python code loads are checked; migrations and others are left alone.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1.sql
create table users (id bigint primary key, name text not null);

@file app/queries/users.sql
-- name: get_user^
SELECT id, nme FROM users WHERE id = :id;

@file app/queries/new.sql
SELECT id FROM usrs;

@file other/report.sql
SELECT nme FROM users;

@file app/db.py
import aiosql
import psycopg

queries = aiosql.from_path("queries/users.sql", "psycopg")

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
# Nothing is said or loaded for a migration or for what nobody loads.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/migrations/1.sql", "languageId": "sql", "version": 1, "text": "create table users (id bigint primary key, name text not null);\nselect nme from users;\n"}}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/other/report.sql", "languageId": "sql", "version": 1, "text": "SELECT nme FROM users;\n"}}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app/queries/users.sql", "languageId": "sql", "version": 1, "text": "-- name: get_user^\nSELECT id, nme FROM users WHERE id = :id;\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nme","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nme\": did you mean \"name\"?","range":{"end":{"character":14,"line":1},"start":{"character":11,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/app/queries/users.sql","version":1}}
# What is typed shows at once.
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app/queries/users.sql", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 11}, "end": {"line": 1, "character": 14}}, "text": "name"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app/queries/users.sql","version":2}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app/queries/users.sql", "version": 3}, "contentChanges": [{"range": {"start": {"line": 1, "character": 21}, "end": {"line": 1, "character": 26}}, "text": "users u, usrs"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"usrs"},"message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":34,"line":1},"start":{"character":30,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/app/queries/users.sql","version":3}}
# Its remedies are those of SQL.
--> {"id":2,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"${root}/app/queries/users.sql"},"range":{"start":{"line":1,"character":31},"end":{"line":1,"character":31}},"context":{"diagnostics":[]}}}
<-- {"id":2,"result":[{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"usrs"},"message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":34,"line":1},"start":{"character":30,"line":1}},"severity":1,"source":"rowtype"}],"edit":{"documentChanges":[{"edits":[{"newText":"users","range":{"end":{"character":34,"line":1},"start":{"character":30,"line":1}}}],"textDocument":{"uri":"${root}/app/queries/users.sql","version":3}}]},"isPreferred":true,"kind":"quickfix","title":"Replace by \"users\""}]}
--> {"id":3,"method":"textDocument/hover","params":{"textDocument":{"uri":"${root}/app/queries/users.sql"},"position":{"line":1,"character":22}}}
<-- {"id":3,"result":{"contents":{"kind":"plaintext","value":"table public.users\n\nid    bigint  not null  primary key\nname  text    not null"},"range":{"end":{"character":26,"line":1},"start":{"character":21,"line":1}}}}
# A file that Python loads from now on.
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app/queries/new.sql", "languageId": "sql", "version": 1, "text": "SELECT id FROM usrs;\n"}}}
@file app/more.py
import psycopg
from pathlib import Path

TEXT = (Path(__file__).parent / "queries" / "new.sql").read_text()

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/app/more.py", "type": 1}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"users","table":"usrs"},"message":"the database has no table or view \"usrs\": did you mean \"users\"?","range":{"end":{"character":19,"line":0},"start":{"character":15,"line":0}},"severity":1,"source":"rowtype"}],"uri":"${root}/app/queries/new.sql","version":1}}
# No longer loaded, it has nothing to show.
@file app/more.py
import psycopg

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/app/more.py", "type": 2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app/queries/new.sql"}}
--> {"id":4,"method":"shutdown"}
<-- {"id":4,"result":null}
--> {"method":"exit"}
