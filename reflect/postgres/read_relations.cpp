// Schemas, relations, sequences and default privileges.
#include <algorithm>
#include <tuple>

#include "reflect/postgres/acl.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

// The columns of relations.sql.
enum Answer : unsigned {
    kKind,
    kSchemaOid,
    kSchemaName,
    kOid,
    kName,
    kOwner,
    kAcl,
    kComment,
    kExtension,
    kRowSecurity,
    kRowSecurityForced,
    kIsPartition,
    kParentSchema,
    kParentName,
    kParentNumber,
    kSequenceType,
    kStart,
    kIncrement,
    kMinimum,
    kMaximum,
    kCache,
    kCycle,
    kOwnerRelation,
    kOwnerColumn,
    kIsIdentity,
};

RelationKind relation_kind(char kind) {
    switch (kind) {
        case 'p': return RelationKind::PartitionedTable;
        case 'v': return RelationKind::View;
        case 'm': return RelationKind::MaterializedView;
        case 'f': return RelationKind::ForeignTable;
        default: return RelationKind::Table;
    }
}

// Of INHERITS: where the child stands in the data, the parent's number, its name.
using Parents = std::vector<std::tuple<std::size_t, std::int32_t, QualifiedName>>;

void add_schema(const Row& row, Reading& reading);
void add_relation(const Row& row, Reading& reading, Parents& parents);
void add_parents(Parents parents, Reading& reading);
void add_sequence(const Row& row, Reading& reading);
void add_default_privileges(const Row& row, Reading& reading);

}  // namespace

std::optional<std::size_t> RelationEntry::find_column(std::int64_t number) const {
    // Where no column was ever dropped they stand one after the other.
    const auto usual = static_cast<std::size_t>(number - 1);
    if (usual < column_numbers.size() && column_numbers[usual] == number) return usual;
    const auto found = std::ranges::lower_bound(column_numbers, number);
    if (found == column_numbers.end() || *found != number) return std::nullopt;
    return static_cast<std::size_t>(found - column_numbers.begin());
}

Relation* Reading::relation(std::uint32_t oid) {
    const auto found = relations.find(oid);
    return found == relations.end() ? nullptr : &data.relations[found->second.index];
}

std::vector<std::string> Reading::column_names(std::uint32_t relation_oid, const std::vector<std::int64_t>& numbers) const {
    std::vector<std::string> names;
    if (numbers.empty()) return names;
    const auto entry = relations.find(relation_oid);
    if (entry == relations.end()) return names;
    names.reserve(numbers.size());
    const std::vector<Column>& columns = data.relations[entry->second.index].columns;
    for (const std::int64_t number : numbers) {
        const std::optional<std::size_t> column = entry->second.find_column(number);
        names.push_back(column ? columns[*column].name : "");
    }
    return names;
}

std::vector<std::uint32_t> namespaces_in(const Rows& rows) {
    std::vector<std::uint32_t> namespaces;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (rows[number].view(kKind) == "n") namespaces.push_back(rows[number].oid(kSchemaOid));
    }
    return namespaces;
}

void read_relations(const Rows& rows, Reading& reading) {
    // Schemas first: the others name them by OID.
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (rows[number].view(kKind) == "n") add_schema(rows[number], reading);
    }
    Parents parents;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        switch (row.letter(kKind)) {
            case 'n': break;
            case 'd': add_default_privileges(row, reading); break;
            case 'S': add_sequence(row, reading); break;
            default: add_relation(row, reading, parents); break;
        }
    }
    add_parents(std::move(parents), reading);
}

