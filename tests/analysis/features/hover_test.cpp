// What is said of the name under the pointer, and which bytes it is about.
#include "analysis/features/hover.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/features/annotated.h"
#include "tests/analysis/features/shop.h"

namespace rowtype::features {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

// The text shown at the cursor; checks the range where the case gives one. Empty where nothing is shown.
std::string hover_at(const std::string& text, bool holds_models = false, MarkupKind kind = MarkupKind::Markdown) {
    const test::Annotated given = test::annotated(text);
    const Settings settings;
    const engine::Environment environment{test::feature_schema(), &settings, nullptr};
    engine::FileEngine file({"app/models.py", "app.models", holds_models}, given.code);
    const std::optional<Hover> found = hover(snapshot_of(file, environment), given.cursor, kind);
    if (found && given.range) {
        EXPECT_EQ(slice(given.code, found->span), slice(given.code, *given.range)) << text;
        EXPECT_EQ(found->span, *given.range) << text;
    }
    return found ? found->text : "";
}

// The same with the table tags and the column orders.note made by migrations that the database does not have yet.
std::string hover_with_pending(const std::string& text) {
    const test::Annotated given = test::annotated(text);
    catalog::CatalogData data = test::feature_schema()->data();
    catalog::Relation tags;
    tags.name = {"public", "tags"};
    tags.columns.emplace_back().name = "label";
    data.relations.push_back(tags);
    data.pending = {{{"public", "orders"}, "note", "db/2_note.sql", 1},
                    {{"public", "tags"}, "", "db/3_tags.sql", 1},
                    {{"public", "tags"}, "label", "db/3_tags.sql", 2}};
    data.removed = {{{"public", "orders"}, "remark", "note", "db/2_note.sql", 2, true},
                    {{"public", "orders"}, "colour", "", "db/4_tidy.sql", 1, true},
                    {{"public", "labels"}, "", "public.tags", "db/3_tags.sql", 3, true}};
    const Settings settings;
    const engine::Environment environment{std::make_shared<const catalog::Catalog>(data), &settings, nullptr};
    engine::FileEngine file({"app/models.py", "app.models", false}, given.code);
    const std::optional<Hover> found = hover(snapshot_of(file, environment), given.cursor, MarkupKind::Markdown);
    return found ? found->text : "";
}

std::string in_client(const std::string& call) { return test::kClient + call + "\n"; }

TEST(Hover, TableOfAQuery) {
    const std::string shown = hover_at(in_client("client.table('[[or^ders]]').select('id').execute()"));
    EXPECT_THAT(shown, StartsWith("```sql\ntable public.orders\n```\n\nWhat customers \\*bought\\*\n\n"));
    EXPECT_THAT(shown, HasSubstr("id           bigint         not null  primary key, generated always as identity\n"));
    EXPECT_THAT(shown, HasSubstr("customer_id  uuid           not null  → public.profiles (id) on delete cascade\n"));
    EXPECT_THAT(shown, HasSubstr("note         text           null\n"));
    EXPECT_THAT(shown, HasSubstr("Referenced by: `public.items (order_id) → (id)`"));
}

TEST(Hover, ColumnsWhereverAQueryNamesThem) {
    const std::string column = "```sql\nstatus order_status not null default 'pending'";
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id, [[sta^tus]]').execute()")), StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('[[st^ate]]:status').execute()")), StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id').eq('[[^status]]', 'paid').execute()")),
                StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id').order('[[statu^s]]').execute()")), StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id').or_('id.eq.1,[[st^atus]].eq.paid').execute()")),
                StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').update({'[[st^atus]]': 'paid'}).eq('id', 1).execute()")),
                StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id').match({'[[st^atus]]': 'paid'}).execute()")),
                StartsWith(column));
    EXPECT_THAT(hover_at(in_client("client.table('profiles').upsert({'id': 1}, on_conflict='[[ema^il]]').execute()")),
                StartsWith("```sql\nemail text not null\n```\n\ncolumn of `table public.profiles` · `unique`"));
}

