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
    kNames,
    kNumbers,
    kModifiers,
    kMore,
    kCommented,
    kComment,
};

// What there is to say of few columns: a record of kMore.
struct More {
    std::int32_t number = 0;
    std::int32_t dimensions = 0;
    char identity = '\0';
    char generated = '\0';
    std::uint32_t collation = 0;
    std::string collation_schema;
    std::string collation_name;
    std::string name;  // where it has a "/" in it
    std::string acl;
};

// A column as the lists tell it; the name is a part of the answer.
struct Listed {
    std::int32_t number = 0;
    std::uint32_t type = 0;
    bool has_database_collation = false;
    bool has_default = false;
    bool not_null = false;
    std::int32_t modifier = -1;
    std::string_view name;
    More more;
};

Identity identity_of(char letter) {
    return letter == 'a' ? Identity::Always : letter == 'd' ? Identity::ByDefault : Identity::None;
}

Generated generated_of(char letter) {
    return letter == 's' ? Generated::Stored : letter == 'v' ? Generated::Virtual : Generated::None;
}

std::vector<Listed> read_list(const Row& row);
Column read_column(const Listed& listed, const Reading& reading, bool is_view);
void add_comment(const Row& row, Reading& reading);
void name_sequence_owners(Reading& reading);

}  // namespace

void read_columns(const Rows& rows, Reading& reading) {
    std::unordered_map<std::string, std::uint32_t> shapes;
    for (std::size_t number = 0; number < rows.size(); ++number) {
        const Row row = rows[number];
        const std::vector<Listed> list = read_list(row);
        const auto found = reading.relations.find(row.oid(kRelation));
        if (found == reading.relations.end()) {
            for (const Listed& listed : list) {
                const Type type = reading.types->resolve(listed.type, listed.modifier, listed.more.dimensions);
                reading.types->add_attribute(row.oid(kRelation), Attribute{std::string(listed.name), type});
            }
            continue;
        }
        RelationEntry& entry = found->second;
        Relation& relation = reading.data.relations[entry.index];
        entry.shape = shapes.try_emplace(row.text(kNumbers) + '/' + row.text(kNames), static_cast<std::uint32_t>(shapes.size()))
                          .first->second;
        if (std::ranges::any_of(list, &Listed::has_default)) reading.with_defaults.push_back(found->first);
        relation.columns.reserve(list.size());
        for (const Listed& listed : list) {
            entry.column_numbers.push_back(listed.number);
            entry.column_types.push_back(listed.type);
            if (listed.has_default) entry.columns_with_default.push_back(relation.columns.size());
            if (!listed.more.acl.empty())
                std::ranges::move(read_grants(listed.more.acl, entry.owner, listed.name), std::back_inserter(relation.grants));
            relation.columns.push_back(read_column(listed, reading, relation.is_view()));
        }
    }
    for (std::size_t number = 0; number < rows.size(); ++number) {
        if (!rows[number].is_null(kCommented)) add_comment(rows[number], reading);
    }
    name_sequence_owners(reading);
}

namespace {

More read_more(const std::string& record) {
    const std::optional<std::vector<std::string>> fields = parse_record(record);
    if (!fields || fields->size() != 9) throw AnswerError();
    const auto letter = [&](std::size_t field) { return (*fields)[field].empty() ? '\0' : (*fields)[field].front(); };
    More more;
    more.number = number_in<std::int32_t>((*fields)[0]);
    more.dimensions = number_in<std::int32_t>((*fields)[1]);
    more.identity = letter(2);
    more.generated = letter(3);
    more.collation = number_in<std::uint32_t>((*fields)[4]);
    more.collation_schema = (*fields)[5];
    more.collation_name = (*fields)[6];
    more.name = (*fields)[7];
    more.acl = (*fields)[8];
    return more;
}

// The lists of one relation, by the columns' numbers.
std::vector<Listed> read_list(const Row& row) {
    const std::vector<std::int64_t> numbers = numbers_at(row, kNumbers);
    const std::vector<std::int64_t> modifiers = numbers_at(row, kModifiers);
    const std::vector<std::string> records = texts_at(row, kMore);
    std::string_view names = row.view(kNames);
    if (modifiers.size() != numbers.size()) throw AnswerError();
    std::vector<Listed> list(numbers.size());
    auto record = records.begin();
    More more = record == records.end() ? More{} : read_more(*record);
    for (std::size_t index = 0; index < numbers.size(); ++index) {
        Listed& listed = list[index];
        listed.number = static_cast<std::int32_t>(numbers[index] >> 35);
        listed.type = static_cast<std::uint32_t>(numbers[index] >> 3);
        listed.has_database_collation = (numbers[index] & 4) != 0;
        listed.has_default = (numbers[index] & 2) != 0;
        listed.not_null = (numbers[index] & 1) != 0;
        listed.modifier = static_cast<std::int32_t>(modifiers[index]);
        if (record != records.end() && more.number == listed.number) {
            listed.more = std::move(more);
            more = ++record == records.end() ? More{} : read_more(*record);
        }
        const std::size_t length = listed.more.name.empty() ? std::min(names.find('/'), names.size()) : listed.more.name.size();
        if (length > names.size()) throw AnswerError();
        listed.name = names.substr(0, length);
        names.remove_prefix(std::min(length + 1, names.size()));
    }
    if (record != records.end()) throw AnswerError();
    std::ranges::sort(list, {}, &Listed::number);
    return list;
}

Column read_column(const Listed& listed, const Reading& reading, bool is_view) {
    constexpr std::uint32_t kDatabaseCollation = 100;  // DEFAULT_COLLATION_OID
    const More& more = listed.more;
    Column column;
    column.name = listed.name;
    column.type = reading.types->resolve(listed.type, listed.modifier, more.dimensions);
    // attnotnull is always false in a view, whatever its query proves.
    const bool not_null = listed.not_null || reading.types->refuses_null(listed.type);
    column.nullability = is_view ? Nullability::Unknown : not_null ? Nullability::NotNull : Nullability::Nullable;
    column.identity = identity_of(more.identity);
    column.generated = generated_of(more.generated);
    // The text comes with the expressions; until then, and where a lock hides it, there is one but it is unknown.
    if (listed.has_default) (column.generated == Generated::None ? column.default_expression : column.generated_expression) = "";
    const std::uint32_t collation = listed.has_database_collation ? kDatabaseCollation : more.collation;
    if (collation != reading.types->collation_of(listed.type))
        column.collation = collation_name(collation, more.collation_schema, more.collation_name);
    return column;
}

void add_comment(const Row& row, Reading& reading) {
    const auto found = reading.relations.find(row.oid(kRelation));
    if (found == reading.relations.end()) return;
    const std::optional<std::size_t> column = found->second.find_column(row.integer(kCommented));
    if (column) reading.data.relations[found->second.index].columns[*column].comment = row.text(kComment);
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
