# Tables without a model stand at the `models` key of the configuration, beside its own mistakes, and go when a model comes.
@file pyproject.toml
[tool.rowtype]
models = ["models/*.py"]
exclude = ["app.py"]
modles = "x"

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

@file migrations/1_users.sql
create table users (id bigint primary key, name text not null);
create table orders (id bigint primary key);
create table audit (id bigint primary key);

@file models/users.py
from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str

# Outside the files of `models`, a class belongs to a table when it says so.
@file elsewhere.py
from pydantic import BaseModel


class Log(BaseModel):  # rowtype: table=public.audit
    id: int

# The open document says nothing of its own.
@file app.py
x = 1

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","capabilities":{}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app.py", "languageId": "python", "version": 1, "text": "x = 1\n"}}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"unknown key \"modles\": did you mean \"models\"?","range":{"end":{"character":6,"line":3},"start":{"character":0,"line":3}},"severity":1,"source":"rowtype"},{"code":"missing-model","message":"no model belongs to the table public.orders","range":{"end":{"character":6,"line":1},"start":{"character":0,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
@file models/orders.py
from pydantic import BaseModel


class Order(BaseModel):
    id: int

--> {"method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"${root}/models/orders.py","type":1}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"unknown key \"modles\": did you mean \"models\"?","range":{"end":{"character":6,"line":3},"start":{"character":0,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
# A model that goes is missed.
@remove models/users.py
--> {"method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"${root}/models/users.py","type":3}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"configuration","message":"unknown key \"modles\": did you mean \"models\"?","range":{"end":{"character":6,"line":3},"start":{"character":0,"line":3}},"severity":1,"source":"rowtype"},{"code":"missing-model","message":"no model belongs to the table public.users","range":{"end":{"character":6,"line":1},"start":{"character":0,"line":1}},"severity":1,"source":"rowtype"}],"uri":"${root}/pyproject.toml"}}
@file pyproject.toml
[tool.rowtype]
models = ["models/*.py"]
exclude = ["app.py"]

[tool.rowtype.schema]
source = "migrations"
path = "migrations"

[tool.rowtype.rules]
missing-model = "off"

--> {"method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"${root}/pyproject.toml","type":2}]}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/pyproject.toml"}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
