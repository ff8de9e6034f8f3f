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
--> {"method":"initialized","params":{}}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/app/main.py", "languageId": "python", "version": 1, "text": "x = 1\n"}}}

@file rowtype.toml
models = ["app/models.py"]

[schema]
source = "migrations"
path = "migrations"

--> {"method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"${root}/rowtype.toml","type":2}]}}
--> {"id":"bye","method":"shutdown"}
--> {"method":"exit"}
@exit 0
