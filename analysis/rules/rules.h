// The rules that exist, by name. Each stands in the file of its id: kUnknownColumn in unknown_column.cpp.
#pragma once

#include "analysis/rules/rule.h"

namespace rowtype::rules {

extern const Rule kAmbiguousColumn;
extern const Rule kAmbiguousRelationship;
extern const Rule kConstraintMismatch;
extern const Rule kEnumByName;
extern const Rule kInvalidCacheValue;
extern const Rule kInvalidConflictTarget;
extern const Rule kInvalidEnumValue;
extern const Rule kInvalidFilter;
extern const Rule kInvalidLiteral;
extern const Rule kInvalidSelect;
extern const Rule kInvalidSql;
extern const Rule kMissingField;
extern const Rule kMissingGrant;
extern const Rule kMissingModel;
extern const Rule kMissingRequiredColumn;
extern const Rule kNegatedOr;
extern const Rule kNoPolicy;
extern const Rule kNullComparison;
extern const Rule kNullableMismatch;
extern const Rule kOrderDirection;
extern const Rule kReadOnlyColumn;
extern const Rule kSchemaNotExposed;
extern const Rule kStaleField;
extern const Rule kStringInList;
extern const Rule kTextSearchType;
extern const Rule kTypeMismatch;
extern const Rule kUnaliasedDump;
extern const Rule kUnindexedFilter;
extern const Rule kUnknownArgument;
extern const Rule kUnknownCacheField;
extern const Rule kUnknownColumn;
extern const Rule kUnknownFunction;
extern const Rule kUnknownRelationship;
extern const Rule kUnknownTable;
extern const Rule kUnselectedColumn;
extern const Rule kUnselectedField;
extern const Rule kUnserialisablePayload;
extern const Rule kUnusedIgnore;

}  // namespace rowtype::rules
