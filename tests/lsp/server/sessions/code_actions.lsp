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
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"models: no Python file that is checked matches \"models.py\"","range":{"end":{"character":21,"line":1},"start":{"character":10,"line":1}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
--> {"id":2,"result":null}
--> {"id": 10, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": []}}}
<-- {"id":10,"result":[{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"edit":{"documentChanges":[{"edits":[{"newText":"name","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}}}],"textDocument":{"uri":"${root}/app.py","version":1}}]},"isPreferred":true,"kind":"quickfix","title":"Replace by \"name\""},{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"edit":{"documentChanges":[{"edits":[{"newText":"  # rowtype: ignore[unknown-column]","range":{"end":{"character":57,"line":3},"start":{"character":57,"line":3}}}],"textDocument":{"uri":"${root}/app.py","version":1}}]},"kind":"quickfix","title":"Ignore unknown-column here"}]}
# Elsewhere there is nothing to offer; neither for kinds that were not asked for, nor in a document that is not open.
--> {"id": 11, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}}
<-- {"id":11,"result":[]}
--> {"id": 12, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": [], "only": ["source.organizeImports"]}}}
<-- {"id":12,"result":[]}
--> {"id": 13, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/other.py"}, "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "context": {"diagnostics": []}}}
<-- {"id":13,"result":[]}
--> {"id": 14, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 3, "character": 42}, "end": {"line": 3, "character": 42}}, "context": {"diagnostics": [], "only": ["quickfix"]}}}
<-- {"id":14,"result":[{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"edit":{"documentChanges":[{"edits":[{"newText":"name","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}}}],"textDocument":{"uri":"${root}/app.py","version":1}}]},"isPreferred":true,"kind":"quickfix","title":"Replace by \"name\""},{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"edit":{"documentChanges":[{"edits":[{"newText":"  # rowtype: ignore[unknown-column]","range":{"end":{"character":57,"line":3},"start":{"character":57,"line":3}}}],"textDocument":{"uri":"${root}/app.py","version":1}}]},"kind":"quickfix","title":"Ignore unknown-column here"}]}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
