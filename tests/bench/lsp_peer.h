// A language server at the other end of two pipes, as an editor has it.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::bench {

class LspPeer {
public:
    // Starts the program with its working directory at `folder`.
    LspPeer(std::vector<std::string> command, const std::string& folder);
    ~LspPeer();  // kills it where it still runs
    LspPeer(const LspPeer&) = delete;
    LspPeer& operator=(const LspPeer&) = delete;

    void initialize(const std::string& folder);
    void open(const std::string& uri, const std::string& text);
    // Replaces columns [begin, end) of a zero-based line (ASCII) and sends it as the next version.
    void edit(const std::string& uri, std::uint32_t line, std::uint32_t begin, std::uint32_t end, const std::string& text);
    // Reads until the diagnostics of the last version that was sent, of the document that was opened or edited last; false when they do
    // not come in time.
    [[nodiscard]] bool wait_for_diagnostics(double seconds = 60);
    // Reads until diagnostics of so many other documents came since the last call; false when they do not come in time.
    [[nodiscard]] bool wait_for_others(std::size_t documents, double seconds = 60);
    // Asks something of a place (zero-based, ASCII) of the open document; the answer, or none when it does not come in time.
    [[nodiscard]] std::optional<std::string> ask(const std::string& method, std::uint32_t line, std::uint32_t column,
                                                 double seconds = 60);
    // Asks for what can be done with the class at a line.
    [[nodiscard]] std::optional<std::string> ask_rewrites(std::uint32_t line, double seconds = 60);
    // Of the running process, from /proc: "VmRSS" in KiB.
    [[nodiscard]] std::uint64_t resident_kibibytes() const;
    // How many diagnostics came with the last publication.
    [[nodiscard]] std::size_t last_diagnostics() const { return last_diagnostics_; }

private:
    void send(const std::string& body);
    std::optional<std::string> request(const std::string& method, const std::string& place, double seconds);
    std::optional<std::string> read_message(double seconds);
    void answer_request(std::string_view message);

    pid_t process_ = -1;
    int to_ = -1;
    int from_ = -1;
    std::string buffer_;
    std::map<std::string, std::int32_t> versions_;  // by URI
    std::uint32_t last_request_ = 100;
    std::string uri_;
    std::set<std::string> others_;  // documents whose diagnostics came since wait_for_others()
    std::size_t last_diagnostics_ = 0;
};

[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace rowtype::bench
