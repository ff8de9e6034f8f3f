// Splits a stream of bytes into JSON-RPC bodies: the base protocol's `Content-Length` header, a blank line, the body
// (LSP 3.17, "Base Protocol"). Trusts no length: nothing is reserved for bytes that have not come.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowtype::server {

inline constexpr std::size_t kMaximumHeaderBytes = 64UL * 1024;
inline constexpr std::uint64_t kMaximumFrameBytes = 64ULL * 1024 * 1024;
// A longer body is taken for a lie about its length: the stream cannot be followed any more.
inline constexpr std::uint64_t kMaximumSkippedBytes = 1024ULL * 1024 * 1024;

// What came out of the stream.
struct Frame {
    enum class Kind : std::uint8_t {
        Body,      // `text` is the body
        TooLarge,  // a body over the cap was skipped; `text` says so. What follows it can be read
        Broken,    // the header makes no sense; `text` says why. Nothing more comes out of the reader
    };

    Kind kind = Kind::Body;
    std::string text;
};

class FrameReader {
public:
    // Takes bytes as they come, in pieces of any size.
    void feed(std::string_view bytes);
    // The next frame, or nothing until more bytes are there.
    [[nodiscard]] std::optional<Frame> next();

private:
    enum class State : std::uint8_t { Header, Body, Skipping, Broken };

    std::optional<Frame> read_header();
    std::optional<Frame> read_header_line(std::string_view line);
    std::optional<Frame> read_body();
    std::optional<Frame> skip_body();
    std::optional<Frame> end_header();
    Frame fail(std::string reason);
    void drop_consumed();

    State state_ = State::Header;
    std::string buffer_;
    std::size_t consumed_ = 0;  // bytes of buffer_ that are done with
    std::size_t scanned_ = 0;   // bytes of buffer_ known to hold no line end
    std::size_t header_bytes_ = 0;
    bool has_header_line_ = false;
    std::optional<std::uint64_t> content_length_;
    std::uint64_t remaining_to_skip_ = 0;
};

// A body with its header, ready to be written.
[[nodiscard]] std::string frame(std::string_view body);

}  // namespace rowtype::server
