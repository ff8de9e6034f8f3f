# What may come when: before initialize, twice, after shutdown.
--> {"id":7,"method":"textDocument/codeAction","params":{"textDocument":{"uri":"${root}/a.py"},"range":{"start":{"line":0,"character":0},"end":{"line":0,"character":0}},"context":{"diagnostics":[]}}}
--> {"id":8,"method":"shutdown"}
--> {"method":"initialized","params":{}}
--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
--> {"method":"initialized","params":{}}
--> {"id":2,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}
--> {"id":"three","method":"rowtype/doesNotExist","params":{}}
--> {"id":4,"method":"textDocument/didSave","params":{"textDocument":{"uri":"${root}/a.py"}}}
--> {"method":"rowtype/alsoNot"}
--> {"method":"$/optional","params":{}}
--> {"method":"shutdown"}
--> {"method":"$/setTrace","params":{"value":"messages"}}
--> {"method":"$/cancelRequest","params":{"id":99}}
--> {"method":"$/setTrace","params":{"value":"off"}}
--> {"id":5,"method":"shutdown"}
--> {"id":6,"method":"shutdown"}
--> {"method":"textDocument/didClose","params":{"textDocument":{"uri":"${root}/a.py"}}}
--> {"method":"exit"}
@exit 0
