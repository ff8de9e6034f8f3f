// Turns what went wrong into a Failure for people: its kind, what we know of the place, and what helps.
//
// The texts of libpq and of the server are looked at for known phrases and never repeated: they can hold a part of the
// password (libpq), or whatever a hostile server likes. A server that speaks another language than English before
// authentication leaves the kind at Other; libpq has no error codes for connections.
#pragma once

#include <cstdint>
#include <string_view>

#include "reflect/postgres/connection_string.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::postgres {

[[nodiscard]] Failure classify_connection_error(std::string_view text, const ConnectionSettings& settings);
// By SQLSTATE (PostgreSQL documentation, appendix A); empty: the connection ended, and `text` may say why (libpqxx 6 loses what the
// other side said last).
[[nodiscard]] Failure classify_query_error(std::string_view sqlstate, std::string_view text, bool at_first_statement,
                                           const ConnectionSettings& settings);
// libpq passes over a password file that others than its owner may read, without a word that reaches us.
[[nodiscard]] Failure password_file_is_open(const ConnectionSettings& settings);
[[nodiscard]] Failure too_old(const ConnectionSettings& settings, std::uint32_t server_version);
[[nodiscard]] Failure too_large(const ConnectionSettings& settings);
[[nodiscard]] Failure unexpected_answer(const ConnectionSettings& settings);
// The deadline passed: before a connection stood, or while reading.
[[nodiscard]] Failure deadline_passed(const ConnectionSettings& settings, int seconds);

}  // namespace rowtype::postgres
