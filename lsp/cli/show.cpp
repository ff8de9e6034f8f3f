#include "lsp/cli/show.h"

#include <algorithm>
#include <optional>

#include "lsp/cli/commands.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

void look_up(const std::string& name, ShownSchema& shown);
bool add_objects(const std::string& schema, const std::string& name, ShownSchema& shown);
UnknownName unknown_name(const std::string& name, const catalog::Catalog& catalog);

}  // namespace

int run_show(const ShowOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const std::optional<workspace::Configuration> configuration =
        set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, *configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);

    if (!options.common.quiet) console.error(notes_text(schema->catalog->notes(), "the schema", "may be missing here"));
    ShownSchema shown{schema->catalog.get(), schema->title(), {}, {}};
    for (const std::string& name : options.names) look_up(name, shown);
    if (options.as_json) {
        console.out(show_json(shown));
    } else {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        std::string text;
        for (const ShownObject& object : shown.objects) {
            text += (text.empty() ? "" : "\n") + show_text(*shown.catalog, object, style);
        }
        if (!text.empty() && !options.common.quiet) text += "\n" + style.dim("Schema: " + printable(shown.source)) + "\n";
        console.out(text);
        for (const UnknownName& name : shown.unknown) {
            const std::string near = name.suggestion.empty() ? "" : ": did you mean \"" + printable(name.suggestion) + "\"?";
            console.error("error: " + printable(name.reason) + near + "\n");
        }
    }
    return shown.unknown.empty() ? kExitClean : kExitFindings;
}

namespace {

// The parts of a name as SQL writes it, where one of them is in double quotes: "Order Lines", billing."we""ird".
std::optional<std::vector<std::string>> quoted_parts(const std::string& name) {
    if (name.find('"') == std::string::npos) return std::nullopt;
    std::vector<std::string> parts;
    for (std::size_t at = 0;; ++at) {
        std::string part;
        if (name[at] == '"') {
            for (++at; at < name.size() && (name[at] != '"' || name.compare(at, 2, "\"\"") == 0); ++at) {
                if (name[at] == '"') ++at;
                part += name[at];
            }
            if (at++ >= name.size()) return std::nullopt;
        } else {
            while (at < name.size() && name[at] != '.') part += name[at++];
        }
        parts.push_back(std::move(part));
        if (at >= name.size()) return parts;
        if (name[at] != '.') return std::nullopt;
    }
}

// A dot separates schema and name, or belongs to a name.
void look_up(const std::string& name, ShownSchema& shown) {
    bool found = add_objects("", name, shown);
    if (const auto parts = quoted_parts(name); !found && parts && parts->size() <= 2) {
        found = add_objects(parts->size() == 2 ? parts->front() : "", parts->back(), shown);
    }
    for (std::size_t dot = name.find('.'); !found && dot != std::string::npos; dot = name.find('.', dot + 1)) {
        if (dot > 0) found = add_objects(name.substr(0, dot), name.substr(dot + 1), shown);
    }
    if (!found) shown.unknown.push_back(unknown_name(name, *shown.catalog));
}

bool add_objects(const std::string& schema, const std::string& name, ShownSchema& shown) {
    const catalog::Catalog& catalog = *shown.catalog;
    const std::size_t before = shown.objects.size();
    const catalog::Relation* relation = catalog.find_relation(schema, name).relation;
    if (relation != nullptr) shown.objects.push_back({.relation = relation});
    const std::vector<std::string> path = schema.empty() ? catalog.search_path() : std::vector<std::string>{schema};
    for (const std::string& place : path) {
        const catalog::TypeDefinition* type = catalog.find_type({place, name});
        if (type == nullptr) continue;
        shown.objects.push_back({.type = type});
        break;
    }
    for (const catalog::Function* function : catalog.find_functions(schema, name))
        shown.objects.push_back({.function = function});
    return shown.objects.size() > before;
}

UnknownName unknown_name(const std::string& name, const catalog::Catalog& catalog) {
    UnknownName unknown{name, "the schema has no table, view, type or function \"" + name + "\"", {}};
    const std::size_t dot = name.find('.');
    const std::string schema = dot == std::string::npos ? "" : name.substr(0, dot);
    const bool was_read = catalog.has_schema(schema) && !catalog.is_incomplete(schema);
    if (!schema.empty() && !was_read) unknown.reason = "the schema \"" + schema + "\" was not read, or not in whole";
    if (const auto others = catalog.relations_named(name); !others.empty()) {
        unknown.reason = "no schema of the search path has \"" + name + "\"";
        unknown.suggestion = others.front()->name.to_string();
        return unknown;
    }
    std::vector<std::string> known = catalog.relation_names("");
    for (const catalog::Relation& relation : catalog.relations()) known.push_back(relation.name.to_string());
    for (const catalog::TypeDefinition& type : catalog.types()) known.push_back(type.name.name);
    for (const catalog::Function& function : catalog.functions()) {
        if (function.extension.empty()) known.push_back(function.name.name);
    }
    unknown.suggestion = nearest_name(name, known).value_or("");
    return unknown;
}

}  // namespace

}  // namespace rowtype::cli
