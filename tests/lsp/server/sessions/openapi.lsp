# A description of the API is the schema; the client is asked to watch it, whatever its name.
@file pyproject.toml
[tool.rowtype.schema]
source = "openapi"
path = "docs/api.json"
openapi-complete = true

@file docs/api.json
{"swagger":"2.0","definitions":{"users":{"required":["id"],"properties":{"id":{"format":"bigint","description":"Note:\nThis is a Primary Key.<pk/>"},"name":{"format":"text"}}}},"paths":{"/users":{"get":{},"post":{}}}}

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
@file docs/api.json
{"swagger":"2.0","definitions":{"users":{"required":["id"],"properties":{"id":{"format":"bigint","description":"Note:\nThis is a Primary Key.<pk/>"},"nmae":{"format":"text"}}}},"paths":{"/users":{"get":{},"post":{}}}}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/docs/api.json", "type": 2}]}}
@file docs/api.json
<html>

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/docs/api.json", "type": 2}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
