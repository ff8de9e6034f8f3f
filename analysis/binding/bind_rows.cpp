#include "analysis/binding/bind_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "analysis/binding/class_at.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_fields.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/model_table.h"
#include "analysis/binding/row_attributes.h"
#include "analysis/binding/row_values.h"
#include "analysis/types/class_kind.h"
#include "reflect/base/similar_names.h"

namespace rowtype::binding {

namespace {

using facts::RowAccess;
using facts::RowUse;

// Something that the code does to rows of a query.
struct Change {
    const EmbedNode* origin = nullptr;
    std::uint32_t position = 0;
    std::string key;  // that it sets; empty: it may do anything
};

bool is_plain_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char letter) {
        return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    });
}

std::vector<Change> changes_of(const facts::RowFacts& rows, const RowValues& values) {
    std::vector<Change> changes;
    for (const RowAccess& access : rows.accesses) {
        if (access.use != RowUse::Set && access.use != RowUse::Escape) continue;
        const std::optional<RowValue> object = values.of(access.object, access.scope);
        // What happens to a cursor, its values know.
        if (object && object->form != RowForm::Cursor) changes.push_back({object->origin, access.span.begin, access.key});
    }
    return changes;
}

bool may_come_before(const Change& change, const RowAccess& access, const RowValue& object) {
    return object.is_kept || change.position < access.span.begin;
}

// Whether the select names the key's column, misspelled: what it has to say is said there, and mends both.
bool is_misspelled_in_select(const RowShape& shape, const std::string& key) {
    return std::ranges::any_of(shape.keys, [&](const ShapeKey& selected) {
        if (!selected.column.empty() || selected.embedded || shape.relation->find_column(selected.name) != nullptr) return false;
        return nearest_name(selected.name, shape.relation->column_names()) == key;
    });
}

RowKeyReference reference_to(const RowAccess& access, const RowShape& shape) {
    RowKeyReference reference;
    reference.name = access.key;
    reference.span = access.key_span;
    reference.relation = shape.relation;
    reference.column = shape.relation->find_column(access.key);
    reference.is_selected = shape.gives(access.key);
    reference.is_get = access.use == RowUse::Get;
    reference.has_default = access.has_default;
    reference.selects_all = shape.has_all;
    if (reference.is_selected) return reference;
    reference.selected = shape.names();
    const auto renamed = std::ranges::find(shape.keys, access.key, &ShapeKey::column);
    if (renamed != shape.keys.end()) reference.given_as = renamed->name;
    const bool can_add = shape.can_grow && reference.column != nullptr && reference.given_as.empty() && is_plain_name(access.key);
    if (can_add) reference.addition = findings::TextEdit{shape.end, ", " + access.key};
    return reference;
}

bool is_asked_so(const RowAccess& access, const RowShape& shape) {
    const bool has_keys = shape.kind == RowKind::Mapping || shape.kind == RowKind::Record;
    return access.use == RowUse::Attribute ? shape.kind == RowKind::NamedTuple : has_keys;
}

std::optional<RowKeyReference> attribute_of(const RowAccess& access, const RowShape& shape) {
    if (access.key.starts_with("_") || access.key == "count" || access.key == "index") return std::nullopt;
    RowKeyReference reference;
    reference.name = access.key;
    reference.span = access.key_span;
    reference.relation = shape.relation;
    reference.is_attribute = true;
    std::optional<std::vector<std::string>> names = attribute_names(*shape.relation);
    if (!names) return std::nullopt;
    const auto found = std::ranges::find(*names, access.key);
    reference.is_selected = found != names->end();
    reference.selects_all = shape.has_all;
    if (reference.is_selected) reference.column = &shape.relation->columns[static_cast<std::size_t>(found - names->begin())];
    else reference.selected = *std::move(names);
    return reference;
}

std::optional<RowWidth> wrong_width(const RowAccess& access, const RowValue& object) {
    const bool is_each = access.use == RowUse::UnpackEach;
    if (object.shape->kind == RowKind::Mapping) return std::nullopt;
    const bool gives_rows = object.form == RowForm::Rows || object.form == RowForm::Cursor;
    if (is_each ? !gives_rows : object.form != RowForm::Row) return std::nullopt;
    RowWidth width;
    width.span = access.key_span;
    width.columns = object.shape->relation->column_names();
    const auto given = static_cast<std::int64_t>(width.columns.size());
    if (access.use == RowUse::Index) {
        const auto read = std::from_chars(access.key.data(), access.key.data() + access.key.size(), width.asked);
        const bool is_number = read.ec == std::errc() && read.ptr == access.key.data() + access.key.size();
        if (!is_number || (width.asked < given && width.asked >= -given)) return std::nullopt;
    } else {
        width.use = RowWidth::Use::Unpack;
        width.asked = access.parts;
        if (width.asked == given) return std::nullopt;
    }
    return width;
}

// Whether the class may fill in itself what a row lacks.
bool prepares_rows(const Lineage& lineage) {
    constexpr std::array<std::string_view, 4> kMakers = {"__init__", "__new__", "model_validate", "parse_obj"};
    return !lineage.complete || lineage.configuration.is_unknown || lineage.before_validated.contains("*") ||
           std::ranges::any_of(lineage.classes, [&](const types::Definition& link) {
               // A mapped class takes whatever it is given.
               const std::vector<facts::Argument>& keywords = link.class_definition->keywords;
               if (std::ranges::find(keywords, "table", &facts::Argument::keyword) != keywords.end()) return true;
               return std::ranges::any_of(link.class_definition->methods, [&](const std::string& method) {
                   return std::ranges::find(kMakers, method) != kMakers.end();
               });
           });
}

