#include "analysis/binding/model_field_options.h"

#include <algorithm>
#include <array>

#include "analysis/binding/model_class.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

void read_alias(const Value& value, const types::ModuleScope& module, FieldOptions& options);
void read_metadata(const Value& metadata, FieldOptions& options);
void read_field_call(const Value& call, const types::ModuleScope& module, FieldOptions& options);
void read_plain_call(const Value& call, FieldOptions& options);

}  // namespace

bool is_ellipsis(const Value& value) { return value.is(ValueKind::Unknown) && value.text == "..."; }

bool is_pydantic_field(std::string_view maker) { return maker == "pydantic.Field" || maker == "sqlmodel.Field"; }

void read_field_options(const Value& call, std::string_view maker, const types::ModuleScope& module, FieldOptions& options) {
    constexpr std::array<std::string_view, 6> kPlain = {"dataclasses.field", "attrs.field", "attr.field",
                                                        "attr.ib",           "attr.attrib", "msgspec.field"};
    if (is_pydantic_field(maker)) return read_field_call(call, module, options);
    if (std::ranges::find(kPlain, maker) != kPlain.end()) return read_plain_call(call, options);
    options.has_default = true;
}

namespace {

void read_alias(const Value& value, const types::ModuleScope& module, FieldOptions& options) {
    if (value.is(ValueKind::None)) return;
    if (value.is(ValueKind::String)) {
        options.validation_aliases.push_back(value.text);
        return;
    }
    const std::string name = value.is(ValueKind::Call) ? external_name(value, module) : std::string();
    if (name == "pydantic.AliasChoices") {
        for (const facts::Argument& choice : value.arguments) read_alias(choice.value, module, options);
    } else if (const Value* first = name == "pydantic.AliasPath" ? value.positional(0) : nullptr;
               first != nullptr && first->is(ValueKind::String)) {
        options.validation_aliases.push_back(first->text);
        options.is_part = options.is_part || value.arguments.size() > 1;
    } else {
        options.alias_unknown = true;
    }
}

void read_field_call(const Value& call, const types::ModuleScope& module, FieldOptions& options) {
    const auto take_text = [&](std::string_view keyword, std::string& target) {
        const Value* value = call.keyword(keyword);
        if (value == nullptr || value->is(ValueKind::None)) return;
        if (value->is(ValueKind::String)) target = value->text;
        else options.alias_unknown = true;
    };
    take_text("alias", options.alias);
    take_text("serialization_alias", options.serialization_alias);
    if (const Value* value = call.keyword("validation_alias")) read_alias(*value, module, options);
    const Value* first = call.positional(0);
    const Value* stated = call.keyword("default");
    const bool by_place = first != nullptr && !is_ellipsis(*first);
    const bool by_name = stated != nullptr && !is_ellipsis(*stated);
    options.has_default = options.has_default || by_place || by_name || call.keyword("default_factory") != nullptr;
    const Value* excluded = call.keyword("exclude");
    options.excluded = options.excluded || (excluded != nullptr && excluded->is(ValueKind::Boolean) && excluded->text == "True");
}

// Of the standard library, attrs and msgspec.
void read_plain_call(const Value& call, FieldOptions& options) {
    for (const std::string_view keyword : {"default", "default_factory", "factory"}) {
        options.has_default = options.has_default || call.keyword(keyword) != nullptr;
    }
    const Value* given = call.keyword("init");
    options.excluded = options.excluded || (given != nullptr && given->is(ValueKind::Boolean) && given->text == "False");
    options.is_converted = options.is_converted || call.keyword("converter") != nullptr;
    for (const std::string_view keyword : {"alias", "name"}) {
        const Value* name = call.keyword(keyword);
        if (name == nullptr || name->is(ValueKind::None)) continue;
        if (name->is(ValueKind::String)) options.alias = name->text;
        else options.alias_unknown = true;
    }
    if (const Value* metadata = call.keyword("metadata")) read_metadata(*metadata, options);
}

// metadata={"column": "class"}, as `generate` writes it where no field can have the column's name.
void read_metadata(const Value& metadata, FieldOptions& options) {
    if (!metadata.is(ValueKind::Dictionary)) return;
    for (std::size_t index = 0; index + 1 < metadata.items.size(); index += 2) {
        const Value& key = metadata.items[index];
        const Value& column = metadata.items[index + 1];
        if (key.is(ValueKind::String) && key.text == "column" && column.is(ValueKind::String)) options.alias = column.text;
    }
}

}  // namespace

}  // namespace rowtype::binding
