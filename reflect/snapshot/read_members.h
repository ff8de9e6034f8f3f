// Reads the parts that objects of a snapshot share. Internal to reflect/snapshot.
#pragma once

#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reflect/base/json_reader.h"
#include "reflect/catalog/catalog.h"
#include "reflect/snapshot/format.h"

namespace rowtype::snapshot {

[[nodiscard]] std::vector<std::string> read_strings(JsonReader& reader);

template <class Object, class Read>
std::vector<Object> read_list(JsonReader& reader, Read read) {
    // How many there are shows at the end. A vector that grows moves the objects, which are large, time and again and keeps space that
    // nobody uses; so they gather where the last list of their kind did.
    constexpr std::size_t kMostKept = 256;
    thread_local std::vector<Object> kept;
    std::vector<Object> gathered = std::exchange(kept, {});
    reader.array([&] { gathered.push_back(read(reader)); });
    if (gathered.size() > kMostKept) return gathered;
    std::vector<Object> objects(std::make_move_iterator(gathered.begin()), std::make_move_iterator(gathered.end()));
    gathered.clear();
    kept = std::move(gathered);
    return objects;
}

template <class Enum, std::size_t size>
Enum read_word(JsonReader& reader, const Words<Enum, size>& words) {
    std::string buffer;
    const std::string_view word = reader.string(buffer);
    for (const auto& [value, name] : words) {
        if (name == word) return value;
    }
    reader.fail("expected one of this member's words");
    return words.front().first;
}

// A type of pg_catalog, which is the default where no schema is written.
[[nodiscard]] catalog::Type builtin_type();
// A member of a type, which stand beside those of what has it; false when `key` is none.
bool read_type_member(JsonReader& reader, std::string_view key, catalog::Type& type);
[[nodiscard]] catalog::Type read_type(JsonReader& reader);
[[nodiscard]] catalog::QualifiedName read_name(JsonReader& reader);
[[nodiscard]] catalog::Check read_check(JsonReader& reader);
[[nodiscard]] catalog::Grant read_grant(JsonReader& reader);

// The objects themselves; one without a name is a failure of the reader.
[[nodiscard]] catalog::Relation read_relation(JsonReader& reader);
[[nodiscard]] catalog::TypeDefinition read_type_definition(JsonReader& reader);
[[nodiscard]] catalog::Function read_function(JsonReader& reader);
[[nodiscard]] catalog::Sequence read_sequence(JsonReader& reader);
[[nodiscard]] catalog::SchemaPrivileges read_schema_privileges(JsonReader& reader);
[[nodiscard]] catalog::DefaultPrivileges read_default_privileges(JsonReader& reader);

}  // namespace rowtype::snapshot
