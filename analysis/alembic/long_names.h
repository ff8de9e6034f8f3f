// Names longer than PostgreSQL takes, as SQLAlchemy shortens those that it made itself or that stand in op.f().
#pragma once

#include <string>
#include <string_view>

namespace rowtype::alembic {

// The name, or, of more than 63 letters, its first 55 with "_" and the last four digits of its MD5
// (IdentifierPreparer._truncate_and_render_maxlen_name in sqlalchemy/sql/compiler.py).
[[nodiscard]] std::string shortened(const std::string& name);

// RFC 1321, in hexadecimal. For names; nothing here is secret.
[[nodiscard]] std::string md5_of(std::string_view text);

}  // namespace rowtype::alembic
