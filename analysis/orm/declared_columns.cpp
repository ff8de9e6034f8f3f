#include "analysis/orm/declared_columns.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/values.h"
#include "analysis/orm/column_annotation.h"
#include "analysis/orm/column_types.h"
#include "analysis/orm/evaluation.h"
#include "analysis/orm/sqlmodel_types.h"

namespace rowtype::orm {

namespace {

using alembic::boolean_of;
using alembic::sqlalchemy_name;
using alembic::text_of;
using facts::Value;
using facts::ValueKind;
using types::Definition;

// What stands among a column's arguments and is no type.
bool is_schema_item(const Value& value) {
    constexpr std::array<std::string_view, 8> kItems = {"ForeignKey",    "CheckConstraint", "Identity",     "Computed",
                                                        "DefaultClause", "Sequence",        "FetchedValue", "ColumnDefault"};
    return std::ranges::find(kItems, sqlalchemy_name(value)) != kItems.end();
}

// Whether a server default may be a DEFAULT or not: FetchedValue() says that the database fills the column, by a trigger for example.
bool is_not_told(const Value& server_default) {
    return (server_default.is(ValueKind::Unknown) && server_default.text != kMember) ||
           sqlalchemy_name(server_default) == "FetchedValue";
}

bool is_ellipsis(const Value& value) { return value.is(ValueKind::Unknown) && value.text == "..."; }

// The arguments of a column's call and of those that an Annotated type brings; what the call says comes first.
class ColumnReader {
public:
    ColumnReader(const DeclaredAttribute& attribute, const Declaration& declaration, const catalog::Catalog& catalog)
        : attribute_(attribute), declaration_(declaration), catalog_(catalog) {}

    ReadColumn read();

private:
    void read_arguments();
    void read_options(const Value& options);
    void read_field_arguments(const Value& call);
    void read_item(const Value& item);
    void read_key(std::string_view text);
    void read_type();
    void read_nullability();
    [[nodiscard]] const Value* option(std::string_view name) const;
    [[nodiscard]] bool has_none_default() const;

