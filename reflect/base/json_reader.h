// Reads JSON in one pass straight into our values: no tree in between, an exact place for every complaint.
//
// A schema file is on the path of the first diagnostic after start. A tree of the text costs several times the pass itself,
// and SAX events would need a state for every kind of member; here the code that reads a member stands where it is named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reflect/base/text.h"

namespace rowtype {

// Reads RFC 8259 texts. The first failure stays: from then on every read answers with an empty value and every loop ends,
// so callers look at ok() once, at the end.
class JsonReader {
public:
    // Keeps a view of `text`. `maximum_depth` counts nested arrays and objects.
    JsonReader(std::string_view text, int maximum_depth);

    // Reads an object; `on_member(key)` must read exactly one value. The key is valid until that value is read.
    template <class OnMember>
    void object(OnMember&& on_member) {
        if (!open('{', "an object")) return;
        std::string buffer;
        for (bool first = true; next_item('}', first); first = false) {
            const std::string_view key = read_string(buffer, "a member's name");
            expect(':', "a colon");
            if (!ok()) return;
            on_member(key);
        }
    }

    // Reads an array; `on_item()` must read exactly one value.
    template <class OnItem>
    void array(OnItem&& on_item) {
        if (!open('[', "an array")) return;
        for (bool first = true; next_item(']', first); first = false) on_item();
    }

    [[nodiscard]] std::string string();
    // The same without a copy where nothing in it is escaped: a part of the text, else of `buffer`.
    [[nodiscard]] std::string_view string(std::string& buffer) { return read_string(buffer, "a string"); }
    [[nodiscard]] bool boolean();
    // A whole number; a fraction, an exponent or a value outside [minimum, maximum] fails.
    [[nodiscard]] std::int64_t integer(std::int64_t minimum, std::int64_t maximum);
    // Reads and forgets any one value.
    void skip();
    // The bytes of any one value, as they are written.
    [[nodiscard]] std::string_view raw();
    // Whether the next value begins with this byte: '{' of an object, '"' of a string.
    [[nodiscard]] bool next_is(char first);
    // Only white space may follow.
    void finish();

    // Records a failure at the last token read, or at the present place where none was. `problem` is a clause: "expected a colon".
    void fail(std::string problem);
    void fail_here(std::string problem);

    [[nodiscard]] bool ok() const { return problem_.empty(); }
    // Whether the failure is that of the depth.
    [[nodiscard]] bool is_too_deep() const { return depth_ > maximum_depth_; }
    [[nodiscard]] const std::string& problem() const { return problem_; }
    [[nodiscard]] std::size_t problem_offset() const { return problem_offset_; }

private:
    bool open(char bracket, std::string_view wanted);
    bool next_item(char closing, bool first);
    void expect(char wanted, std::string_view name);
    std::string_view read_string(std::string& buffer, std::string_view wanted);
    void skip_plain();
    void read_escape(std::string& into);
    std::uint32_t read_hexadecimal();
    void skip_space();
    bool skip_word(std::string_view word);
    std::string_view number();
    [[nodiscard]] char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }

    std::string_view text_;
    std::size_t position_ = 0;
    std::size_t token_ = 0;  // where the last value began
    int depth_ = 0;
    int maximum_depth_;
    std::string problem_;
    std::size_t problem_offset_ = 0;
};

}  // namespace rowtype
