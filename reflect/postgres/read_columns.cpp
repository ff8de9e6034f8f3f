// Columns of relations and attributes of composite types.
#include <algorithm>
#include <iterator>

#include "reflect/postgres/acl.h"
#include "reflect/postgres/decode.h"
#include "reflect/postgres/reader.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

// The columns of columns.sql.
enum Answer : unsigned {
    kRelation,
    kNumber,
    kName,
    kType,
    kModifier,
    kDimensions,
    kNotNull,
    kHasDefault,
    kIdentity,
    kGenerated,
    kCollation,
    kCollationSchema,
    kCollationName,
    kComment,
    kAcl,
};

Identity identity_of(char letter) {
    return letter == 'a' ? Identity::Always : letter == 'd' ? Identity::ByDefault : Identity::None;
}

Generated generated_of(char letter) {
    return letter == 's' ? Generated::Stored : letter == 'v' ? Generated::Virtual : Generated::None;
}

Type type_of(const Row& row, const Reading& reading) {
    return reading.types->resolve(row.oid(kType), row.integer(kModifier), row.integer(kDimensions));
}

Column read_column(const Row& row, const Reading& reading, bool is_view);
std::vector<std::size_t> in_column_order(const Rows& rows);
void name_sequence_owners(Reading& reading);

}  // namespace

void read_columns(const Rows& rows, Reading& reading) {
    for (const std::size_t number : in_column_order(rows)) {
        const Row row = rows[number];
        const auto found = reading.relations.find(row.oid(kRelation));
        if (found == reading.relations.end()) {
            reading.types->add_attribute(row.oid(kRelation), Attribute{row.text(kName), type_of(row, reading)});
            continue;
        }
        RelationEntry& entry = found->second;
        Relation& relation = reading.data.relations[entry.index];
        entry.column_by_number[row.integer(kNumber)] = relation.columns.size();
        entry.column_types.push_back(row.oid(kType));
        if (row.boolean(kHasDefault)) entry.columns_with_default.push_back(relation.columns.size());
        if (!row.is_null(kAcl)) {
            std::ranges::move(read_grants(row.view(kAcl), entry.owner, row.view(kName)), std::back_inserter(relation.grants));
        }
        relation.columns.push_back(read_column(row, reading, relation.is_view()));
    }
    name_sequence_owners(reading);
}

namespace {

Column read_column(const Row& row, const Reading& reading, bool is_view) {
    Column column;
    column.name = row.text(kName);
    column.type = type_of(row, reading);
    // attnotnull is always false in a view, whatever its query proves.
    const bool not_null = row.boolean(kNotNull) || reading.types->refuses_null(row.oid(kType));
    column.nullability = is_view ? Nullability::Unknown : not_null ? Nullability::NotNull : Nullability::Nullable;
    column.identity = identity_of(row.letter(kIdentity));
    column.generated = generated_of(row.letter(kGenerated));
    // The text comes with the expressions; until then, and where a lock hides it, there is one but it is unknown.
    if (row.boolean(kHasDefault))
        (column.generated == Generated::None ? column.default_expression : column.generated_expression) = "";
    if (row.oid(kCollation) != reading.types->collation_of(row.oid(kType))) {
        column.collation = collation_name(row.oid(kCollation), row.view(kCollationSchema), row.view(kCollationName));
    }
    column.comment = row.text(kComment);
    return column;
}

// The numbers of the rows, sorted here: the server would sort them, texts and all, on disk.
std::vector<std::size_t> in_column_order(const Rows& rows) {
    struct Place {
        std::uint32_t relation = 0;
        std::int32_t column = 0;
        std::size_t row = 0;
        auto operator<=>(const Place&) const = default;
    };
    std::vector<Place> places;
    places.reserve(rows.size());
    for (std::size_t number = 0; number < rows.size(); ++number) {
        places.push_back({rows[number].oid(kRelation), rows[number].integer(kNumber), number});
    }
    std::ranges::sort(places);
    std::vector<std::size_t> numbers;
    numbers.reserve(places.size());
    for (const Place& place : places) numbers.push_back(place.row);
    return numbers;
}

void name_sequence_owners(Reading& reading) {
    for (const SequenceOwner& owner : reading.sequence_owners) {
        const Relation* relation = reading.relation(owner.relation);
        if (relation == nullptr) continue;
        Sequence& sequence = reading.data.sequences[owner.sequence];
        sequence.owner_relation = relation->name;
        sequence.owner_column = reading.column_names(owner.relation, {owner.column}).front();
    }
}

}  // namespace

}  // namespace rowtype::postgres