TEST(Hover, SaysWhichMigrationANameIsPendingIn) {
    const std::string column = hover_with_pending(in_client("client.table('orders').select('id, [[no^te]]').execute()"));
    EXPECT_THAT(column, HasSubstr("pending in db/2_note.sql"));
    EXPECT_THAT(hover_with_pending(in_client("client.table('orders').select('[[i^d]]').execute()")), Not(HasSubstr("pending")));
    EXPECT_THAT(hover_with_pending(in_client("client.table('[[ord^ers]]').select('id').execute()")),
                HasSubstr("note         text           null      pending in db/2_note.sql\n"));
    const std::string table = hover_with_pending(in_client("client.table('[[ta^gs]]').select('label').execute()"));
    EXPECT_THAT(table, HasSubstr("Pending in: `db/3_tags.sql`"));
    EXPECT_THAT(table, Not(HasSubstr("pending in"))) << "said once";
    EXPECT_THAT(hover_with_pending(in_client("client.table('tags').select('[[lab^el]]').execute()")),
                HasSubstr("pending in db/3_tags.sql"));
}

TEST(Hover, SaysWhatAPendingMigrationMakesOfAName) {
    const std::string remark =
        "```sql\nremark\n```\n\ncolumn of `table public.orders` · renamed to `note` in `db/2_note.sql` (pending)";
    EXPECT_THAT(hover_with_pending(in_client("client.table('orders').select('id, [[rem^ark]]').execute()")), StartsWith(remark));
    EXPECT_THAT(hover_with_pending(in_client("client.table('orders').select('id').eq('[[rem^ark]]', 1).execute()")),
                StartsWith(remark));
    EXPECT_THAT(hover_with_pending("import psycopg\npsycopg.connect().execute('select [[rem^ark]] from orders')\n"),
                StartsWith(remark));
    EXPECT_THAT(
        hover_with_pending("from pydantic import BaseModel\n\n\nclass Order(BaseModel):  # rowtype: table=orders\n    id: "
                           "int\n    [[rem^ark]]: str\n"),
        StartsWith(remark));
    EXPECT_THAT(hover_with_pending(in_client("client.table('orders').select('[[col^our]]').execute()")),
                HasSubstr("column of `table public.orders` · dropped in `db/4_tidy.sql` (pending)"));
    const std::string table = "```sql\npublic.labels\n```\n\nrenamed to `public.tags` in `db/3_tags.sql` (pending)";
    EXPECT_THAT(hover_with_pending(in_client("client.table('[[lab^els]]').select('id').execute()")), StartsWith(table));
    EXPECT_THAT(hover_with_pending("import psycopg\npsycopg.connect().execute('select 1 from [[lab^els]]')\n"),
                StartsWith(table));
    EXPECT_EQ(hover_with_pending(in_client("client.table('orders').select('no^where').execute()")), "");
}

TEST(Hover, EmbedsByNameAndByAlias) {
    const std::string profile = "```sql\ntable public.profiles\n```";
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id, customer:[[pro^files]](email)').execute()")),
                StartsWith(profile));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id, [[cus^tomer]]:profiles(email)').execute()")),
                StartsWith(profile));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id, customer:profiles([[em^ail]])').execute()")),
                StartsWith("```sql\nemail text not null"));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('id, c:profiles(email)').eq('c.[[ema^il]]', 1).execute()")),
                StartsWith("```sql\nemail text"));
}

TEST(Hover, SaysWhatAColumnIsFor) {
    const std::string status = hover_at(in_client("client.table('orders').select('sta^tus').execute()"));
    EXPECT_THAT(status, HasSubstr("column of `table public.orders`"));
    EXPECT_THAT(status, HasSubstr("Values: `pending`, `paid`, `sent`"));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('customer^_id').execute()")),
                HasSubstr("column of `table public.orders` · `→ public.profiles (id) on delete cascade`"));
    EXPECT_THAT(hover_at(in_client("client.table('orders').select('dou^bled').execute()")),
                HasSubstr("`generated always as (total * 2) stored`"));
    EXPECT_THAT(hover_at(in_client("client.table('items').select('li^ne').execute()")),
                HasSubstr("`primary key (order_id, line)`"));
}

