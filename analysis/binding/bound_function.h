// client.rpc("name", {…}) bound to the catalog: which function PostgREST would call, and what it makes of the arguments.
//
// Source of fact: findProc of PostgREST after v16.1 (src/library/PostgREST/Plan.hs): arguments go by name; a function fits that gets
// all its arguments without a default and no other; else one with a single unnamed json argument gets them all.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

struct FunctionArgument {
    std::string name;
    Span span;  // of the key's characters
};

enum class FunctionFit : std::uint8_t {
    NotJudged,   // the function, its overloads or the arguments are not wholly known
    Fits,        // one function takes the call
    Missing,     // PGRST202: there is no function of that name that PostgREST could call
    OtherNames,  // PGRST202: `surplus` stands for no argument
    TooFew,      // PGRST202: `lacking` have no default and are not passed
    NoOverload,  // PGRST202: each argument exists, but no overload takes just these
    SeveralFit,  // PGRST203
};

struct BoundFunction {
    std::string schema;  // of client.schema("x"); empty: the search path
    std::string name;
    Span span;  // of the name's characters
    FunctionFit fit = FunctionFit::NotJudged;
    bool unknown = false;                             // not found, but it may exist
    std::vector<const catalog::Function*> overloads;  // all of that name, callable or not
    std::vector<FunctionArgument> arguments;          // those whose names are known
    std::vector<FunctionArgument> surplus;            // OtherNames
    std::vector<std::string> lacking;                 // TooFew
    std::string not_callable;                         // Missing: why PostgREST cannot call the function that there is
    // The rows that it gives: a table's, or of columns of its own (`made`). Null where it gives none or that is not known.
    const catalog::Relation* result = nullptr;
    std::shared_ptr<const catalog::Relation> made;
};

// The names among the keys of what a call passes, where it is no dictionary written there but one that statements build.
using BuiltArguments = std::function<std::vector<FunctionArgument>(const facts::Value&)>;

// `call` is the call of rpc in a chain. Nothing where the function's name is not a constant.
[[nodiscard]] std::optional<BoundFunction> bind_function(const facts::ChainCall& call, const std::string& schema,
                                                         bool client_known, const ValueResolver& resolve,
                                                         const BuiltArguments& built, const catalog::Catalog& catalog);

}  // namespace rowtype::binding
