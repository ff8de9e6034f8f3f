#include "analysis/binding/sql_callee.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "analysis/binding/file_imports.h"
#include "analysis/binding/model_modules.h"

namespace rowtype::binding {

bool is_of_another_library(const facts::SqlCall& call, const Context& context) {
    constexpr std::array<std::string_view, 4> kCommonWords = {"text", "SQL", "DDL", "literal_column"};
    if (std::ranges::find(kCommonWords, std::string_view(call.method)) == kCommonWords.end()) return false;
    const std::string callee = call.callee.dotted();
    if (callee.empty()) return false;
    const ModelModules modules(context);
    const types::Definition found = modules.analysed_file().resolve(callee);
    switch (found.kind) {
        case types::Definition::Kind::External: return !is_database_library(found.name);
        case types::Definition::Kind::Function:
        case types::Definition::Kind::Class: return true;
        case types::Definition::Kind::Unknown:
        case types::Definition::Kind::Assignment: return false;
    }
    return false;
}

bool takes_sql_file_text(const facts::SqlCall& call, const Context& context) {
    const std::string callee = call.callee.dotted();
    if (call.method != "from_str" || callee.empty()) return false;
    const ModelModules modules(context);
    const types::Definition found = modules.analysed_file().resolve(callee);
    return found.kind == types::Definition::Kind::External && found.name == "aiosql.from_str";
}

}  // namespace rowtype::binding
