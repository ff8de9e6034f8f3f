// The names of the calls that facts are about, and a quick look for them in bytes. Internal to analysis/facts.
//
// To teach a carrier of SQL: its name in call_names.cpp, with the role that says how it may be called.
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/facts/extraction_settings.h"

namespace rowtype::facts {

enum class CallRole : std::uint8_t {
    None,
    Chain,        // ".table(…)": begins a builder query
    Builder,      // ".eq(…)": a later link of one
    SqlMethod,    // ".fetch(…)": carries SQL, only as a method
    SqlCallable,  // "text(…)", "sa.text(…)": carries SQL, also by its bare name
};

[[nodiscard]] CallRole call_role(std::string_view name);
// A link that can follow in a builder query: Builder, or "execute", which is a carrier as well.
[[nodiscard]] bool is_builder_method(std::string_view name);

// Whether `bytes` hold a call of role Chain, SqlMethod or SqlCallable whose first argument could matter, or, if asked,
// of a builder method; or a call that the settings teach, or that may be handed a table or a row. One pass over the "(" bytes; strings
// and comments are not told apart.
[[nodiscard]] bool holds_calls(std::string_view bytes, bool builders_too, const ExtractionSettings& settings);

// Whether a call of that name, whose "(" is text[open], may be one of a function that makes queries of the table whose name it is given
// first: get_all("users"), insert_row(table="users", …). By the words of its name: calls with a literal are everywhere.
[[nodiscard]] bool may_be_handed_table(std::string_view name, std::string_view text, std::size_t open);

// The same of a function that may write a row that the call gives it: create({"name": name}), users.update_user(1, changes.model_dump()),
// create(row) where the text before says "row = {". Of methods called "update" dictionaries have one, too: of one argument alone it is
// looked at on "self" and "cls" only.
[[nodiscard]] bool may_be_handed_row(std::string_view name, std::string_view text, std::size_t open);

// The identifier that ends right before text[position], white space skipped, and whether a dot stands before it.
struct CallName {
    std::string_view name;
    bool is_method = false;
};
[[nodiscard]] CallName name_before(std::string_view text, std::size_t position);

}  // namespace rowtype::facts
