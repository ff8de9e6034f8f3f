// Texts that PostgreSQL deparses, and what is said where it could not.
#include <algorithm>

#include "reflect/catalog/unknown_text.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

void set_default(const Row& row, Reading& reading) {
    const auto entry = reading.relations.find(row.oid(1));
    if (entry == reading.relations.end()) return;
    const std::optional<std::size_t> column = entry->second.find_column(row.integer(2));
    if (!column) return;
    Column& target = reading.data.relations[entry->second.index].columns[*column];
    (target.generated == Generated::None ? target.default_expression : target.generated_expression) = row.text(4);
    std::erase(entry->second.columns_with_default, *column);
}

void set_check(const Row& row, Reading& reading) {
    Relation* relation = reading.relation(row.oid(1));
    if (relation == nullptr) return;
    const auto check = std::ranges::find(relation->checks, row.view(3), &Check::name);
    if (check != relation->checks.end()) check->expression = row.text(4);
}

// The exclusion constraint that the row's index serves; null where it serves none.
Exclusion* exclusion_of(const Row& row, Reading& reading) {
    const auto name = reading.exclusions.find(row.oid(1));
    const auto entry = reading.indexes.find(row.oid(1));
    if (name == reading.exclusions.end() || entry == reading.indexes.end()) return nullptr;
    Relation* relation = reading.relation(entry->second.relation);
    const auto exclusion = std::ranges::find(relation->exclusions, name->second, &Exclusion::name);
    return exclusion == relation->exclusions.end() ? nullptr : &*exclusion;
}

// `number` is the one-based key column; the nth expression belongs to the nth key column without a name.
void set_index_expression(const Row& row, Reading& reading) {
    const auto entry = reading.indexes.find(row.oid(1));
    if (entry == reading.indexes.end()) return;
    Index& index = reading.relation(entry->second.relation)->indexes[entry->second.index];
    const auto column = static_cast<std::size_t>(std::max(row.integer(2), 1)) - 1;
    if (column >= index.columns.size() || !index.columns[column].empty() || entry->second.missing_expressions == 0) return;
    const auto before = std::count(index.columns.begin(), index.columns.begin() + static_cast<std::ptrdiff_t>(column), "");
    index.expressions[static_cast<std::size_t>(before)] = row.text(4);
    --entry->second.missing_expressions;
    Exclusion* exclusion = exclusion_of(row, reading);
    // A call stands there without parentheses, any other expression within.
    if (exclusion != nullptr)
        exclusion->elements.at(column) = row.view(4).starts_with('(') ? row.text(4) : "(" + row.text(4) + ")";
}

void set_predicate(const Row& row, Reading& reading) {
    const auto entry = reading.indexes.find(row.oid(1));
    if (entry == reading.indexes.end()) return;
    reading.relation(entry->second.relation)->indexes[entry->second.index].predicate = row.text(4);
    entry->second.missing_predicate = false;
    if (Exclusion* exclusion = exclusion_of(row, reading)) exclusion->predicate = row.text(4);
}

void set_policy_text(const Row& row, Reading& reading) {
    Relation* relation = reading.relation(row.oid(1));
    if (relation == nullptr) return;
    const auto policy = std::ranges::find(relation->policies, row.view(3), &Policy::name);
    if (policy == relation->policies.end()) return;
    (row.letter(0) == 'u' ? policy->using_expression : policy->check_expression) = row.text(4);
}

// `number` counts all arguments from one.
void set_argument_default(const Row& row, Reading& reading) {
    const auto entry = reading.functions.find(row.oid(1));
    if (entry == reading.functions.end()) return;
    std::vector<Argument>& arguments = reading.data.functions[entry->second].arguments;
    const auto argument = static_cast<std::size_t>(std::max(row.integer(2), 1)) - 1;
    if (argument < arguments.size() && arguments[argument].has_default) arguments[argument].default_expression = row.text(4);
}

bool lacks_text(const std::optional<std::string>& expression) { return expression && expression->empty(); }

bool lacks_text(const std::vector<Check>& checks) {
    return std::ranges::any_of(checks, [](const Check& check) { return check.expression.empty(); });
}

bool policy_lacks_text(const Policy& policy) {
    return lacks_text(policy.using_expression) || lacks_text(policy.check_expression);
}

void take_over_texts(Reading& reading) {
    std::vector<Relation>& relations = reading.data.relations;
    reading.check_texts.take_over([&](const TextOwner& from, const TextOwner& to) {
        relations[to.relation].checks[to.item].expression = relations[from.relation].checks[from.item].expression;
        return !relations[to.relation].checks[to.item].expression.empty();
    });
    reading.policy_texts.take_over([&](const TextOwner& from, const TextOwner& to) {
        const Policy& source = relations[from.relation].policies[from.item];
        Policy& target = relations[to.relation].policies[to.item];
        target.using_expression = source.using_expression;
        target.check_expression = source.check_expression;
        return !policy_lacks_text(source);
    });
    reading.index_texts.take_over([&](const TextOwner& from, const TextOwner& to) {
        const IndexEntry& given = reading.indexes.at(from.oid);
        if (given.missing_expressions != 0 || given.missing_predicate) return false;
        const Index& source = relations[from.relation].indexes[from.item];
        Index& target = relations[to.relation].indexes[to.item];
        target.expressions = source.expressions;
        target.predicate = source.predicate;
        reading.indexes.at(to.oid).missing_expressions = 0;
        reading.indexes.at(to.oid).missing_predicate = false;
        return true;
    });
}

