// The table of PostgreSQL's own functions and operators is what the server of its release prints.
#include <gtest/gtest.h>

#include <sstream>

#include "reflect/migrations/signatures.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

TEST(Signatures, AreThoseOfPostgres15) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("signatures");
    const std::string script = read_text_file(testing::source_folder() + "/reflect/migrations/signatures/generate.sql");
    const std::vector<std::string> printed = lines_of(server.execute(url, script));
    const std::vector<std::string> kept = lines_of(std::string(migrations::signature_table()));
    EXPECT_GT(kept.size(), 700U);
    if (server.execute(url, "SHOW server_version_num").starts_with("15")) {
        EXPECT_EQ(printed, kept);
    } else {
        EXPECT_GT(printed.size(), 700U) << "another release has others, and the script runs there, too";
    }
}

}  // namespace
}  // namespace rowtype::testing