TEST(Hover, SqlTextWithItsScopes) {
    const std::string head = "import psycopg\nconnection = psycopg.connect('')\n";
    EXPECT_THAT(hover_at(head + "connection.execute(\"SELECT o.id FROM [[ord^ers]] o\")\n"),
                StartsWith("```sql\ntable public.orders"));
    EXPECT_THAT(hover_at(head + "connection.execute(\"SELECT o.[[sta^tus]] FROM orders o\")\n"),
                StartsWith("```sql\nstatus order_status"));
    EXPECT_THAT(hover_at(head + "connection.execute(\"SELECT [[em^ail]] FROM orders JOIN profiles p ON p.id = customer_id\")\n"),
                StartsWith("```sql\nemail text"));
    EXPECT_EQ(hover_at(head + "connection.execute(\"SELECT i^d FROM orders JOIN profiles ON true\")\n"), "")
        << "either could be meant";
    EXPECT_EQ(hover_at(head + "connection.execute(\"WITH orders AS (SELECT 1 AS id) SELECT id FROM ord^ers\")\n"), "");
}

TEST(Hover, NamesInATextThatAnotherStatementExecutes) {
    const std::string code =
        "import psycopg\nQUERY = \"SELECT o.[[sta^tus]] FROM orders o\"\n\n\n"
        "def f(connection: psycopg.Connection):\n    connection.execute(QUERY)\n";
    EXPECT_THAT(hover_at(code), StartsWith("```sql\nstatus order_status"));
    EXPECT_EQ(hover_at("QUERY = \"SELECT o.sta^tus FROM orders o\"\n"), "") << "nobody executes it";
}

TEST(Hover, AConstantIsItsTableAndNoneOfItsColumns) {
    EXPECT_THAT(hover_at("ORDERS = 'orders'\n" + in_client("client.table([[ORD^ERS]]).select('id').execute()")),
                StartsWith("```sql\ntable public.orders"));
    EXPECT_EQ(hover_at("FIELDS = 'id, status'\n" + in_client("client.table('orders').select(FIE^LDS).execute()")), "");
    EXPECT_EQ(hover_at("FIELDS = 'customer:profiles(id)'\n" + in_client("client.table('orders').select(FIE^LDS).execute()")), "");
}

TEST(Hover, ModelsAndTheirFields) {
    const std::string model =
        "from pydantic import BaseModel\n\nclass %s(BaseModel):\n    id: int\n    %s: str\n    total: float\n    extra: str = "
        "''\n";
    const auto written = [&](const std::string& name, const std::string& field) {
        std::string text = model;
        text.replace(text.find("%s"), 2, name);
        return text.replace(text.find("%s"), 2, field);
    };
    EXPECT_THAT(hover_at(written("[[Or^der]]", "status"), true), StartsWith("```sql\ntable public.orders"));
    EXPECT_THAT(hover_at(written("Order", "[[sta^tus]]"), true), StartsWith("```sql\nstatus order_status"));
    EXPECT_EQ(hover_at(written("Order", "sta^tus"), false), "") << "outside of models files a class is just a class";
}

TEST(Hover, Functions) {
    EXPECT_EQ(
        hover_at(in_client("client.rpc('[[search^_orders]]', {'query': 'x'}).execute()")),
        "```sql\nfunction public.search_orders(query text, most integer = …) returns setof orders\n```\n\nFull-text search");
    EXPECT_EQ(hover_at(in_client("client.rpc('not^_there').execute()")), "");
}

TEST(Hover, NothingWhereNothingIsCertain) {
    for (const std::string& text : {
             in_client("client.table('nowh^ere').select('id').execute()"),
             in_client("client.table('orders').select('n^mae').execute()"),
             in_client("client.storage.from_('ord^ers').download('x')"),
             in_client("print('ord^ers')"),
             in_client("cli^ent.table('orders').select('id').execute()"),
             std::string("db.table('ord^ers').frobnicate()\n"),
             std::string("^"),
         }) {
        EXPECT_EQ(hover_at(text), "") << text;
    }
}

TEST(Hover, HostileCommentsStayText) {
    const std::string shown = hover_at(in_client("client.table('orders').select('no^te').execute()"));
    EXPECT_THAT(shown, HasSubstr("See \\[here\\](command:evil) and \\`code\\`"));
    const std::string plain =
        hover_at(in_client("client.table('orders').select('no^te').execute()"), false, MarkupKind::PlainText);
    EXPECT_EQ(plain, "note text null\n\ncolumn of table public.orders\n\nSee [here](command:evil) and `code`");
}

TEST(Hover, WorksBesideBrokenCode) {
    EXPECT_THAT(hover_at(test::kClient + "client.table('[[ord^ers]]').select('id').execute()\nx = client.table('\n"),
                StartsWith("```sql\ntable public.orders"));
}

}  // namespace
}  // namespace rowtype::features
