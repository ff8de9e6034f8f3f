#include "analysis/rules/mapped_fixes.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/codegen/type_text.h"
#include "analysis/rules/mapped_edits.h"
#include "analysis/rules/mapped_place.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"

namespace rowtype::rules {

namespace {

using codegen::MappedForm;
using codegen::MappedText;
using facts::Value;
using facts::ValueKind;

// What makes a type take None, and the imports for it; nothing where that cannot be written.
std::optional<TextEdit> accept_none_edit(const Value& type, const MappedPlace& place, const FixContext& context,
                                         std::vector<codegen::ImportedName>& imports) {
    if (type.is(ValueKind::String)) return std::nullopt;
    const Span whole = type.span.shifted(place.offset);
    const GenerateSettings& settings = context.binding.settings.generate;
    if (codegen::choices_of(AccessProfile::Json, settings).has_union_operator) return TextEdit{{whole.end, whole.end}, " | None"};
    MappedSpelling spelling(place, context);
    const std::optional<std::string> optional = spelling.spell(codegen::ImportedName{"typing", "Optional"});
    if (!optional) return std::nullopt;
    imports = spelling.imports();
    return TextEdit{whole, *optional + "[" + std::string(slice(context.text, whole)) + "]"};
}

}  // namespace

void mend_declared_nullability(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    const DeclaredAt* declared = place ? place->declared() : nullptr;
    if (declared == nullptr || declared->declared->column == nullptr) return;
    const catalog::Column& column = *declared->declared->column;
    if (column.nullability == catalog::Nullability::Unknown) return;
    const bool nullable = column.nullability == catalog::Nullability::Nullable;
    std::vector<TextEdit> edits;
    std::vector<codegen::ImportedName> imports;
    const Value* type = type_of(*declared);
    if (type != nullptr && nullable && !accepts_none(*type)) {
        const std::optional<TextEdit> edit = accept_none_edit(*type, *place, context, imports);
        if (!edit) return;
        edits.push_back(*edit);
    } else if (type != nullptr && !nullable && accepts_none(*type)) {
        const Value* arm = without_none(*type);
        if (arm == nullptr || arm == type) return;
        edits.push_back({type->span.shifted(place->offset), std::string(slice(context.text, arm->span.shifted(place->offset)))});
    }
    const Value* call = declared->call;
    const bool says_so = call != nullptr && call->keyword("nullable") != nullptr;
    const bool is_by_call = call != nullptr && (type == nullptr || is_column_call(*call)) && call->items.front().text == "Column";
    if (says_so || is_by_call) {
        const std::optional<TextEdit> edit = set_nullable(*call, place->offset, nullable, context.text);
        if (!edit) return;
        edits.push_back(*edit);
    }
    // What reads the attribute may not expect None; what writes None was refused before.
    const std::string title = "Declare " + quoted(declared->declared->attribute) + (nullable ? " nullable" : " NOT NULL");
    offer(title, nullable ? Fix::Safety::Safe : Fix::Safety::Unsafe, std::move(edits), imports, context, fixes);
}

namespace {

void mend_length(const MappedPlace& place, const FixContext& context, std::vector<Fix>& fixes) {
    const DeclaredAt& declared = *place.declared();
    const Value* outer = declared.outer != nullptr && declared.outer->is(ValueKind::Call) ? declared.outer : declared.call;
    if (declared.call == nullptr || declared.declared->column->type.modifiers.empty()) return;
    const std::vector<std::int32_t>& wanted = declared.declared->column->type.modifiers;
    std::vector<const Value*> numbers;
    bool validates = false;
    for (const Value* call : {declared.call, outer}) {
        for (const facts::Argument& argument : call->arguments) {
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
    }
    if (numbers.size() != wanted.size()) return;
    std::vector<TextEdit> edits;
    std::string words;
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        if (!numbers[index]->is(ValueKind::Integer)) return;
        const std::string number = std::to_string(wanted[index]);
        words += (words.empty() ? "" : ", ") + number;
        if (numbers[index]->text != number) edits.push_back({numbers[index]->span.shifted(place.offset), number});
    }
    const std::string title = "Change the length to " + words;
    offer(title, validates ? Fix::Safety::Unsafe : Fix::Safety::Safe, std::move(edits), {}, context, fixes);
}

// An argument more: of Column(…), of mapped_column(…), of SQLModel's Field(…) in its own words.
void add_word(const std::string& title, Fix::Safety safety, const MappedPlace& place, const std::string& argument,
              const std::vector<codegen::ImportedName>& imports, const FixContext& context, std::vector<Fix>& fixes) {
    const DeclaredAt& at = *place.declared();
    if (at.call != nullptr) {
        const std::optional<TextEdit> edit = add_argument(*at.call, place.offset, argument, context.text);
        if (edit) offer(title, safety, {*edit}, imports, context, fixes);
        return;
    }
    MappedSpelling spelling(place, context);
    std::optional<TextEdit> edit = add_call(place, at, {argument}, spelling.site(), context.text);
    std::vector<codegen::ImportedName> all = imports;
    all.insert(all.end(), spelling.imports().begin(), spelling.imports().end());
    if (edit) offer(title, safety, {std::move(*edit)}, all, context, fixes);
}

// Arguments of a Column(…) go behind its type, before its keywords.
void add_foreign_key(const MappedPlace& place, const FixContext& context, std::vector<Fix>& fixes) {
    const DeclaredAt& at = *place.declared();
    MappedSpelling spelling(place, context);
    const codegen::MappedSite site = spelling.site();
    for (const catalog::ForeignKey& key : site.relation.foreign_keys) {
        if (key.columns.size() != 1 || key.columns.front() != at.declared->name) continue;
        const MappedText made = codegen::mapped_foreign_key(key, site);
        if (!made.refusal.empty()) return;
        const Fix::Safety safety = spelling.relies_on_project() ? Fix::Safety::Unsafe : Fix::Safety::Safe;
        const std::string title = "Declare the foreign key to " + quoted(key.referenced_relation.name);
        if (at.call == nullptr || !is_column_call(*at.call)) {
            const std::size_t begin = made.text.find_first_of("\"'");
            const std::string target = made.text.substr(begin, made.text.find(made.text[begin], begin + 1) + 1 - begin);
            const bool is_plain = made.text.ends_with(target + ")");
            if (site.form == MappedForm::Annotated) add_word(title, safety, place, made.text, spelling.imports(), context, fixes);
            else if (is_plain) add_word(title, safety, place, "foreign_key=" + target, {}, context, fixes);
            return;
        }
        const Value* behind = type_argument(*at.call).value;
        if (behind == nullptr) behind = at.call->positional(0);
        const bool is_positional = behind != nullptr && at.call->keyword("type_") == nullptr;
        if (!is_positional) return;
        const std::uint32_t end = behind->span.end + place.offset;
        offer(title, safety, {{{end, end}, ", " + made.text}}, spelling.imports(), context, fixes);
        return;
    }
}

void add_server_default(const MappedPlace& place, const FixContext& context, std::vector<Fix>& fixes) {
    const DeclaredAt& at = *place.declared();
    MappedSpelling spelling(place, context);
    const codegen::MappedSite site = spelling.site();
    const MappedText made = codegen::mapped_server_default(*at.declared->column, site);
    if (!made.refusal.empty()) return;
    std::string argument = made.text;
    if (site.form == MappedForm::Field && (at.call == nullptr || !is_column_call(*at.call))) {
        if (at.call != nullptr && at.call->keyword("sa_column_kwargs") != nullptr) return;
        argument = "sa_column_kwargs={\"server_default\": " + made.text.substr(made.text.find('=') + 1) + "}";
    }
    // A value that is not set is then left to the database, where None was sent before.
    add_word("Declare the server default", Fix::Safety::Unsafe, place, argument, spelling.imports(), context, fixes);
}

}  // namespace

void mend_declared_constraint(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const std::optional<MappedPlace> place = find_mapped(finding, context);
    if (!place || place->declared() == nullptr || place->declared()->declared->column == nullptr) return;
    if (finding.problem == kLimitProblem) return mend_length(*place, context, fixes);
    if (finding.problem == kDefaultProblem) return add_server_default(*place, context, fixes);
    if (finding.problem == kForeignKeyProblem) return add_foreign_key(*place, context, fixes);
    if (finding.problem == kUniqueProblem)
        add_word("Declare the column unique", Fix::Safety::Safe, *place, "unique=True", {}, context, fixes);
}

}  // namespace rowtype::rules
