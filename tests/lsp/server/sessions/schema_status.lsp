# A client that asks for it hears where the schema stands, and can have it read again.
@file pyproject.toml
[tool.rowtype.schema]
source = "migrations"
path = "migrations"

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"experimental":{"rowtype":{"status":true}}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method":"textDocument/didOpen","params":{"textDocument":{"uri":"${root}/app.py","languageId":"python","version":1,"text":"from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"method":"rowtype/status","params":{"root":"${root}","state":"loading"}}
<-- {"method":"window/showMessage","params":{"message":"rowtype: the schema could not be loaded: there is no file or folder ${path}/migrations; nothing is checked until it can be","type":2}}
<-- {"method":"rowtype/status","params":{"message":"there is no file or folder ${path}/migrations","root":"${root}","state":"none"}}
@file migrations/1_users.sql
create table users (id bigint primary key, name text);

--> {"id":2,"method":"workspace/executeCommand","params":{"command":"rowtype.refreshSchema","arguments":[]}}
<-- {"method":"rowtype/status","params":{"root":"${root}","state":"loading"}}
<-- {"id":2,"result":null}
<-- {"method":"rowtype/status","params":{"relations":1,"root":"${root}","schema":"migrations (1 file)","state":"loaded"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
@remove migrations
# The last one that was read still serves.
--> {"id":3,"method":"workspace/executeCommand","params":{"command":"rowtype.refreshSchema"}}
<-- {"method":"rowtype/status","params":{"relations":1,"root":"${root}","schema":"migrations (1 file)","state":"loading"}}
<-- {"id":3,"result":null}
<-- {"method":"window/showMessage","params":{"message":"rowtype: the schema could not be loaded: there is no file or folder ${path}/migrations; the last one that was read still serves","type":2}}
<-- {"method":"rowtype/status","params":{"message":"there is no file or folder ${path}/migrations","relations":1,"root":"${root}","schema":"migrations (1 file)","state":"stale"}}
@file migrations/1_users.sql
create table users (id bigint primary key, nmae text);
create view names as select nmae from users;

--> {"id":4,"method":"workspace/executeCommand","params":{"command":"rowtype.refreshSchema"}}
<-- {"method":"rowtype/status","params":{"relations":1,"root":"${root}","schema":"migrations (1 file)","state":"loading"}}
<-- {"id":4,"result":null}
<-- {"method":"rowtype/status","params":{"relations":2,"root":"${root}","schema":"migrations (1 file)","state":"loaded"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
--> {"id":5,"method":"workspace/executeCommand","params":{"command":"rowtype.unheardOf"}}
<-- {"error":{"code":-32602,"message":"the server has no command rowtype.unheardOf"},"id":5}
!!> {"jsonrpc":"2.0","id":6,"method":"workspace/executeCommand","params":{"arguments":[]}}
<-- {"error":{"code":-32602,"message":"workspace/executeCommand: command is missing"},"id":6}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
