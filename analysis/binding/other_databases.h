// SQL that the project sends to another database than the schema's: one of another system (database_system.h), or one that the
// configuration's `other-databases` says: it names what such databases are asked through ("app.timescale.engine", "self.warehouse"), or the
// setting that they are opened with ("MB_DATABASE_URI").
//
// A name is meant where its words stand one behind the other in what a call is made on, as code writes it or as imports spell it:
// "timescale.engine" in "timescale.engine.connect()" behind "from app import timescale". What a connection was opened by is followed
// through names of the same function: "with timescale.engine.connect() as connection". A text that is made apart
// (`query = text("…")`) goes where the calls that are handed it go.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/database_system.h"
#include "analysis/binding/model_modules.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Of one statement. Lives as long as its binding.
class OtherDatabases {
public:
    OtherDatabases(const StatementView& statement, const Context& context);

    // Whether the text that a carrier of SQL holds goes to another database, by all that is told of it.
    [[nodiscard]] bool takes(const facts::SqlCall& call) const;
    // Whether what a call of the project's own layer is made on, or something that it is handed, leads there.
    [[nodiscard]] bool takes(const facts::NamedCall& call) const;

private:
    [[nodiscard]] bool goes_there(const facts::SqlCall& call) const;
    [[nodiscard]] bool is_other(const facts::Value& value, std::uint32_t scope,
                                NamesOfSystems names = NamesOfSystems::Tell) const;
    [[nodiscard]] bool is_one(const facts::Value& value, std::uint32_t scope, int depth) const;
    [[nodiscard]] bool is_made_by_one(const facts::Value& name, std::uint32_t scope, int depth) const;
    [[nodiscard]] bool is_named(const std::string& dotted, std::uint32_t scope) const;

    const StatementView& statement_;
    const Context& context_;
    ModelModules modules_;
    std::vector<std::string_view> names_;
};

}  // namespace rowtype::binding
