// Functions of the project that hand a text on to a driver as it is: "async def rows(self, context, query, *args): … await
// self.pool.fetch(query, *args)". A call of one is a call of the driver's, with the driver's placeholders. Through further such
// functions, in any file; methods by the class of the object.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/other_module.h"
#include "analysis/binding/sql_placeholders.h"

namespace rowtype::binding {

// What a call hands to a driver.
struct HandedSql {
    const facts::Value* sql = nullptr;
    PlaceholderStyle style = PlaceholderStyle::Percent;
    bool has_parameters = false;
    DatabaseImports imports;  // of the file with the driver's call; foreign: of either file
};

// The calls of one statement. Lives as long as its binding.
class SqlWrappers {
public:
    SqlWrappers(const StatementView& statement, const Context& context)
        : statement_(statement), context_(context), modules_(context), others_(context) {}

    [[nodiscard]] std::optional<HandedSql> find(const facts::NamedCall& call);

private:
    // The parameter of a function that goes to a driver.
    struct Taken {
        std::string parameter;
        std::size_t index = 0;  // among the arguments that a caller writes
        PlaceholderStyle style = PlaceholderStyle::Percent;
        bool has_parameters = false;
        DatabaseImports imports;
    };

    [[nodiscard]] std::optional<Taken> taken_by(const FoundFunction& function, int depth);
    [[nodiscard]] std::optional<Taken> taken_by_driver(const FoundFunction& function, const Context& module, bool& is_refused);
    [[nodiscard]] std::optional<Taken> taken_by_another(const FoundFunction& function, int depth);

    const StatementView& statement_;
    const Context& context_;
    ModelModules modules_;
    OtherModules others_;
    std::map<const facts::Function*, std::optional<Taken>> known_;
};

}  // namespace rowtype::binding
