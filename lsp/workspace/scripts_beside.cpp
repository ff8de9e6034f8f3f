#include "lsp/workspace/scripts_beside.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "analysis/facts/identifier_bytes.h"
#include "lsp/workspace/name_list.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/sql_folder.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kMostFilesBeside = 100;
constexpr std::size_t kPythonCap = 1024UL * 1024;

bool was_removed(const catalog::CatalogData& data, const catalog::QualifiedName& relation, const std::string& column) {
    return std::ranges::any_of(data.removed, [&](const catalog::RemovedName& removed) {
        return removed.relation == relation && removed.column == column;
    });
}

bool adds_columns(const catalog::CatalogData& data, const catalog::Relation& known, const catalog::Relation& script) {
    return std::ranges::any_of(script.columns, [&](const catalog::Column& column) {
        return known.find_column(column.name) == nullptr && !was_removed(data, known.name, column.name);
    });
}

auto find_relation(std::vector<catalog::Relation>& relations, const catalog::QualifiedName& name) {
    const auto found = std::ranges::lower_bound(relations, name, {}, &catalog::Relation::name);
    return std::pair(found, found != relations.end() && found->name == name);
}

bool uses_relation_of(catalog::CatalogData& data, const catalog::CatalogData& script) {
    return std::ranges::any_of(script.relations, [&](const catalog::Relation& relation) {
        return relation.presumed && find_relation(data.relations, relation.name).second;
    });
}

// Whether most of what it makes has the names of what is there.
bool makes_relations_of(catalog::CatalogData& data, const catalog::CatalogData& script) {
    const auto shared = std::ranges::count_if(
        script.relations, [&](const catalog::Relation& relation) { return find_relation(data.relations, relation.name).second; });
    return shared > 0 && 2 * static_cast<std::size_t>(shared) >= script.relations.size();
}

bool holds_word(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool begins = at == 0 || !facts::is_identifier_byte(text[at - 1]);
        if (begins && (end == text.size() || !facts::is_identifier_byte(text[end]))) return true;
    }
    return false;
}

std::vector<std::string> python_files_in(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        if (files.size() >= kMostFilesBeside) break;
        if (entry->path().extension() == ".py") files.push_back(entry->path().generic_string());
    }
    return files;
}

// Whether Python code in the script's folder, or where that has none in the one around it, names a table that the script makes.
bool is_named_beside(const std::string& script, const catalog::CatalogData& made) {
    std::string folder = parent_folder(script);
    std::vector<std::string> files = python_files_in(folder);
    if (files.empty()) files = python_files_in(parent_folder(folder));
    return std::ranges::any_of(files, [&](const std::string& file) {
        const Result<std::string> text = read_file(file, kPythonCap);
        return text && std::ranges::any_of(made.relations, [&](const catalog::Relation& relation) {
                   return !relation.presumed && holds_word(*text, relation.name.name);
               });
    });
}

catalog::Relation presumed_like(const catalog::Relation& script) {
    catalog::Relation relation;
    relation.name = script.name;
    relation.kind = script.kind;
    relation.presumed = true;
    relation.columns_complete = relation.parts_complete = relation.triggers_complete = false;
    return relation;
}

}  // namespace

void PresumedSchema::add_scripts(const std::vector<migrations::SqlFile>& scripts, const migrations::Options& options,
                                 bool needs_tie, const std::string& root) {
    for (const migrations::SqlFile& script : scripts) {
        const Result<migrations::MigrationCatalog> read = migrations::read_migrations({script}, options);
        if (!read) continue;
        const bool is_tied = !needs_tie || uses_relation_of(data_, read->data) ||
                             (is_copy_of_schema(script.path) && makes_relations_of(data_, read->data));
        if (is_tied) presume(read->data, script.path, Kind::Script);
        else
            presume(read->data, script.path,
                    is_named_beside(join_path(root, script.path), read->data) ? Kind::SchemaApart : Kind::Untied);
    }
}

void PresumedSchema::add_schema(const std::string& path, const std::vector<migrations::SqlFile>& files,
                                const migrations::Options& options, bool is_apart) {
    if (const Result<migrations::MigrationCatalog> read = migrations::read_migrations(files, options)) {
        presume(read->data, path, is_apart ? Kind::SchemaApart : Kind::Schema);
    }
}

void PresumedSchema::presume(const catalog::CatalogData& other, const std::string& path, Kind kind) {
    const auto taken = [this] { return tables_.size() + altered_.size() + functions_.size(); };
    const std::size_t before = taken();
    for (const catalog::Relation& relation : other.relations) {
        if (kind != Kind::Untied) presume(relation, kind);
    }
    for (const catalog::Function& function : other.functions) presume(function);
    if (taken() > before) paths_.push_back(path);
}

void PresumedSchema::presume(const catalog::Function& function) {
    const bool is_of_schema = std::ranges::find(data_.schemas, function.name.schema) != data_.schemas.end();
    const bool is_known = std::ranges::any_of(data_.functions, [&](const catalog::Function& known) {
        return known.name == function.name && known.arguments == function.arguments;
    });
    const bool is_again = std::ranges::find(data_.presumed_functions, function.name) != data_.presumed_functions.end();
    if (!is_of_schema || is_known || is_again || !function.extension.empty()) return;
    data_.presumed_functions.push_back(function.name);
    functions_.insert(std::ranges::upper_bound(functions_, function.name.name), function.name.name);
}

void PresumedSchema::presume(const catalog::Relation& relation, Kind kind) {
    const auto [known, is_known] = find_relation(data_.relations, relation.name);
    if (is_known) {
        // A schema that creates the table itself is another version of it, and not what is run on top of this one.
        const bool is_on_top = kind == Kind::Script || (kind == Kind::Schema && relation.presumed);
        if (!is_on_top || known->is_view() || !known->columns_complete || !adds_columns(data_, *known, relation)) return;
        known->columns_complete = known->parts_complete = false;
        altered_.push_back(relation.name.name);
        return;
    }
    const bool is_of_schema = std::ranges::find(data_.schemas, relation.name.schema) != data_.schemas.end();
    if ((relation.presumed && kind != Kind::Schema) || !is_of_schema || was_removed(data_, relation.name, "")) return;
    data_.relations.insert(known, presumed_like(relation));
    tables_.push_back(relation.name.name);
}

std::string PresumedSchema::note() const {
    if (paths_.empty()) return "";
    std::string note = "other SQL of the repository (" + paths_.front() + (paths_.size() > 1 ? ", …" : "") + ")";
    std::vector<std::string> parts;
    if (!tables_.empty()) parts.push_back("makes " + name_list(tables_));
    if (!altered_.empty()) parts.push_back("adds columns to " + name_list(altered_));
    if (!functions_.empty()) parts.push_back("makes the functions " + name_list(functions_));
    for (std::size_t index = 0; index < parts.size(); ++index) note += (index == 0 ? " " : " and ") + parts[index];
    return note + "; what only that SQL makes is not called unknown: name the schema with --schema to be told";
}

}  // namespace rowtype::workspace
