#include "analysis/orm/bind_tables.h"

#include <algorithm>
#include <array>
#include <set>

#include "analysis/alembic/values.h"
#include "analysis/binding/direct_subclasses.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/undeclared_keys.h"
#include "analysis/facts/added_keys.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/deriving.h"
#include "analysis/facts/test_path.h"
#include "analysis/orm/declaration.h"
#include "analysis/orm/declared_columns.h"
#include "analysis/orm/key_texts.h"
#include "analysis/orm/key_types.h"
#include "analysis/orm/relation_of.h"
#include "analysis/types/class_kind.h"
#include "reflect/sql/index_columns.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

namespace {

using alembic::sqlalchemy_name;
using binding::BoundTable;
using binding::Context;
using binding::Mute;
using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr std::size_t kMostSubclasses = 40;  // that share one table

// Of the class or variable that is being bound.
struct Site {
    const Definition& definition;
    Span name_span;
    Span span;
    binding::ModelModules& modules;
};

// To the table of its parent; what comes from there is not among its attributes.
bool may_add_columns(const Declaration& derived, const Declaration& base) {
    // One that is called as one of the base's is that one: use_existing_column=True.
    const auto is_of_base = [&](const DeclaredAttribute& attribute) {
        return attribute.name_certain && std::ranges::any_of(base.attributes, [&](const DeclaredAttribute& other) {
                   return other.kind == AttributeKind::Column && other.column_name == attribute.column_name;
               });
    };
    return !derived.attributes_complete || std::ranges::any_of(derived.attributes, [&](const DeclaredAttribute& attribute) {
        if (attribute.kind == AttributeKind::Column) return !is_of_base(attribute);
        return attribute.kind == AttributeKind::Composite || attribute.kind == AttributeKind::Unknown;
    });
}

class TableBinder {
public:
    TableBinder(const Declaration& declaration, const Site& site, const Context& context)
        : declaration_(declaration), site_(site), context_(context) {}

    BoundTable bind();

private:
    void bind_attribute(const DeclaredAttribute& attribute);
    void bind_constraint(const Value& call);
    void settle_key();
    void settle_types();
    void settle_completeness();
    void settle_unique_keys();
    void settle_foreign_keys();
    [[nodiscard]] bool may_be_keys_elsewhere(std::string_view kind, const std::vector<std::string>& columns) const;
    [[nodiscard]] bool may_be_key_elsewhere(std::string_view kind, const std::string& column) const;
    [[nodiscard]] bool may_be_added_by_subclasses();
    [[nodiscard]] bool find_addition_by_subclasses() const;
    [[nodiscard]] bool may_be_declared_elsewhere(const catalog::Column& column);
    [[nodiscard]] std::string column_called(const std::string& name) const;
    // What a constraint's or index's call names from its argument number `first` on.
    struct KeyColumns {
        std::vector<std::string> names;
        bool known = true;
        bool has_expressions = false;
        [[nodiscard]] bool is_told() const { return known && !has_expressions; }
    };
    [[nodiscard]] KeyColumns columns_of(const Value& call, std::size_t first) const;
    void add_unique(KeyColumns key);
    [[nodiscard]] const Value* own_arguments() const;
    [[nodiscard]] Span place_of(const DeclaredAttribute& attribute) const;

