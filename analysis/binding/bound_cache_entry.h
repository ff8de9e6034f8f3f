// Calls of a Redis client that read or write fields of an entry which is a row of a table, as [[tool.rowtype.redis]] says. Spans are
// relative to the statement.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// A field as Redis holds it: of a hash always text, of a document what JSON has.
struct EntryField {
    enum class Kind : std::uint8_t {
        Text,  // a hash's field, or a string of JSON
        Number,
        Boolean,
        Null,
        Document,  // an object or array of JSON
    };

    std::string name;
    Kind kind = Kind::Text;
    std::string text;  // of Text and Number

    friend bool operator==(const EntryField&, const EntryField&) = default;
};

// A field that code names.
struct CachedField {
    EntryField field;  // kind and text count only where has_value says so
    Span span;         // of the name's characters; of a call where a model or function gives the name
    Span value_span = {};
    bool is_written = false;
    bool is_extra = false;     // one of those that the configuration says entries have besides the columns
    bool has_value = false;    // a literal stands there
    std::string refused = {};  // "None", "a dictionary": no value of a hash, whatever the column is; redis-py raises DataError
    std::string sent_by = {};  // "user.model_dump()" where that gives the name
};

struct BoundCacheEntry {
    const catalog::Relation* relation = nullptr;  // never null
    std::string pattern;                          // of the configuration, that the key matches
    Span span;                                    // of the call
    std::vector<CachedField> fields;              // in the order of the text
};

}  // namespace rowtype::binding
