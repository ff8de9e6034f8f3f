// The catalog's fingerprint: which schema a generated file, a cache entry or a finding was made against.
#pragma once

#include <cstdint>

#include "reflect/catalog/catalog.h"

namespace rowtype::catalog {

// Of sorted data. Left out: notes, the server version, what is pending, and who may do what (privileges, policies) and what
// happens beside a write (triggers, rules), which makes no other schema of it.
[[nodiscard]] std::uint64_t fingerprint_of(const CatalogData& data);
// Of what one relation itself declares (the definitions of its types are not part of it).
[[nodiscard]] std::uint64_t fingerprint_of(const Relation& relation);

}  // namespace rowtype::catalog
