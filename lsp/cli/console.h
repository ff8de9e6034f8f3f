// Where a command reads and writes. Everything written passes the redaction gate here.
//
// Thread: any for the writers; one text at a time is written whole.
#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace rowtype::cli {

class Console {
public:
    virtual ~Console() = default;

    void out(std::string_view text);    // the command's result
    void error(std::string_view text);  // messages about the run

    // All of standard input, at most `cap` bytes; none when there is more.
    [[nodiscard]] virtual std::optional<std::string> read_input(std::size_t cap) = 0;
    // The same, read once and kept: for a text that more than one reader wants.
    [[nodiscard]] std::optional<std::string> whole_input(std::size_t cap);
    [[nodiscard]] virtual bool out_is_terminal() const = 0;
    [[nodiscard]] virtual bool error_is_terminal() const = 0;
    [[nodiscard]] virtual int width() const = 0;  // columns of the terminal, 140 where there is none
    // False once the reader of the output went away.
    [[nodiscard]] virtual bool can_write() const { return true; }
    // The command is done but for the giving back of its memory, and wants to end with that exit code. Of a process that is its end,
    // unless something is still to be said; else nothing happens.
    virtual void leave(int /*exit_code*/) {}

protected:
    virtual void write_out(std::string_view text) = 0;
    virtual void write_error(std::string_view text) = 0;

private:
    std::mutex mutex_;
    std::optional<std::optional<std::string>> input_;  // once it was read
};

// Standard input, output and error.
class ProcessConsole final : public Console {
public:
    [[nodiscard]] std::optional<std::string> read_input(std::size_t cap) override;
    [[nodiscard]] bool out_is_terminal() const override;
    [[nodiscard]] bool error_is_terminal() const override;
    [[nodiscard]] int width() const override;
    [[nodiscard]] bool can_write() const override { return can_write_; }
    void leave(int exit_code) override;
    // Why something did not reach standard output; empty where all did, and where its reader went away, as `head` does.
    [[nodiscard]] const std::string& lost_output() const { return lost_output_; }

protected:
    void write_out(std::string_view text) override;
    void write_error(std::string_view text) override;

private:
    bool can_write_ = true;
    std::string lost_output_;
};

}  // namespace rowtype::cli
