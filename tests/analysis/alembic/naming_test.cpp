// Names of constraints and indexes by a naming convention, as SQLAlchemy makes them.
#include "analysis/alembic/naming.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;

NamingConvention convention(bool is_known = true) {
    return {{{"ix", "ix_%(column_0_N_label)s"},
             {"uq", "%(table_name)s_%(column_0_N_name)s_key"},
             {"ck", "%(table_name)s_%(constraint_name)s_check"},
             {"fk", "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s_%(referred_column_0_name)s"},
             {"pk", "%(table_name)s_%%_pk"}},
            is_known};
}

std::vector<std::string> named(const std::string& body) { return lines_of(read_text(revision_text(body), {}, convention())); }

TEST(Naming, OfTablesParts) {
    EXPECT_THAT(named("op.create_table('t', sa.Column('a', sa.Integer, sa.ForeignKey('s.u.id'), primary_key=True), "
                      "sa.Column('b', sa.Text, unique=True), sa.Column('c', sa.Text, index=True), "
                      "sa.CheckConstraint('a > 0', name='positive'), sa.CheckConstraint('a > 1', name=op.f('as_it_is')), "
                      "sa.UniqueConstraint('b', 'c'), sa.UniqueConstraint('c', name='given'))"),
                ElementsAre("CREATE TABLE \"t\" (\"a\" INTEGER NOT NULL, \"b\" TEXT, \"c\" TEXT, "
                            "CONSTRAINT \"t_%_pk\" PRIMARY KEY (\"a\"), "
                            "CONSTRAINT \"fk_t_a_u_id\" FOREIGN KEY (\"a\") REFERENCES \"s\".\"u\" (\"id\"), "
                            "CONSTRAINT \"t_b_key\" UNIQUE (\"b\"), "
                            "CONSTRAINT \"t_positive_check\" CHECK (a > 0), CONSTRAINT \"as_it_is\" CHECK (a > 1), "
                            "CONSTRAINT \"t_b_c_key\" UNIQUE (\"b\", \"c\"), CONSTRAINT \"given\" UNIQUE (\"c\"))",
                            "CREATE INDEX \"ix_t_c\" ON \"t\" (\"c\")"));
}

TEST(Naming, OfOperations) {
    EXPECT_THAT(
        named("op.create_index(None, 't', ['a', 'b'], schema='s')\nop.create_unique_constraint(None, 't', ['a'])\n"
              "op.create_foreign_key(None, 't', 'u', ['a'], ['id'])\nop.create_check_constraint('ok', 't', 'a > 0')\n"
              "op.create_primary_key(None, 't', ['a'])\nop.add_column('t', sa.Column('d', sa.Text, unique=True))\n"
              "op.drop_constraint('ok', 't', type_='check')\nop.drop_constraint('ok', 't')\n"
              "op.drop_constraint(op.f('ok'), 't', 'check')"),
        ElementsAre("CREATE INDEX \"ix_s_t_a_s_t_b\" ON \"s\".\"t\" (\"a\", \"b\")",
                    "ALTER TABLE \"t\" ADD CONSTRAINT \"t_a_key\" UNIQUE (\"a\")",
                    "ALTER TABLE \"t\" ADD CONSTRAINT \"fk_t_a_u_id\" FOREIGN KEY (\"a\") REFERENCES \"u\" (\"id\")",
                    "ALTER TABLE \"t\" ADD CONSTRAINT \"t_ok_check\" CHECK (a > 0)",
                    "ALTER TABLE \"t\" ADD CONSTRAINT \"t_%_pk\" PRIMARY KEY (\"a\")", "ALTER TABLE \"t\" ADD COLUMN \"d\" TEXT",
                    "ALTER TABLE \"t\" ADD CONSTRAINT \"t_d_key\" UNIQUE (\"d\")",
                    "ALTER TABLE \"t\" DROP CONSTRAINT \"t_ok_check\"", "ALTER TABLE \"t\" DROP CONSTRAINT \"ok\"",
                    "ALTER TABLE \"t\" DROP CONSTRAINT \"ok\""));
}

TEST(Naming, LongNamesAreShortened) {
    const std::string table(60, 't');
    EXPECT_THAT(named("op.create_unique_constraint(None, '" + table + "', ['column'])").back(),
                testing::HasSubstr("CONSTRAINT \"" + table.substr(0, 55) + "_"));
}

// By a convention that nobody can tell, a constraint that is dropped by name may be any of the table's.
TEST(Naming, ThatIsNotKnownMakesDropsUncertain) {
    EXPECT_THAT(lines_of(read_text(revision_text("op.drop_constraint('ck', 't', 'check')"), {}, convention(false))),
                ElementsAre("possible: ALTER TABLE \"t\" DROP CONSTRAINT {}", testing::_));
}

}  // namespace
}  // namespace rowtype::alembic
