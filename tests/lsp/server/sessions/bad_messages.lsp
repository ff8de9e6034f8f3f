# Messages that are none, and params that do not fit: an error each, and the session goes on.
--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
--> {"method":"initialized","params":{}}
!!> {"jsonrpc":"2.0","id":1,
!!> nonsense
!!> []
!!> 5
!!> {"jsonrpc":"2.0"}
!!> {"jsonrpc":"2.0","method":5,"id":1}
!!> {"jsonrpc":"2.0","method":"shutdown","id":{}}
!!> {"jsonrpc":"2.0","method":"shutdown","id":null}
!!> {"jsonrpc":"2.0","id":77,"result":null}
!!> {"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"m"}}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":2}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":3,"params":[1]}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":4,"params":{"textDocument":{"uri":7}}}
!!> {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"${root}/a.py"}}}
!!> {"jsonrpc":"2.0","method":"textDocument/didChange"}
!!> {"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":[]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
