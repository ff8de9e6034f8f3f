#include "analysis/codegen/mapped_column.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "analysis/codegen/class_names.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/sqlalchemy_columns.h"
#include "analysis/codegen/type_text.h"
#include "analysis/facts/identifier_bytes.h"

namespace rowtype::codegen {

namespace {

using catalog::ForeignKey;

// Constructs as the generator writes them ("sa.Text", "postgresql.JSONB"), in the names of the file.
class Respelling {
public:
    explicit Respelling(const MappedSite& site) : site_(site) {}

    void respell(Expression& expression);
    [[nodiscard]] const std::string& refusal() const { return refusal_; }

private:
    void refuse(std::string reason) {
        if (refusal_.empty()) refusal_ = std::move(reason);
    }
    // What SQLAlchemy 1.4 has in place of a type of version 2.
    bool replace_new_type(Expression& expression, std::string_view keyword, std::string_view name);
    [[nodiscard]] std::string spelled(const ImportedName& name);

    const MappedSite& site_;
    std::string refusal_;
};

std::string Respelling::spelled(const ImportedName& name) {
    const std::optional<std::string> text = site_.spell(name);
    if (!text) refuse("the name " + name.name + " means something else in this file");
    return text.value_or(name.name);
}

bool Respelling::replace_new_type(Expression& expression, std::string_view keyword, std::string_view name) {
    if (site_.is_modern) return false;
    if (name == "Uuid") {
        expression = Expression::call(std::string(keyword) + spelled({"sqlalchemy.dialects.postgresql", "UUID"}),
                                      {Expression::atom("as_uuid=True")});
        return true;
    }
    if (name == "Double") {
        expression = Expression::atom(std::string(keyword) + spelled({"sqlalchemy.dialects.postgresql", "DOUBLE_PRECISION"}));
        return true;
    }
    if (name == "CITEXT" || name == "DOMAIN" || name.ends_with("MULTIRANGE"))
        refuse("only SQLAlchemy 2 has a class for its type");
    return false;
}

void Respelling::respell(Expression& expression) {
    std::size_t begin = 0;
    while (begin < expression.open.size() && facts::is_identifier_byte(expression.open[begin])) ++begin;
    begin = begin < expression.open.size() && expression.open[begin] == '=' ? begin + 1 : 0;
    const std::string_view code = std::string_view(expression.open).substr(begin);
    if (code.starts_with("PostgresType(")) refuse("SQLAlchemy has no class for its type");
    for (const auto& [prefix, module] :
         {std::pair<std::string_view, const char*>{"sa.", "sqlalchemy"}, {"postgresql.", "sqlalchemy.dialects.postgresql"}}) {
        if (!code.starts_with(prefix)) continue;
        std::size_t end = prefix.size();
        while (end < code.size() && facts::is_identifier_byte(code[end])) ++end;
        const std::string name(code.substr(prefix.size(), end - prefix.size()));
        const std::string keyword = expression.open.substr(0, begin);
        if (replace_new_type(expression, keyword, name)) return;
        expression.open = keyword + spelled({module, name}) + std::string(code.substr(end));
        break;
    }
    for (Expression& item : expression.items) respell(item);
}

// A plan of one table and of those that the foreign keys of `column` may lead to. Of other columns' keys nothing is asked: an answer that
// has to rely on the project makes a fix unsafe.
struct OneTable {
    ModulePlan plan;
    PlannedClass model;

