#include "analysis/postgrest/select_arguments.h"

#include <algorithm>
#include <array>

namespace rowtype::postgrest {

namespace {

// Length in bytes of the white space character at `offset`, or 0.
std::uint32_t white_space_length(std::string_view text, std::uint32_t offset);

}  // namespace

SelectText normalise_select_arguments(std::span<const std::string_view> arguments) {
    SelectText result;
    if (arguments.empty()) {
        result.text_ = "*";
        return result;
    }
    bool quoted = false;
    for (std::size_t argument = 0; argument < arguments.size(); ++argument) {
        const std::string_view text = arguments[argument];
        const auto sent = [&] { return static_cast<std::uint32_t>(result.text_.size()); };
        result.runs_.push_back({sent(), argument, 0, 0});
        std::uint32_t offset = 0;
        while (offset < text.size()) {
            const std::uint32_t skipped = quoted ? 0 : white_space_length(text, offset);
            if (skipped > 0) {
                offset += skipped;
                result.runs_.push_back({sent(), argument, offset, 0});
                continue;
            }
            if (text[offset] == '"') quoted = !quoted;
            result.text_ += text[offset];
            ++result.runs_.back().length;
            ++offset;
        }
        if (argument + 1 == arguments.size()) break;
        result.runs_.push_back({sent(), argument, static_cast<std::uint32_t>(text.size()), 0});
        result.text_ += ',';
    }
    return result;
}

// The last run that starts at or before `sent`.
const SelectText::Run* SelectText::run_at(std::uint32_t sent) const {
    const auto after = std::upper_bound(runs_.begin(), runs_.end(), sent,
                                        [](std::uint32_t wanted, const Run& run) { return wanted < run.sent; });
    return after == runs_.begin() ? nullptr : &*std::prev(after);
}

ArgumentSpan SelectText::origin(Span sent) const {
    const Run* first = run_at(sent.begin);
    if (first == nullptr) return {};
    // An empty span at the end of a run belongs there, not behind the white space that follows it.
    if (sent.empty() && sent.begin > 0) {
        const Run* before = run_at(sent.begin - 1);
        if (before->argument == first->argument) first = before;
    }
    const auto place = [](const Run& run, std::uint32_t at) { return run.offset + std::min(at - run.sent, run.length); };
    ArgumentSpan result{first->argument, {}};
    result.span.begin = place(*first, sent.begin);
    result.span.end = result.span.begin;
    if (sent.empty()) return result;
    for (const Run* run = run_at(sent.end - 1); run >= first; --run) {
        if (run->argument != first->argument) continue;
        result.span.end = std::max(result.span.begin, place(*run, sent.end));
        break;
    }
    return result;
}

bool SelectText::lost_white_space(Span sent) const {
    if (sent.empty()) return false;
    const Run* first = run_at(sent.begin);
    return first != nullptr && first->argument == run_at(sent.end - 1)->argument && origin(sent).span.size() > sent.size();
}

namespace {

std::uint32_t white_space_length(std::string_view text, std::uint32_t offset) {
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (byte < 0x80) return byte == ' ' || (byte >= 0x09 && byte <= 0x0D) || (byte >= 0x1C && byte <= 0x1F) ? 1 : 0;
    // U+0085, U+00A0, U+1680, U+2000..U+200A, U+2028, U+2029, U+202F, U+205F, U+3000
    static constexpr std::array<std::string_view, 19> kSpaces{
        "\xC2\x85",     "\xC2\xA0",     "\xE1\x9A\x80", "\xE2\x80\x80", "\xE2\x80\x81", "\xE2\x80\x82", "\xE2\x80\x83",
        "\xE2\x80\x84", "\xE2\x80\x85", "\xE2\x80\x86", "\xE2\x80\x87", "\xE2\x80\x88", "\xE2\x80\x89", "\xE2\x80\x8A",
        "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80"};
    for (const std::string_view space : kSpaces) {
        if (text.substr(offset).starts_with(space)) return static_cast<std::uint32_t>(space.size());
    }
    return 0;
}

}  // namespace

}  // namespace rowtype::postgrest
