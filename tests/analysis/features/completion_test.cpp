// What is offered at the cursor of complete and of half-typed Python, and which bytes it replaces.
#include "analysis/features/completion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/features/annotated.h"
#include "tests/analysis/features/shop.h"

namespace rowtype::features {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

Completion complete_in(const std::string& text, const catalog::CatalogPointer& catalog = test::feature_schema()) {
    const test::Annotated given = test::annotated(text);
    const Settings settings;
    const engine::Environment environment{catalog, &settings, nullptr};
    engine::FileEngine file({"app/example.py", "app.example", false}, given.code);
    Completion completion = complete(snapshot_of(file, environment), given.cursor, MarkupKind::Markdown);
    if (given.range) {
        EXPECT_EQ(completion.replaced, *given.range) << text << "\nreplaces \"" << slice(given.code, completion.replaced) << '"';
    }
    return completion;
}

std::vector<std::string> labels(const Completion& completion) {
    std::vector<std::string> names;
    for (const CompletionItem& item : completion.items) names.push_back(item.label);
    return names;
}

std::vector<std::string> offered(const std::string& call, const std::string& after = "\n") {
    return labels(complete_in(test::kClient + call + after));
}

constexpr const char* kOrders[] = {"id", "customer_id", "status", "total", "note", "doubled"};
const auto kTables = ElementsAre("categories", "items", "orders", "paid_orders", "profiles", "transfers");

TEST(Completion, TablesBetweenClosedQuotes) {
    EXPECT_THAT(offered("client.table('[[^]]')"), kTables);
    EXPECT_THAT(offered("client.from_(\"[[or^]]\").select('id').execute()"), kTables) << "the editor picks by what was typed";
    EXPECT_THAT(offered("client.table('[[or^ders]]').select('id').execute()"), kTables) << "the whole name is replaced";
    EXPECT_THAT(offered("rows = client.schema('billing').table('^')"), ElementsAre("invoices"));
    EXPECT_THAT(offered("rows = client.schema('[[^]]')"), ElementsAre("billing", "public"));
}

TEST(Completion, TablesWhileQuotesAndBracketsAreOpen) {
    EXPECT_THAT(offered("client.table('[[^]]"), kTables);
    EXPECT_THAT(offered("client.table(\"[[pro^]]"), kTables);
    EXPECT_THAT(offered("client.table('^", "\n\n\ndef other():\n    return client.table('orders').select('id').execute()\n"),
                kTables);
    EXPECT_THAT(offered("client.table('^.select('id').execute()"), kTables);
    EXPECT_THAT(offered("def f():\n    try:\n        rows = client.table('^\n    except ValueError:\n        pass"), kTables);
    EXPECT_THAT(offered("async def f():\n    for row in await client.table('^"), kTables);
    EXPECT_THAT(
        offered("class Service:\n    def load(self):\n        if self.client.table('^\n\n    def other(self):\n        pass"),
        kTables);
    EXPECT_THAT(offered("x = [1, {'a': client.table('^"), kTables);
    EXPECT_THAT(offered("broken = (1,\n\nclient.table('^"), kTables) << "an open bracket further up changes nothing";
}

TEST(Completion, ColumnsOfASelect) {
    EXPECT_THAT(offered("client.table('orders').select('[[^]]')"),
                ElementsAre("id", "customer_id", "status", "total", "note", "doubled", "profiles", "items", "*"));
    EXPECT_THAT(offered("client.table('orders').select('id,[[^]]')"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('id, [[st^]]').execute()"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('id', '[[^]]')"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select(\n    'id, '\n    '[[sta^]]'\n)"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('''\n    id,\n    [[st^]]\n''')"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('id, [[^]]"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('state:[[^]]')"), Contains("status"));
    EXPECT_THAT(offered("client.table('orders').select('state:[[st^]]"), Not(Contains("*")));
}

TEST(Completion, InsideEmbedsTheirColumns) {
    EXPECT_THAT(offered("client.table('orders').select('id, customer:profiles([[^]])')"),
                ElementsAre("id", "email", "full_name", "orders", "transfers!transfers_receiver_fkey",
                            "transfers!transfers_sender_fkey", "*"));
    EXPECT_THAT(offered("client.table('orders').select('id, customer:profiles([[em^]]"), Contains("email"));
    EXPECT_THAT(offered("client.table('orders').select('profiles!inner(id, [[^]]), status')"), Contains("email"));
    EXPECT_THAT(offered("client.table('orders').select('profiles(id), [[^]]')"), Contains("status"));
    EXPECT_THAT(offered("client.table('profiles').select('orders(items([[^]]')"), Contains("line"));
    EXPECT_THAT(offered("client.table('orders').select('nowhere([[^]]')"), IsEmpty());
    EXPECT_THAT(offered("client.table('orders').select('customer_id([[^]]')"), Contains("email"))
        << "an embed by its foreign key";
}

TEST(Completion, EmbedsByRelationship) {
    EXPECT_THAT(offered("client.table('orders').select('...[[^]]')"), ElementsAre("profiles", "items"));
    EXPECT_THAT(offered("client.table('transfers').select('...[[^]]')"),
                ElementsAre("profiles!transfers_receiver_fkey", "profiles!transfers_sender_fkey"));
    EXPECT_THAT(offered("client.table('transfers').select('profiles!^')"),
                ElementsAre("inner", "left", "transfers_receiver_fkey", "transfers_sender_fkey"));
    EXPECT_THAT(offered("client.table('categories').select('...^')"), ElementsAre("parent_id"));
    const Completion completion = complete_in(test::kClient + "client.table('orders').select('...^')");
    EXPECT_TRUE(completion.items[0].takes_columns);
    EXPECT_EQ(completion.items[0].detail, "one, by customer_id");
    const Completion bracketed = complete_in(test::kClient + "client.table('orders').select('...[[pro^]](id)')");
    EXPECT_FALSE(bracketed.items[0].takes_columns) << "its brackets are there";
}

TEST(Completion, NoColumnsInPathsCastsAndQuotes) {
    for (const char* select : {"note->^", "note->>^", "id::^", "total.^", "\"^", "profiles(id)^"}) {
        EXPECT_THAT(offered("client.table('orders').select('" + std::string(select) + "')"), IsEmpty()) << select;
    }
}

TEST(Completion, FiltersAndOrders) {
    EXPECT_THAT(offered("client.table('orders').select('id').eq('[[^]]', 1)"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').select('id').eq('[[st^"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').delete().in_('[[^]]', [1])"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').select('id, c:profiles(id)').eq('[[^]]', 1)"), Contains("c"));
    EXPECT_THAT(offered("client.table('orders').select('id, c:profiles(id)').eq('c.[[^]]', 1)"),
                ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("client.table('orders').select('id').order('[[^]]')"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').select('id, profiles(id)').order('profiles([[^]])')"),
                ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("client.table('orders').select('id, profiles(id)').order('[[^]]', foreign_table='profiles')"),
                ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("client.table('orders').select('id, profiles(id)').order('id', foreign_table='[[^]]')"),
                ElementsAre("profiles"));
    EXPECT_THAT(offered("client.table('orders').select('id').or_('id.eq.1,[[^]]')"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').select('id').or_('id.eq.1,and([[st^]]')"), testing::ElementsAreArray(kOrders));
    EXPECT_THAT(offered("client.table('orders').select('id').or_('id.^')"), IsEmpty());
    EXPECT_THAT(offered("client.table('orders').select('id').or_('id.in.(1,^')"), IsEmpty());
    EXPECT_THAT(offered("client.table('orders').select('id').match({'[[^]]': 1})"), testing::ElementsAreArray(kOrders));
}

TEST(Completion, ValuesOfAnEnum) {
    EXPECT_THAT(offered("client.table('orders').select('id').eq('status', '[[^]]')"), ElementsAre("pending", "paid", "sent"));
    EXPECT_THAT(offered("client.table('orders').select('id').eq('note', '^')"), IsEmpty());
    EXPECT_THAT(offered("client.table('orders').select('id').like('status', '^')"), IsEmpty());
}

TEST(Completion, KeysOfPayloads) {
    const Completion completion = complete_in(test::kClient + "client.table('orders').insert({'[[^]]'})");
    EXPECT_THAT(labels(completion), ElementsAre("customer_id", "total", "status", "note"))
        << "required first, none that is read-only";
    EXPECT_TRUE(completion.items[0].is_needed);
    EXPECT_FALSE(completion.items[2].is_needed);
    EXPECT_THAT(offered("client.table('orders').insert({'total': 1, '[[^"), ElementsAre("customer_id", "status", "note"));
    EXPECT_THAT(offered("client.table('orders').insert({\n    'total': 1,\n    '[[^]]'\n    'note': 'x',\n}).execute()"),
                ElementsAre("customer_id", "status"));
    EXPECT_THAT(offered("client.table('orders').insert({\n    'total': 1,\n    '^\n}).execute()"),
                ElementsAre("customer_id", "status", "note"));
    EXPECT_THAT(offered("client.table('orders').insert([{'total': 1}, {'^'}])"),
                ElementsAre("customer_id", "total", "status", "note"));
    EXPECT_THAT(offered("client.table('orders').insert({'[[cus^tomer_id]]': 1, 'total': 2}).execute()"),
                ElementsAre("customer_id", "status", "note"));
    EXPECT_THAT(offered("client.table('orders').update({'^'}).eq('id', 1)"),
                ElementsAre("customer_id", "status", "total", "note"));
    EXPECT_THAT(offered("client.table('orders').insert({'note': '^'})"), IsEmpty());
    EXPECT_THAT(offered("client.table('orders').insert({'note': {'^': 1}})"), IsEmpty()) << "keys of JSON are no columns";
}

TEST(Completion, ConflictColumns) {
    EXPECT_THAT(offered("client.table('profiles').upsert({'id': 1}, on_conflict='[[^]]')"), ElementsAre("id", "email"));
    EXPECT_THAT(offered("client.table('items').upsert({'line': 1}, on_conflict='order_id,[[^]]')"), ElementsAre("line"));
}

TEST(Completion, Functions) {
    const Completion completion = complete_in(test::kClient + "client.rpc('[[^");
    EXPECT_THAT(labels(completion), ElementsAre("search_orders")) << "a trigger's function cannot be called";
    EXPECT_EQ(completion.items[0].detail, "public.search_orders(query text, most integer = …) returns setof orders");
}

TEST(Completion, QueriesThatGoOn) {
    EXPECT_THAT(offered("def f(only_paid):\n    query = client.table('orders').select('id')\n    if only_paid:\n        query = "
                        "query.eq('[[^"),
                testing::ElementsAreArray(kOrders));
    EXPECT_THAT(
        offered("def f():\n    query = client.table('orders').select('id, p:profiles(id)')\n    query = query.eq('p.[[^]]', 1)"),
        ElementsAre("id", "email", "full_name"));
}

TEST(Completion, ItemsSayWhatTheyAre) {
    const Completion completion = complete_in(test::kClient + "client.table('orders').select('^')");
    EXPECT_EQ(completion.items[2].detail, "order_status not null");
    EXPECT_THAT(completion.items[2].documentation, HasSubstr("Values: `pending`, `paid`, `sent`"));
    EXPECT_THAT(completion.items[1].detail, HasSubstr("uuid not null, → public.profiles (id) on delete cascade"));
    EXPECT_THAT(completion.items[4].documentation, HasSubstr("\\[here\\](command:evil)"));
    EXPECT_EQ(completion.items.back().label, "*");
    const Completion tables = complete_in(test::kClient + "client.table('^')");
    EXPECT_EQ(tables.items[3].kind, CompletionKind::View);
    EXPECT_EQ(tables.items[2].detail, "table public.orders");
}

TEST(Completion, NothingWhereTheReceiverIsNotAClient) {
    for (const std::string text : {
             "db.table('^')\n",
             "db.table('orders').select('^')\n",
             "import sqlite3\nconnection.table('^')\n",
             "print('^')\n",
             "x = '^\n",
             "^",
             "'^",
             "client.table(^)\n",
         }) {
        EXPECT_THAT(labels(complete_in(text)), IsEmpty()) << text;
    }
    EXPECT_THAT(offered("client.storage.from_('^')"), IsEmpty());
    EXPECT_THAT(offered("print('^')"), IsEmpty());
    EXPECT_THAT(offered("# client.table('^"), IsEmpty());
    EXPECT_THAT(offered("client.table(f'^')"), IsEmpty()) << "what an f-string stands for is not certain";
    EXPECT_THAT(offered("client.table('orders').select('id').limit('^')"), IsEmpty());
    EXPECT_THAT(offered("'''\nclient.table('^')\n'''"), IsEmpty()) << "code in a docstring is text";
}

TEST(Completion, AChainOfItsOwnShapeIsEnough) {
    EXPECT_THAT(labels(complete_in("def f(db):\n    return db.table('orders').select('[[^]]').execute()\n")), Contains("status"));
}

TEST(Completion, NamesAreWrittenAsTheLiteralHoldsThem) {
    const catalog::CatalogPointer odd = test::catalog_from_sql(
        "CREATE TABLE \"it's\" (\"first name\" text, \"quo\"\"te\" text, \"back\\slash\" text, \"$weird\" text);");
    const auto first = [&](const std::string& call, std::size_t index) {
        const Completion completion = complete_in(test::kClient + call, odd);
        return index < completion.items.size() ? completion.items[index].insertion : "nothing";
    };
    EXPECT_EQ(first("client.table('^')", 0), "it\\'s");
    EXPECT_EQ(first("client.table(\"^\")", 0), "it's");
    EXPECT_EQ(first("client.table(r'^')", 0), "nothing") << "a raw string cannot hold it";
    EXPECT_EQ(first("client.table(\"it's\").select('^')", 0), "\"first name\"");
    EXPECT_EQ(first("client.table(\"it's\").select(\"^\")", 0), "\\\"first name\\\"");
    EXPECT_EQ(first("client.table(\"it's\").select('^')", 3), "$weird");
    EXPECT_EQ(first("client.table(\"it's\").insert({'^'})", 2), "back\\\\slash");
}

TEST(Completion, VeryManyAreCutToWhatIsTyped) {
    std::string sql;
    for (int table = 0; table < 700; ++table) sql += "CREATE TABLE t" + std::to_string(table) + "_x (id int);";
    const catalog::CatalogPointer many = test::catalog_from_sql(sql);
    const Completion all = complete_in(test::kClient + "client.table('^')", many);
    EXPECT_EQ(all.items.size(), 500U);
    EXPECT_TRUE(all.is_incomplete);
    const Completion some = complete_in(test::kClient + "client.table('[[69^]]')", many);
    EXPECT_THAT(labels(some), Contains("t699_x"));
    EXPECT_LT(some.items.size(), 40U);
}

TEST(Completion, ALargeClassIsNotReadAsAWhole) {
    std::string text = test::kClient + "class Service:\n    def __init__(self, client):\n        self.client = client\n\n";
    for (int method = 0; method < 600; ++method) {
        text += "    def m" + std::to_string(method) +
                "(self):\n        return self.client.table('orders').select('id').execute()\n\n";
    }
    EXPECT_THAT(labels(complete_in(text + "    def last(self):\n        return self.client.table('orders').select('id, [[^]]\n")),
                Contains("status"));
}

TEST(Completion, ABlankBeginsANameAfterCommasAndSqlWordsOnly) {
    for (const char* text : {"'id, ", "from ", "SELECT 1 FROM ", "inner JOIN ", "INSERT INTO ", "ORDER BY "}) {
        EXPECT_TRUE(may_complete_after_blank(text, static_cast<std::uint32_t>(std::string_view(text).size()))) << text;
    }
    for (const char* text : {"x = ", "def ", "    ", "  ", " ", "return ", "perform ", "id,  "}) {
        EXPECT_FALSE(may_complete_after_blank(text, static_cast<std::uint32_t>(std::string_view(text).size()))) << text;
    }
}

}  // namespace
}  // namespace rowtype::features
