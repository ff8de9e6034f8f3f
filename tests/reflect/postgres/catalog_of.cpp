#include "tests/reflect/postgres/catalog_of.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "reflect/snapshot/snapshot.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {

ProgramResult run_rowtype_db(const std::string& connection_string, const postgres::Request& request,
                             const std::map<std::string, std::string>& environment) {
    std::vector<std::string> arguments = {testing::program_folder() + "/rowtype-db"};
    for (std::string& argument : postgres::to_arguments(request)) arguments.push_back(std::move(argument));
    return run_program(arguments, connection_string, environment);
}

catalog::CatalogData catalog_of(const std::string& connection_string, const std::vector<std::string>& schemas) {
    postgres::Request request;
    request.schemas = schemas;
    const ProgramResult result = run_rowtype_db(connection_string, request);
    EXPECT_EQ(result.exit_code, postgres::kExitSnapshot) << result.output;
    EXPECT_EQ(result.errors, "");
    Result<catalog::CatalogData> data = snapshot::read_snapshot(result.output, "rowtype-db");
    EXPECT_TRUE(data.ok()) << data.error().to_string();
    return data.ok() ? std::move(data).value() : catalog::CatalogData{};
}

postgres::Failure failure_of(const ProgramResult& result) {
    EXPECT_EQ(result.exit_code, postgres::kExitFailure) << result.output;
    EXPECT_EQ(result.errors, "");
    const std::optional<postgres::Failure> failure = postgres::read_failure(result.output);
    EXPECT_TRUE(failure.has_value()) << result.output;
    return failure.value_or(postgres::Failure{});
}

const std::string& rich_database() {
    static const std::string url = [] {
        PostgresServer& server = PostgresServer::shared();
        std::string made = server.create_database("rich");
        server.execute_file(made, testing::source_folder() + "/tests/reflect/postgres/rich.sql");
        return made;
    }();
    return url;
}

std::string read_text_file(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace rowtype::testing
