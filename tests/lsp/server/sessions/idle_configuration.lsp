# Entries of the configuration that concern nothing are warnings at their place, and go when what they name comes.
@file rowtype.toml
models = ["app/modles.py"]
exclude = ["legacy/**"]

[schema]
source = "migrations"
path = "migrations"

[tables]
usres = "app.models:User"

@file migrations/1_users.sql
create table users (id bigint primary key);

@file app/models.py
from pydantic import BaseModel


class User(BaseModel):
    id: int

@file app/main.py
x = 1

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app/main.py", "languageId": "python", "version": 1, "text": "x = 1\n"}}}

<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app/main.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"models: no Python file that is checked matches \"app/modles.py\"; did you mean \"app/models.py\"?","range":{"end":{"character":25,"line":0},"start":{"character":10,"line":0}},"severity":2,"source":"rowtype"},{"code":"configuration","message":"exclude: no Python file or folder matches \"legacy/**\"","range":{"end":{"character":22,"line":1},"start":{"character":11,"line":1}},"severity":2,"source":"rowtype"},{"code":"configuration","message":"tables: the schema has no table \"usres\"; did you mean \"users\"?","range":{"end":{"character":5,"line":8},"start":{"character":0,"line":8}},"severity":2,"source":"rowtype"}],"uri":"${root}/rowtype.toml"}}
@file rowtype.toml
models = ["app/models.py"]

[schema]
source = "migrations"
path = "migrations"

--> {"method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"${root}/rowtype.toml","type":2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/app/main.py","version":1}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/rowtype.toml"}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
