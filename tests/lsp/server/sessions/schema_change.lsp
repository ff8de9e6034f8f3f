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
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/users.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"users\").select(\"id, nick\").execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":38,"line":3},"start":{"character":34,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/users.py","version":1}}
--> {"id":2,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/orders.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"orders\").select(\"id, total\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"total","status":"missing_in_db","table":"public.orders"},"message":"public.orders has no column \"total\"","range":{"end":{"character":40,"line":3},"start":{"character":35,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/orders.py","version":1}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/films.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"films\").select(\"id\").execute()\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","table":"films"},"message":"the database has no table or view \"films\"","range":{"end":{"character":19,"line":3},"start":{"character":14,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/films.py","version":1}}
# Of users alone.
@file migrations/2.sql
alter table users add column nick text;

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/2.sql", "type": 1}]}}
<-- {"id":3,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/2"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/users.py","version":1}}
# What might have been meant by films is asked of all names.
@file migrations/3.sql
create table fils (id bigint primary key);

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/3.sql", "type": 1}]}}
<-- {"id":4,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/3"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-table","codeDescription":{"href":"https://example.org/RULES.md#unknown-table"},"data":{"status":"missing_in_db","suggestion":"fils","table":"films"},"message":"the database has no table or view \"films\": did you mean \"fils\"?","range":{"end":{"character":19,"line":3},"start":{"character":14,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/films.py","version":1}}
@file migrations/4.sql
comment on table orders is 'what people bought';
create table films (id bigint primary key);

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/migrations/4.sql", "type": 1}]}}
<-- {"id":5,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/4"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/films.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"total","status":"missing_in_db","table":"public.orders"},"message":"public.orders has no column \"total\"","range":{"end":{"character":40,"line":3},"start":{"character":35,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/orders.py","version":1}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
