#include <algorithm>

#include "analysis/cache_entries/drift.h"
#include "analysis/cache_entries/search_index.h"
#include "analysis/cache_entries/shapes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/named_relation.h"
#include "lsp/cli/redis_json.h"
#include "lsp/cli/redis_verify.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

namespace {

using cache_entries::TableShape;
using Tables = std::vector<const catalog::Relation*>;

constexpr std::size_t kShapesCap = 64UL * 1024 * 1024;

Result<Tables> chosen_tables(const RedisOptions& options, const Settings& settings, const catalog::Catalog& catalog);
int run_export(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog, Console& console);
int run_drift(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog, Console& console);

}  // namespace

int run_redis(const RedisOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const std::optional<workspace::Configuration> configuration =
        set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, *configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);
    if (!options.common.quiet) console.error(notes_text(schema->catalog->notes(), "the schema", "may be missing here"));
    const catalog::Catalog& catalog = *schema->catalog;
    if (options.action == RedisAction::Verify) return verify_redis(options, configuration->settings, catalog, console);
    const Result<Tables> tables = chosen_tables(options, configuration->settings, catalog);
    if (!tables) return report_error(tables.error(), console);
    return options.action == RedisAction::Check ? run_drift(options, *tables, catalog, console)
                                                : run_export(options, *tables, catalog, console);
}

namespace {

Result<Tables> chosen_tables(const RedisOptions& options, const Settings& settings, const catalog::Catalog& catalog) {
    if (options.tables.empty()) {
        Tables tables = cache_entries::cached_tables(catalog, settings);
        if (tables.empty()) return Error{Error::Kind::Usage, "the schema has no table of which shapes could be written", "", ""};
        return tables;
    }
    Tables tables;
    for (const std::string& name : options.tables) {
        const catalog::Relation* found = find_named_relation(catalog, name);
        if (found == nullptr) return no_such_table(catalog, name);
        if (std::ranges::find(tables, found) == tables.end()) tables.push_back(found);
    }
    return tables;
}

std::vector<TableShape> shapes_of(const Tables& tables, const catalog::Catalog& catalog) {
    std::vector<TableShape> shapes;
    for (const catalog::Relation* table : tables) shapes.push_back(cache_entries::shape_of(*table, catalog));
    return shapes;
}

std::string search_commands(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog,
                            Console& console) {
    const bool is_json = options.format == RedisFormat::SearchJson;
    std::string text;
    for (const catalog::Relation* table : tables) {
        const std::string name = cache_entries::shape_name(table->name, catalog);
        const cache_entries::SearchIndex index = cache_entries::search_index(
            *table, catalog, is_json ? cache_entries::EntryKind::Json : cache_entries::EntryKind::Hash, name + ":");
        if (!index.command.empty()) text += index.command + "\n";
        if (options.common.quiet || index.left_out.empty()) continue;
        std::string columns;
        for (const std::string& column : index.left_out) columns += (columns.empty() ? "" : ", ") + printable(column);
        console.error("note: " + printable(name) + ": no index can read " + columns + "\n");
    }
    return text;
}

std::string export_text(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog, Console& console) {
    if (options.format == RedisFormat::JsonSchema) return shapes_json_schema(tables, catalog);
    if (options.format == RedisFormat::Shapes) return shapes_json(shapes_of(tables, catalog));
    return search_commands(options, tables, catalog, console);
}

// A slip of the hand must not cost anybody a file: what is there must be what this command writes.
bool may_replace(const std::string& text, RedisFormat format) {
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) return true;
    if (format == RedisFormat::Shapes) return read_shapes(text, "").ok();
    if (format == RedisFormat::JsonSchema) return text.find("\"$defs\"") != std::string::npos && text.starts_with('{');
    return text.starts_with("FT.CREATE ");
}

int run_export(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog, Console& console) {
    const std::string text = export_text(options, tables, catalog, console);
    if (options.output == "-") {
        console.out(text);
        return kExitClean;
    }
    const std::string file = workspace::absolute_path(options.output);
    const std::string shown = shown_path(file);
    const std::string what = " (" + counted(tables.size(), "table") + ").\n";
    workspace::WriteOptions write_options;
    if (workspace::is_file(file)) {
        const Result<std::string> present = workspace::read_file(file, kShapesCap);
        if (!present) return report_error(present.error(), console);
        if (*present == text) {
            if (!options.common.quiet) console.out("Unchanged: " + shown + what);
            return kExitClean;
        }
        if (!may_replace(*present, options.format)) {
            return report_error({Error::Kind::Usage, "rowtype redis export did not write this file and leaves it as it is",
                                 "name another one with -o, or remove it", shown},
                                console);
        }
        write_options.expected_hash = hash_bytes(*present);
    }
    const Status written = workspace::write_file_safely(file, text, write_options);
    if (!written) return report_error(written.error(), console);
    if (!options.common.quiet) console.out("Written: " + shown + what);
    return kExitClean;
}

// A file that was exported with --table holds those tables alone: others are no drift of it.
std::vector<TableShape> current_shapes(const RedisOptions& options, const std::vector<TableShape>& committed,
                                       const Tables& tables, const catalog::Catalog& catalog) {
    Tables wanted = tables;
    for (const TableShape& shape : committed) {
        const catalog::Relation* named = find_named_relation(catalog, shape.table);  // a view, or one that is excluded
        if (named != nullptr && std::ranges::find(wanted, named) == wanted.end()) wanted.push_back(named);
    }
    std::vector<TableShape> current = shapes_of(wanted, catalog);
    if (options.only_listed) {
        std::erase_if(current, [&](const TableShape& shape) {
            return std::ranges::find(committed, shape.table, &TableShape::table) == committed.end();
        });
    }
    return current;
}

int run_drift(const RedisOptions& options, const Tables& tables, const catalog::Catalog& catalog, Console& console) {
    const std::string file = workspace::absolute_path(options.output);
    const std::string shown = shown_path(file);
    const Result<std::string> text = workspace::read_file(file, kShapesCap);
    if (!text) return report_error(text.error(), console);
    const Result<std::vector<TableShape>> committed = read_shapes(*text, shown);
    if (!committed) return report_error(committed.error(), console);
    const std::vector<cache_entries::Drift> found =
        cache_entries::compare_shapes(*committed, current_shapes(options, *committed, tables, catalog));
    if (options.as_json) {
        console.out(drift_json(found));
        return found.empty() ? kExitClean : kExitFindings;
    }
    const Style style = make_style(options.common.color, console.out_is_terminal());
    for (const cache_entries::Drift& drift : found) {
        const std::string field = drift.field.empty() ? "" : "." + printable(drift.field);
        console.out(style.bold(printable(drift.table) + field) + ": " + printable(drift.message) + "\n");
    }
    if (!options.common.quiet) {
        console.out(found.empty() ? shown + " is what the schema says (" + counted(committed->size(), "table") + ").\n"
                                  : "\n" + shown + " is stale: " + counted(found.size(), "difference") +
                                        "; write it with rowtype redis export -o " + shown + ".\n");
    }
    return found.empty() ? kExitClean : kExitFindings;
}

}  // namespace

}  // namespace rowtype::cli
