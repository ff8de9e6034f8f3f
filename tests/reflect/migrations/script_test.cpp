#include "reflect/migrations/script.h"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;

std::vector<std::string> read(std::string_view text) {
    std::vector<std::string> items;
    for (const ScriptItem& item : read_script(text)) {
        constexpr std::array<std::string_view, 4> kKinds = {"statement", "include", "database", "open"};
        items.push_back(std::to_string(item.line) + " " + std::string(kKinds.at(static_cast<std::size_t>(item.kind))) + " " +
                        std::string(item.text));
    }
    return items;
}

TEST(ReadScript, GivesStatementsWithLines) {
    EXPECT_THAT(read("\n-- a\nSELECT 1;\r\n\n  SELECT\n 2 ; SELECT 3"),
                ElementsAre("3 statement SELECT 1", "5 statement SELECT\n 2", "6 statement SELECT 3"));
}

TEST(ReadScript, LeavesOutMetaCommandsAndCopyData) {
    EXPECT_THAT(read("\\restrict abc\n\\set ON_ERROR_STOP on\nCOPY t (a) FROM stdin;\n1\tit's; (\n\\.\n\nSELECT 'a\n\\i "
                     "x\n';\n\\unrestrict abc\n"),
                ElementsAre("3 statement COPY t (a) FROM stdin", "7 statement SELECT 'a\n\\i x\n'"));
    EXPECT_THAT(read("COPY t FROM stdin;\n1\n2"), ElementsAre("1 statement COPY t FROM stdin"));
    EXPECT_THAT(read("COPY t TO stdout;\nSELECT 1;"), ElementsAre("1 statement COPY t TO stdout", "2 statement SELECT 1"));
    EXPECT_THAT(read("SELECT 'CREATE DATABASE x' \\gexec\nSELECT 2;"),
                ElementsAre("1 statement SELECT 'CREATE DATABASE x'", "2 statement SELECT 2"));
}

TEST(ReadScript, FindsIncludesAndOtherDatabases) {
    EXPECT_THAT(read("\\i a.sql\n\\ir 'sub dir/b.sql'\n\\connect other\n\\include_relative c.sql\n"),
                ElementsAre("1 include a.sql", "2 include sub dir/b.sql", "3 database \\connect other", "4 include c.sql"));
}

TEST(ReadScript, RecoversBehindAnOpenQuote) {
    EXPECT_THAT(read("SELECT 1;\nSELECT 'open; x\n y;\nSELECT 2;"),
                ElementsAre("1 statement SELECT 1", "2 open SELECT 'open; x\n y", "4 statement SELECT 2"));
}

TEST(WithoutWayBack, BlanksDownSections) {
    EXPECT_EQ(without_way_back("-- +goose Up\nA;\n-- +goose Down\nB;\n"), "-- +goose Up\nA;\n              \n  \n");
    EXPECT_EQ(without_way_back("-- migrate:up\nA;\n-- migrate:down\nB;"), "-- migrate:up\nA;\n               \n  ");
    EXPECT_EQ(without_way_back("-- +migrate Down\nB;\n-- +migrate Up\nA;"), "                \n  \n-- +migrate Up\nA;");
    EXPECT_EQ(without_way_back("\xEF\xBB\xBFSELECT 1"), "   SELECT 1");
}

}  // namespace
}  // namespace rowtype::migrations
