// The last look before edits are handed out. For analysis/fixes, migration and engine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/findings/finding.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::fixes {

// The text with the edits made; they must not overlap. Of several at one place the first in the list comes first.
[[nodiscard]] std::string apply_edits(std::string_view text, std::vector<findings::TextEdit> edits);

// Why the edits cannot be made: they overlap, or the text would have a syntax error that it does not have now. Empty when
// they can.
[[nodiscard]] std::string objection_to(std::string_view text, const std::vector<findings::TextEdit>& edits);
// The same, quicker where the text's tree is there: an edit inside of one simple statement is judged by that statement. The tree may lack
// what stands in other functions' bodies; a null root is none.
[[nodiscard]] std::string objection_to(std::string_view text, const std::vector<findings::TextEdit>& edits,
                                       const syntax::Node& root);

}  // namespace rowtype::fixes
