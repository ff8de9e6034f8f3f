// Texts and lists that a function makes by several statements: "sql += …", "sql = sql + …", "conditions.append(…)".
//
// Beside resolve_value(), which follows names across scopes and files, this one looks at one function's own names only, and puts the
// statements together that may have run before a use: each that may have been left out gives another alternative.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/other_module.h"

namespace rowtype::binding {

// Whether the name stands anywhere in the expression.
[[nodiscard]] bool mentions(const facts::Value& value, std::string_view name);

// Owns values that it makes: must outlive the texts that are folded with its resolvers. Of one statement.
class BuiltTexts {
public:
    // `is_asking`: the texts are of a call in the statement itself, not of a function that is called there.
    BuiltTexts(const StatementView& statement, const Context& context, bool is_asking = true)
        : statement_(statement), context_(context), is_asking_(is_asking) {}

    // For expressions in that scope; of calls it tells the texts that functions of the project give. Calls of it refer to this object.
    [[nodiscard]] ValueResolver resolver(std::uint32_t scope) { return resolver(scope, {}); }

private:
    // Assignments that are being followed: in a loop, one may come before itself. Null for each function that was gone into.
    using Followed = std::vector<const facts::Assignment*>;

    [[nodiscard]] ValueResolver resolver(std::uint32_t scope, Followed followed);
    ResolvedValue resolve(const facts::Value& reference, std::uint32_t scope, const Followed& followed);
    ResolvedValue result_of(const facts::Value& call, std::uint32_t scope, const Followed& followed);
    ResolvedValue property_of(const facts::Value& attribute, std::uint32_t scope, const Followed& followed);
    // `call`: null of a property.
    ResolvedValue texts_of(const FoundFunction& function, const facts::Value* call, std::uint32_t scope,
                           const Followed& followed);
    [[nodiscard]] ValueResolver inside(const FoundFunction& function, const facts::Value* call, std::uint32_t scope,
                                       const Followed& followed);
    BuiltTexts* home_of(const FoundFunction& function);
    [[nodiscard]] Place place_in(std::uint32_t scope);
    [[nodiscard]] ResolvedValue given(const FoundFunction& function, const facts::Parameter& parameter, const facts::Value& call,
                                      const ValueResolver& caller) const;
    ResolvedValue put_together(std::string_view name, const std::vector<const facts::Assignment*>& reaching, std::uint32_t scope,
                               const Followed& followed);
    const facts::Value* value_of(const facts::Assignment& assignment, std::string_view name);
    [[nodiscard]] bool is_settled(std::string_view name, std::uint32_t scope) const;

    StatementView statement_;
    const Context& context_;
    bool is_asking_;
    std::map<const facts::Assignment*, const facts::Value*> extended_;
    std::deque<facts::Value> made_;
    std::optional<ModelModules> modules_;  // made when the first call is looked at, and so are the next two
    std::optional<OtherModules> contexts_;
    std::map<const facts::StatementFacts*, std::unique_ptr<BuiltTexts>> others_;  // of functions' statements
};

}  // namespace rowtype::binding
