#include "analysis/codegen/class_names.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/codegen/annotations.h"
#include "analysis/codegen/generate.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/needs_model.h"
#include "analysis/codegen/singular.h"

namespace rowtype::codegen {

namespace {

using catalog::QualifiedName;

// Names that a generated module imports or defines for itself.
std::set<std::string> reserved_names() {
    std::set<std::string> names = {"PlainSerializer", "Ellipsis",        "Exception",      "Base",         "Computed",
                                   "Config",          "DeclarativeBase", "JsonDecimal",    "Mapped",       "NotRequired",
                                   "PostgresType",    "Relationship",    "SQLModel",       "StrEnum",      "TypedDict",
                                   "UserDefinedType", "HStore",          "Union",          "PostgresDate", "PostgresTimestamp",
                                   "PostgresInstant", "PostgresFloat",   "PostgresNumeric"};
    names.insert(kImportedTypeNames.begin(), kImportedTypeNames.end());
    return names;
}

// The order in which names are given away: by the place of the schema on the search path, then by name.
template <class Item>
void sort_by_schema(std::vector<const Item*>& items, const std::vector<std::string>& search_path) {
    const auto rank = [&](const std::string& schema) { return std::ranges::find(search_path, schema) - search_path.begin(); };
    const auto comes_first = [&](const Item* left, const Item* right) {
        if (left->name.schema == right->name.schema) return left->name.name < right->name.name;
        const auto left_rank = rank(left->name.schema);
        const auto right_rank = rank(right->name.schema);
        return left_rank != right_rank ? left_rank < right_rank : left->name < right->name;
    };
    if (!std::ranges::is_sorted(items, comes_first)) std::ranges::sort(items, comes_first);
}

// `with_schema`: the schema's name stands before it in any case.
std::string give_name(const QualifiedName& name, std::string_view bare, bool with_schema, std::set<std::string>& taken) {
    std::string chosen = class_name(with_schema ? name.schema + "_" + std::string(bare) : std::string(bare));
    if (taken.insert(chosen).second) return chosen;
    chosen = unique_name(class_name(name.schema + "_" + std::string(bare)), taken);
    taken.insert(chosen);
    return chosen;
}

}  // namespace

ClassNames assign_class_names(const catalog::Catalog& catalog, const Settings& settings, const GenerationSettings& generation,
                              const std::vector<const catalog::Relation*>& selected) {
    ClassNames names;
    std::set<std::string> taken = reserved_names();
    std::vector<const catalog::Relation*> relations;
    const std::set<const catalog::Relation*> wanted(selected.begin(), selected.end());
    for (const catalog::Relation& relation : catalog.relations()) {
        if (!wanted.contains(&relation) && !needs_model(relation, settings)) continue;
        const auto configured = settings.generate.class_names.find(relation.name.to_string());
        if (configured == settings.generate.class_names.end()) {
            relations.push_back(&relation);
            continue;
        }
        ModelName& model = names.models[relation.name];
        const bool usable = is_identifier(configured->second) && !is_keyword(configured->second);
        if (!usable) {
            model.failure = "the class name configured for it is not a Python identifier";
        } else if (!taken.insert(configured->second).second) {
            model.failure = "the class name configured for it, " + configured->second + ", is used already";
        } else {
            model.class_name = configured->second;
        }
    }
    sort_by_schema(relations, catalog.search_path());
    const auto with_schema = [&](const QualifiedName& name) {
        const bool is_first = !catalog.search_path().empty() && catalog.search_path().front() == name.schema;
        return generation.schema_names == SchemaNaming::Prefix && !is_first;
    };
    for (const catalog::Relation* relation : relations) {
        const QualifiedName& name = relation->name;
        const std::string bare = generation.singular_names ? singular(name.name, generation.singular_exclude) : name.name;
        names.models.emplace_hint(names.models.end(), name, ModelName{give_name(name, bare, with_schema(name), taken), {}});
    }
    std::vector<const catalog::TypeDefinition*> definitions;
    for (const catalog::TypeDefinition& definition : catalog.types()) {
        const bool is_class = definition.kind == catalog::TypeKind::Enum || definition.kind == catalog::TypeKind::Composite;
        if (is_class) definitions.push_back(&definition);
    }
    sort_by_schema(definitions, catalog.search_path());
    for (const catalog::TypeDefinition* definition : definitions) {
        const QualifiedName& name = definition->name;
        names.definitions[name] = give_name(name, name.name, with_schema(name), taken);
    }
    names.taken = std::move(taken);
    return names;
}

std::vector<std::string> field_names(const std::vector<catalog::Column>& columns, bool qualified_datetime,
                                     const std::set<std::string>& classes) {
    constexpr std::array<std::string_view, 3> kTimes = {"date", "time", "timedelta"};
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const catalog::Column& column : columns) {
        if (!may_name_field(column.name) || classes.contains(column.name)) break;
        names.push_back(column.name);
    }
    if (names.size() == columns.size()) return names;  // as in nearly all tables
    names.clear();
    std::set<std::string> taken;
    for (const catalog::Column& column : columns) taken.insert(column.name);
    for (const catalog::Column& column : columns) {
        const bool is_time = std::ranges::find(kTimes, std::string_view(column.name)) != kTimes.end();
        if (is_time && qualified_datetime) {
            names.push_back(column.name);
            continue;
        }
        std::string name = field_name(column.name, taken);
        while (classes.contains(name) || (name != column.name && taken.contains(name))) name += "_";
        names.push_back(std::move(name));
        if (names.back() != column.name) taken.insert(names.back());
    }
    return names;
}

}  // namespace rowtype::codegen
