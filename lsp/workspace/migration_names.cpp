#include "lsp/workspace/migration_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace rowtype::workspace {

namespace {

constexpr std::size_t kTimestampDigits = 14;
constexpr std::size_t kUnixDigits = 10;
constexpr std::size_t kMostNumberDigits = 6;
constexpr std::size_t kDatedLength = 17;  // 2026-11-26-101500

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && is_digit(text[end])) ++end;
    return end - at;
}

// 2026-11-26-101500, as diesel has it.
bool is_dated(std::string_view text) {
    return text.size() >= kDatedLength && digits_at(text, 0) == 4 && text[4] == '-' && digits_at(text, 5) == 2 &&
           text[7] == '-' && digits_at(text, 8) == 2 && text[10] == '-' && digits_at(text, 11) == 6;
}

// A part that counts: 7, or 1.2 where parts are joined by points.
std::size_t version_length(std::string_view text) {
    std::size_t length = digits_at(text, 0);
    while (length > 0 && length < text.size() && text[length] == '.' && digits_at(text, length + 1) > 0) {
        length += 1 + digits_at(text, length + 1);
    }
    return length;
}

bool take_kind(MigrationFolder& folder) {
    const std::string& version = folder.last_version;
    if (is_dated(version)) {
        folder.versions = VersionKind::DatedDashes;
        return true;
    }
    if (version.find('.') != std::string::npos) return true;
    if (version.size() == kTimestampDigits && version.starts_with("20")) {
        folder.versions = VersionKind::Timestamp;
    } else if (version.size() == kUnixDigits && version.starts_with('1')) {
        folder.versions = VersionKind::UnixTime;
    } else if (version.size() > kMostNumberDigits) {
        return false;
    }
    return true;
}

std::string formatted(std::time_t seconds, VersionKind kind) {
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 32> text{};
    const char* form = kind == VersionKind::DatedDashes ? "%Y-%m-%d-%H%M%S" : "%Y%m%d%H%M%S";
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

// What the digits of a time stamp stand for, as seconds; 0 where they are no time.
std::time_t time_of(std::string_view version) {
    std::string digits;
    for (const char letter : version) {
        if (is_digit(letter)) digits += letter;
    }
    if (digits.size() != kTimestampDigits) return 0;
    const auto number = [&](std::size_t at, std::size_t length) {
        int value = 0;
        std::from_chars(digits.data() + at, digits.data() + at + length, value);
        return value;
    };
    std::tm parts{};
    parts.tm_year = number(0, 4) - 1900;
    parts.tm_mon = number(4, 2) - 1;
    parts.tm_mday = number(6, 2);
    parts.tm_hour = number(8, 2);
    parts.tm_min = number(10, 2);
    parts.tm_sec = number(12, 2);
    return timegm(&parts);
}

std::string counted_on(const std::string& version) {
    const std::size_t dot = version.rfind('.');
    const std::string start = dot == std::string::npos ? "" : version.substr(0, dot + 1);
    const std::string last = version.substr(start.size());
    std::uint64_t value = 0;
    std::from_chars(last.data(), last.data() + last.size(), value);
    std::string next = std::to_string(value + 1);
    if (last.starts_with('0') && next.size() < last.size()) next.insert(0, last.size() - next.size(), '0');
    return start + next;
}

}  // namespace

bool take_name(const std::string& name, MigrationFolder& folder) {
    std::string_view rest = name;
    const bool is_lettered = rest.size() > 1 && (rest[0] == 'V' || rest[0] == 'v') && is_digit(rest[1]);
    folder.prefix = is_lettered ? std::string(1, rest[0]) : "";
    rest.remove_prefix(folder.prefix.size());
    const std::size_t length = is_dated(rest) ? kDatedLength : version_length(rest);
    if (length == 0) return false;
    folder.last_version = rest.substr(0, length);
    rest.remove_prefix(length);
    const std::size_t separators = std::min(rest.find_first_not_of("_-"), rest.size());
    if (separators == 0) return false;
    folder.separator = rest.substr(0, separators);
    for (const auto& [up, down] : {std::pair{".up.sql", ".down.sql"}, {"_up.sql", "_down.sql"}, {"-up.sql", "-down.sql"}}) {
        if (!rest.ends_with(up)) continue;
        folder.layout = MigrationLayout::FilePair;
        folder.up_ending = up;
        folder.down_ending = down;
    }
    return take_kind(folder);
}

std::string next_version(const MigrationFolder& folder, std::chrono::system_clock::time_point now) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    switch (folder.versions) {
        case VersionKind::Number: return counted_on(folder.last_version);
        case VersionKind::UnixTime: {
            const std::string version = std::to_string(seconds);
            return version > folder.last_version ? version : counted_on(folder.last_version);
        }
        default: {
            const std::string version = formatted(seconds, folder.versions);
            if (version > folder.last_version) return version;
            const std::time_t last = time_of(folder.last_version);
            // Some count on by hand: 20261126000099 is no time.
            const std::string next = formatted(last + 1, folder.versions);
            const bool is_time = last != 0 && formatted(last, folder.versions) == folder.last_version;
            return is_time || folder.versions == VersionKind::DatedDashes ? next : counted_on(folder.last_version);
        }
    }
}

}  // namespace rowtype::workspace
