// Which database system an engine, a connection, a session or a cursor speaks to, by what code made it of: create_engine("mysql+pymysql://…"),
// sqlite3.connect(…), a parameter annotated duckdb.DuckDBPyConnection.
//
// Followed are names (assignments, "with … as", parameters, imports), attributes that a class gives its objects, functions of the project
// by what they give, and calls by what they are made on and handed: Session(engine), engine.connect(), closing(connection). Of a URL
// its scheme is enough: f"mysql://{user}@…". What comes from the environment is not told, nor are settings that it may override.
#pragma once

#include <cstdint>

#include "analysis/binding/class_at.h"
#include "analysis/binding/database_names.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Whether the name of a variable of which nothing more is known tells its system: "mysql_engine" does, "mysql_rows" is none at all.
enum class NamesOfSystems : std::uint8_t { Tell, TellNothing };

// Of what the expression stands for where it is used.
[[nodiscard]] DatabaseSystem database_system(const facts::Value& value, const Place& place,
                                             NamesOfSystems names = NamesOfSystems::Tell);

}  // namespace rowtype::binding
