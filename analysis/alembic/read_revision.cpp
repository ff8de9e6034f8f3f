#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/modules.h"
#include "analysis/alembic/recorder.h"
#include "analysis/alembic/revision.h"

namespace rowtype::alembic {

namespace {

const Value* module_value(const Module& module, std::string_view name) {
    const auto found = module.names.find(name);
    return found == module.names.end() ? nullptr : &found->second;
}

void read_identity(const Module& module, Revision& revision) {
    const auto line_of = [&](const Value* value) {
        return value == nullptr || value->span.empty() ? 1 : module.lines.line_of(value->span.begin) + 1;
    };
    const Value* id = module_value(module, "revision");
    revision.id = text_of(id).value_or("");
    // A file that has one which cannot be told is a revision all the same; no other follows it by that name.
    if (revision.id.empty() && !is_none(id)) revision.id = module.path;
    const Value* down = module_value(module, "down_revision");
    revision.line = line_of(is_none(down) ? id : down);
    if (!is_none(down)) {
        std::optional<std::vector<std::string>> follows = texts_of(down);
        revision.knows_what_it_follows = follows.has_value();
        revision.follows = std::move(follows).value_or(std::vector<std::string>{});
    }
    revision.depends_on = texts_of(module_value(module, "depends_on")).value_or(std::vector<std::string>{});
    revision.labels = texts_of(module_value(module, "branch_labels")).value_or(std::vector<std::string>{});
}

}  // namespace

Revision read_revision(std::string_view text, const std::string& path, const FindModule& find_module) {
    return read_revision(text, path, find_module, {});
}

Revision read_revision(std::string_view text, const std::string& path, const FindModule& find_module,
                       const NamingConvention& convention) {
    Revision revision;
    Modules modules(text, path, find_module);
    revision.not_analysed = modules.not_analysed();
    if (!modules.revision().tree) return revision;
    Recorder recorder;
    Interpreter interpreter(modules, recorder, convention);
    interpreter.define(modules.revision());
    read_identity(modules.revision(), revision);
    if (revision.id.empty()) return revision;
    interpreter.upgrade();
    revision.statements = recorder.take();
    return revision;
}

}  // namespace rowtype::alembic
