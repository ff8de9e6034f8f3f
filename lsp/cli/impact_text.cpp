#include <algorithm>

#include "lsp/cli/impact_report.h"
#include "lsp/cli/reporters.h"
#include "lsp/cli/setup.h"

namespace rowtype::cli {

namespace {

using findings::Severity;
using workspace::Impact;
using workspace::ImpactChange;
using workspace::ImpactPlace;

std::string change_text(const ImpactChange& change, const Style& style, bool hints);
std::string impact_changes(const Impact& impact, const Style& style, bool hints);
std::string counts_of(const Impact& impact, bool hints);

}  // namespace

bool ImpactReport::breaks() const {
    return std::ranges::any_of(sections, [](const ImpactSection& section) { return section.impact.breaks > 0; });
}

std::string verdict_of(const Impact& impact) {
    if (impact.breaks > 0) return "breaks " + counted(impact.breaks, "place");
    return impact.warnings > 0 ? "breaks nothing that is seen; look at " + counted(impact.warnings, "place") : "safe";
}

std::string impact_text(const ImpactReport& report, const Style& style, bool hints, bool quiet) {
    std::string text;
    for (const ImpactSection& section : report.sections) {
        const std::string changes = impact_changes(section.impact, style, hints);
        if (!section.title.empty()) {
            const std::string verdict = verdict_of(section.impact);
            text += (text.empty() ? "" : "\n") + style.bold(printable(section.title)) + ": " +
                    (section.impact.breaks > 0 ? style.bad(verdict) : style.good(verdict)) + "\n";
        }
        text += changes;
        if (!quiet && section.title.empty()) text += (changes.empty() ? "" : "\n") + counts_of(section.impact, hints) + "\n";
    }
    if (!report.recommendation.empty()) text += "\n" + style.bold("Recommendation: ") + report.recommendation + "\n";
    if (quiet) return text;
    std::string tail = "From " + printable(report.before) + " to " + printable(report.after) + ": " +
                       counted(report.changes, "change") + " of the schema, " + counted(report.files, "Python file");
    if (report.untold > 0) tail += "; " + counted(report.untold, "query", "queries") + " could not be told";
    return text + style.dim(tail + ".") + "\n";
}

std::string impact_github(const ImpactReport& report, bool hints, bool quiet) {
    std::string text;
    for (const ImpactSection& section : report.sections) {
        for (const ImpactChange& change : section.impact.changes) {
            for (const ImpactPlace& place : change.places) {
                if (place.severity == Severity::Info && !hints) continue;
                const std::string what = change.object.empty() ? change.what : change.object + ": " + change.what;
                const std::string lead = section.title.empty() ? "" : section.title + ": ";
                text += github_annotation(place.severity, shown_path(place.file), place.begin, place.end, "rowtype impact",
                                          printable(lead + what + ": " + place.details));
            }
        }
    }
    for (const workspace::WalkNote& note : report.not_analysed) {
        text += "::warning title=rowtype::" + printable("not analysed: " + note.path + ": " + note.message) + "\n";
    }
    if (quiet) return text;
    for (const ImpactSection& section : report.sections) {
        if (!section.title.empty()) text += printable(section.title) + ": " + verdict_of(section.impact) + "\n";
        else text += counts_of(section.impact, hints) + "\n";
    }
    if (!report.recommendation.empty()) text += "Recommendation: " + report.recommendation + "\n";
    return text;
}

namespace {

std::string impact_changes(const Impact& impact, const Style& style, bool hints) {
    std::string text;
    for (const ImpactChange& change : impact.changes) text += change_text(change, style, hints);
    return text;
}

// A change without a place to show is left out; what only reads along is counted where it is not shown.
std::string change_text(const ImpactChange& change, const Style& style, bool hints) {
    std::string lines;
    std::size_t hidden = 0;
    for (const ImpactPlace& place : change.places) {
        if (place.severity == Severity::Info && !hints) {
            ++hidden;
            continue;
        }
        const std::string_view word = place.severity == Severity::Error     ? "breaks"
                                      : place.severity == Severity::Warning ? "look at"
                                                                            : "reads";
        lines += "  " + style.of(place.severity, padded(word, 8)) + " " + shown_path(place.file) + ":" +
                 std::to_string(place.begin.line) + ":" + std::to_string(place.begin.column) + "  " + printable(place.details) +
                 (place.rule.empty() ? "" : style.dim(" [" + printable(place.rule) + "]")) + "\n";
    }
    if (lines.empty()) return "";
    if (hidden > 0) lines += style.dim("  and " + counted(hidden, "place") + " that may be touched (--hints)") + "\n";
    std::string head = change.object.empty() ? style.bold(printable(change.what))
                                             : style.bold(printable(change.object)) + ": " + printable(change.what);
    if (!change.file.empty()) head += style.dim(" (" + printable(change.file) + ")");
    return head + "\n" + lines;
}

std::string counts_of(const Impact& impact, bool hints) {
    if (impact.breaks + impact.warnings == 0) {
        return impact.hints == 0
                   ? "No place of the code uses what changes."
                   : "Nothing breaks; " + counted(impact.hints, "place") + " may be touched" + (hints ? "." : " (--hints).");
    }
    std::string text = impact.breaks == 0 ? "Nothing breaks" : "Breaks " + counted(impact.breaks, "place");
    if (impact.warnings > 0) text += ", " + counted(impact.warnings, "place") + " to look at";
    if (impact.hints > 0) text += ", " + counted(impact.hints, "place") + " that may be touched";
    return text + ".";
}

}  // namespace

}  // namespace rowtype::cli
