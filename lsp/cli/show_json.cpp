#include <nlohmann/json.hpp>

#include "analysis/features/describe.h"
#include "analysis/features/describe_access.h"
#include "analysis/features/related_tables.h"
#include "lsp/cli/show.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

Json nullable(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json action(catalog::ReferentialAction taken) {
    switch (taken) {
        case catalog::ReferentialAction::NoAction: return "no action";
        case catalog::ReferentialAction::Restrict: return "restrict";
        case catalog::ReferentialAction::Cascade: return "cascade";
        case catalog::ReferentialAction::SetNull: return "set null";
        case catalog::ReferentialAction::SetDefault: return "set default";
    }
    return nullptr;
}

Json column_object(const catalog::Catalog& catalog, const catalog::Relation& relation, const catalog::Column& column) {
    const features::ColumnDescription described = features::describe(catalog, relation, column);
    Json null_state = nullptr;
    if (column.nullability != catalog::Nullability::Unknown) null_state = column.nullability == catalog::Nullability::Nullable;
    Json identity = nullptr;
    if (column.identity != catalog::Identity::None) {
        identity = column.identity == catalog::Identity::Always ? "always" : "by default";
    }
    return {{"name", column.name},
            {"type", described.type},
            {"nullable", std::move(null_state)},
            {"default", column.default_expression ? Json(*column.default_expression) : Json(nullptr)},
            {"identity", std::move(identity)},
            {"generated", column.generated_expression ? Json(*column.generated_expression) : Json(nullptr)},
            {"labels", described.labels.empty() ? Json(nullptr) : Json(described.labels)},
            {"comment", nullable(column.comment)}};
}

Json foreign_key_object(const catalog::ForeignKey& key) {
    return {{"name", key.name},
            {"columns", key.columns},
            {"references", key.referenced_relation.to_string()},
            {"referenced_columns", key.referenced_columns},
            {"on_update", action(key.on_update)},
            {"on_delete", action(key.on_delete)}};
}

Json referring_keys(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    Json list = Json::array();
    for (const catalog::Relation& other : catalog.relations()) {
        for (const catalog::ForeignKey& key : other.foreign_keys) {
            if (key.referenced_relation != relation.name) continue;
            list.push_back({{"table", other.name.to_string()},
                            {"name", key.name},
                            {"columns", key.columns},
                            {"referenced_columns", key.referenced_columns}});
        }
    }
    return list;
}

Json check_list(const std::vector<catalog::Check>& checks) {
    Json list = Json::array();
    for (const catalog::Check& check : checks) list.push_back({{"name", check.name}, {"expression", check.expression}});
    return list;
}

Json index_object(const catalog::Index& index) {
    Json columns = Json::array();
    std::size_t next = 0;
    for (const std::string& column : index.columns) {
        const bool is_expression = column.empty() && next < index.expressions.size();
        columns.push_back(is_expression ? index.expressions[next++] : column);
    }
    return {{"name", index.name},
            {"method", index.method},
            {"unique", index.unique},
            {"columns", std::move(columns)},
            {"include", index.included_columns},
            {"where", nullable(index.predicate)}};
}

Json privilege_list(const std::vector<catalog::Grant>& grants) {
    Json list = Json::array();
    for (const catalog::Grant& grant : grants) {
        list.push_back({{"role", grant.role},
                        {"column", nullable(grant.column)},
                        {"privileges", features::privilege_names(grant.privileges)}});
    }
    return list;
}

Json policy_list(const std::vector<catalog::Policy>& policies) {
    Json list = Json::array();
    for (const catalog::Policy& policy : policies) {
        list.push_back({{"name", policy.name},
                        {"command", features::command_name(policy.command)},
                        {"permissive", policy.permissive},
                        {"roles", policy.roles},
                        {"using", policy.using_expression ? Json(*policy.using_expression) : Json(nullptr)},
                        {"check", policy.check_expression ? Json(*policy.check_expression) : Json(nullptr)}});
    }
    return list;
}

Json trigger_list(const std::vector<catalog::Trigger>& triggers) {
    Json list = Json::array();
    for (const catalog::Trigger& trigger : triggers) {
        const std::string& schema = trigger.function.schema;
        list.push_back({{"name", trigger.name},
                        {"function", schema.empty() ? trigger.function.name : trigger.function.to_string()},
                        {"timing", features::timing_name(trigger.timing)},
                        {"events", features::event_names(trigger)},
                        {"for_each", trigger.for_each_row ? "row" : "statement"},
                        {"state", features::state_name(trigger.state)}});
    }
    return list;
}

Json exclusion_list(const std::vector<catalog::Exclusion>& exclusions) {
    Json list = Json::array();
    for (const catalog::Exclusion& exclusion : exclusions) {
        list.push_back({{"name", exclusion.name},
                        {"method", exclusion.method},
                        {"elements", exclusion.elements},
                        {"operators", exclusion.operators},
                        {"where", nullable(exclusion.predicate)}});
    }
    return list;
}

Json embed_list(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    Json list = Json::array();
    for (const features::RelatedTable& related : features::related_tables(catalog, relation)) {
        list.push_back({{"name", related.name},
                        {"hint", nullable(related.hint)},
                        {"table", related.relation->name.to_string()},
                        {"explanation", related.explanation}});
    }
    return list;
}

Json relation_object(const catalog::Catalog& catalog, const catalog::Relation& relation) {
    Json columns = Json::array();
    for (const catalog::Column& column : relation.columns) columns.push_back(column_object(catalog, relation, column));
    Json unique = Json::array();
    for (const catalog::Key& key : relation.unique_keys) unique.push_back({{"name", key.name}, {"columns", key.columns}});
    Json foreign_keys = Json::array();
    for (const catalog::ForeignKey& key : relation.foreign_keys) foreign_keys.push_back(foreign_key_object(key));
    Json indexes = Json::array();
    for (const catalog::Index& index : relation.indexes) indexes.push_back(index_object(index));
    return {{"name", relation.name.to_string()},
            {"kind", features::kind_of(relation)},
            {"comment", nullable(relation.comment)},
            {"columns", std::move(columns)},
            {"columns_complete", relation.columns_complete},
            {"presumed", relation.presumed},
            {"outline", catalog.is_outline(relation.name.schema)},
            {"primary_key", relation.primary_key ? Json(relation.primary_key->columns) : Json(nullptr)},
            {"unique", std::move(unique)},
            {"foreign_keys", std::move(foreign_keys)},
            {"referenced_by", referring_keys(catalog, relation)},
            {"checks", check_list(relation.checks)},
            {"exclusions", exclusion_list(relation.exclusions)},
            {"indexes", std::move(indexes)},
            {"embeds", embed_list(catalog, relation)},
            {"partition_of", relation.partition_of ? Json(relation.partition_of->to_string()) : Json(nullptr)},
            {"row_security", relation.row_security},
            {"policies", policy_list(relation.policies)},
            {"triggers", trigger_list(relation.triggers)},
            {"rules", relation.rules},
            {"privileges", privilege_list(relation.grants)},
            {"extension", nullable(relation.extension)}};
}

Json type_object(const catalog::TypeDefinition& type) {
    Json attributes = Json::array();
    for (const catalog::Attribute& attribute : type.attributes) {
        attributes.push_back({{"name", attribute.name}, {"type", attribute.type.to_string()}});
    }
    return {{"name", type.name.to_string()},
            {"kind", features::kind_of(type)},
            {"comment", nullable(type.comment)},
            {"labels", type.labels},
            {"base", type.base.is_known() ? Json(type.base.to_string()) : Json(nullptr)},
            {"not_null", type.not_null},
            {"checks", check_list(type.checks)},
            {"attributes", std::move(attributes)},
            {"extension", nullable(type.extension)}};
}

Json function_object(const catalog::Function& function) {
    Json arguments = Json::array();
    for (const catalog::Argument& argument : function.arguments) {
        const bool is_output = argument.mode == catalog::ArgumentMode::Out || argument.mode == catalog::ArgumentMode::Table;
        arguments.push_back({{"name", nullable(argument.name)},
                             {"type", argument.type.to_string()},
                             {"output", is_output},
                             {"has_default", argument.has_default}});
    }
    return {{"name", function.name.to_string()},
            {"kind", function.is_procedure ? "procedure" : "function"},
            {"signature", features::signature(function)},
            {"comment", nullable(function.comment)},
            {"arguments", std::move(arguments)},
            {"returns", function.result.is_known() ? Json(function.result.to_string()) : Json(nullptr)},
            {"returns_set", function.returns_set},
            {"extension", nullable(function.extension)}};
}

}  // namespace

std::string show_json(const ShownSchema& shown) {
    Json objects = Json::array();
    for (const ShownObject& object : shown.objects) {
        if (object.relation != nullptr) objects.push_back(relation_object(*shown.catalog, *object.relation));
        else if (object.type != nullptr) objects.push_back(type_object(*object.type));
        else objects.push_back(function_object(*object.function));
    }
    Json unknown = Json::array();
    for (const UnknownName& name : shown.unknown) {
        unknown.push_back({{"name", name.name}, {"reason", name.reason}, {"suggestion", nullable(name.suggestion)}});
    }
    const Json document = {
        {"version", 1}, {"schema", shown.source}, {"objects", std::move(objects)}, {"unknown", std::move(unknown)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