    const DeclaredAttribute& attribute_;
    const Declaration& declaration_;
    const catalog::Catalog& catalog_;
    ReadColumn made_;
    std::optional<ColumnAnnotation> annotation_;
    std::vector<const Value*> calls_;  // nearest first
    Value options_;                    // of sa_column_kwargs=, as a call
    std::optional<Value> type_;
    bool is_open_ = false;  // *args or **options: anything may be said there
    bool has_identity_ = false;
};

ReadColumn ColumnReader::read() {
    made_.column.attribute = attribute_.name;
    made_.column.name = attribute_.column_name;
    const bool is_annotated =
        attribute_.field != nullptr && attribute_.field->annotation && attribute_.declared_in.class_definition != nullptr;
    if (is_annotated) annotation_ = read_annotation(*attribute_.field->annotation, attribute_.declared_in);
    if (attribute_.call.is(ValueKind::Call)) {
        if (const Value* options = attribute_.call.keyword("sa_column_kwargs")) read_options(*options);
        calls_.push_back(&attribute_.call);
    }
    if (annotation_) {
        for (const Value& extra : annotation_->extras) {
            if (sqlalchemy_name(extra) == "mapped_column" && extra.is(ValueKind::Call)) calls_.push_back(&extra);
        }
    }
    for (const Value* call : calls_) {
        for (const facts::Argument& argument : call->arguments) is_open_ = is_open_ || argument.value.is(ValueKind::Starred);
    }
    read_arguments();
    read_type();
    read_nullability();
    return std::move(made_);
}

const Value* ColumnReader::option(std::string_view name) const {
    for (const Value* call : calls_) {
        if (const Value* given = call->keyword(name)) return given;
    }
    return nullptr;
}

// {"server_default": text("…")}, which SQLModel hands on to the column.
void ColumnReader::read_options(const Value& options) {
    if (options.is(ValueKind::None)) return;
    options_.kind = ValueKind::Call;
    options_.items.emplace_back();
    is_open_ = is_open_ || !options.is(ValueKind::Dictionary);
    for (std::size_t index = 0; index + 1 < options.items.size(); index += 2) {
        if (options.items[index].is(ValueKind::String))
            options_.arguments.push_back({options.items[index].text, {}, options.items[index + 1]});
        else is_open_ = true;
    }
    calls_.push_back(&options_);
}

void ColumnReader::read_arguments() {
    for (const Value* call : calls_) {
        if (alembic::path_of(*call) == "sqlmodel.Field" || alembic::path_of(*call) == "pydantic.Field") {
            read_field_arguments(*call);
            continue;
        }
        std::size_t place = 0;
        bool may_be_type = call->keyword("type_") == nullptr;
        for (const facts::Argument& argument : call->arguments) {
            if (!argument.keyword.empty() || argument.value.is(ValueKind::Starred)) continue;
            const bool is_name = place++ == 0 && argument.value.is(ValueKind::String);
            if (is_name) continue;
            if (is_schema_item(argument.value)) {
                read_item(argument.value);
                may_be_type = false;
            } else if (may_be_type) {
                if (!type_) type_ = argument.value;
                may_be_type = false;
            } else {
                made_.key_unknown = true;
            }
        }
        if (const Value* given = call->keyword("type_"); given != nullptr && !type_) type_ = *given;
    }
    made_.column.primary_key = boolean_of(option("primary_key")).value_or(false);
    made_.unique = boolean_of(option("unique")).value_or(false);
    made_.autoincrement_off = boolean_of(option("autoincrement")) == std::optional(false);
    const Value* server_default = option("server_default");
    if (!alembic::is_none(server_default)) {
        if (is_not_told(*server_default)) made_.column.filled_by_server = std::nullopt;
        else made_.column.filled_by_server = true;
    } else if (!made_.column.filled_by_server && !is_open_) {
        made_.column.filled_by_server = has_identity_;
    }
    for (const std::string_view name : {"default", "insert_default", "default_factory"}) {
        const Value* given = option(name);
        if (alembic::is_none(given)) continue;
        made_.column.filled_by_program = true;
        if (sqlalchemy_name(*given) == "Sequence") made_.has_sequence = true;
    }
    if (!alembic::is_none(server_default) && is_not_told(*server_default)) made_.column.filled_by_server = std::nullopt;
}

// Of SQLModel's Field, whose first argument is a default.
void ColumnReader::read_field_arguments(const Value& call) {
    if (call.positional(0) != nullptr && !is_ellipsis(*call.positional(0)) && !call.positional(0)->is(ValueKind::None)) {
        made_.column.filled_by_program = true;
    }
    if (const Value* items = call.keyword("sa_column_args"); !alembic::is_none(items)) {
        for (const Value& item : items->items) read_item(item);
        made_.key_unknown = made_.key_unknown || items->is(ValueKind::Unknown);
    }
    const Value* key = call.keyword("foreign_key");
    if (alembic::is_none(key)) return;
    if (key->is(ValueKind::String)) read_key(key->text);
    else if (!key->is(ValueKind::Unknown) || key->text.empty()) made_.key_unknown = true;
}

void ColumnReader::read_key(std::string_view text) {
    const std::optional<KeyTarget> target = key_target(text);
    if (!target || made_.foreign_key) {
        made_.key_unknown = true;
        return;
    }
    made_.foreign_key = binding::DeclaredForeignKey{{attribute_.column_name},
                                                    target->relation,
                                                    {target->column.empty() ? attribute_.column_name : target->column},
                                                    {},
                                                    {std::string(text)},
                                                    {}};
}

void ColumnReader::read_item(const Value& item) {
    const std::string_view name = sqlalchemy_name(item);
    if (name == "ForeignKey") {
        const std::optional<std::string> text = text_of(item.argument("column", 0));
        if (text) read_key(*text);
        else made_.key_unknown = true;
    } else if (name == "FetchedValue") {
        made_.column.filled_by_server = std::nullopt;
    } else if (name == "Identity" || name == "Computed" || name == "DefaultClause") {
        made_.column.filled_by_server = true;
        made_.column.computed = name == "Computed";
        has_identity_ = name == "Identity";
    } else if (name == "Sequence") {
        made_.has_sequence = true;
        made_.column.filled_by_program = true;
    }
}

void ColumnReader::read_type() {
    if (type_ && type_->is(ValueKind::None)) type_.reset();  // Column("user_id", None, ForeignKey("users.id"))
    const bool is_field =
        declaration_.dialect == OrmDialect::SqlModel && attribute_.field != nullptr && !is_column_call(attribute_.call);
    if (is_field && annotation_) {
        type_ = sqlmodel_type(attribute_, *annotation_);
    } else if (!type_ && !is_open_ && annotation_ && annotation_->is_mapped && !made_.foreign_key && !made_.key_unknown) {
        // Beside a foreign key the type is that of the column which it leads to.
        type_ = type_of_annotation(*annotation_, declaration_.line);
    }
    const bool takes_annotation = annotation_ && annotation_->is_mapped && !made_.foreign_key;
    made_.has_no_type = !type_ && !is_open_ && !is_field && !takes_annotation && is_column_call(attribute_.call);
    if (!type_) return;
    TypeOfColumn found = column_type_of(*type_, catalog_);
    made_.column.type = std::move(found.type);
    made_.column.type_text = std::move(found.text);
    made_.column.enumeration = std::move(found.enumeration);
    made_.is_integer =
        made_.column.type && !made_.column.type->is_array() &&
        (made_.column.type->is_builtin("int4") || made_.column.type->is_builtin("int8") || made_.column.type->is_builtin("int2"));
}

// name: str = None, Field(None), Field(default=None)
bool ColumnReader::has_none_default() const {
    if (!attribute_.call.is(ValueKind::Call)) {
        return attribute_.field != nullptr && attribute_.field->default_value &&
               attribute_.field->default_value->is(ValueKind::None);
    }
    const Value* first = attribute_.call.positional(0);
    const Value* given = first != nullptr ? first : attribute_.call.keyword("default");
    return given != nullptr && given->is(ValueKind::None);
}

void ColumnReader::read_nullability() {
    const Value* given = option("nullable");
    if (given != nullptr) {
        made_.column.nullable = boolean_of(given);
        return;
    }
    if (is_open_) return;
    if (made_.column.primary_key) {
        made_.column.nullable = false;
        return;
    }
    if (declaration_.dialect == OrmDialect::SqlModel && annotation_ && !is_column_call(attribute_.call)) {
        // A name that leads nowhere may be an alias of Optional.
        // A default of None makes it nullable under pydantic 1, and not under pydantic 2.
        if (annotation_->known && (annotation_->optional || !has_none_default())) made_.column.nullable = annotation_->optional;
        return;
    }
    const bool derives = annotation_ && annotation_->is_mapped &&
                         (!attribute_.call.is(ValueKind::Call) || sqlalchemy_name(attribute_.call) == "mapped_column");
    if (derives) {
        if (annotation_->known || annotation_->optional || annotation_->optional_told)
            made_.column.nullable = annotation_->optional;
        return;
    }
    made_.column.nullable = !has_identity_;
}

}  // namespace

ReadColumn read_column(const DeclaredAttribute& attribute, const Declaration& declaration, const catalog::Catalog& catalog) {
    return ColumnReader(attribute, declaration, catalog).read();
}

std::optional<KeyTarget> key_target(std::string_view text) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t dot = std::min(text.find('.', begin), text.size());
        parts.emplace_back(text.substr(begin, dot - begin));
        if (parts.back().empty()) return std::nullopt;
        begin = dot + 1;
    }
    switch (parts.size()) {
        case 1: return KeyTarget{{"", parts[0]}, ""};
        case 2: return KeyTarget{{"", parts[0]}, parts[1]};
        case 3: return KeyTarget{{parts[0], parts[1]}, parts[2]};
        default: return std::nullopt;
    }
}

}  // namespace rowtype::orm
