#include "lsp/cli/schema_notes.h"

#include <algorithm>

#include "lsp/cli/terminal_text.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kNotesShown = 5;

}  // namespace

std::string notes_text(const std::vector<catalog::Note>& notes, std::string_view schema, std::string_view consequence) {
    if (notes.empty()) return "";
    std::string text = counted(notes.size(), "part") + " of " + std::string(schema) + " could not be read; what " +
                       (notes.size() == 1 ? "it" : "they") + " could concern " + std::string(consequence) + ":\n";
    for (std::size_t i = 0; i < std::min(notes.size(), kNotesShown); ++i) {
        const catalog::Note& note = notes[i];
        const std::string place =
            note.file.empty() ? "" : note.file + (note.line > 0 ? ":" + std::to_string(note.line) : "") + ": ";
        text += "  " + printable(place + note.message) + "\n";
    }
    if (notes.size() > kNotesShown) text += "  … and " + std::to_string(notes.size() - kNotesShown) + " more\n";
    return text;
}

}  // namespace rowtype::cli
