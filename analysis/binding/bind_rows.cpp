#include "analysis/binding/bind_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/row_values.h"
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
        if (object) changes.push_back({object->origin, access.span.begin, access.key});
    }
    return changes;
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

}  // namespace

RowBinding bind_rows(const StatementView& statement, const std::vector<BoundQuery>& queries) {
    RowBinding binding;
    if (!statement.facts.rows) return binding;
    const facts::RowFacts& rows = *statement.facts.rows.get();
    const RowValues values(statement.facts, queries);
    const std::vector<Change> changes = changes_of(rows, values);
    for (const RowAccess& access : rows.accesses) {
        if (access.use != RowUse::Key && access.use != RowUse::Get) continue;
        const std::optional<RowValue> object = values.of(access.object, access.scope);
        const bool is_row = object && object->form == RowForm::Row && object->shape->relation != nullptr;
        if (!is_row) continue;
        const RowShape& shape = *object->shape;
        const bool was_changed = std::ranges::any_of(changes, [&](const Change& change) {
            if (change.origin != object->origin) return false;
            return change.key.empty() ? change.position < access.span.begin : change.key == access.key;
        });
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
