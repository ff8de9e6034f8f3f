// Statements that were made from another language than SQL (Alembic's revisions), with the places there.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class MadeStatements : public testing::Test {
protected:
    static catalog::Catalog read(std::vector<MadeStatement> made) {
        Options options;
        options.platform = Platform::Plain;
        MigrationCatalog read = read_migrations({{"r.py", "no SQL", std::move(made)}}, options).value();
        origins_ = read.origins;
        return catalog::Catalog(std::move(read.data));
    }
    static inline std::vector<Origin> origins_;
};

TEST_F(MadeStatements, NotesAndOriginsNameTheirLines) {
    const catalog::Catalog catalog =
        read({{MadeStatement::Kind::Certain, "CREATE TABLE t (\n\n a int,\n b int);\nALTER TABLE t ADD c int, ADD", 10, ""}});
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
    ASSERT_EQ(origins_.size(), 3U);
    EXPECT_EQ(origins_[0], (Origin{{"public", "t"}, "", "r.py", 10}));
    EXPECT_EQ(origins_[1], (Origin{{"public", "t"}, "a", "r.py", 12}));
    EXPECT_EQ(origins_[2], (Origin{{"public", "t"}, "b", "r.py", 13}));
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("r.py:14: this statement is not understood")));
}

TEST_F(MadeStatements, GuardedOnesAreNoSurprise) {
    const catalog::Catalog catalog = read({
        {MadeStatement::Kind::Certain, "CREATE TABLE t (a int)", 1, ""},
        {MadeStatement::Kind::Guarded, "CREATE TABLE t (b int)", 2, ""},
        {MadeStatement::Kind::Guarded, "ALTER TABLE ghost ALTER x SET NOT NULL", 3, ""},
        {MadeStatement::Kind::Guarded, "ALTER TABLE t ADD COLUMN c int", 4, ""},
    });
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "c integer"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
    EXPECT_FALSE(catalog.is_incomplete("public"));
}

TEST_F(MadeStatements, PossibleOnesMarkWhatTheyTouchAndSayIt) {
    const catalog::Catalog catalog = read({
        {MadeStatement::Kind::Certain, "CREATE TABLE t (a int); CREATE TABLE u (a int)", 1, ""},
        {MadeStatement::Kind::Possible, "ALTER TABLE t ADD COLUMN {} int", 2, "it may get another column"},
        {MadeStatement::Kind::Possible, "INSERT INTO u VALUES ({})", 3, "never said"},
    });
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete);
    EXPECT_THAT(notes_of(catalog), ElementsAre("r.py:2: it may get another column"));
}

TEST_F(MadeStatements, AnythingMarksEverything) {
    const catalog::Catalog catalog = read({
        {MadeStatement::Kind::Certain, "CREATE TABLE t (a int)", 1, ""},
        {MadeStatement::Kind::Anything, "", 2, "a function of another module is called"},
    });
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(catalog.find_relation("public", "other").unknown);
    EXPECT_THAT(notes_of(catalog), ElementsAre("r.py:2: a function of another module is called"));
}

}  // namespace
}  // namespace rowtype::migrations
