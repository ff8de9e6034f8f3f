// Columns that a mapped class or a Table(…) lacks, and those that it has and the database does not.
#include <algorithm>
#include <optional>

#include "analysis/codegen/imports.h"
#include "analysis/fixes/class_body.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/line_text.h"
#include "analysis/rules/mapped_edits.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/mapped_place.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/suggestion_safety.h"

namespace rowtype::rules {

namespace {

using codegen::MappedForm;
using codegen::MappedText;
using facts::Value;
using facts::ValueKind;

// The class as the edits of models know it.
binding::BoundModel as_model(const MappedPlace& place) {
    binding::BoundModel model;
    model.class_name = place.definition->name;
    model.name_span = place.definition->name_span.shifted(place.offset);
    model.span = place.definition->span.shifted(place.offset);
    model.body_span = place.definition->body_span.shifted(place.offset);
    return model;
}

binding::BoundField as_field(const facts::Field& field, std::uint32_t offset) {
    binding::BoundField bound;
    bound.name = bound.column_name = field.name;
    bound.name_span = field.name_span.shifted(offset);
    bound.span = field.span.shifted(offset);
    return bound;
}

std::vector<const catalog::Column*> missing_columns_of(const MappedPlace& place) {
    std::vector<const catalog::Column*> missing;
    for (const catalog::Column& column : place.table.relation->columns) {
        const bool is_declared =
            std::ranges::any_of(place.table.columns, [&](const auto& declared) { return declared.column == &column; }) ||
            std::ranges::find(place.table.maybe_columns, column.name) != place.table.maybe_columns.end();
        if (!is_declared) missing.push_back(&column);
    }
    return missing;
}

std::string with_line_ends(const std::string& lines, const std::string& end) {
    std::string text;
    for (const char letter : lines) text += letter == '\n' ? end : std::string(1, letter);
    return text;
}

// Behind the last Column(…) of the call, on a line of its own where that stands on one.
std::optional<TextEdit> add_to_table(const MappedPlace& place, const std::vector<std::string>& columns, std::string_view text) {
    const DeclaredAt* last = place.last();
    if (last == nullptr || last->call == nullptr) return std::nullopt;
    const std::uint32_t end = last->call->span.end + place.offset;
    const std::optional<std::string> indent = fixes::indentation_before(text, last->call->span.begin + place.offset);
    const std::string line_end = fixes::line_end_style(text);
    const std::string gap = indent ? line_end + *indent : " ";
    std::string added;
    const bool has_comma = end < text.size() && text[end] == ',';
    if (indent && has_comma && fixes::only_comment_follows(text, end + 1)) {
        for (const std::string& column : columns) added += line_end + *indent + column + ",";
        const std::uint32_t place_of = fixes::line_end(text, end);
        return TextEdit{{place_of, place_of}, added};
    }
    for (const std::string& column : columns) added += "," + gap + column;
    return TextEdit{{end, end}, added};
}

std::optional<TextEdit> add_to_class(const MappedPlace& place, std::vector<std::string> columns, std::string_view text) {
    const DeclaredAt* last = place.last();
    if (last == nullptr || last->field == nullptr) return std::nullopt;
    const binding::BoundModel model = as_model(place);
    const binding::BoundField field = as_field(*last->field, place.offset);
    // One inside of an "if" of the body would take the new one in.
    if (fixes::indentation_before(text, model.body_span.begin) != fixes::indentation_before(text, field.span.begin))
        return std::nullopt;
    for (std::string& column : columns) column = with_line_ends(column, fixes::line_end_style(text));
    return fixes::add_fields_edit(text, model, {&field, std::move(columns)});
}

void offer_columns(const std::string& title, const MappedPlace& place, const std::vector<const catalog::Column*>& columns,
                   const FixContext& context, std::vector<Fix>& fixes) {
    MappedSpelling spelling(place, context);
    if (!spelling.form_problem().empty() || spelling.is_ordered()) return;
    const codegen::MappedSite site = spelling.site();
    std::vector<std::string> taken = spelling.body_names();
    for (const binding::DeclaredColumn& declared : place.table.columns) taken.push_back(declared.attribute);
    std::vector<std::string> lines;
    for (const catalog::Column* column : columns) {
        const std::string name = site.form == MappedForm::Core ? column->name : codegen::mapped_name(column->name, taken);
        MappedText made = codegen::mapped_column(*column, name, site);
        if (!made.refusal.empty()) return;
        taken.push_back(name);
        lines.push_back(std::move(made.text));
    }
    std::optional<TextEdit> edit = place.definition == nullptr ? add_to_table(place, lines, context.text)
                                                               : add_to_class(place, std::move(lines), context.text);
    if (!edit) return;
    const Fix::Safety safety = spelling.relies_on_project() ? Fix::Safety::Unsafe : Fix::Safety::Safe;
    offer(title, safety, {std::move(*edit)}, spelling.imports(), context, fixes);
}

// The first argument that is the column's name; null where the attribute's name counts.
const Value* written_name(const Value& call) {
    const Value* first = call.positional(0);
    if (first != nullptr && first->is(ValueKind::String)) return first;
    const Value* given = call.keyword("name");
    return given != nullptr && given->is(ValueKind::String) ? given : nullptr;
}

// What the class says beside the column's declaration.
std::string code_around(const MappedPlace& place, const DeclaredAt& at, std::string_view text) {
    if (place.definition != nullptr) return fixes::code_without(text, as_model(place), at.field->span.shifted(place.offset));
    const Span table = place.table_call->span.shifted(place.offset);
    const Span column = at.call->span.shifted(place.offset);
    return std::string(slice(text, {table.begin, column.begin})) + std::string(slice(text, {column.end, table.end}));
}

// Whether texts lead to the column by its name: those of constraints and indexes of the class, those of foreign keys anywhere.
bool is_found_by_text(const MappedPlace& place, const DeclaredAt& at, const std::string& column, const FixContext& context) {
    const std::string code = code_around(place, at, context.text);
    const std::string& name = at.declared->name;
    if (code.find("\"" + name + "\"") != std::string::npos || code.find("'" + name + "'") != std::string::npos) return true;
    return std::ranges::any_of(context.binding.catalog.relations(), [&](const catalog::Relation& relation) {
        return std::ranges::any_of(relation.foreign_keys, [&](const catalog::ForeignKey& key) {
            return key.referenced_relation == place.table.relation->name &&
                   std::ranges::find(key.referenced_columns, column) != key.referenced_columns.end();
        });
    });
}

// The attribute keeps its name, so that the program goes on as it is; so do texts, by the column's key.
std::vector<TextEdit> map_to(const MappedPlace& place, const std::string& column, const FixContext& context,
                             MappedSpelling& spelling) {
    const DeclaredAt& at = *place.declared();
    const std::string literal = "\"" + column + "\"";
    const bool needs_key = is_found_by_text(place, at, column, context);
    const std::string key = "key=\"" + at.declared->name + "\"";
    if (at.call == nullptr || !is_column_call(*at.call)) {
        const codegen::MappedSite site = spelling.site();
        std::optional<TextEdit> edit;
        const std::string options =
            "sa_column_kwargs={\"name\": " + literal + (needs_key ? ", \"key\": \"" + at.declared->name + "\"" : "") + "}";
        if (site.form == MappedForm::Annotated && at.call == nullptr) {
            edit = add_call(place, at, needs_key ? std::vector{literal, key} : std::vector{literal}, site, context.text);
        } else if (site.form == MappedForm::Field && at.call == nullptr) {
            edit = add_call(place, at, {options}, site, context.text);
        } else if (site.form == MappedForm::Field && at.call->keyword("sa_column_kwargs") == nullptr) {
            edit = add_argument(*at.call, place.offset, options, context.text);
        }
        return edit ? std::vector{std::move(*edit)} : std::vector<TextEdit>();
    }
    const bool is_open = at.call->positional(0) != nullptr && at.call->positional(0)->is(ValueKind::Starred);
    if (is_open || (needs_key && at.call->keyword("key") != nullptr)) return {};
    std::vector<TextEdit> edits;
    if (const Value* name = written_name(*at.call)) {
        const Span written = facts::source_span(*name, {0, static_cast<std::uint32_t>(name->text.size())});
        edits.push_back({written.shifted(place.offset), column});
    } else if (at.call->keyword("name") != nullptr) {
        return {};
    } else {
        edits.push_back(add_first(*at.call, place.offset, literal, context.text));
    }
    if (!needs_key) return edits;
    if (at.call->arguments.empty()) {
        edits.front().text += ", " + key;
        return edits;
    }
    const std::optional<TextEdit> added = add_argument(*at.call, place.offset, key, context.text);
    if (!added) return {};
    edits.push_back(*added);
    return edits;
}

// Whether the rest of the class, its texts included, names the column or its attribute.
bool is_named_elsewhere(const MappedPlace& place, const DeclaredAt& at, std::string_view text) {
    const std::string code = code_around(place, at, text);
    return codegen::has_name(code, at.declared->attribute) || codegen::has_name(code, at.declared->name);
}

// With the comma before it; a comment between the two stays, and so the column.
std::optional<TextEdit> remove_from_table(const MappedPlace& place, const DeclaredAt& at, std::string_view text) {
    const std::vector<facts::Argument>& arguments = place.table_call->arguments;
    for (std::size_t index = 1; index < arguments.size(); ++index) {
        if (&arguments[index].value != at.call) continue;
        const Span gone = {arguments[index - 1].value.span.end + place.offset, at.call->span.end + place.offset};
        const std::string_view before = slice(text, {gone.begin, at.call->span.begin + place.offset});
        return before.find('#') == std::string_view::npos ? std::optional(TextEdit{gone, ""}) : std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

void add_missing_columns(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    if (!place || place->declared() != nullptr) return;
    const catalog::Column* wanted = place->table.relation->find_column(finding.field);
    if (wanted == nullptr) return;
    offer_columns("Add the column " + quoted(finding.field), *place, {wanted}, context, fixes);
    const std::vector<const catalog::Column*> all = missing_columns_of(*place);
    if (!fixes.empty() && all.size() > 1)
        offer_columns("Add all " + std::to_string(all.size()) + " missing columns", *place, all, context, fixes);
}

void mend_stale_column(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    const DeclaredAt* at = place ? place->declared() : nullptr;
    if (at == nullptr || at->declared->column != nullptr) return;
    if (!finding.suggestion.empty() && is_plain_identifier(finding.suggestion)) {
        MappedSpelling spelling(*place, context);
        std::vector<TextEdit> edits = map_to(*place, finding.suggestion, context, spelling);
        offer("Map " + quoted(at->declared->attribute) + " to the column " + quoted(finding.suggestion),
              suggestion_safety(finding.field, finding), std::move(edits), spelling.imports(), context, fixes);
    }
    if (at->declared->primary_key || is_named_elsewhere(*place, *at, context.text)) return;
    std::optional<TextEdit> edit = place->definition == nullptr ? remove_from_table(*place, *at, context.text)
                                                                : fixes::remove_field_edit(context.text, as_model(*place),
                                                                                           as_field(*at->field, place->offset));
    if (edit) {
        offer("Remove the column " + quoted(at->declared->attribute), Fix::Safety::Unsafe, {std::move(*edit)}, {}, context,
              fixes);
    }
}

}  // namespace rowtype::rules
