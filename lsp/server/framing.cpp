#include "lsp/server/framing.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace rowtype::server {

namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::string frame(std::string_view body) {
    std::string text = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
    text += body;
    return text;
}

void FrameReader::feed(std::string_view bytes) {
    if (state_ == State::Broken) return;
    drop_consumed();
    buffer_ += bytes;
}

std::optional<Frame> FrameReader::next() {
    if (state_ == State::Header) {
        if (auto failure = read_header()) return failure;
    }
    switch (state_) {
        case State::Body: return read_body();
        case State::Skipping: return skip_body();
        case State::Header:
        case State::Broken: return std::nullopt;
    }
    return std::nullopt;
}

// Reads lines up to the blank one. Lines may end in "\n" alone, and blank lines before the first header are passed over:
// both are seen in the wild and neither leaves a doubt about where the body starts.
std::optional<Frame> FrameReader::read_header() {
    while (state_ == State::Header) {
        const std::size_t end = buffer_.find('\n', std::max(consumed_, scanned_));
        if (end == std::string::npos) {
            scanned_ = buffer_.size();
            if (header_bytes_ + (buffer_.size() - consumed_) > kMaximumHeaderBytes) return fail("the header is too long");
            return std::nullopt;
        }
        const std::string_view line(buffer_.data() + consumed_, end - consumed_);
        header_bytes_ += line.size() + 1;
        consumed_ = end + 1;
        if (header_bytes_ > kMaximumHeaderBytes) return fail("the header is too long");
        if (auto failure = read_header_line(trimmed(line))) return failure;
    }
    return std::nullopt;
}

std::optional<Frame> FrameReader::read_header_line(std::string_view line) {
    if (line.empty()) return has_header_line_ ? end_header() : std::nullopt;
    has_header_line_ = true;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return fail("a header line has no colon");
    if (!equal_ignoring_case(trimmed(line.substr(0, colon)), "content-length")) return std::nullopt;

    const std::string_view digits = trimmed(line.substr(colon + 1));
    std::uint64_t length = 0;
    const auto [last, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), length);
    if (problem != std::errc{} || last != digits.data() + digits.size()) return fail("Content-Length is not a number");
    if (content_length_ && *content_length_ != length) return fail("two different Content-Length headers");
    content_length_ = length;
    return std::nullopt;
}

std::optional<Frame> FrameReader::end_header() {
    if (!content_length_) return fail("a header without Content-Length");
    if (*content_length_ > kMaximumSkippedBytes) return fail("Content-Length is beyond anything that is read");
    header_bytes_ = 0;
    has_header_line_ = false;
    if (*content_length_ > kMaximumFrameBytes) {
        state_ = State::Skipping;
        remaining_to_skip_ = *content_length_;
    } else {
        state_ = State::Body;
    }
    return std::nullopt;
}

std::optional<Frame> FrameReader::read_body() {
    const auto length = static_cast<std::size_t>(*content_length_);
    if (buffer_.size() - consumed_ < length) return std::nullopt;
    Frame result{Frame::Kind::Body, buffer_.substr(consumed_, length)};
    consumed_ += length;
    scanned_ = consumed_;
    content_length_.reset();
    state_ = State::Header;
    return result;
}

std::optional<Frame> FrameReader::skip_body() {
    const std::uint64_t available = buffer_.size() - consumed_;
    const std::uint64_t skipped = std::min(available, remaining_to_skip_);
    consumed_ += static_cast<std::size_t>(skipped);
    scanned_ = consumed_;
    remaining_to_skip_ -= skipped;
    drop_consumed();
    if (remaining_to_skip_ > 0) return std::nullopt;
    Frame result{Frame::Kind::TooLarge, "a message of " + std::to_string(*content_length_) + " bytes is over the limit of " +
                                            std::to_string(kMaximumFrameBytes) + " bytes"};
    content_length_.reset();
    state_ = State::Header;
    return result;
}

Frame FrameReader::fail(std::string reason) {
    state_ = State::Broken;
    buffer_.clear();
    buffer_.shrink_to_fit();
    consumed_ = scanned_ = 0;
    return {Frame::Kind::Broken, std::move(reason)};
}

// Moves what is left to the front; amortised, because it only runs when half of the buffer is done with.
void FrameReader::drop_consumed() {
    if (consumed_ == 0 || consumed_ < buffer_.size() / 2) return;
    buffer_.erase(0, consumed_);
    scanned_ = scanned_ > consumed_ ? scanned_ - consumed_ : 0;
    consumed_ = 0;
    if (buffer_.empty() && buffer_.capacity() > 1024UL * 1024) buffer_.shrink_to_fit();
}

}  // namespace rowtype::server
