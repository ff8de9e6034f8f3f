// anyelement, anyarray, anyrange, anycompatible and so on: what they stand for in one call (parse_coerce.c,
// enforce_generic_type_consistency).
#pragma once

#include <vector>

#include "reflect/migrations/type_rules.h"

namespace rowtype::migrations {

[[nodiscard]] bool is_polymorphic(const catalog::Type& type);  // "any" is among them, though it stands for nothing
[[nodiscard]] bool fits_polymorphic(const TypeRules& rules, const catalog::Type& declared, const catalog::Type& argument);

class Bindings {
public:
    Bindings(const TypeRules& rules, const std::vector<catalog::Type>& declared, const std::vector<catalog::Type>& arguments);

    [[nodiscard]] bool consistent() const { return consistent_; }
    // What a declared type is in this call; unknown where the arguments leave it open.
    [[nodiscard]] catalog::Type type_of(const catalog::Type& declared) const;

private:
    void bind(catalog::Type& slot, const catalog::Type& type);
    void bind_exact(const catalog::Type& declared, const catalog::Type& argument);
    void bind_compatible(std::vector<catalog::Type>& alternatives, const catalog::Type& declared, const catalog::Type& argument);

    const TypeRules& rules_;
    catalog::Type element_;
    catalog::Type range_;
    catalog::Type compatible_;
    catalog::Type compatible_range_;
    bool consistent_ = true;
};

}  // namespace rowtype::migrations
