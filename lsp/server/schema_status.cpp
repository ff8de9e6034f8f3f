#include "lsp/server/schema_status.h"

#include "lsp/server/convert.h"

namespace rowtype::server {

namespace {

using State = SchemaStatusParams::State;

State state_of(const Project& project) {
    if (project.is_loading) return State::Loading;
    if (!project.schema) return State::None;
    return project.shortcoming.empty() ? State::Loaded : State::Stale;
}

}  // namespace

SchemaStatusParams schema_status(const Project& project) {
    SchemaStatusParams status;
    status.root_uri = uri_of_path(project.configuration->root);
    status.state = state_of(project);
    const bool is_connecting = project.schema && project.schema->freshness == workspace::Freshness::Connecting;
    if (!project.is_loading) status.message = project.shortcoming;
    if (project.is_loading && is_connecting) status.message = "from cache, connecting…";
    if (project.schema) {
        status.schema = project.schema->title();
        status.relations = project.schema->catalog->relations().size();
        status.notes = project.schema->notes;
    }
    return status;
}

}  // namespace rowtype::server
