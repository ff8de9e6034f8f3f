// Constraints, policies, triggers and rules.
#include <algorithm>

#include "reflect/postgres/decode.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

// The columns of constraints.sql.
enum Answer : unsigned {
    kRelation,
    kDomain,
    kName,
    kKind,
    kColumns,
    kDeferrable,
    kInitiallyDeferred,
    kValidated,
    kEnforced,
    kNoInherit,
    kWithoutOverlaps,
    kComment,
    kIndex,
    kTarget,
    kTargetSchema,
    kTargetName,
    kTargetColumns,
    kSetColumns,
    kOnUpdate,
    kOnDelete,
    kMatch,
    kNames,  // of referenced columns that are not read, or of operators
    kOid,
    kHash,
    // Of a policy the same columns say something else.
    kPermissive = kDeferrable,
    kHasUsing = kInitiallyDeferred,
    kHasCheck = kValidated,
    kCommand = kOnDelete,
    kRoles = kNames,
    // So do those of a trigger.
    kFunctionSchema = kTargetSchema,
    kFunctionName = kTargetName,
    kTriggerType = kTargetColumns,
    kTriggerState = kOnDelete,
};

ReferentialAction action_of(char letter) {
    switch (letter) {
        case 'r': return ReferentialAction::Restrict;
        case 'c': return ReferentialAction::Cascade;
        case 'n': return ReferentialAction::SetNull;
        case 'd': return ReferentialAction::SetDefault;
        default: return ReferentialAction::NoAction;
    }
}

PolicyCommand command_of(char letter) {
    switch (letter) {
        case 'r': return PolicyCommand::Select;
        case 'a': return PolicyCommand::Insert;
        case 'w': return PolicyCommand::Update;
        case 'd': return PolicyCommand::Delete;
        default: return PolicyCommand::All;
    }
}

// Included columns and how NULLs count are its index's, which is read later.
void add_key(const Row& row, Reading& reading, Relation& relation) {
    Key key;
    key.name = row.text(kName);
    key.columns = reading.column_names(row.oid(kRelation), numbers_at(row, kColumns));
    key.deferrable = row.boolean(kDeferrable);
    key.initially_deferred = row.boolean(kInitiallyDeferred);
    key.without_overlaps = row.boolean(kWithoutOverlaps);
    key.comment = row.text(kComment);
    reading.keys.emplace(row.oid(kIndex), key.name);
    if (row.letter(kKind) == 'p') {
        relation.primary_key = std::move(key);
    } else {
        relation.unique_keys.push_back(std::move(key));
    }
}

void add_foreign_key(const Row& row, const Reading& reading, Relation& relation) {
    ForeignKey key;
    key.name = row.text(kName);
    key.columns = reading.column_names(row.oid(kRelation), numbers_at(row, kColumns));
    key.referenced_relation = {row.text(kTargetSchema), row.text(kTargetName)};
    key.referenced_columns =
        row.is_null(kNames) ? reading.column_names(row.oid(kTarget), numbers_at(row, kTargetColumns)) : texts_at(row, kNames);
    key.set_columns = reading.column_names(row.oid(kRelation), numbers_at(row, kSetColumns));
    key.on_update = action_of(row.letter(kOnUpdate));
    key.on_delete = action_of(row.letter(kOnDelete));
    key.match_full = row.letter(kMatch) == 'f';
    key.deferrable = row.boolean(kDeferrable);
    key.initially_deferred = row.boolean(kInitiallyDeferred);
    key.validated = row.boolean(kValidated);
    key.enforced = row.boolean(kEnforced);
    key.comment = row.text(kComment);
    relation.foreign_keys.push_back(std::move(key));
}

// Which are to be deparsed, and who has the same.
void note_texts(const Row& row, const Reading& reading, std::size_t item, RepeatedTexts& texts) {
    const RelationEntry& entry = reading.relations.at(row.oid(kRelation));
    texts.add(entry.shape, row.view(kHash), {row.oid(kOid), entry.index, item});
}

// The text comes with the expressions.
Check read_check(const Row& row) {
    Check check;
    check.name = row.text(kName);
    check.validated = row.boolean(kValidated);
    check.enforced = row.boolean(kEnforced);
    check.inherited = !row.boolean(kNoInherit);
    check.comment = row.text(kComment);
    return check;
}

// Elements and predicate are those of its index, which is read later.
void add_exclusion(const Row& row, Reading& reading, Relation& relation) {
    Exclusion exclusion;
    exclusion.name = row.text(kName);
    exclusion.operators = texts_at(row, kNames);
    exclusion.deferrable = row.boolean(kDeferrable);
    exclusion.initially_deferred = row.boolean(kInitiallyDeferred);
    exclusion.comment = row.text(kComment);
    reading.exclusions.emplace(row.oid(kIndex), exclusion.name);
    relation.exclusions.push_back(std::move(exclusion));
}

