// A SQL file as psql and migrations tools read it: statements, and what stands between them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::migrations {

struct ScriptItem {
    enum class Kind : std::uint8_t {
        Statement,
        Include,   // \i or \ir: `text` is the file's name as written
        Database,  // \connect: what follows belongs to another database
        Open,      // a statement with a string or comment that is not closed
    };
    Kind kind = Kind::Statement;
    std::string_view text;     // a part of the script
    std::uint32_t line = 0;    // one-based, of the text's first byte
    bool conditional = false;  // behind an \if that depends on what psql is started with

    friend bool operator==(const ScriptItem&, const ScriptItem&) = default;
};

// The text with the ways back of goose, sql-migrate and dbmate ("-- +goose Down", "-- +migrate Down", "-- migrate:down" …)
// and a byte-order mark made blank; offsets and lines stay.
[[nodiscard]] std::string without_way_back(std::string_view text);

// The items in order. Meta-commands (a backslash outside quotes, to the end of its line) and the data behind COPY … FROM
// stdin are left out, and so are the branches of \if that are certainly not taken. Never fails: a string that is not closed ends its statement at the next line that ends in ";".
[[nodiscard]] std::vector<ScriptItem> read_script(std::string_view text);

}  // namespace rowtype::migrations
