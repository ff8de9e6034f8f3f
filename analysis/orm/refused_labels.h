// Texts beside attributes whose columns are of an enumeration of the database.
#pragma once

#include <vector>

#include "analysis/facts/value.h"
#include "analysis/orm/use_recorder.h"

namespace rowtype::orm {

// Records those that PostgreSQL refuses: no label of it, and nothing that the model's own Enum makes one of. What the model takes for a
// label and the database does not have is said at the model. `attribute` may be null.
void check_labels(const Entity& entity, const MappedAttribute* attribute, const std::vector<facts::Value>& texts,
                  UseRecorder& recorder);
// The same of one that the code gives the attribute of an object: silent where the class has @validates, which may change it.
void check_label(const Entity& entity, const MappedAttribute* attribute, const facts::Value& text, UseRecorder& recorder);

}  // namespace rowtype::orm