// A NOT NULL that is not validated says nothing of the rows from before, though attnotnull is true (PostgreSQL 18).
void doubt_not_null(const Row& row, Reading& reading, Relation& relation) {
    const RelationEntry& entry = reading.relations.at(row.oid(kRelation));
    for (const std::int64_t number : numbers_at(row, kColumns)) {
        const std::optional<std::size_t> column = entry.find_column(number);
        if (!column || reading.types->refuses_null(entry.column_types[*column])) continue;
        relation.columns[*column].nullability = Nullability::Unknown;
    }
}

// As with defaults: a text that is there and still to come is empty.
void add_policy(const Row& row, Reading& reading, Relation& relation) {
    note_texts(row, reading, relation.policies.size(), reading.policy_texts);
    Policy policy;
    policy.name = row.text(kName);
    policy.command = command_of(row.letter(kCommand));
    policy.permissive = row.boolean(kPermissive);
    policy.roles = texts_at(row, kRoles);
    if (row.boolean(kHasUsing)) policy.using_expression = "";
    if (row.boolean(kHasCheck)) policy.check_expression = "";
    relation.policies.push_back(std::move(policy));
}

// The bits of pg_trigger.tgtype (src/include/catalog/pg_trigger.h).
constexpr std::int64_t kForEachRow = 1;
constexpr std::int64_t kBefore = 2;
constexpr std::int64_t kInsertEvent = 4;
constexpr std::int64_t kDeleteEvent = 8;
constexpr std::int64_t kUpdateEvent = 16;
constexpr std::int64_t kTruncateEvent = 32;
constexpr std::int64_t kInsteadOf = 64;

TriggerState trigger_state_of(char letter) {
    switch (letter) {
        case 'D': return TriggerState::Disabled;
        case 'R': return TriggerState::Replica;
        case 'A': return TriggerState::Always;
        default: return TriggerState::Enabled;
    }
}

void add_trigger(const Row& row, const Reading& reading, Relation& relation) {
    const std::vector<std::int64_t> types = numbers_at(row, kTriggerType);
    if (types.empty()) throw AnswerError();
    const auto has = [&](std::int64_t bit) { return (types.front() & bit) != 0; };
    Trigger trigger;
    trigger.name = row.text(kName);
    trigger.function = {row.text(kFunctionSchema), row.text(kFunctionName)};
    trigger.timing = has(kBefore) ? TriggerTiming::Before : has(kInsteadOf) ? TriggerTiming::InsteadOf : TriggerTiming::After;
    trigger.for_each_row = has(kForEachRow);
    trigger.on_insert = has(kInsertEvent);
    trigger.on_update = has(kUpdateEvent);
    trigger.on_delete = has(kDeleteEvent);
    trigger.on_truncate = has(kTruncateEvent);
    trigger.columns = reading.column_names(row.oid(kRelation), numbers_at(row, kColumns));
    trigger.state = trigger_state_of(row.letter(kTriggerState));
    relation.triggers.push_back(std::move(trigger));
}

}  // namespace

std::vector<std::int64_t> numbers_at(const Row& row, unsigned column) {
    if (row.is_null(column)) return {};
    std::optional<std::vector<std::int64_t>> numbers = parse_numbers(row.view(column));
    if (!numbers) throw AnswerError();
    return *std::move(numbers);
}

std::vector<std::string> texts_at(const Row& row, unsigned column) {
    if (row.is_null(column)) return {};
    std::optional<std::vector<std::string>> texts = parse_array(row.view(column));
    if (!texts) throw AnswerError();
    return *std::move(texts);
}

void read_constraints(const Rows& rows, Reading& reading) {
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        if (row.oid(kDomain) != 0) {
            reading.types->add_domain_check(row.oid(kDomain), read_check(row));
            continue;
        }
        Relation* relation = reading.relation(row.oid(kRelation));
        if (relation == nullptr) continue;
        switch (row.letter(kKind)) {
            case 'p':
            case 'u': add_key(row, reading, *relation); break;
            case 'f': add_foreign_key(row, reading, *relation); break;
            case 'c':
                note_texts(row, reading, relation->checks.size(), reading.check_texts);
                relation->checks.push_back(read_check(row));
                break;
            case 'x': add_exclusion(row, reading, *relation); break;
            case 'n': doubt_not_null(row, reading, *relation); break;
            case 'P': add_policy(row, reading, *relation); break;
            case 'T': add_trigger(row, reading, *relation); break;
            case 'R': relation->rules.push_back(row.text(kName)); break;
            default: break;
        }
    }
}

}  // namespace rowtype::postgres
