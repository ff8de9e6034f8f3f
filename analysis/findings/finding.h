// A finding: everything that an editor, a terminal and a report need of one disagreement between code and schema.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::findings {

enum class Severity : std::uint8_t { Off, Info, Warning, Error };  // Info is a hint in editors

// The report's `status`; None is null there.
enum class FindingStatus : std::uint8_t { None, MissingInModel, MissingInDatabase, TypeMismatch, ConstraintMismatch };

// One replacement of bytes of the finding's file. Offsets are into the text that was analysed.
struct TextEdit {
    Span span;
    std::string text;

    friend bool operator==(const TextEdit&, const TextEdit&) = default;
};

struct Fix {
    enum class Safety : std::uint8_t { Safe, Unsafe };  // Safe: the program means the same or was broken before

    std::string title;  // in the imperative, for a menu: Replace by "name"
    Safety safety = Safety::Safe;
    bool preferred = false;  // at most one a finding: what the editor's quick-fix key takes
    std::vector<TextEdit> edits;
    bool suppresses = false;  // it silences the finding and mends nothing: a menu offers it, a report does not count it

    friend bool operator==(const Fix&, const Fix&) = default;
};

// Another place that explains the finding: the migration line that dropped the column, the base class's field.
struct RelatedLocation {
    std::string message;
    std::string file;  // relative to the workspace; empty: the finding's file, at `span`
    Span span;
    std::uint32_t line = 0;  // one-based, for other files

    friend bool operator==(const RelatedLocation&, const RelatedLocation&) = default;
};

struct Finding {
    std::string rule;
    Severity severity = Severity::Error;
    FindingStatus status = FindingStatus::None;
    Span span;               // bytes of the file
    std::string message;     // the report's `details`: one sentence without full stop
    std::string table;       // "public.users" or empty
    std::string field;       // column or field, or empty
    std::string suggestion;  // "did you mean"; empty where none
    std::string problem;     // which of its rule's several, where a fix goes by it: "limit"; empty elsewhere
    std::string scope;       // the class and function that it stands in, "Users.rename"; empty at the top of the module
    std::vector<RelatedLocation> related;
    std::vector<Fix> fixes;

    // The fix that a report names: the preferred one, else the first that mends something; null where there is none.
    [[nodiscard]] const Fix* best_fix() const;

    friend bool operator==(const Finding&, const Finding&) = default;
};

[[nodiscard]] std::string_view to_string(Severity severity);     // "error", "warning", "info", "off"
[[nodiscard]] std::string_view to_string(FindingStatus status);  // "missing_in_db", …; empty for None

}  // namespace rowtype::findings
