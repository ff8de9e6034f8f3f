#include "tests/reflect/snapshot/sample_catalog.h"

#include <limits>

namespace rowtype::testing {

namespace {

using namespace catalog;

Type builtin(std::string name, std::vector<std::int32_t> modifiers = {}, std::uint8_t dimensions = 0) {
    return {{"pg_catalog", std::move(name)}, std::move(modifiers), dimensions};
}

Column column(std::string name, Type type, Nullability nullability = Nullability::Nullable) {
    Column made;
    made.name = std::move(name);
    made.type = std::move(type);
    made.nullability = nullability;
    return made;
}

std::vector<Column> rich_columns() {
    std::vector<Column> columns;
    columns.push_back(column("id", builtin("int8"), Nullability::NotNull));
    columns.back().identity = Identity::Always;
    columns.push_back(column("other", builtin("int4")));
    columns.back().identity = Identity::ByDefault;
    columns.push_back(column("price", builtin("numeric", {12, -2})));
    columns.back().default_expression = "0";
    columns.push_back(column("total", builtin("numeric")));
    columns.back().generated = Generated::Stored;
    columns.back().generated_expression = "(price * (2)::numeric)";
    columns.push_back(column("shown", builtin("text"), Nullability::Unknown));
    columns.back().generated = Generated::Virtual;
    columns.back().generated_expression = "";
    columns.push_back(column("mood", {{"app", "mood.kind"}, {}, 0}));
    columns.back().collation = "de-x-icu";
    columns.back().comment = "two\nlines \"quoted\"";
    columns.push_back(column("grid", builtin("int4", {}, 2)));
    columns.back().default_expression = "";
    columns.push_back(column("odd", Type{}));
    return columns;
}

PrivilegeSet every_privilege() { return PrivilegeSet(2047); }

void add_rarer_members(Relation& table) {
    table.primary_key->initially_deferred = table.primary_key->without_overlaps = true;
    table.primary_key->comment = "the key";
    table.foreign_keys[0].set_columns = {"other"};
    table.foreign_keys[0].comment = "whose";
    table.foreign_keys[1].validated = table.foreign_keys[1].enforced = false;
    table.checks.push_back(Check{"orders_total_check", "total > 0", false, false, false, "not yet"});
    table.exclusions = {
        Exclusion{"orders_excl", "spgist", {"id", "(lower(mood))"}, {"=", "&&"}, "id > 0", true, true, "one at a time"},
        Exclusion{"orders_excl2", "gist", {"id"}, {"="}, "", false, false, ""}};
    table.indexes[0].orders = {IndexOrder::Descending, IndexOrder::AscendingNullsFirst};
    table.indexes[0].operator_classes = {"gin_trgm_ops", ""};
    Index second;
    second.name = "orders_second_idx";
    second.columns = {"id", "price"};
    second.orders = {IndexOrder::Ascending, IndexOrder::DescendingNullsLast};
    table.indexes.push_back(second);
    table.inherits = {{"public", "users"}};
    table.policies = {Policy{"all", PolicyCommand::All, true, {"public"}, {}, {}},
                      Policy{"delete", PolicyCommand::Delete, false, {"anon", "authenticated"}, "id > 0", {}},
                      Policy{"insert", PolicyCommand::Insert, true, {"anon"}, {}, "true"},
                      Policy{"select", PolicyCommand::Select, true, {"anon"}, "", {}},
                      Policy{"update", PolicyCommand::Update, true, {"anon"}, "true", "false"}};
    PrivilegeSet some;
    some.add(Privilege::Select);
    table.grants = {Grant{"anon", every_privilege()}, Grant{"public", some, "id"}};
    table.triggers = {
        Trigger{"a", {"app", "stamp"}, TriggerTiming::Before, true, true, true, false, false, {"price", "id"}},
        Trigger{"b", {"", "audit"}, TriggerTiming::After, false, false, false, true, true, {}, TriggerState::Always},
        Trigger{"c", {"app", "stamp"}, TriggerTiming::InsteadOf, true, true, false, false, false, {}, TriggerState::Replica},
        Trigger{"d", {"app", "stamp"}, TriggerTiming::Before, true, true, false, false, false, {}, TriggerState::Disabled}};
    table.rules = {"nothing", "to other"};
    table.triggers_complete = false;
}

Relation rich_table() {
    Relation table;
    table.name = {"app", "orders"};
    table.kind = RelationKind::PartitionedTable;
    table.columns = rich_columns();
    table.primary_key = Key{"orders_pkey", {"id", "other"}, {"price"}, false, true};
    table.unique_keys = {Key{"orders_price_key", {"price"}, {}, true, false}};
    ForeignKey key;
    key.name = "orders_other_fkey";
    key.columns = {"other"};
    key.referenced_relation = {"public", "users"};
    key.referenced_columns = {"id"};
    key.on_update = ReferentialAction::Cascade;
    key.on_delete = ReferentialAction::SetNull;
    key.match_full = key.deferrable = key.initially_deferred = true;
    table.foreign_keys = {key, ForeignKey{"z",
                                          {"other"},
                                          {"public", "users"},
                                          {"id"},
                                          ReferentialAction::SetDefault,
                                          ReferentialAction::Restrict,
                                          false,
                                          false,
                                          false}};
    table.checks = {Check{"orders_price_check", "price > 0"}};
    Index index;
    index.name = "orders_lower_idx";
    index.method = "gin";
    index.columns = {"", "id"};
    index.expressions = {"lower(mood)"};
    index.included_columns = {"price"};
    index.predicate = "price > 0";
    index.unique = index.nulls_not_distinct = true;
    table.indexes = {index};
    table.comment = "Orders";
    table.row_security = table.row_security_forced = true;
    add_rarer_members(table);
    return table;
}

std::vector<Sequence> sequences() {
    Sequence usual;
    usual.name = {"app", "plain_seq"};
    Sequence rich;
    rich.name = {"app", "orders_other_seq"};
    rich.type = "int4";
    rich.start = -5;
    rich.increment = -1;
    rich.minimum = std::numeric_limits<std::int64_t>::min();
    rich.maximum = -1;
    rich.cache = 20;
    rich.cycle = rich.is_identity = true;
    rich.owner_relation = {"app", "orders"};
    rich.owner_column = "other";
    rich.comment = "Numbers";
    rich.extension = "timescaledb";
    rich.grants = {Grant{"anon", every_privilege()}};
    return {usual, rich};
}

}  // namespace

const std::vector<std::string>& hostile_names() {
    static const std::vector<std::string> names = {
        "\"; import os; os.system('x') #",
        "line\nbreak\r\ttab",
        "back\\slash \\u0041 \\",
        "\xE2\x80\xAE"
        "reversed\xE2\x81\xA6",
        "\x01\x02\x1B[31m\x7F",
        "../../../.ssh/authorized_keys",
        "na\xC3\xAFve \xF0\x9F\x98\x80 \xE6\x97\xA5\xE6\x9C\xAC",
        "\xE2\x80\xA8separator\xEF\xBB\xBF",
        "`command:x` <script>",
        "{\"version\": 9}",
        " ",
    };
    return names;
}

CatalogData rich_catalog() {
    CatalogData data;
    data.schemas = {"app", "public"};
    data.search_path = {"app", "public"};
    data.incomplete_schemas = {"app"};
    data.outline_schemas = {"app"};
    data.server_version = 150018;
    Relation view;
    view.name = {"app", "view"};
    view.kind = RelationKind::View;
    view.definition = " SELECT 1;";
    view.columns_complete = false;
    view.parts_complete = false;
    view.presumed = true;
    view.columns = {column("id", builtin("int8"), Nullability::NotNull), column("twice", builtin("int8"))};
    view.columns[0].default_known = false;
    view.column_origins = {ColumnOrigin{{"app", "orders"}, "id"}, ColumnOrigin{}};
    Relation partition;
    partition.name = {"app", "part"};
    partition.partition_of = QualifiedName{"app", "orders"};
    partition.extension = "pg_partman";
    Relation materialized;
    materialized.name = {"app", "materialized"};
    materialized.kind = RelationKind::MaterializedView;
    Relation foreign;
    foreign.name = {"app", "foreign"};
    foreign.kind = RelationKind::ForeignTable;
    data.relations = {rich_table(), view, partition, materialized, foreign};
    TypeDefinition mood{{"app", "mood.kind"}, TypeKind::Enum, {"b", "a", ""}, {}, false, {}, {}, {}, "Moods", ""};
    TypeDefinition domain{{"app", "email"},
                          TypeKind::Domain,
                          {},
                          builtin("varchar", {30}),
                          true,
                          "''::text",
                          {Check{"email_check", "VALUE ~ '@'"}},
                          {},
                          "",
                          "citext"};
    TypeDefinition pair{{"app", "pair"},
                        TypeKind::Composite,
                        {},
                        {},
                        false,
                        {},
                        {},
                        {Attribute{"left", builtin("text", {}, 1)}, Attribute{"right", {{"app", "email"}, {}, 0}}},
                        "",
                        ""};
    domain.collation = "C";
    TypeDefinition range{{"app", "span"}, TypeKind::Range, {}, builtin("float8"), false, {}, {}, {}, "", ""};
    range.multirange = {"app", "spans"};
    range.complete = false;
    TypeDefinition other{{"app", "shell"}, TypeKind::Other, {}, {}, false, {}, {}, {}, "", ""};
    data.types = {mood, domain, pair, range, other};
    Function search{{"app", "search"}, {}, {}, true, false, "Finds", "pg_trgm"};
    search.arguments = {{"query", builtin("text"), ArgumentMode::In, false},
                        {"", builtin("int4"), ArgumentMode::InOut, true},
                        {"o", builtin("int4"), ArgumentMode::Out, false},
                        {"t", builtin("int4"), ArgumentMode::Table, false},
                        {"v", builtin("text", {}, 1), ArgumentMode::Variadic, false}};
    Function procedure{{"app", "run"}, {}, {}, false, true, "", ""};
    Function count{{"app", "count"}, {}, builtin("int8"), false, false, "", ""};
    search.volatility = Volatility::Stable;
    search.security_definer = true;
    search.single_row = true;
    search.arguments[0].type.fields = IntervalFields::YearToMonth;
    search.arguments[1].default_expression = "0";
    count.volatility = Volatility::Immutable;
    count.grants = {Grant{"public", every_privilege()}};
    data.functions = {search, procedure, count};
    data.sequences = sequences();
    data.removed = {RemovedName{{"app", "not_read"}, "total", "", "supabase/migrations/3.sql", 1},
                    RemovedName{{"app", "old_orders"}, "", "app.orders", "supabase/migrations/2.sql", 3},
                    RemovedName{{"app", "untold"}, "", "", "", 0}};
    data.access_known = true;
    data.triggers_known = true;
    data.schema_privileges = {SchemaPrivileges{"app", {Grant{"anon", every_privilege()}}}};
    for (const ObjectClass objects :
         {ObjectClass::Relations, ObjectClass::Sequences, ObjectClass::Functions, ObjectClass::Types, ObjectClass::Schemas}) {
        data.default_privileges.push_back(DefaultPrivileges{"postgres", "app", objects, {Grant{"anon", every_privilege()}}});
    }
    data.notes = {Note{"supabase/migrations/1.sql", 12, "not understood"}, Note{"", 0, "a lock"}};
    return data;
}

CatalogData wide_catalog(int tables) {
    CatalogData data;
    data.schemas = {"public"};
    for (int table = 0; table < tables; ++table) {
        Relation relation;
        relation.name = {"public", "table_" + std::to_string(table)};
        relation.columns.push_back(column("id", builtin("int8"), Nullability::NotNull));
        for (int number = 1; number < 15; ++number) {
            relation.columns.push_back(column("column_number_" + std::to_string(number), builtin("varchar", {number})));
            if (number % 3 == 0) relation.columns.back().default_expression = "'some default'::character varying";
            if (number % 5 == 0) relation.columns.back().comment = "What this column is for, in a sentence.";
        }
        const std::string name = relation.name.name;
        relation.primary_key = Key{name + "_pkey", {"id"}, {}, false, false};
        ForeignKey key;
        key.name = name + "_fkey";
        key.columns = {"column_number_1"};
        key.referenced_relation = {"public", "table_0"};
        key.referenced_columns = {"id"};
        relation.foreign_keys = {key};
        relation.checks = {Check{name + "_check", "((column_number_2)::text <> ''::text)"}};
        Index index;
        index.name = name + "_idx";
        index.columns = {"column_number_3"};
        relation.indexes = {index};
        data.relations.push_back(std::move(relation));
    }
    return data;
}

}  // namespace rowtype::testing
