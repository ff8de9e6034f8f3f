// A text with its findings mended, and a file of models brought up to date: many edits at once, in passes until nothing is left to do.
//
// Thread: as engine.h. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"

namespace rowtype::engine {

enum class FixChoice : std::uint8_t { Safe, All };

// An edit that would have been made: where (one-based, in the text before its pass), what, and why not.
struct DroppedEdit {
    std::uint32_t line = 0;
    std::string title;
    std::string reason;
};

// What was done for a finding: where it stood (one-based, in the text before its pass), whose it was.
struct DoneFix {
    std::uint32_t line = 0;
    std::string rule;
    std::string title;
};

struct FixedText {
    std::string text;  // equal to the text before where there was nothing to do
    std::vector<DoneFix> done;
    std::vector<DroppedEdit> dropped;
    bool is_settled = true;  // false: it still changed when the passes were used up; the text is that of the last one
};
// Takes the preferred fix of each finding that is at least of severity `lowest`; fixes that overlap wait for the next pass. A fix after
// which the text would not parse is dropped.
[[nodiscard]] FixedText fix_findings(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                     FixChoice choice, findings::Severity lowest);

// A model of the file and what would bring it up to date.
struct ModelUpdate {
    std::string class_name;
    std::string table;  // "public.users"; empty where the class belongs to none that the schema has
    std::uint32_t line = 0;
    Refactoring refactoring;  // without edits and reason: nothing is to be done
};
[[nodiscard]] std::vector<ModelUpdate> model_updates(const FileIdentity& identity, const std::string& text,
                                                     const Environment& environment);

struct UpdatedModels {
    std::string text;
    std::vector<std::string> updated;  // "Regenerate User from public.users", as it was done
    std::vector<DroppedEdit> left;     // models that stay as they are although they disagree
    std::size_t models = 0;            // that belong to a table
    bool is_settled = true;
};
// Regenerates every model of the text in place; of these tables alone, unless the list is empty ("users" or "public.users").
[[nodiscard]] UpdatedModels update_models(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                          const std::vector<std::string>& tables);

}  // namespace rowtype::engine