    const Declaration& declaration_;
    const Site& site_;
    const Context& context_;
    BoundTable made_;
    std::vector<ReadColumn> read_;                            // beside made_.columns
    std::vector<std::vector<std::string>> partly_told_keys_;  // unique ones, of these and others: UniqueConstraint("a", *more)
    std::vector<std::string> key_;
    bool key_known_ = true;
    std::optional<bool> added_by_subclasses_;  // once somebody asked: it takes a look at the whole project
};

bool has_keys(const catalog::Relation& relation) { return !relation.unique_keys.empty() || !relation.foreign_keys.empty(); }

BoundTable TableBinder::bind() {
    made_.name = declaration_.name;
    made_.name_span = site_.name_span;
    made_.span = site_.span;
    made_.table_name =
        declaration_.schema.empty() ? declaration_.table_name : declaration_.schema + "." + declaration_.table_name;
    made_.table_span = declaration_.table_span.empty() ? site_.name_span : declaration_.table_span;
    const RelationOf found = relation_of(declaration_, context_);
    made_.relation = found.relation;
    made_.relation_unknown = found.unknown;
    if (made_.relation == nullptr) return std::move(made_);
    made_.columns_complete = declaration_.attributes_complete;
    made_.unique_keys_complete = made_.foreign_keys_complete =
        declaration_.constraints_complete && declaration_.attributes_complete;
    key_known_ = declaration_.attributes_complete && !declaration_.shares_table;
    if (!declaration_.attributes_complete) made_.muted.push_back(Mute::ModelBaseNotFound);
    if (declaration_.is_polymorphic && has_keys(*made_.relation) && may_be_added_by_subclasses())
        made_.unique_keys_complete = made_.foreign_keys_complete = false;
    if (declaration_.is_extended || declaration_.shares_table) {
        if (declaration_.is_extended && made_.columns_complete) made_.muted.push_back(Mute::ModelExtended);
        made_.columns_complete = made_.unique_keys_complete = made_.foreign_keys_complete = false;
    } else if (declaration_.leaves_out_columns && made_.columns_complete) {
        made_.muted.push_back(Mute::ModelExtended);
        made_.columns_complete = false;
    }
    for (const DeclaredAttribute& attribute : declaration_.attributes) bind_attribute(attribute);
    for (const DeclaredConstraint& constraint : declaration_.constraints) bind_constraint(constraint.call);
    settle_key();
    settle_types();
    settle_completeness();
    settle_unique_keys();
    settle_foreign_keys();
    for (std::size_t index = 0; index < read_.size(); ++index)
        made_.columns[index].filled_by_server = read_[index].column.filled_by_server;
    return std::move(made_);
}

// A field of another class is told at the name of this one.
Span TableBinder::place_of(const DeclaredAttribute& attribute) const {
    if (declaration_.dialect == OrmDialect::Core) {
        const Value* name = attribute.call.positional(0);
        return name != nullptr && name->is(ValueKind::String) && !name->span.empty() ? name->span : site_.name_span;
    }
    const bool is_own = attribute.field != nullptr && attribute.declared_in.class_definition == site_.definition.class_definition;
    return is_own ? attribute.field->name_span : site_.name_span;
}

void TableBinder::bind_attribute(const DeclaredAttribute& attribute) {
    if (attribute.kind == AttributeKind::Unknown) {
        made_.maybe_columns.push_back(attribute.name);
        made_.muted.push_back(Mute::FieldMayBeColumn);
        key_known_ = made_.unique_keys_complete = made_.foreign_keys_complete = false;
    }
    if (attribute.kind != AttributeKind::Column) return;
    ReadColumn read = read_column(attribute, declaration_, context_.catalog);
    read.column.span = place_of(attribute);
    const bool is_own = attribute.declared_in.class_definition == site_.definition.class_definition;
    if (!is_own && attribute.declared_in.class_definition != nullptr) read.column.inherited_from = attribute.declared_in.name;
    read.column.column = made_.relation->find_column(sql::truncate_identifier(read.column.name));
    if (read.column.column == nullptr && !attribute.name_certain) {
        made_.maybe_columns.push_back(attribute.name);
        made_.muted.push_back(Mute::FieldMayBeColumn);
        key_known_ = made_.unique_keys_complete = made_.foreign_keys_complete = false;
        return;
    }
    if (!read.column.type && read.column.column != nullptr && !read.foreign_key) made_.muted.push_back(Mute::FieldTypeNotKnown);
    if (read.column.primary_key) key_.push_back(read.column.name);
    if (read.unique) made_.unique_keys.push_back({{read.column.name}, read.column.span});
    if (read.foreign_key) {
        read.foreign_key->span = read.column.span;
        const bool is_core = declaration_.dialect == OrmDialect::Core;
        const facts::Field* field = is_own ? attribute.field : nullptr;
        const Value* written = field != nullptr && field->default_value ? &*field->default_value : nullptr;
        if (is_core) written = own_arguments();
        locate_key(*read.foreign_key, written, is_core ? attribute.span : site_.span, declaration_, context_);
        made_.foreign_keys.push_back(*read.foreign_key);
    }
    if (read.key_unknown) made_.foreign_keys_complete = false;
    made_.columns.push_back(read.column);
    read_.push_back(std::move(read));
}

TableBinder::KeyColumns TableBinder::columns_of(const Value& call, std::size_t first) const {
    KeyColumns key;
    std::size_t place = 0;
    for (const facts::Argument& argument : call.arguments) {
        if (!argument.keyword.empty() || (place++ < first && !argument.value.is(ValueKind::Starred))) continue;
        const std::string_view name = sqlalchemy_name(argument.value);
        const Value* inner = argument.value.positional(0);
        const bool is_ordered = (name == "desc" || name == "asc") && inner != nullptr && inner->is(ValueKind::String);
        const Value& value = is_ordered ? *inner : argument.value;
        const std::string_view path = alembic::path_of(value);
        if (value.is(ValueKind::String)) {
            key.names.push_back(column_called(value.text));
        } else if (value.is(ValueKind::Name) && path.starts_with('#')) {
            const auto found = std::ranges::find(declaration_.attributes, path.substr(1), &DeclaredAttribute::name);
            const bool is_column =
                found != declaration_.attributes.end() && found->kind == AttributeKind::Column && found->name_certain;
            if (is_column) key.names.push_back(found->column_name);
            else key.known = false;
        } else if (name == "text" && inner != nullptr && inner->is(ValueKind::String)) {
            const std::optional<sql::IndexColumns> read = sql::parse_index_columns(inner->text);
            if (read) key.names.insert(key.names.end(), read->names.begin(), read->names.end());
            key.known = key.known && read.has_value();
            key.has_expressions = key.has_expressions || (read && read->has_expressions);
        } else if (path.starts_with("sqlalchemy.func.")) {
            key.has_expressions = true;
        } else {
            key.known = false;
        }
    }
    return key;
}

// As they are written: the call of a Table(…), __table_args__ of the class's own body.
const Value* TableBinder::own_arguments() const {
    if (site_.definition.assignment != nullptr)
        return site_.definition.assignment->value ? &*site_.definition.assignment->value : nullptr;
    const facts::Field* field = own_field(site_.definition, "__table_args__");
    return field != nullptr && field->default_value ? &*field->default_value : nullptr;
}

void TableBinder::add_unique(KeyColumns key) {
    if (key.is_told() && !key.names.empty()) made_.unique_keys.push_back({std::move(key.names), site_.name_span});
    else if (!key.names.empty() && !key.has_expressions) partly_told_keys_.push_back(std::move(key.names));
    else made_.unique_keys_complete = false;
}

void TableBinder::bind_constraint(const Value& call) {
    const std::string_view name = sqlalchemy_name(call);
    if (name == "PrimaryKeyConstraint") {
        KeyColumns key = columns_of(call, 0);
        if (!key.is_told()) key_known_ = false;
        else if (!key.names.empty()) key_ = std::move(key.names);
    } else if (name == "UniqueConstraint") {
        add_unique(columns_of(call, 0));
    } else if (name == "Index") {
        const Value* unique = call.keyword("unique");
        if (alembic::is_none(unique) || alembic::boolean_of(unique) == std::optional(false)) return;
        // An index of some rows, or of expressions, is no key of the table.
        if (!alembic::is_none(call.keyword("postgresql_where"))) return;
        KeyColumns key = columns_of(call, 1);
        if (!key.has_expressions) add_unique(std::move(key));
    } else if (name == "ForeignKeyConstraint") {
        const auto columns = alembic::texts_of(call.argument("columns", 0));
        const auto targets = alembic::texts_of(call.argument("refcolumns", 1));
        binding::DeclaredForeignKey key;
        key.span = site_.name_span;
        bool known = columns && targets && columns->size() == targets->size() && !columns->empty();
        for (std::size_t index = 0; known && index < columns->size(); ++index)
            key.columns.push_back(column_called((*columns)[index]));
        for (std::size_t index = 0; known && index < targets->size(); ++index) {
            const std::optional<KeyTarget> target = key_target((*targets)[index]);
            known = target.has_value();
            if (!known) break;
            key.referenced = target->relation;
            key.referenced_columns.push_back(target->column.empty() ? (*columns)[index] : target->column);
        }
        if (known) {
            key.written = *targets;
            locate_key(key, own_arguments(), site_.span, declaration_, context_);
            made_.foreign_keys.push_back(std::move(key));
        } else made_.foreign_keys_complete = false;
    }
}

// The key's columns are never null; a lone integer of it is filled by a sequence (Table._autoincrement_column).
void TableBinder::settle_key() {
    if (key_known_) made_.primary_key = key_;
    for (std::size_t index = 0; index < made_.columns.size(); ++index) {
        binding::DeclaredColumn& column = made_.columns[index];
        const bool is_key = std::ranges::find(key_, column.name) != key_.end();
        if (!is_key) continue;
        column.primary_key = true;
        column.nullable = false;
        const ReadColumn& read = read_[index];
        // A key of the whole table counts as one of the column.
        const bool leads_on = read.foreign_key || std::ranges::any_of(made_.foreign_keys, [&](const auto& key) {
                                  return std::ranges::find(key.columns, column.name) != key.columns.end();
                              });
        const bool is_serial = key_.size() == 1 && read.is_integer && !leads_on && !read.key_unknown && !read.autoincrement_off &&
                               (!read.column.filled_by_program || read.has_sequence);
        if (is_serial) read_[index].column.filled_by_server = true;
    }
}

// Of columns that have the type of another one. One that two keys lead from has that of the first which SQLAlchemy happens to look at.
void TableBinder::settle_types() {
    for (std::size_t index = 0; index < made_.columns.size(); ++index) {
        binding::DeclaredColumn& column = made_.columns[index];
        if (!read_[index].has_no_type) continue;
        const binding::DeclaredForeignKey* only = nullptr;
        std::size_t count = 0;
        for (const binding::DeclaredForeignKey& key : made_.foreign_keys) {
            if (std::ranges::count(key.columns, column.name) == 0) continue;
            only = &key;
            ++count;
        }
        if (count != 1) continue;
        std::optional<TypeOfColumn> found = type_of_key(*only, column, declaration_, context_, site_.modules);
        if (!found) continue;
        column.type = std::move(found->type);
        column.type_text = std::move(found->text);
        column.enumeration = std::move(found->enumeration);
    }
}

// Classes below may stand in the same table and have columns of their own (single-table inheritance), and code may give the class
// another one: `User.age = Column(…)`, `users.append_column(…)`. Asked only where a column seems to be missing: it takes a look at the
// whole project.
void TableBinder::settle_completeness() {
    if (!made_.columns_complete || declaration_.dialect == OrmDialect::SqlModel) return;
    for (const catalog::Column& column : made_.relation->columns) {
        const bool is_declared =
            std::ranges::find(made_.maybe_columns, column.name) != made_.maybe_columns.end() ||
            std::ranges::any_of(made_.columns, [&](const auto& declared) { return declared.column == &column; });
        if (is_declared || !may_be_declared_elsewhere(column)) continue;
        made_.columns_complete = false;
        if (may_be_added_by_subclasses()) made_.unique_keys_complete = made_.foreign_keys_complete = false;
        made_.muted.push_back(Mute::ModelExtended);
        return;
    }
}

// Index("by_nick", User.nick, unique=True) behind the class. Asked only of keys that seem to be missing: it takes a look at the whole
// project.
void TableBinder::settle_unique_keys() {
    for (binding::UndeclaredKey& key : binding::undeclared_unique_keys(made_)) {
        const bool may_be_own = std::ranges::any_of(partly_told_keys_, [&](const std::vector<std::string>& told) {
            return std::ranges::all_of(told, [&](const auto& name) { return std::ranges::count(key.columns, name) > 0; });
        });
        if (may_be_own || may_be_keys_elsewhere(facts::kUniqueOf, key.columns))
            made_.maybe_unique_keys.push_back(std::move(key.columns));
    }
}

// users.append_constraint(ForeignKeyConstraint(["team_id"], ["teams.id"]))
void TableBinder::settle_foreign_keys() {
    for (const catalog::ForeignKey* key : binding::undeclared_foreign_keys(made_)) {
        if (may_be_keys_elsewhere(facts::kForeignOf, key->columns)) made_.maybe_foreign_keys.push_back(key->columns);
    }
}

bool TableBinder::may_be_keys_elsewhere(std::string_view kind, const std::vector<std::string>& columns) const {
    if (context_.modules == nullptr) return true;
    const auto may_make_any = [&](const Definition& link) {
        return context_.modules->may_be_added(std::string(kind) + link.name, std::string(facts::kAnyKey)).value_or(true);
    };
    if (std::ranges::any_of(declaration_.line.classes, may_make_any)) return true;
    return std::ranges::all_of(columns, [&](const std::string& name) { return may_be_key_elsewhere(kind, name); });
}

bool TableBinder::may_be_added_by_subclasses() {
    if (!added_by_subclasses_) added_by_subclasses_ = find_addition_by_subclasses();
    return *added_by_subclasses_;
}

// Subclasses that stand in the same table, at any depth; those that have another (joined inheritance) add nothing to this one. Those of
// tests are in no schema.
bool TableBinder::find_addition_by_subclasses() const {
    if (context_.modules == nullptr) return declaration_.is_polymorphic;
    if (site_.definition.class_definition == nullptr) return false;
    std::vector<Definition> sharing = {site_.definition};
    for (std::size_t index = 0; index < sharing.size(); ++index) {
        const Definition base = sharing[index];
        const auto subclasses = binding::direct_subclasses(base, binding::SubclassesOfTests::LeftOut, context_, site_.modules);
        if (!subclasses || sharing.size() > kMostSubclasses) return true;
        for (const Definition& derived : *subclasses) {
            const std::optional<Declaration> declared = declaration_of(derived);
            if (!declared || declared->table_name.empty()) return true;
            if (!declared->shares_table) continue;
            if (may_add_columns(*declared, declaration_)) return true;
            if (std::ranges::find(sharing, derived.class_definition, &Definition::class_definition) == sharing.end())
                sharing.push_back(derived);
        }
    }
    return false;
}

bool TableBinder::may_be_declared_elsewhere(const catalog::Column& column) {
    if (may_be_added_by_subclasses()) return true;
    return context_.modules != nullptr &&
           context_.modules->may_be_added(std::string(facts::kColumnOf) + declaration_.name, column.name).value_or(true);
}

// The key that a column's call gives it, or, of SQLModel's Field, its sa_column_kwargs.
std::optional<std::string> key_of(const DeclaredAttribute& column) {
    if (column.key && !column.key->empty()) return column.key;
    const Value* options = column.call.keyword("sa_column_kwargs");
    if (options == nullptr || !options->is(ValueKind::Dictionary)) return std::nullopt;
    for (std::size_t index = 0; index + 1 < options->items.size(); index += 2) {
        if (options->items[index].is(ValueKind::String) && options->items[index].text == "key")
            return alembic::text_of(&options->items[index + 1]);
    }
    return std::nullopt;
}

// In a key, alone or with others. Code has the class's attribute, or what the column is called in the Table.
bool TableBinder::may_be_key_elsewhere(std::string_view kind, const std::string& column) const {
    std::set<std::string> names = {column};
    for (const DeclaredAttribute& attribute : declaration_.attributes) {
        if (attribute.kind != AttributeKind::Column || attribute.column_name != column) continue;
        names.insert(attribute.name);
        if (const std::optional<std::string> key = key_of(attribute)) names.insert(*key);
    }
    return std::ranges::any_of(names, [&](const std::string& name) {
        return context_.modules->may_be_added(std::string(kind) + declaration_.name, name).value_or(true);
    });
}

// Constraints name columns by their keys.
std::string TableBinder::column_called(const std::string& name) const {
    const auto found = std::ranges::find_if(declaration_.attributes, [&](const DeclaredAttribute& attribute) {
        return attribute.kind == AttributeKind::Column && key_of(attribute) == name;
    });
    return found != declaration_.attributes.end() ? found->column_name : name;
}

std::string_view last_name(const Value& value) {
    const bool is_path = value.is(ValueKind::Name) || value.is(ValueKind::Attribute);
    return is_path ? std::string_view(value.text) : std::string_view();
}

// What a body has that a mapper reads. Bases are not followed for any other class: that would read half of the project.
bool looks_mapped(const facts::Class& found) {
    constexpr std::array<std::string_view, 10> kCalls = {"Column",       "mapped_column", "relationship", "deferred",
                                                         "relation",     "synonym",       "composite",    "column_property",
                                                         "Relationship", "declared_attr"};
    const bool says_table =
        std::ranges::any_of(found.keywords, [](const facts::Argument& keyword) { return keyword.keyword == "table"; });
    return says_table || std::ranges::any_of(found.fields, [&](const facts::Field& field) {
               if (field.name == "__tablename__" || field.name == "__table__" || field.name == "__table_args__") return true;
               if (field.annotation && field.annotation->is(ValueKind::Subscript) &&
                   last_name(field.annotation->items.front()) == "Mapped") {
                   return true;
               }
               const bool is_call =
                   field.default_value && field.default_value->is(ValueKind::Call) && !field.default_value->items.empty();
               return is_call && std::ranges::find(kCalls, last_name(field.default_value->items.front())) != kCalls.end();
           });
}

// Most of what it declares is nowhere in the table: another service of the repository has a table of that name in a database of its
// own. Whoever lets a class drift so far has nothing that runs; but one that has all of the table's columns is ahead of its migrations.
bool is_unlike(const BoundTable& table) {
    constexpr std::size_t kFewest = 6;         // of fewer, one or two that were renamed would decide
    constexpr std::size_t kFewestOfTable = 2;  // an "id" alone is in any class
    if (table.relation == nullptr || !table.relation->columns_complete || table.columns.size() < kFewest) return false;
    std::set<const catalog::Column*> known;
    for (const binding::DeclaredColumn& column : table.columns) {
        if (column.column != nullptr) known.insert(column.column);
    }
    if (known.size() >= kFewestOfTable && known.size() == table.relation->columns.size()) return false;
    return 2 * known.size() < table.columns.size();
}

void bind(const std::optional<Declaration>& declaration, const Site& site, const Context& context, TableBinding& result) {
    if (!declaration) return;
    if (declaration->is_reflected) return count(result.muted, Mute::ModelReflected);
    if (declaration->table_name.empty()) return count(result.muted, Mute::ModelTableNotConstant);
    BoundTable table = TableBinder(*declaration, site, context).bind();
    if (is_unlike(table)) {
        count(result.muted, Mute::ModelUnlikeItsTable);
        result.unlike.push_back({table.name, table.relation, table.name_span});
        return;
    }
    for (const Mute mute : table.muted) count(result.muted, mute);
    result.tables.push_back(std::move(table));
}

}  // namespace

