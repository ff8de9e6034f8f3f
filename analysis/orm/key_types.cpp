#include "analysis/orm/key_types.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/facts/declared_names.h"
#include "analysis/facts/deriving.h"
#include "analysis/facts/test_path.h"
#include "analysis/orm/declared_columns.h"
#include "analysis/orm/key_texts.h"
#include "analysis/orm/relation_of.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::orm {

namespace {

using binding::Context;
using binding::DeclaredForeignKey;
using binding::ModelModule;
using binding::ModelModules;
using types::Definition;

constexpr std::size_t kMostTables = 40;  // classes that name a table so
constexpr int kMostKeys = 4;             // that lead from one column to the next

class Search {
public:
    Search(const Context& context, ModelModules& modules) : context_(context), modules_(modules) {}

    std::optional<TypeOfColumn> type_at(const DeclaredForeignKey& key, std::size_t place, const Declaration& declaration,
                                        int depth);

private:
    std::vector<Declaration> declarations_of(const catalog::Relation& relation, const std::string& table_name);
    void collect_in(const ModelModule& module, const std::string& table_name);
    void collect_called(const std::string& table_name);
    void add(const std::optional<Declaration>& declaration);

    const Context& context_;
    ModelModules& modules_;
    std::vector<Declaration> found_;
};

void Search::add(const std::optional<Declaration>& declaration) {
    const auto is_known = [&](const Declaration& known) {
        return known.definition.class_definition == declaration->definition.class_definition &&
               known.definition.assignment == declaration->definition.assignment;
    };
    if (declaration && std::ranges::none_of(found_, is_known)) found_.push_back(*declaration);
}

void Search::collect_in(const ModelModule& module, const std::string& table_name) {
    for (const facts::ModuleBinding& naming : module.names().all(facts::kNamingTables)) {
        const facts::StatementFacts& statement = naming.statement();
        if (std::ranges::count(facts::named_tables(statement), table_name) == 0) continue;
        for (const facts::Class& one : statement.classes) {
            if (one.scope != 0) continue;
            add(declaration_of({Definition::Kind::Class, one.name, &statement, &one, nullptr, &module}));
        }
        for (const facts::Assignment& one : statement.assignments) {
            if (one.scope != 0) continue;
            add(core_declaration_of({Definition::Kind::Assignment, one.target, &statement, nullptr, &one, &module}));
        }
    }
}

// "blog_post" of Flask-SQLAlchemy's class BlogPost, which does not write it out.
std::string class_of_table(std::string_view table_name) {
    std::string name;
    bool begins_word = true;
    for (const char letter : table_name) {
        if (letter == '_') begins_word = true;
        else
            name += std::exchange(begins_word, false) && letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    }
    return name;
}

void Search::collect_called(const std::string& table_name) {
    const std::string name = class_of_table(table_name);
    const auto collect = [&](const ModelModule& module) {
        const Definition definition = module.resolve(name);
        if (definition.kind == Definition::Kind::Class) add(declaration_of(definition));
    };
    if (name.empty()) return;
    collect(modules_.analysed_file());
    for (std::size_t number = 0; number < kMostTables; ++number) {
        const ModelModule* module = modules_.find(context_.file.path, facts::declaring_module(name, number));
        if (module == nullptr) return;
        if (!module->is_analysed_file() && !facts::is_test_path(module->path())) collect(*module);
    }
}

// Those of the project that stand for the relation, but for what tests declare.
std::vector<Declaration> Search::declarations_of(const catalog::Relation& relation, const std::string& table_name) {
    found_.clear();
    collect_in(modules_.analysed_file(), table_name);
    const ModelModule* last = nullptr;
    for (std::size_t number = 0; number < kMostTables; ++number) {
        const ModelModule* module = modules_.find(context_.file.path, facts::table_module(table_name, number));
        if (module == nullptr) break;
        const bool counts = module != last && !module->is_analysed_file() && !facts::is_test_path(module->path());
        if (counts) collect_in(*module, table_name);  // it comes once for each of its tables of that name
        last = module;
    }
    if (found_.empty()) collect_called(table_name);
    std::erase_if(found_, [&](const Declaration& one) { return relation_of(one, context_).relation != &relation; });
    return std::move(found_);
}

std::optional<TypeOfColumn> Search::type_at(const DeclaredForeignKey& key, std::size_t place, const Declaration& declaration,
                                            int depth) {
    const catalog::Relation* relation = referenced_relation(key, declaration, context_);
    if (relation == nullptr || depth == kMostKeys) return std::nullopt;
    std::optional<TypeOfColumn> only;
    for (const Declaration& one : declarations_of(*relation, key.referenced.name)) {
        const auto attribute = std::ranges::find_if(one.attributes, [&](const DeclaredAttribute& other) {
            return other.kind == AttributeKind::Column && other.column_name == key.referenced_columns[place];
        });
        if (attribute == one.attributes.end() || !attribute->name_certain) return std::nullopt;
        ReadColumn read = read_column(*attribute, one, context_.catalog);
        std::optional<TypeOfColumn> type;
        if (read.column.type) type = TypeOfColumn{*read.column.type, read.column.type_text, read.column.enumeration};
        else if (read.has_no_type && read.foreign_key) type = type_at(*read.foreign_key, 0, one, depth + 1);
        // Two services may have a class of the table each.
        if (!type || (only && *only->type != *type->type)) return std::nullopt;
        only = std::move(type);
    }
    return only;
}

}  // namespace

std::optional<TypeOfColumn> type_of_key(const DeclaredForeignKey& key, const binding::DeclaredColumn& column,
                                        const Declaration& declaration, const Context& context, ModelModules& modules) {
    const auto own = std::ranges::find(key.columns, column.name);
    if (own == key.columns.end() || column.column == nullptr || context.modules == nullptr) return std::nullopt;
    const auto place = static_cast<std::size_t>(own - key.columns.begin());
    const catalog::Relation* relation = referenced_relation(key, declaration, context);
    if (relation == nullptr || place >= key.referenced_columns.size()) return std::nullopt;
    const catalog::Column* target = relation->find_column(sql::truncate_identifier(key.referenced_columns[place]));
    if (target != nullptr && target->type == column.column->type) return std::nullopt;
    std::optional<TypeOfColumn> found = Search(context, modules).type_at(key, place, declaration, 0);
    if (found) found->text += ", as " + key.referenced.name + "." + key.referenced_columns[place] + " is";
    return found;
}

}  // namespace rowtype::orm
