#include "lsp/workspace/journal_file.h"

#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "reflect/base/hash.h"
#include "reflect/base/json_reader.h"
#include "reflect/base/text.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::workspace {

namespace {

constexpr int kMaximumDepth = 8;
constexpr std::string_view kFormat = "rowtype-journal";
constexpr std::array<std::pair<JournalState, std::string_view>, 4> kStates = {{{JournalState::Started, "started"},
                                                                               {JournalState::Done, "done"},
                                                                               {JournalState::Undone, "undone"},
                                                                               {JournalState::RolledBack, "rolled-back"}}};

void append_path(std::string& text, const std::string& name, const std::string& path);
void append_hash(std::string& text, const std::string& name, const std::optional<std::uint64_t>& hash);
JournalEntry read_entry(JsonReader& reader);
std::optional<std::uint64_t> read_hash(JsonReader& reader);
std::string bytes_of(std::string_view hexadecimal);

}  // namespace

std::string_view to_string(JournalState state) {
    for (const auto& [known, word] : kStates) {
        if (known == state) return word;
    }
    return "";
}

std::string journal_text(const Journal& journal) {
    std::string text = "{\n  \"format\": \"" + std::string(kFormat) + "\",\n  \"version\": " + std::to_string(kJournalVersion) +
                       ",\n  \"command\": ";
    snapshot::append_json_string(text, journal.command);
    text += ",\n  \"state\": \"" + std::string(to_string(journal.state)) + "\",\n  \"files\": [";
    const char* separator = "\n";
    for (const JournalEntry& entry : journal.entries) {
        text += separator;
        text += "    {";
        append_path(text, "file", entry.file);
        text += ", ";
        append_path(text, "copy", entry.copy);
        append_hash(text, "before", entry.before);
        append_hash(text, "after", entry.after);
        text += ", \"mode\": " + std::to_string(entry.mode) + "}";
        separator = ",\n";
    }
    return text + (journal.entries.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

Result<Journal> parse_journal(std::string_view text, const std::string& id, const std::string& file) {
    Journal journal;
    journal.id = id;
    std::string format;
    std::int64_t version = 0;
    JsonReader reader(text, kMaximumDepth);
    reader.object([&](std::string_view key) {
        if (key == "format") {
            format = reader.string();
        } else if (key == "version") {
            version = reader.integer(1, std::numeric_limits<std::int32_t>::max());
        } else if (key == "command") {
            journal.command = reader.string();
        } else if (key == "state") {
            const std::string word = reader.string();
            for (const auto& [state, known] : kStates) {
                if (known == word) journal.state = state;
            }
        } else if (key == "files") {
            reader.array([&] { journal.entries.push_back(read_entry(reader)); });
        } else {
            reader.skip();
        }
    });
    reader.finish();
    const auto refuse = [&](const std::string& message) {
        return Error{Error::Kind::Invalid, message, "the copies of the files are beside it", file};
    };
    if (version > kJournalVersion) return refuse("a newer rowtype wrote this journal");
    if (!reader.ok()) return refuse("the journal cannot be read: " + reader.problem());
    if (format != kFormat || version == 0) return refuse("this is no journal of rowtype's");
    return journal;
}

namespace {

// A name that is no UTF-8 would not survive as a string of JSON: its bytes stand beside it.
void append_path(std::string& text, const std::string& name, const std::string& path) {
    text += "\"" + name + "\": ";
    snapshot::append_json_string(text, path);
    if (is_valid_utf8(path)) return;
    constexpr std::string_view kDigits = "0123456789abcdef";
    text += ", \"" + name + "_bytes\": \"";
    for (const char letter : path) {
        const auto byte = static_cast<unsigned char>(letter);
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 15U];
    }
    text += "\"";
}

void append_hash(std::string& text, const std::string& name, const std::optional<std::uint64_t>& hash) {
    text += ", \"" + name + "\": " + (hash ? "\"" + to_hex(*hash) + "\"" : "null");
}

JournalEntry read_entry(JsonReader& reader) {
    JournalEntry entry;
    reader.object([&](std::string_view key) {
        if (key == "file") {
            entry.file = reader.string();
        } else if (key == "file_bytes") {
            entry.file = bytes_of(reader.string());
        } else if (key == "copy") {
            entry.copy = reader.string();
        } else if (key == "copy_bytes") {
            entry.copy = bytes_of(reader.string());
        } else if (key == "before") {
            entry.before = read_hash(reader);
        } else if (key == "after") {
            entry.after = read_hash(reader);
        } else if (key == "mode") {
            entry.mode = static_cast<std::uint32_t>(reader.integer(0, 07777));
        } else {
            reader.skip();
        }
    });
    if (reader.ok() && (entry.file.empty() || entry.copy.empty() == entry.before.has_value())) {
        reader.fail("a file has a name, and a copy where it was there before");
    }
    return entry;
}

std::optional<std::uint64_t> read_hash(JsonReader& reader) {
    if (!reader.next_is('"')) {
        reader.skip();  // null
        return std::nullopt;
    }
    const std::string digits = reader.string();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || end != digits.data() + digits.size()) reader.fail("expected a hash");
    return value;
}

std::string bytes_of(std::string_view hexadecimal) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hexadecimal.size(); i += 2) {
        unsigned value = 0;
        std::from_chars(hexadecimal.data() + i, hexadecimal.data() + i + 2, value, 16);
        bytes += static_cast<char>(value);
    }
    return bytes;
}

}  // namespace

}  // namespace rowtype::workspace
