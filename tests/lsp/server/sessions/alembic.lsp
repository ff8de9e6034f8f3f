# A schema of Alembic's revisions: read without configuration, and read again when a revision is written or edited.
@file alembic.ini
[alembic]
script_location = alembic

@file alembic/env.py
from alembic import context

@file alembic/versions/1_users.py
import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = None
def upgrade():
    op.create_table('users', sa.Column('id', sa.Integer(), primary_key=True), sa.Column('name', sa.Text()))

--> {"id":1,"method":"initialize","params":{"processId":null,"rootUri":"${root}","clientInfo":{"name":"script","version":"1"},
"capabilities":{"general":{"positionEncodings":["utf-16","utf-8"]},
 "textDocument":{"publishDiagnostics":{"relatedInformation":true,"versionSupport":true,"codeDescriptionSupport":true,"dataSupport":true},
  "codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["quickfix","refactor"]}},"isPreferredSupport":true,"disabledSupport":true}},
 "workspace":{"workspaceEdit":{"documentChanges":true},"didChangeWatchedFiles":{"dynamicRegistration":true}},"window":{"workDoneProgress":true}}}}
<-- {"id":1,"result":{"capabilities":{"codeActionProvider":{"codeActionKinds":["quickfix","refactor.rewrite","refactor.extract"]},"completionProvider":{"triggerCharacters":["\"","'",".",",","(",":","!"," "]},"executeCommandProvider":{"commands":["rowtype.refreshSchema"]},"hoverProvider":true,"positionEncoding":"utf-16","textDocumentSync":{"change":2,"openClose":true,"save":{"includeText":false}},"workspace":{"workspaceFolders":{"changeNotifications":true,"supported":true}}},"serverInfo":{"name":"rowtype","version":"${version}"}}}
--> {"method":"initialized","params":{}}
<-- {"id":1,"method":"client/registerCapability","params":{"registrations":[{"id":"rowtype/files","method":"workspace/didChangeWatchedFiles","registerOptions":{"watchers":[{"globPattern":"**/pyproject.toml"},{"globPattern":"**/rowtype.toml"},{"globPattern":"**/*.sql"},{"globPattern":"**/.rowtype/schema.json"},{"globPattern":"**/.rowtype/baseline.json"},{"globPattern":"**/supabase/config.toml"},{"globPattern":"**/.env"},{"globPattern":"**/*.py"},{"globPattern":"**/*.pyi"}]}}]}}
--> {"id":1,"result":null}
--> {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": "${root}/users.py", "languageId": "python", "version": 1, "text": "from supabase import create_client\n\nclient = create_client(\"http://localhost\", \"key\")\nclient.table(\"users\").select(\"id, nick\").execute()\n"}}}
<-- {"id":2,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/1"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":38,"line":3},"start":{"character":34,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/users.py","version":1}}
--> {"id":2,"result":null}
@file alembic/versions/2_nick.py
import sqlalchemy as sa
from alembic import op
revision = "b2"
down_revision = 'a1'
def upgrade():
    op.add_column('users', sa.Column('nick', sa.Text()))

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/alembic/versions/2_nick.py", "type": 1}]}}
<-- {"id":3,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/2"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"uri":"${root}/users.py","version":1}}
# Edited: the column has another name now.
@file alembic/versions/2_nick.py
import sqlalchemy as sa
from alembic import op
revision = "b2"
down_revision = 'a1'
def upgrade():
    op.add_column('users', sa.Column('nickname', sa.Text()))

--> {"method": "workspace/didChangeWatchedFiles", "params": {"changes": [{"uri": "${root}/alembic/versions/2_nick.py", "type": 2}]}}
<-- {"id":4,"method":"window/workDoneProgress/create","params":{"token":"rowtype/schema/3"}}
<-- {"method":"textDocument/publishDiagnostics","params":{"diagnostics":[{"code":"unknown-column","codeDescription":{"href":"https://example.org/RULES.md#unknown-column"},"data":{"field":"nick","status":"missing_in_db","table":"public.users"},"message":"public.users has no column \"nick\"","range":{"end":{"character":38,"line":3},"start":{"character":34,"line":3}},"severity":1,"source":"rowtype"}],"uri":"${root}/users.py","version":1}}
--> {"id":"bye","method":"shutdown"}
<-- {"id":"bye","result":null}
--> {"method":"exit"}
@exit 0
