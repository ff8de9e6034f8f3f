# Of a schema that was only found near, and that the code does not seem to be about, nothing is said.
@file pyproject.toml
[project]
name = "app"

@file docker/init.sql
create table jobs (id bigint primary key);

@file app.py
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("users").select("id").execute()
client.table("orders").select("id").execute()
client.table("invoices").select("id").execute()

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"experimental":{"rowtype":{"status":true}}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method":"textDocument/didOpen","params":{"textDocument":{"uri":"${root}/jobs.py","languageId":"python","version":1,"text":"from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"jobs\").select(\"nmae\").execute()\n"}}}
<-- {"method":"rowtype/status","params":{"root":"${root}","state":"loading"}}
<-- {"method":"rowtype/status","params":{"message":"the schema that was found in docker/init.sql does not seem to be this code's: 3 of 3 places in the code that name a table name one that it lacks (invoices, orders and users)","root":"${root}","state":"none"}}
# Once most of the code is about it, it is taken.
@file jobs.py
from supabase import create_client

client = create_client("http://localhost", "key")
client.table("jobs").select("id").execute()
client.table("jobs").select("id").execute()
client.table("jobs").select("id").execute()
client.table("jobs").select("id").execute()

--> {"id":2,"method":"workspace/executeCommand","params":{"command":"rowtype.refreshSchema","arguments":[]}}
<-- {"method":"rowtype/status","params":{"root":"${root}","state":"loading"}}
<-- {"id":2,"result":null}
<-- {"method":"rowtype/status","params":{"relations":1,"root":"${root}","schema":"docker/init.sql","state":"loaded"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","message":"public.jobs has no column \"nmae\"","range":{"end":{"character":33,"line":3},"start":{"character":29,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/jobs.py","version":1}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
