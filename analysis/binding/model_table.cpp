#include "analysis/binding/model_table.h"

#include <algorithm>
#include <array>

#include "analysis/binding/table_words.h"

namespace rowtype::binding {

namespace {

// Schemas of platforms and extensions: a class is never theirs by its name alone (User is not auth.users).
constexpr std::array<std::string_view, 20> kPlatformSchemas = {
    "auth",     "storage",  "realtime", "_realtime",           "extensions",          "graphql",   "graphql_public", "vault",
    "pgsodium", "cron",     "net",      "supabase_functions",  "supabase_migrations", "pgbouncer", "_analytics",     "pgmq",
    "pgtle",    "topology", "tiger",    "_timescaledb_catalog"};

bool may_have_models(const catalog::Relation& relation) {
    return !is_platform_schema(relation.name.schema) && relation.extension.empty() && !relation.partition_of &&
           !catalog::is_system_schema(relation.name.schema);
}

// Where names are looked up.
struct Tables {
    const catalog::Catalog& catalog;
    const Settings& settings;
};

const std::vector<std::string>& search_path(const Tables& tables) {
    return tables.settings.search_path.empty() ? tables.catalog.search_path() : tables.settings.search_path;
}

const catalog::Relation* on_search_path(const std::string& name, const Tables& tables) {
    for (const std::string& schema : search_path(tables)) {
        const catalog::Relation* relation = tables.catalog.find_relation(schema, name).relation;
        if (relation != nullptr && may_have_models(*relation)) return relation;
    }
    return nullptr;
}

// The only relation of that name in the other schemas that were read.
const catalog::Relation* elsewhere(const std::string& name, const Tables& tables) {
    const catalog::Relation* only = nullptr;
    for (const catalog::Relation* relation : tables.catalog.relations_named(name)) {
        if (!may_have_models(*relation)) continue;
        if (only != nullptr) return nullptr;
        only = relation;
    }
    return only;
}

// "OrderItem" for a table "OrderItem" or "orderitems": compared without case, underscores and plural.
const catalog::Relation* by_normalised_name(const std::string& stem, const Tables& tables) {
    const std::string wanted = normalised(stem);
    if (wanted.empty()) return nullptr;
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    const catalog::Relation* only = nullptr;
    const auto is_wanted = [&](std::string_view name) {
        return !name.empty() && lower(name.front()) == wanted.front() && normalised(name) == wanted;
    };
    for (const catalog::Relation* relation : tables.catalog.relations_matching(is_wanted)) {
        const std::vector<std::string>& path = search_path(tables);
        if (!may_have_models(*relation) || std::ranges::find(path, relation->name.schema) == path.end()) continue;
        if (only != nullptr) return nullptr;
        only = relation;
    }
    return only;
}

std::array<std::string, 3> candidates(const std::string& stem) {
    const std::string snake = snake_case(stem);
    return {snake, plural(snake), singular(snake)};
}

const catalog::Relation* relation_of(const std::string& stem, const Tables& tables) {
    for (const std::string& name : candidates(stem)) {
        if (const catalog::Relation* relation = on_search_path(name, tables)) return relation;
    }
    if (const catalog::Relation* relation = by_normalised_name(stem, tables)) return relation;
    for (const std::string& name : candidates(stem)) {
        if (const catalog::Relation* relation = elsewhere(name, tables)) return relation;
    }
    return nullptr;
}

// Supabase's generator puts the schema before the table: PublicOrderItems.
const catalog::Relation* with_schema_prefix(const std::string& stem, const Tables& tables) {
    const std::string snake = snake_case(stem);
    for (const std::string& schema : tables.catalog.schemas()) {
        if (!snake.starts_with(schema + "_")) continue;
        const std::string rest = snake.substr(schema.size() + 1);
        for (const std::string& name : {rest, plural(rest), singular(rest)}) {
            const catalog::Relation* relation = tables.catalog.find_relation(schema, name).relation;
            if (relation != nullptr) return relation;
        }
    }
    return nullptr;
}

TableMatch lookup(const std::string& written, MatchedBy matched_by, const std::string& class_name, const Context& context) {
    TableMatch match;
    match.table_name = written;
    match.matched_by = matched_by;
    const NameReading reading = readings(class_name).back();
    match.role = reading.role;
    match.is_filter = reading.is_filter;
    const std::size_t dot = written.find('.');
    if (dot == std::string::npos) {
        for (const std::string& schema : search_path({context.catalog, context.settings})) {
            const catalog::RelationLookup found = context.catalog.find_relation(schema, written);
            match.relation = found.relation;
            match.relation_unknown = match.relation_unknown || found.unknown;
            if (match.relation != nullptr) break;
        }
    } else {
        const catalog::RelationLookup found = context.catalog.find_relation(written.substr(0, dot), written.substr(dot + 1));
        match.relation = found.relation;
        match.relation_unknown = found.unknown;
    }
    if (match.relation != nullptr) match.relation_unknown = false;
    return match;
}

// "app.models:Profile" names the class Profile of the module app.models, by its full path or the end of it.
bool names_class(const std::string& target, const FileIdentity& file, const std::string& class_name) {
    const std::size_t colon = target.find(':');
    if (colon == std::string::npos || target.substr(colon + 1) != class_name) return false;
    const std::string module = target.substr(0, colon);
    return file.module == module || file.module.ends_with("." + module);
}

}  // namespace

bool is_platform_schema(std::string_view schema) { return std::ranges::find(kPlatformSchemas, schema) != kPlatformSchemas.end(); }

std::optional<TableMatch> stated_table(const facts::Class& definition, const Context& context) {
    if (!definition.table_directive.empty()) {
        return lookup(definition.table_directive, MatchedBy::Directive, definition.name, context);
    }
    for (const auto& [table, target] : context.settings.tables) {
        if (names_class(target, context.file, definition.name)) {
            return lookup(table, MatchedBy::Configuration, definition.name, context);
        }
    }
    return std::nullopt;
}

std::optional<TableMatch> table_by_name(const std::string& class_name, const catalog::Catalog& catalog,
                                        const Settings& settings) {
    const std::vector<NameReading> possible = readings(class_name);
    for (const auto find : {relation_of, with_schema_prefix}) {
        for (const NameReading& reading : possible) {
            const catalog::Relation* relation = find(reading.stem, {catalog, settings});
            if (relation == nullptr) continue;
            return TableMatch{relation->name.to_string(), relation, false, MatchedBy::Name, reading.role, reading.is_filter};
        }
    }
    return std::nullopt;
}

bool names_count(const FileIdentity& file) {
    const std::size_t slash = file.path.rfind('/');
    const std::string_view name = std::string_view(file.path).substr(slash == std::string::npos ? 0 : slash + 1);
    return file.holds_models || name == "database_types.py";
}

}  // namespace rowtype::binding
