// Calls of functions that are no known carriers of SQL and are handed a text of it, or a table's name: "await self.rows(context, query)",
// "get_all('users')". Which function that is, and what it does with the text, binding tells. They are kept as named calls. Internal to
// analysis/facts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/extraction.h"

namespace rowtype::facts {

// Of one top-level statement, in the order of its text.
class HandedTexts {
public:
    // Of "target = value".
    void note_text(const syntax::FlatNode& target, const syntax::FlatNode& value, const Source& source);
    void read_call(const CallSite& site, const Source& source, std::uint32_t scope, StatementFacts& facts) const;

private:
    [[nodiscard]] bool may_be_sql(const syntax::FlatNode& argument, const Source& source) const;

    std::vector<std::string_view> names_;  // that were given a text which begins like SQL
};

// Whether a function with these bytes is worth a walk for such calls.
[[nodiscard]] bool may_hand_on_sql(std::string_view bytes);

}  // namespace rowtype::facts
