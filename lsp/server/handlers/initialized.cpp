#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_initialized(Session& session, const Nothing&) {
    if (!session.client().capabilities().registers_watched_files) {
        if (session.options().watches_files) session.projects().watch_files();
        return;
    }
    session.client().watch_files(
        {.registration_id = "rowtype/files",
         .globs = {"**/pyproject.toml", "**/rowtype.toml", "**/*.sql", "**/.rowtype/schema.json", "**/.rowtype/baseline.json",
                   "**/supabase/config.toml", "**/.env", "**/*.py", "**/*.pyi"}});
}

}  // namespace rowtype::server
