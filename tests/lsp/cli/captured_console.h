// A console that keeps what is written.
#pragma once

#include <string>

#include "lsp/cli/console.h"

namespace rowtype::testing {

class CapturedConsole final : public cli::Console {
public:
    std::string output;
    std::string errors;
    std::string input;
    int columns = 100;
    bool error_terminal = false;

    [[nodiscard]] std::optional<std::string> read_input(std::size_t cap) override {
        if (input.size() > cap) return std::nullopt;
        return input;
    }
    [[nodiscard]] bool out_is_terminal() const override { return false; }
    [[nodiscard]] bool error_is_terminal() const override { return error_terminal; }
    [[nodiscard]] int width() const override { return columns; }

protected:
    void write_out(std::string_view text) override { output += text; }
    void write_error(std::string_view text) override { errors += text; }
};

}  // namespace rowtype::testing
