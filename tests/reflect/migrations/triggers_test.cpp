// Triggers and rules: what stands at a table at the end of the files, and what of it is not known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/diff/wording.h"
#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const catalog::Relation& relation_of(const catalog::Catalog& catalog, std::string_view name) {
    return *catalog.find_relation("public", name).relation;
}

// "name: before insert for each row public.f()" of each trigger.
std::vector<std::string> triggers_on(const catalog::Catalog& catalog, std::string_view table) {
    std::vector<std::string> lines;
    for (const catalog::Trigger& trigger : relation_of(catalog, table).triggers) {
        lines.push_back(trigger.name + ": " + diff::trigger_text(trigger));
    }
    return lines;
}

const std::string kSetUp = R"(
    CREATE TABLE t (a int, b int); CREATE VIEW v AS SELECT a FROM t; CREATE SCHEMA app;
    CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE FUNCTION app.g() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
)";

TEST(Triggers, AreRead) {
    const catalog::Catalog catalog = read_sql(kSetUp + R"(
        CREATE TRIGGER one BEFORE INSERT OR UPDATE OF b, a ON t FOR EACH ROW WHEN (NEW.a > 0) EXECUTE FUNCTION f();
        CREATE OR REPLACE TRIGGER "Two" AFTER DELETE OR TRUNCATE ON public.t EXECUTE PROCEDURE app.g('x');
        CREATE TRIGGER three INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f();
        CREATE CONSTRAINT TRIGGER four AFTER INSERT ON t DEFERRABLE FOR EACH ROW EXECUTE FUNCTION f();
        CREATE TRIGGER five BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION tsvector_update_trigger(a);
        CREATE TRIGGER six BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION moddatetime(a))");
    EXPECT_THAT(triggers_on(catalog, "t"), ElementsAre("Two: after delete or truncate for each statement app.g()",
                                                       "five: before update for each row pg_catalog.tsvector_update_trigger()",
                                                       "four: after insert for each row public.f()",
                                                       "one: before insert or update of b, a for each row public.f()",
                                                       "six: before update for each row moddatetime()"));
    EXPECT_THAT(triggers_on(catalog, "v"), ElementsAre("three: instead of insert for each row public.f()"));
    EXPECT_TRUE(catalog.triggers_known());
    EXPECT_TRUE(relation_of(catalog, "t").triggers_complete);
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Triggers, AreSwitchedRenamedAndDropped) {
    const std::string made = kSetUp +
                             "CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();"
                             "CREATE TRIGGER y BEFORE UPDATE OF b ON t FOR EACH ROW EXECUTE FUNCTION app.g();";
    const std::string x = "x: before insert for each row public.f()";
    const std::string y = "y: before update of b for each row app.g()";
    const auto after = [&](const std::string& statement) { return triggers_on(read_sql(made + statement), "t"); };
    EXPECT_THAT(after(""), ElementsAre(x, y));
    EXPECT_THAT(after("ALTER TABLE t DISABLE TRIGGER x"), ElementsAre(x + ", disabled", y));
    EXPECT_THAT(after("ALTER TABLE t DISABLE TRIGGER ALL, ENABLE ALWAYS TRIGGER y"),
                ElementsAre(x + ", disabled", y + ", always"));
    EXPECT_THAT(after("ALTER TABLE t DISABLE TRIGGER USER; ALTER TABLE t ENABLE TRIGGER x"), ElementsAre(x, y + ", disabled"));
    EXPECT_THAT(after("ALTER TABLE t ENABLE REPLICA TRIGGER x"), ElementsAre(x + ", for replicas alone", y));
    EXPECT_THAT(after("DROP TRIGGER x ON t; DROP TRIGGER IF EXISTS z ON public.t"), ElementsAre(y));
    EXPECT_THAT(after("ALTER TRIGGER x ON t RENAME TO z"), ElementsAre(y, "z: before insert for each row public.f()"));
    EXPECT_THAT(after("DROP FUNCTION f() CASCADE"), ElementsAre(y));
    EXPECT_THAT(after("ALTER FUNCTION f() RENAME TO h"), ElementsAre("x: before insert for each row public.h()", y));
    EXPECT_THAT(after("ALTER FUNCTION f() SET SCHEMA app"), ElementsAre("x: before insert for each row app.f()", y));
    EXPECT_THAT(after("ALTER TABLE t RENAME b TO c"), ElementsAre(x, "y: before update of c for each row app.g()"));
    EXPECT_THAT(after("ALTER TABLE t DROP b CASCADE"), ElementsAre(x));
    EXPECT_THAT(after("ALTER TABLE t DISABLE TRIGGER x; CREATE OR REPLACE TRIGGER x AFTER INSERT ON t EXECUTE FUNCTION f()"),
                ElementsAre("x: after insert for each statement public.f(), disabled", y));
}

TEST(Triggers, RulesAreNamed) {
    const std::string made =
        kSetUp + "CREATE RULE r AS ON INSERT TO t DO INSTEAD NOTHING; CREATE RULE q AS ON DELETE TO t DO ALSO SELECT 1;";
    EXPECT_THAT(relation_of(read_sql(made), "t").rules, ElementsAre("q", "r"));
    EXPECT_THAT(relation_of(read_sql(made + "DROP RULE r ON t"), "t").rules, ElementsAre("q"));
    EXPECT_THAT(relation_of(read_sql(made + "ALTER RULE r ON t RENAME TO s"), "t").rules, ElementsAre("q", "s"));
    EXPECT_THAT(relation_of(read_sql(made + "CREATE OR REPLACE VIEW v AS SELECT a, b FROM t"), "v").rules, IsEmpty());
}

// A loop over tables makes triggers at any; a name that is written tells which.
TEST(Triggers, OfDynamicSqlAreNotKnown) {
    const auto run = [&](const std::string& text) {
        return read_sql(kSetUp + "CREATE TABLE u (a int); DO $$ DECLARE n text; BEGIN FOR n IN SELECT 'u' LOOP EXECUTE " + text +
                        "; END LOOP; END $$;");
    };
    const catalog::Catalog any = run("format('CREATE TRIGGER x BEFORE INSERT ON %I FOR EACH ROW EXECUTE FUNCTION f()', n)");
    EXPECT_FALSE(relation_of(any, "t").triggers_complete);
    EXPECT_FALSE(relation_of(any, "u").triggers_complete);
    EXPECT_TRUE(relation_of(any, "t").columns_complete);
    EXPECT_TRUE(relation_of(any, "t").parts_complete);
    const catalog::Catalog one = run("format('CREATE TRIGGER %I BEFORE INSERT ON u FOR EACH ROW EXECUTE FUNCTION f()', n)");
    EXPECT_TRUE(relation_of(one, "t").triggers_complete);
    EXPECT_FALSE(relation_of(one, "u").triggers_complete);
    EXPECT_FALSE(relation_of(run("format('DROP TRIGGER IF EXISTS x ON %I', n)"), "u").triggers_complete);
    EXPECT_FALSE(relation_of(run("format('ALTER TABLE %I DISABLE TRIGGER ALL', n)"), "u").triggers_complete);
}

}  // namespace
}  // namespace rowtype::migrations
