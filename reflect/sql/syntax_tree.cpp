#include "reflect/sql/syntax_tree.h"

#include <algorithm>
#include <array>

namespace rowtype::sql {

namespace {

// Structs with a location that may stand at the very beginning of a text, where libpg_query prints no 0.
constexpr std::array<std::string_view, 12> kLocated = {
    "A_Const",  "A_Expr",    "BoolExpr", "ColumnRef", "FuncCall", "ParamRef",
    "RangeVar", "ResTarget", "RowExpr",  "SubLink",   "TypeCast", "TypeName",
};

}  // namespace

const Node& Node::operator[](std::string_view field) const {
    for (std::size_t index = 0; index < names_.size(); ++index) {
        if (names_[index] == field) return *items_[index];
    }
    return null();
}

std::int64_t Node::location() const {
    const Node& recorded = (*this)["location"];
    if (recorded) return recorded.integer();
    const bool omitted_zero = std::ranges::find(kLocated, tag_) != kLocated.end() || (*this)["ctes"] || (*this)["relname"];
    return omitted_zero ? 0 : -1;
}

const Node& Node::null() {
    static const Node node;
    return node;
}

}  // namespace rowtype::sql
