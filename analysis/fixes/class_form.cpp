#include "analysis/fixes/class_form.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "analysis/codegen/imports.h"
#include "analysis/fixes/class_body.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/types/type_verdict.h"

namespace rowtype::fixes {

namespace {

using binding::BoundField;
using binding::BoundModel;
using binding::ModelRole;
using binding::ModelStyle;
using codegen::FieldKind;
using facts::ValueKind;

// Gathers the lines of one class.
class FieldAdder {
public:
    FieldAdder(const BoundModel& model, std::string_view text, const binding::Context& context)
        : model_(model),
          text_(text),
          context_(context),
          class_(find_class(model, context)),
          site_(field_site(model, text, context)) {}

    NewFields add(const std::vector<const catalog::Column*>& columns);

private:
    void look_at_fields();
    void add(const catalog::Column& column);
    void leave(const catalog::Column& column, const std::string& reason) {
        result_.left.push_back("\"" + column.name + "\": " + reason);
    }
    [[nodiscard]] bool has_default(const BoundField& field) const;
    void of_this_file(codegen::ImportedName& import) const;

    const BoundModel& model_;
    std::string_view text_;
    const binding::Context& context_;
    ClassSite class_;
    codegen::FieldSite site_;
    NewFields result_;
    std::set<std::string> taken_;
    NewLines required_;
    NewLines rest_;
    // Fields without a default must come first; some have one.
    bool has_order_ = false;
    bool cannot_require_ = false;  // there is no place before those with one
};

types::Verdict judged(const BoundModel& model, const BoundField& field, const binding::Context& context, AccessProfile profile) {
    const bool writes = model.role == ModelRole::Insert || model.role == ModelRole::Update;
    types::ColumnSite site{.catalog = context.catalog, .relation = model.relation, .column = *field.column};
    site.profile = profile;
    site.direction = writes ? types::Direction::Write : types::Direction::Read;
    site.strict = model.strict;
    site.compare_limits = false;
    site.legacy = model.style == ModelStyle::LegacyPydantic;
    return types::judge(field.annotation, site).verdict;
}

FieldKind kind_of(ModelStyle style) {
    switch (style) {
        case ModelStyle::Pydantic: return FieldKind::Pydantic;
        case ModelStyle::LegacyPydantic: return FieldKind::PydanticV1;
        case ModelStyle::Dataclass: return FieldKind::Dataclass;
        case ModelStyle::TypedDict: return FieldKind::TypedDict;
        case ModelStyle::NamedTuple: return FieldKind::NamedTuple;
        case ModelStyle::Struct: return FieldKind::Struct;
        case ModelStyle::Attrs: return FieldKind::Attrs;
    }
    return FieldKind::Pydantic;
}

bool says_true(const std::vector<facts::Argument>& arguments, std::string_view keyword) {
    return std::ranges::any_of(arguments, [&](const facts::Argument& argument) {
        return argument.keyword == keyword && argument.value.is(ValueKind::Boolean) && argument.value.text == "True";
    });
}

// Whether values are given by name alone, so that defaults may stand anywhere.
bool is_keyword_only(const facts::Class& definition) {
    return says_true(definition.keywords, "kw_only") ||
           std::ranges::any_of(definition.decorators, [](const facts::Value& decorator) {
               return decorator.is(ValueKind::Call) && says_true(decorator.arguments, "kw_only");
           });
}

bool has_constructor(const facts::Class& definition) {
    return std::ranges::any_of(definition.methods,
                               [](const std::string& name) { return name == "__init__" || name == "__new__"; });
}

}  // namespace

const facts::Field* ClassSite::written(const BoundField& field) const {
    if (definition == nullptr || field.inherited) return nullptr;
    for (const facts::Field& candidate : definition->fields) {
        if (candidate.name_span.shifted(statement->offset) == field.name_span) return &candidate;
    }
    return nullptr;
}

ClassSite find_class(const BoundModel& model, const binding::Context& context) {
    for (const facts::PlacedStatement& statement : context.file_facts.statements) {
        for (const facts::Class& definition : statement.facts->classes) {
            if (definition.name_span.shifted(statement.offset) == model.name_span) return {&statement, &definition};
        }
    }
    return {};
}

codegen::FieldSite field_site(const BoundModel& model, std::string_view text, const binding::Context& context) {
    codegen::FieldSite site{context.catalog, context.access, context.settings.generate, kind_of(model.style)};
    if (model.validates()) return site;
    for (const BoundField& field : model.fields) {
        if (field.inherited || field.column == nullptr || !field.is_column) continue;
        const std::string_view annotation = slice(text, field.annotation_span);
        codegen::FieldSite json = site;
        json.access = AccessProfile::Json;
        codegen::FieldSite driver = site;
        driver.access = AccessProfile::Driver;
        const bool is_json = codegen::has_name(annotation, codegen::field_type(field.column->type, json).text);
        const bool is_driver = codegen::has_name(annotation, codegen::field_type(field.column->type, driver).text);
        if (is_json == is_driver) continue;
        site.access = is_json ? AccessProfile::Json : AccessProfile::Driver;
        break;
    }
    return site;
}

std::vector<const catalog::Column*> missing_columns(const BoundModel& model) {
    std::vector<const catalog::Column*> missing;
    for (const catalog::Column& column : model.relation->columns) {
        const bool as_field = std::ranges::any_of(model.fields, [&](const BoundField& field) {
            return field.column == &column || field.name == column.name || field.column_name == column.name;
        });
        const bool otherwise = std::ranges::find(model.other_names, column.name) != model.other_names.end();
        if (!as_field && !otherwise) missing.push_back(&column);
    }
    return missing;
}

bool has_wrong_type(const BoundModel& model, const BoundField& field, const binding::Context& context) {
    if (model.is_pydantic()) return judged(model, field, context, context.access) == types::Verdict::Wrong;
    return judged(model, field, context, AccessProfile::Json) == types::Verdict::Wrong &&
           judged(model, field, context, AccessProfile::Driver) == types::Verdict::Wrong;
}

NewFields new_fields(const BoundModel& model, const std::vector<const catalog::Column*>& columns, std::string_view text,
                     const binding::Context& context) {
    return FieldAdder(model, text, context).add(columns);
}

namespace {

NewFields FieldAdder::add(const std::vector<const catalog::Column*>& columns) {
    look_at_fields();
    for (const catalog::Column* column : columns) add(*column);
    if (!required_.lines.empty() && has_order_) result_.moves_others = true;
    result_.moves_others = result_.moves_others || model_.style == ModelStyle::NamedTuple;
    for (NewLines* group : {&required_, &rest_}) {
        if (!group->lines.empty()) result_.groups.push_back(std::move(*group));
    }
    return std::move(result_);
}

void FieldAdder::look_at_fields() {
    taken_.insert(model_.other_names.begin(), model_.other_names.end());
    rest_.behind = last_own_field(model_);
    const bool has_positions = !model_.is_pydantic() && model_.style != ModelStyle::TypedDict && class_.definition != nullptr &&
                               !is_keyword_only(*class_.definition);
    for (const BoundField& field : model_.fields) {
        taken_.insert(field.name);
        if (!has_positions) continue;
        const bool is_optional = has_default(field);
        has_order_ = has_order_ || is_optional;
        cannot_require_ = cannot_require_ || (is_optional && field.inherited);
        const bool is_later = required_.behind == nullptr || required_.behind->span.end < field.span.end;
        if (!is_optional && !field.inherited && is_later) required_.behind = &field;
    }
    cannot_require_ = cannot_require_ || (has_order_ && required_.behind == nullptr);
}

bool FieldAdder::has_default(const BoundField& field) const {
    const facts::Field* written = class_.written(field);
    return written == nullptr ? !field.required
                              : !field.required || (written->default_value && !written->default_value->is(ValueKind::Call));
}

void FieldAdder::add(const catalog::Column& column) {
    if (!model_.is_pydantic() && class_.definition != nullptr && has_constructor(*class_.definition)) {
        leave(column, "the class has a constructor of its own");
        return;
    }
    // Without order among the fields there is none to keep: no defaults, as rows have all columns.
    const bool may_default = model_.is_pydantic() || has_order_;
    codegen::FieldLine line = codegen::field_line(column, site_, may_default);
    for (codegen::ImportedName& import : line.imports) of_this_file(import);
    std::optional<ScopedText> scoped = scoped_text(context_.file_facts, text_, line.text, line.imports, line.name.size());
    const bool is_required = has_order_ && column.nullability == catalog::Nullability::NotNull;
    if (!line.refusal.empty()) {
        leave(column, line.refusal);
    } else if (!taken_.insert(line.name).second) {
        leave(column, "its name is taken in the class");
    } else if (is_required && cannot_require_) {
        leave(column, "a field without a default cannot stand behind those with one");
    } else if (!scoped) {
        leave(column, "a name that it needs means something else in this file");
    } else {
        (is_required ? required_ : rest_).lines.push_back(std::move(scoped->text));
        std::ranges::move(scoped->imports, std::back_inserter(result_.imports));
    }
}

// pydantic's names as SQLModel and pydantic.v1 hand them on.
void FieldAdder::of_this_file(codegen::ImportedName& import) const {
    if (import.module != "pydantic") return;
    for (const char* module : {"pydantic.v1", "sqlmodel"}) {
        if (bound_name(context_.file_facts, text_, import).empty() &&
            !bound_name(context_.file_facts, text_, {module, import.name}).empty()) {
            import.module = module;
        }
    }
    if (model_.style == ModelStyle::LegacyPydantic && import.module == "pydantic") import.module = "pydantic.v1";
}

}  // namespace

}  // namespace rowtype::fixes
