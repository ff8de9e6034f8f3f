#include "lsp/cli/redis_json.h"

#include <nlohmann/json.hpp>

namespace rowtype::cli {

namespace {

using cache_entries::EntryField;
using cache_entries::FieldShape;
using cache_entries::IndexShape;
using cache_entries::TableShape;
using Json = nlohmann::ordered_json;

Json field_object(const FieldShape& field) {
    return {
        {"type", field.type}, {"nullable", field.nullable ? Json(*field.nullable) : Json(nullptr)}, {"indexed", field.indexed}};
}

Json index_object(const IndexShape& index) {
    return {{"name", index.name},
            {"columns", index.columns},
            {"unique", index.unique},
            {"where", index.where.empty() ? Json(nullptr) : Json(index.where)}};
}

// Throws nlohmann's exceptions, which read_shapes() turns into an Error.
FieldShape field_of(const std::string& name, const Json& object) {
    FieldShape field{name, object.at("type").get<std::string>(), std::nullopt, object.at("indexed").get<bool>()};
    if (const Json& nullable = object.at("nullable"); !nullable.is_null()) field.nullable = nullable.get<bool>();
    return field;
}

IndexShape index_of(const Json& object) {
    IndexShape index{object.at("name").get<std::string>(), object.at("columns").get<std::vector<std::string>>(),
                     object.at("unique").get<bool>(), ""};
    if (object.contains("where") && !object.at("where").is_null()) index.where = object.at("where").get<std::string>();
    return index;
}

TableShape shape_of(const std::string& name, const Json& object) {
    TableShape shape;
    shape.table = name;
    shape.primary_key = object.at("primary_key").get<std::vector<std::string>>();
    for (const auto& [field, value] : object.at("fields").items()) shape.fields.push_back(field_of(field, value));
    for (const Json& index : object.at("indexes")) shape.indexes.push_back(index_of(index));
    return shape;
}

std::vector<EntryField> row_of(const Json& object) {
    std::vector<EntryField> row;
    for (const auto& [name, value] : object.items()) {
        EntryField field{name, EntryField::Kind::Document, ""};
        if (value.is_null()) field.kind = EntryField::Kind::Null;
        if (value.is_boolean()) field.kind = EntryField::Kind::Boolean;
        if (value.is_number()) field = {name, EntryField::Kind::Number, value.dump()};
        if (value.is_string()) field = {name, EntryField::Kind::Text, value.get<std::string>()};
        row.push_back(std::move(field));
    }
    return row;
}

Json report_object(const RedisReport& report) {
    Json findings = Json::array();
    for (const RedisFinding& finding : report.findings) {
        findings.push_back(
            {{"field", finding.field}, {"message", finding.message}, {"entries", finding.entries}, {"keys", finding.keys}});
    }
    return {{"redis", report.source},
            {"pattern", report.pattern},
            {"table", report.table},
            {"seen", report.seen},
            {"checked", report.checked},
            {"complete", report.complete},
            {"not_understood", report.not_understood},
            {"findings", std::move(findings)}};
}

}  // namespace

std::string shapes_json(const std::vector<TableShape>& shapes) {
    Json all = Json::object();
    for (const TableShape& shape : shapes) {
        Json fields = Json::object();
        for (const FieldShape& field : shape.fields) fields[field.name] = field_object(field);
        Json indexes = Json::array();
        for (const IndexShape& index : shape.indexes) indexes.push_back(index_object(index));
        all[shape.table] = {{"table", shape.table},
                            {"primary_key", shape.primary_key},
                            {"fields", std::move(fields)},
                            {"indexes", std::move(indexes)}};
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<std::vector<TableShape>> read_shapes(std::string_view text, const std::string& file) {
    std::vector<TableShape> shapes;
    std::string table;
    try {
        const Json all = Json::parse(text);
        if (!all.is_object())
            return Error{Error::Kind::Invalid, "this is no file of Redis shapes", "write it with rowtype redis export", file};
        for (const auto& [name, object] : all.items()) {
            table = name;
            shapes.push_back(shape_of(name, object));
        }
    } catch (const Json::exception&) {
        const std::string place = table.empty() ? "it is no JSON" : "\"" + table + "\" lacks a member, or one has the wrong type";
        return Error{Error::Kind::Invalid, "this is no file of Redis shapes: " + place, "write it with rowtype redis export",
                     file};
    }
    return shapes;
}

std::string drift_json(const std::vector<cache_entries::Drift>& found) {
    Json list = Json::array();
    for (const cache_entries::Drift& drift : found) {
        list.push_back({{"table", drift.table},
                        {"field", drift.field.empty() ? Json(nullptr) : Json(drift.field)},
                        {"message", drift.message}});
    }
    return Json{{"drift", std::move(list)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string redis_report_json(const RedisReport& report) {
    return report_object(report).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string redis_reports_json(const std::vector<RedisReport>& reports) {
    Json patterns = Json::array();
    for (const RedisReport& report : reports) patterns.push_back(report_object(report));
    return Json{{"patterns", std::move(patterns)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<std::vector<std::vector<EntryField>>> json_rows(std::string_view text) {
    const Json value = Json::parse(text, nullptr, false);
    std::vector<std::vector<EntryField>> rows;
    if (value.is_object()) rows.push_back(row_of(value));
    if (value.is_array()) {
        for (const Json& item : value) {
            if (!item.is_object()) return std::nullopt;
            rows.push_back(row_of(item));
        }
    }
    return value.is_object() || value.is_array() ? std::optional(std::move(rows)) : std::nullopt;
}

}  // namespace rowtype::cli
