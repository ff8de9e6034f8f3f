// Catalogs as rowtype-db reads them, for the tests of this folder.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/postgres/protocol.h"
#include "tests/support/postgres/program.h"

namespace rowtype::testing {

// Runs the real rowtype-db on a connection string, given on its standard input.
ProgramResult run_rowtype_db(const std::string& connection_string, const postgres::Request& request = {},
                             const std::map<std::string, std::string>& environment = {});

// The catalog; fails the running test where there is none.
catalog::CatalogData catalog_of(const std::string& connection_string, const std::vector<std::string>& schemas = {});

// The failure; fails the running test where there is none.
postgres::Failure failure_of(const ProgramResult& result);

// Of the shared server: a database with rich.sql loaded, made once for all tests of this program that only read.
const std::string& rich_database();

std::string read_text_file(const std::string& path);

}  // namespace rowtype::testing
