// Which functions a name with argument types means.
#pragma once

#include <vector>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// The types of the arguments that a call gives: overloads are told apart by them.
[[nodiscard]] std::vector<catalog::Type> input_types(const catalog::Function& function);
[[nodiscard]] bool same_inputs(const catalog::Function& left, const catalog::Function& right);

// What an ObjectWithArgs node names: all functions of that name where it has no argument list.
class FunctionMatcher {
public:
    FunctionMatcher(SchemaBuilder& schema, const Node& object);
    [[nodiscard]] bool matches(const catalog::Function& function) const;

private:
    const SchemaBuilder& schema_;
    WrittenName written_;
    bool any_arguments_;
    std::vector<catalog::Type> types_;
};

// Whether an expression calls the function, by its name.
[[nodiscard]] bool calls_function(std::string_view expression, const catalog::QualifiedName& name);

}  // namespace rowtype::migrations
