// Reading a PostgREST text from left to right: what all grammars of this folder share. Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

// Holds a view of the text; lives on the stack of one parser. A reader that answers false has recorded the first error,
// and its caller stops.
class Scanner {
public:
    // A text over kLongestText is cut and the error recorded at once.
    explicit Scanner(std::string_view text);

    [[nodiscard]] std::string_view text() const { return text_; }
    [[nodiscard]] std::uint32_t position() const { return position_; }
    [[nodiscard]] std::uint32_t end() const { return static_cast<std::uint32_t>(text_.size()); }
    [[nodiscard]] bool at_end() const { return position_ == end(); }
    [[nodiscard]] bool next_is(std::string_view wanted) const { return text_.substr(position_).starts_with(wanted); }
    [[nodiscard]] std::string_view rest() const { return text_.substr(position_); }

    void move_to(std::uint32_t position) { position_ = position; }
    // Consumes `wanted` if it comes next.
    bool accept(std::string_view wanted);
    // Consumes blanks and tabs, which is all the white space that PostgREST skips. Answers whether there was any.
    bool skip_blanks();

    // Whether an unquoted name could start or go on here: a letter, a digit, "_", "$" or a blank.
    [[nodiscard]] bool at_identifier() const;
    // name := quoted | identifier { "-" identifier }. `wanted` names the thing in messages: "a column".
    bool read_name(Name& name, std::string_view wanted);
    // jsonpath; nothing where no arrow comes next.
    bool read_json_path(std::vector<JsonStep>& path);
    // One run of identifier characters, trimmed; false without an error where there is none.
    bool read_identifier(std::string& identifier, Span& span);
    // field := blanks name jsonpath blanks.
    bool read_field(Field& field, std::string_view wanted);

    // Records an error unless there is one already, and answers false.
    bool refuse(Span span, std::string message, std::string remedy = {});
    // The same at the character that comes next; ", found …" is appended to the message.
    bool expected(std::string message, std::string remedy = {});
    bool fail(ErrorKind kind, Span span, std::string message, std::string remedy = {});
    // Records that PostgREST drops everything from here on.
    bool refuse_ignored_rest(std::string message, std::string remedy = {});

    // The character that comes next, for messages: "\"(\"", "a line break", "the end".
    [[nodiscard]] std::string found() const;
    [[nodiscard]] Span next_span() const;
    [[nodiscard]] bool failed() const { return error_.has_value(); }
    [[nodiscard]] std::optional<ParseError> take_error() { return std::move(error_); }

private:
    bool read_quoted(Name& name);
    bool read_json_step(JsonStep& step);
    [[nodiscard]] std::uint32_t identifier_character_length() const;

    std::string_view text_;
    std::uint32_t position_ = 0;
    std::optional<ParseError> error_;
};

// `span` of `text` without white space at both ends.
[[nodiscard]] Span trim(std::string_view text, Span span);

}  // namespace rowtype::postgrest
