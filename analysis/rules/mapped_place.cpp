#include "analysis/rules/mapped_place.h"

#include <algorithm>
#include <array>

#include "analysis/binding/model_modules.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/codegen/imports.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/fixes/line_text.h"
#include "analysis/orm/bind_tables.h"
#include "analysis/orm/class_line.h"

namespace rowtype::rules {

namespace {

using codegen::ImportedName;
using codegen::MappedForm;
using facts::Value;
using facts::ValueKind;

std::string_view called(const Value& call) {
    return call.is(ValueKind::Call) && !call.items.empty() ? std::string_view(call.items.front().text) : std::string_view();
}

// The call in a field's value: Column(…), deferred(Column(…)), Field(sa_column=Column(…)).
const Value* column_call_in(const Value& value) {
    if (is_column_call(value)) return &value;
    const std::string_view name = called(value);
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

DeclaredAt declared_at(const binding::DeclaredColumn& column, const MappedPlace& place) {
    DeclaredAt found;
    if (place.definition == nullptr) {
        found.call = place.table_call == nullptr ? nullptr : call_at(*place.table_call, column.span);
        found.outer = found.call;
        if (found.call != nullptr) found.declared = &column;
        return found;
    }
    for (const facts::Field& field : place.definition->fields) {
        if (field.name_span != column.span) continue;
        found.annotation = field.annotation ? &*field.annotation : nullptr;
        found.field = &field;
        if (!field.default_value) {
            if (found.annotation != nullptr) found.declared = &column;
            return found;
        }
        found.outer = &*field.default_value;
        found.call = column_call_in(*field.default_value);
        const bool is_plain = found.annotation != nullptr && !field.default_value->is(ValueKind::Call);
        if (found.call != nullptr || is_plain) found.declared = &column;
        return found;
    }
    return found;
}

// Fills in where the columns of `place.table` are declared, and which of them the finding stands at.
bool locate(MappedPlace& place, const Finding& finding) {
    const Span wanted{finding.span.begin - place.offset, finding.span.end - place.offset};
    for (const facts::Class& definition : place.statement->classes) {
        if (definition.name_span == place.table.name_span) place.definition = &definition;
    }
    for (const facts::Assignment& assignment : place.statement->assignments) {
        if (place.definition == nullptr && assignment.target_span == place.table.name_span && assignment.value)
            place.table_call = &*assignment.value;
    }
    if (place.definition == nullptr && place.table_call == nullptr) return false;
    for (const binding::DeclaredColumn& column : place.table.columns) {
        place.columns.push_back(declared_at(column, place));
        if (column.span == wanted && column.name == finding.field && place.columns.back().declared != nullptr)
            place.at = place.columns.size() - 1;
    }
    return place.at != MappedPlace::kNone || place.table.name_span == wanted;
}

}  // namespace

bool is_column_call(const Value& value) { return called(value) == "Column" || called(value) == "mapped_column"; }

const DeclaredAt* MappedPlace::last(std::string_view of_form) const {
    const DeclaredAt* found = nullptr;
    const auto end_of = [](const DeclaredAt& at) { return at.field != nullptr ? at.field->span.end : at.call->span.end; };
    for (const DeclaredAt& at : columns) {
        const bool is_of_form = of_form.empty() || (at.call != nullptr && called(*at.call) == of_form) ||
                                (at.outer != nullptr && called(*at.outer) == of_form);
        if (at.declared == nullptr || !is_of_form) continue;
        if (found == nullptr || end_of(*found) < end_of(at)) found = &at;
    }
    return found;
}

std::optional<MappedPlace> find_mapped(const Finding& finding, const FixContext& context) {
    const facts::PlacedStatement* holder = context.statement_of(finding);
    if (holder == nullptr) return std::nullopt;
    const auto [bound, is_new] = context.bound.tables.try_emplace(holder->offset);
    if (is_new) bound->second = orm::bind_tables({*holder->facts, holder->offset}, context.binding).tables;
    for (const binding::BoundTable& table : bound->second) {
        if (table.relation == nullptr || table.relation->name.to_string() != finding.table) continue;
        std::optional<MappedPlace> place(std::in_place);
        place->offset = holder->offset;
        place->statement = holder->facts.get();
        place->table = table;
        if (locate(*place, finding)) return place;
    }
    return std::nullopt;
}

MappedSpelling::MappedSpelling(const MappedPlace& place, const FixContext& context) : place_(place), context_(context) {
    read_form();
    if (place.definition == nullptr) return;
    for (const facts::Field& field : place.definition->fields) body_names_.insert(field.name);
    body_names_.insert(place.definition->methods.begin(), place.definition->methods.end());
    const binding::ModelModules modules(context.binding);
    read_line(definition_of(modules));
}

// The class, or the name that Table(…) is given to. As long as the modules.
types::Definition MappedSpelling::definition_of(const binding::ModelModules& modules) const {
    if (place_.definition != nullptr) {
        return {types::Definition::Kind::Class, place_.definition->name, place_.statement, place_.definition, nullptr,
                &modules.analysed_file()};
    }
    for (const facts::Assignment& assignment : place_.statement->assignments) {
        if (!assignment.value || &*assignment.value != place_.table_call) continue;
        return {types::Definition::Kind::Assignment,
                assignment.target,
                place_.statement,
                nullptr,
                &assignment,
                &modules.analysed_file()};
    }
    return {};
}

const MappedSpelling::Schema& MappedSpelling::schema() {
    if (!schema_) {
        const binding::ModelModules modules(context_.binding);
        const std::optional<orm::OrmClass> mapped = orm::mapped_by(definition_of(modules), context_.binding);
        schema_ = mapped ? Schema{mapped->schema, mapped->schema_known} : Schema{};
    }
    return *schema_;
}

void MappedSpelling::read_line(const types::Definition& definition) {
    const orm::ClassLine line = orm::line_of(definition);
    has_type_map_ = !line.complete || line.find("type_annotation_map") || line.find("registry") || line.root_call != nullptr;
    const auto makes_dataclass = [](const Value& value) {
        return value.text == "MappedAsDataclass" || called(value) == "mapped_as_dataclass" || value.text == "mapped_as_dataclass";
    };
    for (const types::Definition& one : line.classes) {
        if (one.class_definition == nullptr) continue;
        is_ordered_ = is_ordered_ || std::ranges::any_of(one.class_definition->bases, makes_dataclass) ||
                      std::ranges::any_of(one.class_definition->decorators, makes_dataclass);
    }
}

std::string MappedSpelling::text_of(const Value& value) const {
    return std::string(slice(context_.text, value.span.shifted(place_.offset)));
}

// As the class's other columns are written; the nearest one that says so counts.
void MappedSpelling::read_form() {
    const DeclaredAt* sample = place_.declared() != nullptr ? place_.declared() : place_.last();
    if (sample == nullptr) {
        form_problem_ = "no column of its own shows how the class writes them";
        return;
    }
    const Value* annotation = sample->annotation;
    const bool is_mapped = annotation != nullptr && annotation->is(ValueKind::Subscript) && annotation->items.size() == 2 &&
                           annotation->items.front().text == "Mapped";
    if (sample->field != nullptr)
        indent_ = fixes::indentation_before(context_.text, sample->field->span.begin + place_.offset).value_or("");
    if (place_.definition == nullptr) {
        form_ = MappedForm::Core;
    } else if (is_mapped) {
        form_ = MappedForm::Annotated;
        mapped_ = text_of(annotation->items.front());
    } else if (annotation != nullptr &&
               (sample->outer == nullptr || called(*sample->outer) == "Field" || sample->call == nullptr)) {
        form_ = MappedForm::Field;
    }
    const std::string_view wanted = form_ == MappedForm::Annotated ? "mapped_column"
                                    : form_ == MappedForm::Field   ? "Field"
                                                                   : "Column";
    const auto has_it = [&](const Value* call) { return call != nullptr && called(*call) == wanted; };
    const DeclaredAt* with_call = has_it(sample->call) || has_it(sample->outer) ? sample : place_.last(wanted);
    if (with_call == nullptr) return;
    const Value& callee = has_it(with_call->call) ? with_call->call->items.front() : with_call->outer->items.front();
    callee_ = text_of(callee);
    read_prefix(callee);
}

// "db." of db.Column, where db is no module of SQLAlchemy's but what hands its names on.
void MappedSpelling::read_prefix(const Value& callee) {
    if (!callee.is(ValueKind::Attribute) || callee.items.size() != 1) return;
    const std::string owner = callee.items.front().dotted();
    for (const facts::PlacedStatement& placed : context_.binding.file_facts.statements) {
        for (const facts::Import& import : placed.facts->imports) {
            const bool is_library = import.level == 0 && (import.module.starts_with("sqlalchemy") || import.module == "sqlmodel");
            if (is_library && (import.bound == owner || owner.starts_with(import.bound + "."))) return;
        }
    }
    if (form_ != MappedForm::Field) prefix_ = text_of(callee.items.front()) + ".";
}

bool MappedSpelling::is_of_library(const Value& type) const {
    const binding::ModelModules modules(context_.binding);
    return !orm::library_name(type, modules.analysed_file()).empty();
}

bool MappedSpelling::is_hidden(const std::string& code) const {
    return std::ranges::any_of(codegen::names_in(code),
                               [&](std::string_view name) { return body_names_.contains(std::string(name)); });
}

std::optional<std::string> MappedSpelling::spell(const ImportedName& name) {
    const facts::FileFacts& file = context_.binding.file_facts;
    constexpr std::string_view kDialect = "sqlalchemy.dialects.postgresql";
    if (!prefix_.empty() && name.module == "sqlalchemy") return prefix_ + name.name;
    std::vector<std::pair<std::string, ImportedName>> ways;
    const ImportedName dialect{"sqlalchemy.dialects", "postgresql"};
    const bool has_dialect = name.module == kDialect && !fixes::bound_name(file, context_.text, dialect).empty();
    if (has_dialect && fixes::bound_name(file, context_.text, name).empty()) ways.push_back({"postgresql." + name.name, dialect});
    const ImportedName handed_on{"sqlmodel", name.name};
    if (name.module == "sqlalchemy" && !fixes::bound_name(file, context_.text, handed_on).empty())
        ways.push_back({name.name, handed_on});
    ways.push_back({name.name, name});
    if (name.module == "sqlalchemy") ways.push_back({"sqlalchemy." + name.name, {"sqlalchemy", ""}});
    if (name.module == kDialect) ways.push_back({"postgresql." + name.name, dialect});
    for (const auto& [code, import] : ways) {
        const std::optional<fixes::ScopedText> scoped = fixes::scoped_text(file, context_.text, code, {import});
        if (!scoped || is_hidden(scoped->text)) continue;
        imports_.insert(imports_.end(), scoped->imports.begin(), scoped->imports.end());
        return scoped->text;
    }
    return std::nullopt;
}

std::optional<std::string> MappedSpelling::spell(const codegen::PythonType& type) {
    const std::optional<fixes::ScopedText> scoped =
        fixes::scoped_text(context_.binding.file_facts, context_.text, type.text, type.imports);
    if (!scoped || is_hidden(scoped->text)) return std::nullopt;
    imports_.insert(imports_.end(), scoped->imports.begin(), scoped->imports.end());
    return scoped->text;
}

// A class of this file, or a text of a key of it, has the table in its metadata; else the project must.
bool MappedSpelling::has_table(const catalog::QualifiedName& name) {
    if (!schema().is_known) return false;
    const std::string quoted_name = name.name;
    for (const std::string& text : {"\"" + quoted_name + "\"", "'" + quoted_name + "'", "\"" + quoted_name + ".",
                                    "'" + quoted_name + ".", "." + quoted_name + "."}) {
        if (context_.text.find(text) != std::string_view::npos) return true;
    }
    if (place_.table.relation != nullptr && place_.table.relation->name == name) return true;
    binding::ProvidedModules* modules = context_.binding.modules;
    const bool is_declared = modules != nullptr && modules->may_be_added({}, name.name) == std::optional(true);
    relies_on_project_ = relies_on_project_ || is_declared;
    return is_declared;
}

codegen::MappedSite MappedSpelling::site() {
    // What only version 2 has.
    const facts::FileFacts& file = context_.binding.file_facts;
    const auto has_new_name = [&](const char* name) {
        return !fixes::bound_name(file, context_.text, {"sqlalchemy.orm", name}).empty();
    };
    codegen::MappedSite site{
        .catalog = context_.binding.catalog, .relation = *place_.table.relation, .settings = context_.binding.settings.generate};
    site.form = form_;
    site.is_modern = form_ == MappedForm::Annotated || form_ == MappedForm::Field || has_new_name("DeclarativeBase") ||
                     has_new_name("mapped_column") || has_new_name("MappedAsDataclass");
    site.schema = [this] { return schema().name; };
    site.callee = callee_;
    site.mapped = mapped_;
    site.indent = indent_;
    site.spell = [this](const ImportedName& name) { return spell(name); };
    site.spell_type = [this](const codegen::PythonType& type) { return spell(type); };
    site.has_table = [this](const catalog::QualifiedName& name) { return has_table(name); };
    return site;
}

}  // namespace rowtype::rules
