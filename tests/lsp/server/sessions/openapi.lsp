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
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nrows = client.table(\"users\").select(\"id, nmae\").execute()\n"}}}
<-- {"id":2,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/schema-file/1","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/api.json"}]}}]}}
<-- {"id":3,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nmae","status":"missing_in_db","suggestion":"name","table":"public.users"},"message":"public.users has no column \"nmae\": did you mean \"name\"?","range":{"end":{"character":45,"line":3},"start":{"character":41,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/app.py","version":1}}
@file docs/api.json
{"swagger":"2.0","definitions":{"users":{"required":["id"],"properties":{"id":{"format":"bigint","description":"Note:\nThis is a Primary Key.<pk/>"},"nmae":{"format":"text"}}}},"paths":{"/users":{"get":{},"post":{}}}}

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/docs/api.json", "type": 2}]}}
<-- {"id":4,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/2"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app.py","version":1}}
@file docs/api.json
<html>

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/docs/api.json", "type": 2}]}}
<-- {"id":5,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/3"}}
<-- {"method":"window/showMessage","params":{"message":"rowtype: the schema could not be loaded: this is an HTML or XML page, not an OpenAPI document; the last one that was read still serves","type":2}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
