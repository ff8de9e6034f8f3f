# Messages that are none, and params that do not fit: an error each, and the session goes on.
--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
!!> {"jsonrpc":"2.0","id":1,
<-- {"error":{"code":-32700,"message":"the message is not JSON"},"id":null}
!!> nonsense
<-- {"error":{"code":-32700,"message":"the message is not JSON"},"id":null}
!!> []
<-- {"error":{"code":-32600,"message":"a message must be an object with a method or a result"},"id":null}
!!> 5
<-- {"error":{"code":-32600,"message":"a message must be an object with a method or a result"},"id":null}
!!> {"jsonrpc":"2.0"}
<-- {"error":{"code":-32600,"message":"a message must have a method, a result or an error"},"id":null}
!!> {"jsonrpc":"2.0","method":5,"id":1}
<-- {"error":{"code":-32600,"message":"a message must be an object with a method or a result"},"id":null}
!!> {"jsonrpc":"2.0","method":"shutdown","id":{}}
<-- {"error":{"code":-32600,"message":"id must be an integer or a string"},"id":null}
!!> {"jsonrpc":"2.0","method":"shutdown","id":null}
<-- {"error":{"code":-32600,"message":"id must be an integer or a string"},"id":null}
!!> {"jsonrpc":"2.0","id":77,"result":null}
!!> {"jsonrpc":"2.0","id":"x","error":{"code":1,"message":"m"}}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":2}
<-- {"error":{"code":-32602,"message":"textDocument/codeAction: textDocument is missing"},"id":2}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":3,"params":[1]}
<-- {"error":{"code":-32602,"message":"textDocument/codeAction: textDocument is missing"},"id":3}
!!> {"jsonrpc":"2.0","method":"textDocument/codeAction","id":4,"params":{"textDocument":{"uri":7}}}
<-- {"error":{"code":-32602,"message":"textDocument/codeAction: uri must be a string"},"id":4}
!!> {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"${root}/a.py"}}}
!!> {"jsonrpc":"2.0","method":"textDocument/didChange"}
!!> {"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":[]}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
