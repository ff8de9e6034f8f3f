#include "reflect/openapi/column_notes.h"

namespace rowtype::openapi {

namespace {

constexpr std::string_view kHead = "Note:\n";
constexpr std::string_view kPrimaryKey = "This is a Primary Key.<pk/>";

bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

// "This is a Foreign Key to `users.id`.<fk table='users' column='id'/>", where names may hold anything: only a reading in
// which both spellings say the same counts.
std::optional<ColumnNotes::Reference> read_reference(std::string_view line) {
    constexpr std::string_view kSeparator = "' column='";
    constexpr std::string_view kTail = "'/>";
    if (!take(line, "This is a Foreign Key to `") || !line.ends_with(kTail)) return std::nullopt;
    line.remove_suffix(kTail.size());
    constexpr std::string_view kMiddle = "`.<fk table='";
    for (std::size_t middle = line.find(kMiddle); middle != std::string_view::npos; middle = line.find(kMiddle, middle + 1)) {
        const std::string_view first = line.substr(0, middle);
        const std::string_view second = line.substr(middle + kMiddle.size());
        for (std::size_t at = second.find(kSeparator); at != std::string_view::npos; at = second.find(kSeparator, at + 1)) {
            ColumnNotes::Reference reference{std::string(second.substr(0, at)),
                                             std::string(second.substr(at + kSeparator.size()))};
            if (first == reference.relation + "." + reference.column) return reference;
        }
    }
    return std::nullopt;
}

// The notes alone; none where the text is something else.
std::optional<ColumnNotes> read_notes(std::string_view text) {
    ColumnNotes notes;
    if (!take(text, kHead)) return std::nullopt;
    if (take(text, kPrimaryKey)) {
        notes.in_primary_key = true;
        if (text.empty()) return notes;
        if (!take(text, "\n")) return std::nullopt;
    }
    notes.references = read_reference(text);
    return notes.references ? std::optional(notes) : std::nullopt;
}

}  // namespace

ColumnNotes read_column_notes(std::string_view description) {
    if (std::optional<ColumnNotes> notes = read_notes(description)) return *std::move(notes);
    constexpr std::string_view kGap = "\n\n";
    for (std::size_t gap = description.find("\n\nNote:\n"); gap != std::string_view::npos;
         gap = description.find("\n\nNote:\n", gap + 1)) {
        std::optional<ColumnNotes> notes = read_notes(description.substr(gap + kGap.size()));
        if (!notes) continue;
        notes->comment = description.substr(0, gap);
        return *std::move(notes);
    }
    ColumnNotes plain;
    plain.comment = description;
    return plain;
}

}  // namespace rowtype::openapi
