// The options of sequences, which CREATE SEQUENCE, identity columns and ALTER share (src/backend/commands/sequence.c).
#pragma once

#include <string>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// A sequence as PostgreSQL makes it for a serial column: of the type, from 1 to its largest number.
[[nodiscard]] catalog::Sequence plain_sequence(catalog::QualifiedName name, const std::string& type);

// Options are a list of DefElem nodes. Where the sequence is new, what they do not say has its default.
void apply_sequence_options(SchemaBuilder& schema, catalog::Sequence& sequence, const Node& options, bool is_new);

// The sequence's type changes; bounds that were the old type's become the new one's.
void change_sequence_type(catalog::Sequence& sequence, const std::string& type);

// "int4" where the type may be a sequence's, else "int8".
[[nodiscard]] std::string sequence_type_of(const catalog::Type& type);

}  // namespace rowtype::migrations
