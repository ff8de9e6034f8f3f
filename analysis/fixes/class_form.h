// What the kind of a model's class asks of the fields that are written into it. Internal to analysis/fixes and rules' fixes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"
#include "analysis/codegen/generate.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"

namespace rowtype::fixes {

// The class in the facts of the file, with its statement; null where it is not there.
struct ClassSite {
    const facts::PlacedStatement* statement = nullptr;
    const facts::Class* definition = nullptr;

    [[nodiscard]] const facts::Field* written(const binding::BoundField& field) const;
};
[[nodiscard]] ClassSite find_class(const binding::BoundModel& model, const binding::Context& context);

// How fields of the class are spelled. A class that takes values as they come has the types that its other fields are of: JSON's or
// a driver's.
[[nodiscard]] codegen::FieldSite field_site(const binding::BoundModel& model, std::string_view text,
                                            const binding::Context& context);

// The columns of the model's relation that nothing in the class stands for, by ordinal.
[[nodiscard]] std::vector<const catalog::Column*> missing_columns(const binding::BoundModel& model);

// Whether a value read from the column is none of the field's annotation's, by whatever way rows come.
[[nodiscard]] bool has_wrong_type(const binding::BoundModel& model, const binding::BoundField& field,
                                  const binding::Context& context);

// Lines of one class that come one behind the other.
struct NewLines {
    const binding::BoundField* behind = nullptr;  // the class's own field; null: the end of a body that has none
    std::vector<std::string> lines;
};
// Fields for columns that a class lacks. Where fields without a default must stand before those with one, they do.
struct NewFields {
    std::vector<NewLines> groups;
    std::vector<codegen::ImportedName> imports;
    std::vector<std::string> left;  // columns that get none, and why: clauses
    bool moves_others = false;      // fields that are given by position may get others' values
};
[[nodiscard]] NewFields new_fields(const binding::BoundModel& model, const std::vector<const catalog::Column*>& columns,
                                   std::string_view text, const binding::Context& context);

}  // namespace rowtype::fixes
