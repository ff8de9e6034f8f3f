# A snapshot that records its migrations: a newer file that appears makes names pending, one that renames says so.
@file .rowtype/schema.json
{"version": 1, "schemas": ["public"], "search_path": ["public"], "migrations": [{"name": "1_users.sql"}],
 "relations": [{"schema": "public", "name": "users", "columns": [{"name": "id", "type": "int8"}]}]}

@file migrations/1_users.sql
create table users (id bigint primary key);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nick\").execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
@file migrations/2_nick.sql
alter table users add column nick text;

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/2_nick.sql", "type": 1}]}}
<-- {"id":3,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/2"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
--> {"id":"hover","method":"textDocument/hover","params":{"textDocument":{"uri":"${root}/app.py"},"position":{"line":3,"character":43}}}
<-- {"id":"hover","result":{"contents":{"kind":"plaintext","value":"nick text null\n\ncolumn of table public.users · pending in migrations/2_nick.sql"},"range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}}}}
@file migrations/3_handle.sql
-- people asked for it
alter table users rename column nick to handle;

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/3_handle.sql", "type": 1}]}}
<-- {"id":4,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/3"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","suggestion":"handle","table":"public.users"},"message":"public.users has no column \"nick\"; renamed to \"handle\" by pending migration 3_handle.sql: did you mean \"handle\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"relatedInformation":[{"location":{"range":{"end":{"character":0,"line":1},"start":{"character":0,"line":1}},"uri":"${root}/migrations/3_handle.sql"},"message":"renamed here"}],"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
--> {"id":"renamed","method":"textDocument/hover","params":{"textDocument":{"uri":"${root}/app.py"},"position":{"line":3,"character":43}}}

<-- {"id":"renamed","result":{"contents":{"kind":"plaintext","value":"nick\n\ncolumn of table public.users · renamed to handle in migrations/3_handle.sql (pending)"},"range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}}}}
# Once the snapshot contains them, nothing is pending: the finding is the same, without the explanation.
@file .rowtype/schema.json
{"version": 1, "schemas": ["public"], "search_path": ["public"],
 "migrations": [{"name": "1_users.sql"}, {"name": "2_nick.sql"}, {"name": "3_handle.sql"}],
 "relations": [{"schema": "public", "name": "users", "columns": [{"name": "id", "type": "int8"}, {"name": "handle", "type": "text"}]}]}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/.rowtype/schema.json", "type": 2}]}}
<-- {"id":5,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/4"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
