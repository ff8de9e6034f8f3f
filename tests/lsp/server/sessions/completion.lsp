# Completion in text that is being typed, for a client with snippets and Markdown, positions in UTF-16 after an emoji.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null, email text);
create table notes (id bigint primary key, author bigint not null references users (id));
comment on table users is 'People *we* know';

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16"]},"textDocument":{"completion":{"completionItem":{"snippetSupport":true,"documentationFormat":["markdown"]}}}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\nclient = create_client(\"é😀\", \"k\"); rows = client.table(\"\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
--> {"id": 10, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 57}, "context": {"triggerKind": 2, "triggerCharacter": "\""}}}
<-- {"id":10,"result":{"isIncomplete":false,"items":[{"detail":"table public.notes","filterText":"notes","insertTextFormat":1,"kind":7,"label":"notes","sortText":"000000","textEdit":{"newText":"notes","range":{"end":{"character":57,"line":1},"start":{"character":57,"line":1}}}},{"detail":"table public.users","documentation":{"kind":"markdown","value":"People \\*we\\* know"},"filterText":"users","insertTextFormat":1,"kind":7,"label":"users","sortText":"000001","textEdit":{"newText":"users","range":{"end":{"character":57,"line":1},"start":{"character":57,"line":1}}}}]}}
# Typed on: the answer is about the text that is there now.
~~> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 2}, "contentChanges": [{"range": {"start": {"line": 1, "character": 57}, "end": {"line": 1, "character": 57}}, "text": "notes\").select(\"id, us"}]}}
--> {"id": 11, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 79}, "context": {"triggerKind": 1}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":2}}
<-- {"id":11,"result":{"isIncomplete":false,"items":[{"detail":"bigint not null, primary key","filterText":"id","insertTextFormat":1,"kind":5,"label":"id","sortText":"000000","textEdit":{"newText":"id","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}},{"detail":"bigint not null, → public.users (id)","filterText":"author","insertTextFormat":1,"kind":5,"label":"author","sortText":"000001","textEdit":{"newText":"author","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}},{"detail":"one, by author","documentation":{"kind":"markdown","value":"People \\*we\\* know"},"filterText":"users","insertTextFormat":2,"kind":18,"label":"users","sortText":"000002","textEdit":{"newText":"users($0)","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}}]}}
# A blank after a comma may begin a name, one after "=" does not; nor is anything offered outside of the client's strings.
--> {"id": 12, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 77}, "context": {"triggerKind": 2, "triggerCharacter": " "}}}
<-- {"id":12,"result":{"isIncomplete":false,"items":[{"detail":"bigint not null, primary key","filterText":"id","insertTextFormat":1,"kind":5,"label":"id","sortText":"000000","textEdit":{"newText":"id","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}},{"detail":"bigint not null, → public.users (id)","filterText":"author","insertTextFormat":1,"kind":5,"label":"author","sortText":"000001","textEdit":{"newText":"author","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}},{"detail":"one, by author","documentation":{"kind":"markdown","value":"People \\*we\\* know"},"filterText":"users","insertTextFormat":2,"kind":18,"label":"users","sortText":"000002","textEdit":{"newText":"users($0)","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}},{"detail":"all columns","filterText":"*","insertTextFormat":1,"kind":14,"label":"*","sortText":"000003","textEdit":{"newText":"*","range":{"end":{"character":79,"line":1},"start":{"character":77,"line":1}}}}]}}
--> {"id": 13, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 9}, "context": {"triggerKind": 2, "triggerCharacter": " "}}}
<-- {"id":13,"result":{"isIncomplete":false,"items":[]}}
--> {"id": 14, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 25}}}
<-- {"id":14,"result":{"isIncomplete":false,"items":[]}}
--> {"id": 15, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/other.py"}, "position": {"line": 0, "character": 0}}}
<-- {"id":15,"result":{"isIncomplete":false,"items":[]}}
# The text goes on before the answer is ready.
~~> {"id": 16, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 79}}}
--> {"method":"$/cancelRequest","params":{"id":16}}
<-- {"error":{"code":-32800,"message":"the request was cancelled"},"id":16}
# The text changes while the question waits: the places of an answer would be wrong.
~~> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 3}, "contentChanges": [{"range": {"start": {"line": 1, "character": 79}, "end": {"line": 1, "character": 79}}, "text": "e"}]}}
~~> {"id": 18, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}, "position": {"line": 1, "character": 80}}}
--> {"method": "textDocument/didChange", "params": {"textDocument": {"uri": "${root}/app.py", "version": 4}, "contentChanges": [{"range": {"start": {"line": 1, "character": 80}, "end": {"line": 1, "character": 80}}, "text": "r"}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":3}}
<-- {"error":{"code":-32801,"message":"the document changed meanwhile"},"id":18}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":4}}
!!> {"jsonrpc":"2.0","id": 17, "method": "textDocument/completion", "params": {"textDocument": {"uri": "${root}/app.py"}}}
<-- {"error":{"code":-32602,"message":"textDocument/completion: position is missing"},"id":17}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
