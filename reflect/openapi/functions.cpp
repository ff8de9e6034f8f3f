#include <algorithm>

#include "reflect/openapi/relations.h"

namespace rowtype::openapi {

using namespace catalog;

// Of a function's overloads one is described, of its result nothing.
std::vector<Function> read_functions(const Document& document, const TypeNames& types, const std::string& schema) {
    constexpr std::string_view kPrefix = "/rpc/";
    std::vector<Function> functions;
    for (const Path& path : document.paths) {
        if (!path.name.starts_with(kPrefix) || path.name.size() == kPrefix.size()) continue;
        Function& function = functions.emplace_back();
        function.name = {schema, path.name.substr(kPrefix.size())};
        if (!path.arguments) continue;
        function.comment = path.arguments->description;
        const std::vector<std::string>& required = path.arguments->required;
        for (const Property& property : path.arguments->properties) {
            Argument argument;
            argument.name = property.name;
            argument.type = types.type_of(property);
            argument.has_default = std::ranges::find(required, property.name) == required.end();
            function.arguments.push_back(std::move(argument));
        }
    }
    return functions;
}

}  // namespace rowtype::openapi
