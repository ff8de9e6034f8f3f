# Hover: Markdown where the client reads it, positions in UTF-16 after an emoji, nothing where nothing is named, and the state
# of the text after the last edit.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);
comment on column users.name is 'As `they` [write](command:x) it';

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16"]},"textDocument":{"hover":{"contentFormat":["markdown","plaintext"]}}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\r\nclient = create_client(\"é😀\", \"k\"); rows = client.table(\"users\").select(\"id, name\").execute()\r\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
--> {"id": 10, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 78}}}
<-- {"id":10,"result":{"contents":{"kind":"markdown","value":"```sql\nname text not null\n```\n\ncolumn of `table public.users`\n\nAs \\`they\\` \\[write\\](command:x) it"},"range":{"end":{"character":81,"line":1},"start":{"character":77,"line":1}}}}
--> {"id": 11, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 58}}}
<-- {"id":11,"result":{"contents":{"kind":"markdown","value":"```sql\ntable public.users\n```\n\n```sql\nid     bigint  not null  primary key\nname   text    not null\nemail  text    null\n```"},"range":{"end":{"character":62,"line":1},"start":{"character":57,"line":1}}}}
--> {"id": 12, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 0, "character": 3}}}
<-- {"id":12,"result":null}
--> {"id": 13, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/other.py"}, "position": {"line": 0, "character": 3}}}
<-- {"id":13,"result":null}
# The edit and the question in one breath: the answer is about the new text.
~~> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 77}, "end": {"line": 1, "character": 81}}, "text": "email"}]}}
--> {"id": 14, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 81}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
<-- {"id":14,"result":{"contents":{"kind":"markdown","value":"```sql\nemail text null\n```\n\ncolumn of `table public.users`"},"range":{"end":{"character":82,"line":1},"start":{"character":77,"line":1}}}}
# A question that was taken back, and one whose document is closed while it waits.
~~> {"id": 15, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 81}}}
--> {"method":"$/cancelRequest","params":{"id":15}}
<-- {"error":{"code":-32800,"message":"the request was cancelled"},"id":15}
~~> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 1, "character": 77}, "end": {"line": 1, "character": 82}}, "text": "name"}]}}
~~> {"id": 16, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 78}}}
--> {"method": "textDocument/didClose", "params": {"textDocument": {"uri": "${root}/app.py"}}}
<-- {"id":16,"result":null}
!!> {"jsonrpc":"2.0","id": 17, "method": "textDocument/hover", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": -1, "character": 0}}}
<-- {"error":{"code":-32602,"message":"textDocument/hover: line must not be negative"},"id":17}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
