// What a chain of calls starts at: a client of PostgREST's, something that certainly is none, or something that may be either.
//
// Evidence is the maker (create_client), an annotation, the class, the library that a name comes from; followed through
// names, attributes of self, aliases and modules. What is called a mock or a fake is no client. A parameter without annotation,
// a function's result and whatever else is not followed leave it open.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "analysis/binding/context.h"
#include "analysis/binding/model_modules.h"

namespace rowtype::binding {

enum class Receiver : std::uint8_t {
    Open,          // nothing is known
    Client,        // made by a maker of clients, or annotated as one; which schema it is for is another question
    OwnClass,      // of a class of the project that has its own idea of the method
    OtherLibrary,  // of a library that is known not to be PostgREST's client
};

// The receivers of one statement's chains. Lives as long as its binding.
class Receivers {
public:
    Receivers(const StatementView& statement, const Context& context) : statement_(statement), context_(context) {}

    // What `chain` starts at; `method` is the call that names the table: a class that hands it on to a client is as good as one.
    [[nodiscard]] Receiver of(const facts::Chain& chain, std::string_view method);

private:
    const StatementView& statement_;
    const Context& context_;
    std::optional<ModelModules> modules_;                                            // made when the first receiver is looked at
    std::map<std::tuple<std::uint32_t, std::string, std::string>, Receiver> known_;  // by scope, dotted name and method
};

}  // namespace rowtype::binding