// Whether the class is a model of that relation: a field that no column is for is then said at the model, once.
bool stands_for(const facts::Class& model, const catalog::Relation& relation, const Context& context) {
    std::optional<TableMatch> match = stated_table(model, context);
    if (!match) match = table_by_name(model.name, context);
    return match && match->relation == &relation;
}

// The columns that a text behind the select adds; nothing where one of the keys is none.
std::optional<findings::TextEdit> addition_of(const std::vector<std::string>& keys, const RowShape& shape) {
    findings::TextEdit edit{shape.end, {}};
    for (const std::string& key : keys) {
        if (!shape.can_grow || shape.relation->find_column(key) == nullptr || !is_plain_name(key)) return std::nullopt;
        edit.text += ", " + key;
    }
    return edit;
}

// The model where it needs what a row of the shape lacks. An Optional field without default is required by pydantic 2 alone.
std::optional<ModelOfRow> model_of_row(const RowAccess& access, const RowShape& shape, const types::Definition& definition,
                                       const Context& context) {
    if (definition.class_definition == nullptr || types::kind_of_class(definition) != types::ClassKind::Pydantic)
        return std::nullopt;
    const Lineage lineage = lineage_of(definition);
    if (prepares_rows(lineage)) return std::nullopt;
    BoundModel model;
    bind_fields(lineage, context, false, model);
    if (!model.fields_complete) return std::nullopt;
    const bool is_said_there = shape.has_all && stands_for(*definition.class_definition, *shape.relation, context);
    ModelOfRow made{access.key, access.key_span, shape.relation, {}, shape.names(), {}};
    for (const BoundField& field : model.fields) {
        if (is_said_there && shape.relation->find_column(field.column_name) == nullptr) continue;
        const bool is_read = field.is_column || field.is_embed;
        const bool is_certain =
            field.required && is_read && !field.annotation.accepts_none() && !lineage.before_validated.contains(field.name);
        if (is_certain && !shape.gives(field.column_name) && !shape.gives(field.name)) made.lacking.push_back(field.column_name);
    }
    if (made.lacking.empty()) return std::nullopt;
    made.addition = addition_of(made.lacking, shape);
    return made;
}

// Models that are made of rows as they came.
void read_models(const StatementView& statement, const facts::RowFacts& rows, const RowValues& values,
                 const std::vector<Change>& changes, const Context& context, RowBinding& binding) {
    std::optional<ModelModules> modules;
    for (const RowAccess& access : rows.accesses) {
        if (access.use != RowUse::Make) continue;
        const std::optional<RowValue> object = values.of(access.object, access.scope);
        const bool is_row =
            object && object->form == RowForm::Row && object->shape->relation != nullptr && object->shape->is_complete;
        const bool was_changed =
            is_row && std::ranges::any_of(changes, [&](const Change& change) {
                return change.origin == object->origin && (!change.key.empty() || may_come_before(change, access, *object));
            });
        if (!is_row || was_changed) continue;
        if (!modules) modules.emplace(context);
        facts::Value name;
        name.kind = facts::ValueKind::Name;
        name.text = access.key;
        const Place place{&statement.facts, access.scope, &modules->analysed_file()};
        const bool is_dotted = access.key.find('.') != std::string::npos;
        const types::Definition definition = is_dotted ? modules->analysed_file().resolve(access.key) : class_at(name, place);
        if (auto model = model_of_row(access, *object->shape, definition, context)) binding.models.push_back(std::move(*model));
    }
}

}  // namespace

RowBinding bind_rows(const StatementView& statement, const std::vector<BoundQuery>& queries, const Context& context) {
    RowBinding binding;
    if (!statement.facts.rows) return binding;
    const facts::RowFacts& rows = *statement.facts.rows.get();
    const RowValues values(statement.facts, queries);
    const std::vector<Change> changes = changes_of(rows, values);
    read_models(statement, rows, values, changes, context, binding);
    for (const RowAccess& access : rows.accesses) {
        const bool is_width = access.use == RowUse::Index || access.use == RowUse::Unpack || access.use == RowUse::UnpackEach;
        const bool is_attribute = access.use == RowUse::Attribute;
        if (!is_width && access.use != RowUse::Key && access.use != RowUse::Get && !is_attribute) continue;
        const std::optional<RowValue> object = values.of(access.object, access.scope);
        if (!object || object->shape->relation == nullptr) continue;
        const bool was_changed = std::ranges::any_of(changes, [&](const Change& change) {
            if (change.origin != object->origin) return false;
            return change.key.empty() ? may_come_before(change, access, *object) : change.key == access.key;
        });
        if (is_width) {
            if (auto width = was_changed ? std::nullopt : wrong_width(access, *object))
                binding.widths.push_back(*std::move(width));
            continue;
        }
        if (object->form != RowForm::Row || !is_asked_so(access, *object->shape)) continue;
        const RowShape& shape = *object->shape;
        if (is_attribute) {
            if (auto attribute = was_changed ? std::nullopt : attribute_of(access, shape))
                binding.keys.push_back(*std::move(attribute));
            continue;
        }
        const bool may_be_more = !shape.is_complete || was_changed || is_misspelled_in_select(shape, access.key);
        if (may_be_more && !shape.gives(access.key)) {
            count(binding.muted, Mute::RowKeyNotJudged);
            continue;
        }
        binding.keys.push_back(reference_to(access, shape));
    }
    return binding;
}

}  // namespace rowtype::binding
