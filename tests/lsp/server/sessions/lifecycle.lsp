# What may come when: before initialize, twice, after shutdown.
--> {"id":7,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"${root}/a.py"},"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"context":{"diagnostics":[]}}}
<-- {"error":{"code":-32002,"message":"the server waits for initialize"},"id":7}
--> {"id":8,"method":"shutdown"}
<-- {"error":{"code":-32002,"message":"the server waits for initialize"},"id":8}
--> {"method":"initialized","params":{}}
--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"id":2,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}
<-- {"error":{"code":-32600,"message":"the server is initialized already"},"id":2}
--> {"id":"three","method":"rowtype/doesNotExist","params":{}}
<-- {"error":{"code":-32601,"message":"the server has no request rowtype/doesNotExist"},"id":"three"}
--> {"id":4,"method":"textDocument/didSave","params":{"textDocument":{"uri":"${root}/a.py"}}}
<-- {"error":{"code":-32601,"message":"the server has no request textDocument/didSave"},"id":4}
--> {"method":"rowtype/alsoNot"}
--> {"method":"$/optional","params":{}}
--> {"method":"shutdown"}
--> {"method":"$/setTrace","params":{"value":"messages"}}
--> {"method":"$/cancelRequest","params":{"id":99}}
<-- {"method":"$/logTrace","params":{"message":"received $/cancelRequest"}}
--> {"method":"$/setTrace","params":{"value":"off"}}
<-- {"method":"$/logTrace","params":{"message":"received $/setTrace"}}
--> {"id":5,"method":"shutdown"}
<-- {"id":5,"result":null}
--> {"id":6,"method":"shutdown"}
<-- {"error":{"code":-32600,"message":"the server is shut down"},"id":6}
--> {"method":"textDocument/didClose","params":{"textDocument":{"uri":"${root}/a.py"}}}
--> {"method":"exit"}
@exit 0
