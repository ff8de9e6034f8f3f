// What a statement could change whose text is not fully known: templates, dynamic SQL, statements that do not parse.
#pragma once

#include <string_view>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

// Looks at the words of the text, of which names and more may be missing, and marks as *unknown* what it could touch: of a
// table that is altered what the sub-command says, a schema in which something may be created. Answers whether there was
// anything: GRANT, INSERT, CREATE POLICY and so on touch nothing that a catalog holds, or privileges and policies alone.
bool mark_touched(SchemaBuilder& schema, std::string_view text);

// The same for one statement that PostgreSQL's grammar rejects. Where its first words are no SQL, slips of the pen are read
// as what is meant ("create tabel"), and where that does not help either, the relations that it could name are *unknown*.
bool mark_not_understood(SchemaBuilder& schema, std::string_view text);

}  // namespace rowtype::migrations
