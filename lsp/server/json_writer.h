// Writes JSON without building it first.
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace rowtype::server {

// JSON as it is written, commas and escapes included, without a tree in between: diagnostics are on the path of every
// keystroke, and a tree of a hundred of them costs most of a millisecond. Bytes that are not UTF-8 become U+FFFD. Keys and
// values come in the order of the calls; nobody checks that they make sense.
class JsonText {
public:
    JsonText& begin_object() { return open('{'); }
    JsonText& end_object() { return close('}'); }
    JsonText& begin_array() { return open('['); }
    JsonText& end_array() { return close(']'); }
    JsonText& key(std::string_view name);
    JsonText& value(std::string_view text);
    JsonText& value(const std::string& text) { return value(std::string_view(text)); }
    JsonText& value(const char* text) { return value(std::string_view(text)); }
    JsonText& value(bool is_true) { return raw(is_true ? "true" : "false"); }
    JsonText& value(std::integral auto number) { return raw(std::to_string(number)); }
    JsonText& null() { return raw("null"); }
    JsonText& member(std::string_view name, const auto& content) { return key(name).value(content); }
    JsonText& text_unless_empty(std::string_view name, const std::string& text) {
        return text.empty() ? *this : member(name, text);
    }

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    JsonText& raw(std::string_view json);
    JsonText& open(char bracket);
    JsonText& close(char bracket);
    void separate();
    void append_escaped(char letter);

    std::string text_;
    bool needs_comma_ = false;
};

}  // namespace rowtype::server