// "20250101000000,20250102000000"
std::vector<snapshot::Migration> read_versions(std::string_view list) {
    std::vector<snapshot::Migration> versions;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find(','), list.size());
        versions.push_back({std::string(list.substr(0, end)), ""});
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return versions;
}

void note(Reading& reading, const QualifiedName& name, const std::string& what) {
    Note note;
    note.message =
        what + " of " + name.to_string() + " could not be read: it is locked, or time ran out. They are taken as unknown";
    reading.data.notes.push_back(std::move(note));
}

void note_failure(Reading& reading, const std::string& what, std::string_view sqlstate) {
    if (sqlstate.empty()) return;
    const bool too_slow = sqlstate == "55P03" || sqlstate == "57014";  // lock_not_available, query_canceled
    Note note;
    note.message = what + " could not be read: " +
                   (too_slow              ? "time ran out"
                    : sqlstate == "53200" ? "the server ran out of memory or locks (max_locks_per_transaction)"
                                          : "the server failed with SQLSTATE " + std::string(sqlstate.substr(0, 5))) +
                   ". They are taken as unknown";
    reading.data.notes.push_back(std::move(note));
}

void note_missing_expressions(Reading& reading);
void note_missing_definitions(Reading& reading);

bool argument_lacks_text(const Argument& argument) { return argument.has_default && argument.default_expression.empty(); }

}  // namespace

void read_expressions(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.is_null(4)) continue;  // dropped meanwhile
        switch (row.letter(0)) {
            case 'd': set_default(row, reading); break;
            case 'c': set_check(row, reading); break;
            case 'i': set_index_expression(row, reading); break;
            case 'p': set_predicate(row, reading); break;
            case 'u':
            case 'w': set_policy_text(row, reading); break;
            case 'a': set_argument_default(row, reading); break;
            case 'D': reading.types->set_domain_default(row.oid(1), row.text(4)); break;
            case 'C': reading.types->set_domain_check(row.oid(1), row.view(3), row.text(4)); break;
            default: break;
        }
    }
    take_over_texts(reading);
}

void read_views(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.letter(0) == 'm') {
            reading.migrations = read_versions(row.view(2));
        } else if (row.letter(0) == 'b') {
            reading.last_view_batch = row.number(2);
        } else if (Relation* relation = reading.relation(row.oid(1))) {
            relation->definition = row.text(2);
        }
    }
}

void note_what_is_missing(Reading& reading) {
    // Where all of them are missing, one note and not one for each object.
    note_failure(reading, "defaults, checks, policies and expressions of indexes", reading.expressions_failed);
    note_failure(reading, "definitions of views", reading.views_failed);
    if (reading.expressions_failed.empty()) note_missing_expressions(reading);
    if (reading.views_failed.empty()) note_missing_definitions(reading);
    std::ranges::sort(reading.data.notes, {}, &Note::message);
}

namespace {

void note_missing_expressions(Reading& reading) {
    std::unordered_map<std::uint32_t, bool> index_missing;
    for (auto& [oid, entry] : reading.indexes) {
        if (entry.missing_expressions == 0 && !entry.missing_predicate) continue;
        index_missing[entry.relation] = true;
        Relation* relation = reading.relation(entry.relation);
        if (entry.missing_predicate && relation != nullptr) relation->indexes[entry.index].predicate = kUnreadExpression;
    }
    for (const auto& [oid, entry] : reading.relations) {
        const Relation& relation = reading.data.relations[entry.index];
        if (!entry.columns_with_default.empty() || lacks_text(relation.checks))
            note(reading, relation.name, "defaults and checks");
        if (index_missing.contains(oid)) note(reading, relation.name, "index expressions");
        if (std::ranges::any_of(relation.policies, policy_lacks_text)) note(reading, relation.name, "policies");
    }
    for (const TypeDefinition& type : reading.data.types) {
        if (lacks_text(type.default_expression) || lacks_text(type.checks)) note(reading, type.name, "default and checks");
    }
    for (const Function& function : reading.data.functions) {
        if (std::ranges::any_of(function.arguments, argument_lacks_text)) note(reading, function.name, "argument defaults");
    }
}

void note_missing_definitions(Reading& reading) {
    for (const Relation& relation : reading.data.relations) {
        if (relation.is_view() && relation.definition.empty()) note(reading, relation.name, "the definition");
    }
}

}  // namespace

}  // namespace rowtype::postgres
