// SQL text under construction, its lines those of the Python that it stands for.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::alembic {

class DdlText {
public:
    explicit DdlText(std::uint32_t line) : first_line_(line), line_(line) {}

    DdlText& add(std::string_view sql);
    // Goes on at this line of the file, if it is further down.
    DdlText& at(std::uint32_t line);

    [[nodiscard]] std::uint32_t first_line() const { return first_line_; }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
    std::uint32_t first_line_;
    std::uint32_t line_;
};

[[nodiscard]] std::string quoted(std::string_view identifier);                 // "name"
[[nodiscard]] std::string quoted_list(const std::vector<std::string>& names);  // "a", "b"
[[nodiscard]] std::string literal(std::string_view text);                      // 'text'
// "schema"."name"; without the schema where it is empty.
[[nodiscard]] std::string qualified(std::string_view schema, std::string_view name);

}  // namespace rowtype::alembic
