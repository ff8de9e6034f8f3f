// The rules that exist, by name. Each stands in the file of its id: kUnknownColumn in unknown_column.cpp.
#pragma once

#include "analysis/rules/rule.h"

namespace rowtype::rules {

extern const Rule kAmbiguousColumn;
extern const Rule kInvalidEnumValue;
extern const Rule kInvalidLiteral;
extern const Rule kInvalidSelect;
extern const Rule kInvalidSql;
extern const Rule kMissingField;
extern const Rule kMissingModel;
extern const Rule kNullableMismatch;
extern const Rule kStaleField;
extern const Rule kTypeMismatch;
extern const Rule kUnknownColumn;
extern const Rule kUnknownFunction;
extern const Rule kUnknownTable;
extern const Rule kUnusedIgnore;

}  // namespace rowtype::rules
