// A call in the syntax tree with what all who look at calls ask of it first. Internal to analysis/facts.
#pragma once

#include <string_view>

#include "analysis/facts/call_names.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

struct CallSite {
    CallSite(const syntax::FlatNode& of, const Source& source)
        : call(of), function(of.child(syntax::Field::Function)), arguments(of.child(syntax::Field::Arguments)) {
        is_method = function.kind() == syntax::NodeKind::Attribute;
        const syntax::FlatNode called = is_method ? function.child(syntax::Field::Attribute) : function;
        if (called.kind() != syntax::NodeKind::Identifier) return;
        identifier = called;
        name = source.bytes(identifier);
        role = call_role(name);
    }

    // "argument, …" in parentheses, and no generator.
    [[nodiscard]] bool has_list() const { return arguments.kind() == syntax::NodeKind::ArgumentList; }

    syntax::FlatNode call;
    syntax::FlatNode function;    // what is called: "client.table", "text"
    syntax::FlatNode arguments;   // an argument_list, or a generator_expression
    syntax::FlatNode identifier;  // "table", "text"; null where something else is called: "functions[0]"
    std::string_view name;        // its bytes
    CallRole role = CallRole::None;
    bool is_method = false;
};

}  // namespace rowtype::facts
