// The snapshot file, .rowtype/schema.json: a catalog as text, for work without a server, and what rowtype-db hands over.
//
// The same catalog always gives the same bytes: objects sorted, members in a fixed order, those at their default left out,
// a line for each column, constraint and label list, so that a review shows what changed. It holds schema and nothing else:
// no host, no user, no password, no time, no row.
//
// To add a member: write it in write_snapshot.cpp when it is not at its default, read it in read_snapshot.cpp. Readers skip
// members that they do not know, so a new member needs a new version only where ignoring it would give wrong answers.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::snapshot {

constexpr int kSnapshotVersion = 1;
constexpr std::size_t kMaximumSnapshotBytes = std::size_t{256} << 20;
constexpr int kMaximumSnapshotDepth = 128;  // nested arrays and objects; the format itself needs seven

// A migration that the catalog already contains, so that newer files of a checkout can be told apart.
struct Migration {
    std::string name;  // file name or the server's version string
    std::string hash;  // of the file's content, to_hex(hash_bytes()); empty where only the name is known

    friend bool operator==(const Migration&, const Migration&) = default;
};

// None where the source does not tell, which is not the same as an empty one: then nothing is known to be contained.
using MigrationRecord = std::optional<std::vector<Migration>>;

struct Snapshot {
    catalog::CatalogData data;
    MigrationRecord migrations;  // by name
};

// Valid UTF-8 and valid JSON whatever the names hold: bytes that are not UTF-8 become U+FFFD; control and bidirectional
// formatting characters are written as \u escapes. Ends with a newline. What is pending in the catalog is not written: a
// snapshot says what a database has, and, where that is not wholly known, which names migrations certainly took away.
[[nodiscard]] std::string write_snapshot(const catalog::Catalog& catalog, MigrationRecord migrations = std::nullopt);

// What write_snapshot wrote, by this or an older version. `path_for_messages` stands in the Error, with line and column.
// A text of a newer version, over a cap or not of the form is an Error; nothing of its content is quoted.
[[nodiscard]] Result<catalog::CatalogData> read_snapshot(std::string_view text, std::string_view path_for_messages);
[[nodiscard]] Result<Snapshot> read_snapshot_with_migrations(std::string_view text, std::string_view path_for_messages);

}  // namespace rowtype::snapshot
