// The string literal under the cursor and the call that it is an argument of, also while the text around it is being typed:
// quotes and brackets that are still open are closed in a copy of the statement, and that copy is read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/features/snapshot.h"
#include "reflect/base/text.h"

namespace rowtype::features {

// Where in its call a string stands.
struct StringPlace {
    facts::FileFacts file;                // of the whole file, with the statement as it was read
    std::size_t statement = 0;            // index into file.statements
    const facts::Chain* chain = nullptr;  // either this, with the call …
    const facts::ChainCall* call = nullptr;
    const facts::SqlCall* sql = nullptr;  // … or this
    const facts::Argument* argument = nullptr;
    std::size_t position = 0;  // of the argument among those without keyword
    char quote = '"';          // that the literal is written with
    bool is_raw = false;
    // The dictionary that the string is a key of, as the argument or in a list that is it; null where the string is the
    // argument itself.
    const facts::Value* dictionary = nullptr;
    const facts::Value* string = nullptr;
    std::uint32_t decoded = 0;  // the cursor, in bytes of string->text

    [[nodiscard]] binding::StatementView view() const {
        return {*file.statements[statement].facts, file.statements[statement].offset};
    }
};

// None where the cursor is in no string, or in one that is no literal argument of a call that facts know.
[[nodiscard]] std::optional<StringPlace> string_place(const Snapshot& snapshot, std::uint32_t offset);

// Whether letters, digits, "_" or bytes of other scripts: what a name is made of as far as typing goes.
[[nodiscard]] bool is_name_byte(char letter);

}  // namespace rowtype::features
