#include "analysis/rules/mapped_fixes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/facts/facts.h"
#include "analysis/fixes/verify_edits.h"
#include "analysis/rules/messages.h"

namespace rowtype::rules {

namespace {

using facts::Value;
using facts::ValueKind;

// Where a column is declared; values keep the spans of their statement.
struct Declared {
    const catalog::Column* column = nullptr;
    std::string attribute;
    const Value* annotation = nullptr;  // null where there is none
    const Value* call = nullptr;        // Column(…), mapped_column(…), Field(…); null where the annotation says it all
    std::uint32_t offset = 0;
};

bool is_column_call(const Value& value) {
    if (!value.is(ValueKind::Call) || value.items.empty()) return false;
    const std::string& name = value.items.front().text;
    return name == "Column" || name == "mapped_column";
}

// The call in a field's value: Column(…), deferred(Column(…)), Field(sa_column=Column(…)).
const Value* column_call_in(const Value& value) {
    if (is_column_call(value)) return &value;
    if (!value.is(ValueKind::Call) || value.items.empty()) return nullptr;
    const std::string& name = value.items.front().text;
    if (name == "deferred" || name == "column_property") {
        const Value* inner = value.positional(0);
        return inner == nullptr ? nullptr : column_call_in(*inner);
    }
    if (name != "Field") return nullptr;
    const Value* given = value.keyword("sa_column");
    if (given == nullptr) return &value;
    return is_column_call(*given) ? given : nullptr;
}

const Value* call_at(const Value& value, Span name) {
    if (is_column_call(value)) {
        const Value* first = value.positional(0);
        if (first != nullptr && first->span == name) return &value;
    }
    for (const facts::Argument& argument : value.arguments) {
        if (const Value* found = call_at(argument.value, name)) return found;
    }
    return nullptr;
}

const catalog::Column* column_of(const Finding& finding, const FixContext& context) {
    const std::size_t dot = finding.table.find('.');
    if (dot == std::string::npos) return nullptr;
    const catalog::RelationLookup found =
        context.binding.catalog.find_relation(finding.table.substr(0, dot), finding.table.substr(dot + 1));
    return found.relation == nullptr ? nullptr : found.relation->find_column(finding.field);
}

std::optional<Declared> find_declared(const Finding& finding, const FixContext& context) {
    Declared made;
    made.column = column_of(finding, context);
    if (made.column == nullptr) return std::nullopt;
    for (const facts::PlacedStatement& placed : context.binding.file_facts.statements) {
        made.offset = placed.offset;
        for (const facts::Class& definition : placed.facts->classes) {
            for (const facts::Field& field : definition.fields) {
                if (field.name_span.shifted(placed.offset) != finding.span) continue;
                made.attribute = field.name;
                made.annotation = field.annotation ? &*field.annotation : nullptr;
                if (!field.default_value) return made.annotation == nullptr ? std::nullopt : std::optional(made);
                made.call = column_call_in(*field.default_value);
                const bool is_plain = made.annotation != nullptr && !field.default_value->is(ValueKind::Call);
                return made.call != nullptr || is_plain ? std::optional(made) : std::nullopt;
            }
        }
        for (const facts::Assignment& assignment : placed.facts->assignments) {
            if (!assignment.value || assignment.scope != 0) continue;
            if (finding.span.begin < placed.offset) continue;
            const Span name{finding.span.begin - placed.offset, finding.span.end - placed.offset};
            made.call = call_at(*assignment.value, name);
            made.attribute = finding.field;
            if (made.call != nullptr) return made;
        }
    }
    return std::nullopt;
}

void offer(std::string title, Fix::Safety safety, std::vector<TextEdit> edits, const FixContext& context,
           std::vector<Fix>& fixes) {
    if (edits.empty() || !fixes::objection_to(context.text, edits).empty()) return;
    std::ranges::stable_sort(edits, {}, &TextEdit::span);
    fixes.push_back({std::move(title), safety, fixes.empty(), std::move(edits), false});
}

// The T of Mapped[T]; of SQLModel the annotation itself.
const Value* type_of(const Declared& declared) {
    if (declared.annotation == nullptr) return nullptr;
    const Value& annotation = *declared.annotation;
    const bool is_subscript = annotation.is(ValueKind::Subscript) && annotation.items.size() == 2;
    if (is_subscript && annotation.items.front().text == "Mapped") return &annotation.items.back();
    const bool is_sqlmodel = declared.call == nullptr || declared.call->items.front().text == "Field";
    return is_sqlmodel ? &annotation : nullptr;
}

bool is_none(const Value& value) { return value.is(ValueKind::None); }

// "T | None" and Optional[T] without None; nothing for any other form.
std::optional<TextEdit> without_none(const Value& type, const Declared& declared, std::string_view text) {
    const auto bytes = [&](const Value& value) { return std::string(slice(text, value.span.shifted(declared.offset))); };
    const Span whole = type.span.shifted(declared.offset);
    if (type.is(ValueKind::BitOr) && type.items.size() == 2 && is_none(type.items.front()) != is_none(type.items.back())) {
        return TextEdit{whole, bytes(is_none(type.items.front()) ? type.items.back() : type.items.front())};
    }
    const bool is_optional = type.is(ValueKind::Subscript) && type.items.size() == 2 && type.items.front().text == "Optional";
    return is_optional ? std::optional(TextEdit{whole, bytes(type.items.back())}) : std::nullopt;
}

bool accepts_none(const Value& type) {
    if (type.is(ValueKind::BitOr)) return std::ranges::any_of(type.items, is_none);
    return type.is(ValueKind::Subscript) && !type.items.empty() && type.items.front().text == "Optional";
}

// nullable=… as the call says it, or added behind its last argument.
std::optional<TextEdit> set_nullable(const Declared& declared, bool nullable, std::string_view text) {
    const std::string word = nullable ? "True" : "False";
    if (const Value* given = declared.call->keyword("nullable")) {
        if (!given->is(ValueKind::Boolean)) return std::nullopt;
        return TextEdit{given->span.shifted(declared.offset), word};
    }
    if (declared.call->arguments.empty()) {
        const std::uint32_t close = declared.call->span.end + declared.offset - 1;
        return TextEdit{{close, close}, "nullable=" + word};
    }
    const Value& last = declared.call->arguments.back().value;
    if (last.span.empty()) return std::nullopt;
    const std::uint32_t behind = last.span.end + declared.offset;
    if (behind >= text.size()) return std::nullopt;
    return TextEdit{{behind, behind}, ", nullable=" + word};
}

}  // namespace

void mend_declared_nullability(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<Declared> declared = find_declared(finding, context);
    if (!declared || declared->column->nullability == catalog::Nullability::Unknown) return;
    const bool nullable = declared->column->nullability == catalog::Nullability::Nullable;
    std::vector<TextEdit> edits;
    const Value* type = type_of(*declared);
    if (type != nullptr && nullable && !accepts_none(*type)) {
        // "T | None" is evaluated: a text or an older Python cannot take it.
        if (type->is(ValueKind::String) || context.binding.settings.generate.target_python < "3.10") return;
        const std::uint32_t end = type->span.end + declared->offset;
        edits.push_back({{end, end}, " | None"});
    } else if (type != nullptr && !nullable && accepts_none(*type)) {
        const std::optional<TextEdit> edit = without_none(*type, *declared, context.text);
        if (!edit) return;
        edits.push_back(*edit);
    }
    const bool says_so = declared->call != nullptr && declared->call->keyword("nullable") != nullptr;
    const bool is_by_call = declared->call != nullptr && (type == nullptr || is_column_call(*declared->call)) &&
                            declared->call->items.front().text == "Column";
    if (says_so || is_by_call) {
        const std::optional<TextEdit> edit = set_nullable(*declared, nullable, context.text);
        if (!edit) return;
        edits.push_back(*edit);
    }
    // What reads the attribute may not expect None; what writes None was refused before.
    const std::string title = "Declare " + quoted(declared->attribute) + (nullable ? " nullable" : " NOT NULL");
    offer(title, nullable ? Fix::Safety::Safe : Fix::Safety::Unsafe, std::move(edits), context, fixes);
}

void mend_declared_length(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (finding.message.find(" is declared as ") == std::string::npos) return;  // of a key, a default or labels
    const std::optional<Declared> declared = find_declared(finding, context);
    if (!declared || declared->call == nullptr || declared->column->type.modifiers.empty()) return;
    const std::vector<std::int32_t>& wanted = declared->column->type.modifiers;
    std::vector<const Value*> numbers;
    bool validates = false;
    for (const facts::Argument& argument : declared->call->arguments) {
        const Value& value = argument.value;
        const bool is_type = argument.keyword.empty() || argument.keyword == "type_" || argument.keyword == "sa_type";
        if (is_type && value.is(ValueKind::Call) && !value.items.empty() && numbers.empty()) {
            constexpr auto kLimited = std::to_array<std::string_view>(
                {"String", "Unicode", "VARCHAR", "CHAR", "NVARCHAR", "AutoString", "Numeric", "NUMERIC", "DECIMAL"});
            if (std::ranges::find(kLimited, value.items.front().text) == kLimited.end()) continue;
            for (const facts::Argument& limit : value.arguments) numbers.push_back(&limit.value);
        }
        if (argument.keyword == "max_length" && numbers.empty()) {
            numbers.push_back(&value);
            validates = true;
        }
    }
    if (numbers.size() != wanted.size()) return;
    std::vector<TextEdit> edits;
    std::string words;
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        if (!numbers[index]->is(ValueKind::Integer)) return;
        const std::string number = std::to_string(wanted[index]);
        words += (words.empty() ? "" : ", ") + number;
        if (numbers[index]->text != number) edits.push_back({numbers[index]->span.shifted(declared->offset), number});
    }
    const std::string title = "Change the length to " + words;
    offer(title, validates ? Fix::Safety::Unsafe : Fix::Safety::Safe, std::move(edits), context, fixes);
}

}  // namespace rowtype::rules
