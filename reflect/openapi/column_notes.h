// What PostgREST writes behind a column's comment: which keys the column is in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowtype::openapi {

struct ColumnNotes {
    struct Reference {
        std::string relation;  // of the same schema
        std::string column;

        friend bool operator==(const Reference&, const Reference&) = default;
    };

    std::string comment;  // what people wrote
    bool in_primary_key = false;
    std::optional<Reference> references;  // by a foreign key of this column alone

    friend bool operator==(const ColumnNotes&, const ColumnNotes&) = default;
};

// A text that merely looks like such notes, but is not what PostgREST writes, is comment.
[[nodiscard]] ColumnNotes read_column_notes(std::string_view description);

}  // namespace rowtype::openapi