namespace {

void add_schema(const Row& row, Reading& reading) {
    reading.schemas.emplace(row.oid(kSchemaOid), row.text(kSchemaName));
    reading.data.schemas.push_back(row.text(kSchemaName));
    reading.data.schema_privileges.push_back({row.text(kSchemaName), read_grants(row.view(kAcl), row.view(kOwner))});
}

void add_relation(const Row& row, Reading& reading, Parents& parents) {
    const auto [entry, is_new] = reading.relations.try_emplace(row.oid(kOid));
    if (is_new) {
        entry->second.index = reading.data.relations.size();
        entry->second.owner = row.text(kOwner);
        Relation relation;
        relation.name = {reading.schemas[row.oid(kSchemaOid)], row.text(kName)};
        relation.kind = relation_kind(row.letter(kKind));
        relation.row_security = row.boolean(kRowSecurity);
        relation.row_security_forced = row.boolean(kRowSecurityForced);
        relation.comment = row.text(kComment);
        relation.extension = row.text(kExtension);
        relation.grants = read_grants(row.view(kAcl), row.view(kOwner));
        reading.data.relations.push_back(std::move(relation));
    }
    if (row.is_null(kParentName)) return;
    QualifiedName parent = {row.text(kParentSchema), row.text(kParentName)};
    if (row.boolean(kIsPartition)) {
        reading.data.relations[entry->second.index].partition_of = std::move(parent);
    } else {
        parents.emplace_back(entry->second.index, row.integer(kParentNumber), std::move(parent));
    }
}

// Rows may repeat; a parent counts once, and parents are numbered.
void add_parents(Parents parents, Reading& reading) {
    std::ranges::sort(parents);
    const auto repeated = std::ranges::unique(parents);
    parents.erase(repeated.begin(), repeated.end());
    for (auto& [child, number, parent] : parents) reading.data.relations[child].inherits.push_back(std::move(parent));
}

std::string sequence_type(std::uint32_t oid) {
    constexpr std::uint32_t kInt2 = 21;
    constexpr std::uint32_t kInt4 = 23;
    return oid == kInt2 ? "int2" : oid == kInt4 ? "int4" : "int8";
}

void add_sequence(const Row& row, Reading& reading) {
    // Nothing makes a sequence depend on two columns; should a catalog say so all the same, it is still one sequence.
    if (!reading.sequences.insert(row.oid(kOid)).second) return;
    Sequence sequence;
    sequence.name = {reading.schemas[row.oid(kSchemaOid)], row.text(kName)};
    sequence.type = sequence_type(row.oid(kSequenceType));
    sequence.start = row.number(kStart);
    sequence.increment = row.number(kIncrement);
    sequence.minimum = row.number(kMinimum);
    sequence.maximum = row.number(kMaximum);
    sequence.cache = row.number(kCache);
    sequence.cycle = row.boolean(kCycle);
    sequence.comment = row.text(kComment);
    sequence.extension = row.text(kExtension);
    sequence.grants = read_grants(row.view(kAcl), row.view(kOwner));
    sequence.is_identity = row.boolean(kIsIdentity);
    if (!row.is_null(kOwnerRelation)) {
        reading.sequence_owners.push_back({reading.data.sequences.size(), row.oid(kOwnerRelation), row.integer(kOwnerColumn)});
    }
    reading.data.sequences.push_back(std::move(sequence));
}

// An entry without a schema replaces what PostgreSQL gives by itself, so it also says what is no longer given.
void add_default_privileges(const Row& row, Reading& reading) {
    DefaultPrivileges privileges;
    const std::string_view kind = row.view(kKind);
    switch (kind.size() > 1 ? kind[1] : '\0') {
        case 'r': privileges.objects = ObjectClass::Relations; break;
        case 'S': privileges.objects = ObjectClass::Sequences; break;
        case 'f': privileges.objects = ObjectClass::Functions; break;
        case 'T': privileges.objects = ObjectClass::Types; break;
        case 'n': privileges.objects = ObjectClass::Schemas; break;
        default: return;  // large objects, since PostgreSQL 18
    }
    privileges.owner = row.text(kOwner);
    privileges.schema = row.text(kSchemaName);
    privileges.grants = read_grants(row.view(kAcl), row.view(kOwner));
    reading.data.default_privileges.push_back(std::move(privileges));
}

}  // namespace

}  // namespace rowtype::postgres
