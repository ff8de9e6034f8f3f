// A quick look in bytes for calls of an ORM's expression language, so that what holds none is not walked.
//
// To teach a call: its name in orm_hints.cpp, with the role that says what makes it one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "analysis/facts/call_names.h"

namespace rowtype::facts {

enum class OrmRole : std::uint8_t {
    None,
    Entity,  // "select(User…)", "query(User…)": one where the first argument looks like a class or an attribute of one
    Whole,  // "update(User)", "session.get(User, 1)": one where it is a class or table and nothing of it, as dictionaries have such methods
    Method,    // like Entity, but only as a method: "filter(User.id == 1)"
    Keywords,  // "filter_by(email=…)", "values(…)", "on_conflict_do_update(…)": one whatever the arguments, if there are any
    Session,   // "session.add(user)": one where the receiver is called a session
};

[[nodiscard]] OrmRole orm_role(std::string_view name);

// Whether the call whose "(" stands at `open` is one of the expression language by its bytes.
[[nodiscard]] bool is_orm_call(std::string_view bytes, std::size_t open, const CallName& call);

// Whether `bytes` hold such a call. One pass over the "(" bytes; strings and comments are not told apart.
[[nodiscard]] bool holds_orm_calls(std::string_view bytes);

// What repositories call the class that they are for: "self.model".
[[nodiscard]] bool is_model_attribute(std::string_view name);

// "User.state.in_(('open', 'paid'))"
[[nodiscard]] bool is_membership(std::string_view method);

// "User", "OrderItem": an upper-case letter first, some letter in lower case behind it ("STATUS" is a constant), or one letter alone;
// none of Python's own values.
[[nodiscard]] bool is_class_like(std::string_view name);

}  // namespace rowtype::facts
