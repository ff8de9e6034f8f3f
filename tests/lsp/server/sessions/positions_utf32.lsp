# Positions in utf-32 units, after an emoji, with CRLF and a byte-order mark.
@file pyproject.toml
[tool.rowtype]
models = ["models.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-32"]},"textDocument":{"codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":[]}}}}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-32","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\r\nclient = create_client(\"é😀\", \"k\"); rows = client.table(\"users\").select(\"id, nmae\").execute()\r\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":80,"line":1},"start":{"character":76,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"models: no Python file that is checked matches \"models.py\"","range":{"end":{"character":21,"line":1},"start":{"character":10,"line":1}},"severity":2,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
--> {"id": 10, "method": "textDocument/codeAction", "params": {"textDocument": {"uri": "${root}/app.py"}, "range": {"start": {"line": 1, "character": 77}, "end": {"line": 1, "character": 77}}, "context": {"diagnostics": [], "only": ["quickfix"]}}}
<-- {"id":10,"result":[{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":80,"line":1},"start":{"character":76,"line":1}},"severity":1,"source":"rowtype"}],"edit":{"changes":{"${root}/app.py":[{"newText":"name","range":{"end":{"character":80,"line":1},"start":{"character":76,"line":1}}}]}},"kind":"quickfix","title":"Replace by \"name\""},{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":80,"line":1},"start":{"character":76,"line":1}},"severity":1,"source":"rowtype"}],"edit":{"changes":{"${root}/app.py":[{"newText":"  # rowtype: ignore[unknown-column]","range":{"end":{"character":92,"line":1},"start":{"character":92,"line":1}}}]}},"kind":"quickfix","title":"Ignore unknown-column here"}]}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 76}, "end": {"line": 1, "character": 80}}, "text": "name"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}, "text": "﻿"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":3}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 1, "character": 76}, "end": {"line": 1, "character": 80}}, "text": "😀"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"invalid-select","message":"expected a column, \"*\" or a related table, found \"😀\" (put double quotes around a name that holds other characters)","range":{"end":{"character":77,"line":1},"start":{"character":76,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":4}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
