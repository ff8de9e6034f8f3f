// Text for an editor's pop-up, as Markdown or plain. What comes from a database can hold anything: nothing of it becomes
// markup, a link or a control character.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::features {

enum class MarkupKind : std::uint8_t { Markdown, PlainText };

// Builds one text; paragraphs are separated by an empty line.
class Markup {
public:
    explicit Markup(MarkupKind kind) : kind_(kind) {}

    // A block of code: `text` may have line ends; `language` is one of ours.
    void code_block(std::string_view text, std::string_view language = "sql");
    // A paragraph made by prose() and code(), or of words of ours.
    void paragraph(const std::string& text);

    // Words from outside, several lines allowed, cut after some thousand bytes.
    [[nodiscard]] std::string prose(std::string_view text) const;
    // A name or expression in the run of a text.
    [[nodiscard]] std::string code(std::string_view text) const;

    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    MarkupKind kind_;
    std::string text_;
};

}  // namespace rowtype::features