    OneTable(const MappedSite& site, std::string_view column);
};

OneTable::OneTable(const MappedSite& site, std::string_view column) {
    plan.catalog = &site.catalog;
    plan.generation.enums = EnumForm::Literal;
    plan.choices = choices_of(AccessProfile::Driver, site.settings);
    model.relation = &site.relation;
    for (const ForeignKey& key : site.relation.foreign_keys) {
        if (key.columns.size() != 1 || key.columns.front() != column) continue;
        const SqlTables tables(plan, &site.relation);
        const catalog::QualifiedName& target = key.referenced_relation;
        // Keys are found by the metadata's names, in which a schema stands or does not.
        const std::string schema = site.schema();
        const std::string written = schema.empty() ? target.name : schema + "." + target.name;
        const bool is_named_so = target.schema == site.relation.name.schema && tables.key_of(target) == written;
        if (!is_named_so || !site.has_table(target)) continue;
        PlannedClass other;
        other.relation = site.catalog.find_relation(target.schema, target.name).relation;
        if (other.relation != nullptr) plan.models.push_back(std::move(other));
    }
}

catalog::Type plain_enum(catalog::Type type, const catalog::Catalog& catalog) {
    const catalog::Type base = catalog.base_type(type);
    const catalog::TypeDefinition* definition = base.is_known() ? catalog.find_type(base.name) : nullptr;
    if (definition == nullptr || definition->kind != catalog::TypeKind::Enum) return type;
    type = base;
    type.name = {"pg_catalog", "text"};
    return type;
}

bool is_keyword(const Expression& expression, std::string_view keyword) {
    return expression.open.starts_with(keyword) && expression.open.substr(keyword.size()).starts_with("=");
}

// Names that PostgreSQL gives by itself say nothing.
void drop_usual_names(std::vector<Expression>& arguments, const MappedSite& site, const std::string& column) {
    const std::string usual = "name=" + string_literal(site.relation.name.name + "_" + column + "_fkey");
    for (Expression& argument : arguments) {
        if (argument.open == "sa.ForeignKey(")
            std::erase_if(argument.items, [&](const Expression& item) { return item.open == usual; });
    }
}

bool is_unique(const catalog::Relation& relation, const std::string& column) {
    return std::ranges::any_of(relation.unique_keys, [&](const catalog::Key& key) {
        const bool is_plain = !key.without_overlaps && !key.nulls_not_distinct && !key.deferrable && key.included_columns.empty();
        return is_plain && key.columns.size() == 1 && key.columns.front() == column;
    });
}

// Type, keys, defaults: all but the name and what is said of null.
std::vector<Expression> words_of(const catalog::Column& column, const MappedSite& site) {
    const OneTable planned(site, column.name);
    ModuleText module(planned.plan);
    const SqlTables tables(planned.plan, &site.relation);
    PlannedField field;
    field.source = &column;
    catalog::Column legacy = column;
    if (!site.is_modern) legacy.type = site.catalog.base_type(column.type);
    if (!site.is_modern) field.source = &legacy;
    std::vector<Expression> arguments = column_arguments(field, planned.model, tables, module, false);
    drop_usual_names(arguments, site, column.name);
    if (is_unique(site.relation, column.name)) arguments.push_back(Expression::atom("unique=True"));
    return arguments;
}

bool is_key_column(const MappedSite& site, const std::string& column) {
    const auto& key = site.relation.primary_key;
    return key && std::ranges::find(key->columns, column) != key->columns.end();
}

bool is_filled(const catalog::Column& column) {
    return column.default_expression || column.identity != catalog::Identity::None ||
           column.generated != catalog::Generated::None;
}

// The callee is the class's own word; one that the class has not used yet is spelled as the file does it.
MappedText finished(const std::string& head, Expression expression, const MappedSite& site) {
    Respelling respelling(site);
    if (site.callee.empty()) {
        const ImportedName name = site.form == MappedForm::Annotated ? ImportedName{"sqlalchemy.orm", "mapped_column"}
                                  : site.form == MappedForm::Field   ? ImportedName{"sqlmodel", "Field"}
                                                                     : ImportedName{"sqlalchemy", "Column"};
        const std::optional<std::string> callee = site.spell(name);
        if (!callee) return {"", "the name " + name.name + " means something else in this file"};
        expression.open.insert(0, *callee);
    }
    for (Expression& item : expression.items) respelling.respell(item);
    if (!respelling.refusal().empty()) return {"", respelling.refusal()};
    if (head.empty()) return {one_line(expression), ""};
    std::string text = laid_out(head, expression, site.indent);
    if (text.ends_with('\n')) text.pop_back();
    return {text.substr(std::min(site.indent.size(), text.size())), ""};
}

// A Field(…) whose annotation tells the column's type; nothing where only a Column(…) inside can say what the column is.
std::optional<Expression> simple_field(const catalog::Column& column, const MappedSite& site, std::vector<Expression> words) {
    const std::optional<std::vector<std::string>> limits = limits_of_field(column.type);
    if (!limits || is_filled(column) || !column.comment.empty()) return std::nullopt;
    Expression field = Expression::call(site.callee);
    if (column.nullability != catalog::Nullability::NotNull) field.items.push_back(Expression::atom("default=None"));
    for (const std::string& limit : *limits) field.items.push_back(Expression::atom(limit));
    for (const Expression& word : words) {
        if (&word == &words.front()) continue;
        if (word.open == "sa.ForeignKey(") {
            if (word.items.size() != 1) return std::nullopt;
            field.items.push_back(Expression::atom("foreign_key=" + word.items.front().open));
        } else if (is_keyword(word, "primary_key") || is_keyword(word, "unique")) {
            field.items.push_back(word);
        } else if (!is_keyword(word, "autoincrement")) {
            return std::nullopt;
        }
    }
    return field;
}

MappedText sqlmodel_field(const catalog::Column& column, const std::string& name, const std::string& annotation, bool renamed,
                          const MappedSite& site) {
    std::vector<Expression> words = words_of(column, site);
    if (!renamed) {
        if (std::optional<Expression> simple = simple_field(column, site, words)) {
            if (simple->items.empty()) return {name + ": " + annotation, ""};
            if (simple->items.size() == 1 && simple->items.front().open == "default=None")
                return {name + ": " + annotation + " = None", ""};
            return finished(name + ": " + annotation, std::move(*simple), site);
        }
    }
    if (renamed) words.insert(words.begin(), Expression::atom(string_literal(column.name)));
    if (column.nullability == catalog::Nullability::NotNull && !is_key_column(site, column.name))
        words.push_back(Expression::atom("nullable=False"));
    Expression field = Expression::call(site.callee);
    if (is_filled(column) || column.nullability != catalog::Nullability::NotNull)
        field.items.push_back(Expression::atom("default=None"));
    field.items.push_back(Expression::call("sa_column=sa.Column", std::move(words)));
    return finished(name + ": " + annotation, std::move(field), site);
}

}  // namespace

MappedText mapped_type(const catalog::Type& type, const MappedSite& site) {
    const OneTable planned(site, {});
    ModuleText module(planned.plan);
    Expression expression = sql_type(site.is_modern ? type : site.catalog.base_type(type), module);
    Respelling respelling(site);
    respelling.respell(expression);
    return respelling.refusal().empty() ? MappedText{one_line(expression), ""} : MappedText{"", respelling.refusal()};
}

PythonType mapped_python_type(const catalog::Type& type, const catalog::Catalog& catalog, const GenerateSettings& settings) {
    TypeChoices choices = choices_of(AccessProfile::Driver, settings);
    choices.validation = Validation::Mapper;
    choices.has_classes_for_composites = false;
    return type_text(plain_enum(type, catalog), catalog, choices);
}

std::optional<std::vector<std::string>> limits_of_field(const catalog::Type& type) {
    constexpr std::array<std::string_view, 8> kTold = {"int4", "bool", "float8", "bytea", "date", "time", "interval", "uuid"};
    if (type.is_array() || type.name.schema != "pg_catalog") return std::nullopt;
    const auto number = [&](std::size_t index) { return std::to_string(type.modifiers[index]); };
    if (type.is_builtin("varchar")) {
        if (type.modifiers.empty()) return std::vector<std::string>{};
        return std::vector<std::string>{"max_length=" + number(0)};
    }
    if (type.is_builtin("numeric")) {
        if (type.modifiers.size() < 2) return type.modifiers.empty() ? std::optional(std::vector<std::string>{}) : std::nullopt;
        return std::vector<std::string>{"max_digits=" + number(0), "decimal_places=" + number(1)};
    }
    const bool is_told = std::ranges::find(kTold, std::string_view(type.name.name)) != kTold.end();
    const bool is_plain = type.modifiers.empty() && type.fields == catalog::IntervalFields::All;
    return is_told && is_plain ? std::optional(std::vector<std::string>{}) : std::nullopt;
}

bool is_default_of_annotation(const catalog::Type& type) {
    const std::optional<std::vector<std::string>> limits = limits_of_field(type);
    if (limits) return limits->empty();
    return type.is_builtin("timestamp") && !type.is_array() && type.modifiers.empty();
}

MappedText mapped_column(const catalog::Column& column, const std::string& name, const MappedSite& site) {
    const bool is_nullable = column.nullability != catalog::Nullability::NotNull;
    const bool is_renamed = name != column.name || site.form == MappedForm::Core;
    const bool is_field = site.form == MappedForm::Field;
    std::string annotation;
    bool says_nothing = false;
    if (is_field || site.form == MappedForm::Annotated) {
        PythonType type = mapped_python_type(column.type, site.catalog, site.settings);
        says_nothing = type.text == "Any";
        if (is_nullable || (is_field && is_filled(column))) type = with_none(std::move(type), site.settings);
        const std::optional<std::string> spelled = site.spell_type(type);
        if (!spelled) return {"", "a name that " + type.text + " needs means something else in this file"};
        annotation = *spelled;
    }
    if (is_field) return sqlmodel_field(column, name, annotation, is_renamed, site);
    std::vector<Expression> words = words_of(column, site);
    if (is_renamed) words.insert(words.begin(), Expression::atom(string_literal(column.name)));
    const bool is_key = is_key_column(site, column.name);
    if (site.form == MappedForm::Annotated) {
        if (says_nothing) words.push_back(Expression::atom(is_nullable ? "nullable=True" : "nullable=False"));
        return finished(name + ": " + site.mapped + "[" + annotation + "]", Expression::call(site.callee, std::move(words)),
                        site);
    }
    if (!is_nullable && !is_key) words.push_back(Expression::atom("nullable=False"));
    Expression call = Expression::call(site.callee, std::move(words));
    return finished(site.form == MappedForm::Core ? "" : name, std::move(call), site);
}

MappedText mapped_call(const std::vector<std::string>& arguments, const MappedSite& site) {
    std::string list;
    for (const std::string& argument : arguments) list += (list.empty() ? "" : ", ") + argument;
    MappedText call = finished("", Expression::call(site.callee), site);
    if (call.refusal.empty()) call.text.insert(call.text.size() - 1, list);
    return call;
}

std::string mapped_name(const std::string& column, const std::vector<std::string>& taken) {
    std::set<std::string> names = {"metadata", "registry"};
    names.insert(taken.begin(), taken.end());
    const bool can_have = is_identifier(column) && !is_keyword(column) && !column.starts_with("__") && !hides_type(column) &&
                          !names.contains(column);
    if (can_have) return column;
    catalog::Column named;
    named.name = column;
    return field_names({named}, false, names).front();
}

MappedText mapped_foreign_key(const catalog::ForeignKey& key, const MappedSite& site) {
    const catalog::Column* column = key.columns.size() == 1 ? site.relation.find_column(key.columns.front()) : nullptr;
    if (column == nullptr) return {"", "it has several columns"};
    for (const Expression& word : words_of(*column, site)) {
        if (word.open != "sa.ForeignKey(") continue;
        Expression made = word;
        Respelling respelling(site);
        respelling.respell(made);
        return respelling.refusal().empty() ? MappedText{one_line(made), ""} : MappedText{"", respelling.refusal()};
    }
    return {"", "its table is not known to the class"};
}

MappedText mapped_server_default(const catalog::Column& column, const MappedSite& site) {
    for (const Expression& word : words_of(column, site)) {
        if (!is_keyword(word, "server_default")) continue;
        Expression made = word;
        Respelling respelling(site);
        respelling.respell(made);
        return respelling.refusal().empty() ? MappedText{one_line(made), ""} : MappedText{"", respelling.refusal()};
    }
    return {"", "it has none that a text could say"};
}

}  // namespace rowtype::codegen