TableBinding bind_tables(const binding::StatementView& statement, const Context& context) {
    TableBinding result;
    const facts::StatementFacts& facts = statement.facts;
    if (facts.classes.empty() && facts.assignments.empty()) return result;
    if (facts::is_test_path(context.file.path)) return result;  // tests map classes to tables that they make themselves
    std::optional<binding::ModelModules> modules;
    const auto module = [&]() -> const types::ModuleScope& {
        if (!modules) modules.emplace(context);
        return modules->analysed_file();
    };
    for (const facts::Class& found : facts.classes) {
        if (found.scope != 0 || (found.bases.empty() && found.decorators.empty()) || !looks_mapped(found)) continue;
        const Definition definition{Definition::Kind::Class, found.name, &facts, &found, nullptr, &module()};
        bind(declaration_of(definition), {definition, found.name_span, found.span, *modules}, context, result);
    }
    for (const facts::Assignment& found : facts.assignments) {
        if (found.scope != 0 || !found.value || !facts::looks_like_table(*found.value)) continue;
        const Definition definition{Definition::Kind::Assignment, found.target, &facts, nullptr, &found, &module()};
        bind(core_declaration_of(definition), {definition, found.target_span, found.span, *modules}, context, result);
    }
    return result;
}

}  // namespace rowtype::orm
