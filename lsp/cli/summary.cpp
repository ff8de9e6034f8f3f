#include <algorithm>
#include <array>
#include <cstdio>

#include "lsp/cli/group_notes.h"
#include "lsp/cli/reporters.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/statistics.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kFilesNamed = 3;
constexpr std::size_t kNotesShown = 5;
constexpr std::size_t kGoneShown = 10;

std::string why_nothing(const Report& report);
std::string checked_line(const Report& report);
std::string baseline_lines(const BaselineReport& baseline);
std::string pending_lines(const Report& report);
std::string unchecked_lines(const Report& report);
std::string unchecked_sql(const engine::Statistics& seen);
std::string schema_notes(const Report& report);
std::string joined(const std::vector<std::string>& parts);

// What is left when --fix has done its part is said with the option that mends it.
std::string fixable_text(const Report& report) {
    if (report.fixable == 0) return "";
    const std::string count = ", " + std::to_string(report.fixable);
    if (report.fixable_unsafe == report.fixable) return count + " with an unsafe fix (--unsafe-fixes)";
    if (report.fixable_unsafe == 0) return count + " with a fix";
    return count + " with a fix, " + std::to_string(report.fixable_unsafe) + " of them unsafe (--unsafe-fixes)";
}

}  // namespace

std::string summary_text(const Report& report, const TextLayout& layout) {
    return verdict_text(report, layout) + coverage_text(report, layout);
}

// A run that checked nothing, or not all, never reads as clean.
std::string verdict_text(const Report& report, const TextLayout& layout) {
    const Style& style = layout.style;
    const std::size_t shown = report.errors + report.warnings + (layout.hints ? report.hints : 0);
    std::string text;
    if (shown > 0) {
        std::vector<std::string> parts;
        if (report.errors > 0) parts.push_back(style.bad(counted(report.errors, "error")));
        if (report.warnings > 0) parts.push_back(style.warn(counted(report.warnings, "warning")));
        if (layout.hints && report.hints > 0) parts.push_back(style.accent(counted(report.hints, "hint")));
        text = "Found " + joined(parts);
        text += fixable_text(report) + ".\n" + group_notes(report);
    } else if (!report.checked_something()) {
        text = style.warn("Nothing was checked") + ": " + why_nothing(report) + ".\n";
    } else if (report.not_analysed.empty()) {
        const bool is_new = report.excused() > 0;
        text = style.good(is_new ? "No new disagreement between code and schema was found."
                                 : "No disagreement between code and schema was found.") +
               "\n";
    } else {
        text = style.warn("Nothing wrong was found in what could be analysed.") + "\n";
    }
    if (!layout.hints && report.hints > 0) text += counted(report.hints, "hint") + " not shown (--hints).\n";
    return text;
}

std::string coverage_text(const Report& report, const TextLayout& layout) {
    std::string text;
    for (const BaselineReport& baseline : report.baselines) text += baseline_lines(baseline);
    if (report.checked_something()) text += checked_line(report);
    text += pending_lines(report);
    text += not_analysed_text(report, layout);
    text += unchecked_lines(report);
    text += schema_notes(report);
    if (report.with_statistics) text += statistics_text(report);
    return text;
}

namespace {

std::string why_nothing(const Report& report) {
    if (!report.not_analysed.empty()) return "what could concern this schema was not analysed";
    if (report.check->files_found > 0) {
        return "no model, query or SQL statement that concerns this schema was found in " +
               counted(report.check->files_found, "Python file");
    }
    if (report.inputs_excluded > 0) return "all that was named is excluded by the configuration";
    return "there is no Python file here";
}

std::string checked_line(const Report& report) {
    const engine::Statistics& seen = report.check->statistics;
    std::vector<std::string> parts;
    if (!report.queries_only) {
        std::size_t good = 0;
        std::size_t models = 0;
        for (const TableRow& row : report.tables) {
            if (row.model.empty()) continue;
            ++models;
            good += row.status == "conformant" ? 1U : 0U;
        }
        std::string text = counted(seen.models_checked, "model");
        if (models > 0) text += " (" + std::to_string(good) + " conformant)";
        parts.push_back(text);
    }
    const auto conformant = [](std::size_t checked, std::size_t faulty) {
        return faulty == 0 ? "" : " (" + std::to_string(checked - faulty) + " conformant)";
    };
    parts.push_back(counted(seen.queries_checked, "query", "queries") + conformant(seen.queries_checked, seen.queries_faulty));
    parts.push_back(counted(seen.sql_checked, "SQL statement") + conformant(seen.sql_checked, seen.sql_faulty));
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%.2f s", report.seconds);
    std::string relations = counted(report.relations(), "relation");
    if (!report.tables.empty() && !report.queries_only)
        relations += " (" + std::to_string(report.conformant_tables()) + " conformant)";
    return "Checked " + joined(parts) + " in " + counted(report.check->files_found, "file") + " against " + relations + ", " +
           time.data() + ".\n";
}

// What is not shown, and what of the baseline is gone: with the remedy where it was not done.
std::string baseline_lines(const BaselineReport& baseline) {
    std::string text;
    const std::string file = printable(baseline.file);
    if (baseline.excused > 0) {
        text += counted(baseline.excused, "finding is", "findings are") + " excused by " + file + " (--no-baseline shows " +
                (baseline.excused == 1 ? "it" : "them") + ").\n";
    }
    if (baseline.gone.empty()) return text;
    std::size_t count = 0;
    for (const workspace::GoneFinding& gone : baseline.gone) count += gone.was - gone.is;
    text += counted(count, "finding", "findings") + " of " + file + (count == 1 ? " is" : " are") + " no longer there; ";
    if (baseline.was_rewritten) {
        text += "it was written without " + std::string(count == 1 ? "it" : "them") + ":\n";
    } else if (!baseline.trouble.empty()) {
        text += printable(baseline.trouble) + ":\n";
    } else {
        text += "take " + std::string(count == 1 ? "it" : "them") + " out with `rowtype baseline --prune`:\n";
    }
    for (std::size_t i = 0; i < std::min(baseline.gone.size(), kGoneShown); ++i) {
        const workspace::GoneFinding& gone = baseline.gone[i];
        text += "  " + printable(gone.file) + ": " + printable(gone.rule) + ": " + printable(gone.symbol);
        if (gone.was > 1) text += " (" + std::to_string(gone.was) + ", now " + std::to_string(gone.is) + ")";
        text += "\n";
    }
    if (baseline.gone.size() > kGoneShown) text += "  … and " + std::to_string(baseline.gone.size() - kGoneShown) + " more\n";
    return text;
}

// "3 uses of 2 names that are pending in supabase/migrations/20260101000000_add_x.sql: right once it is applied."
std::string pending_lines(const Report& report) {
    std::string text;
    for (std::size_t i = 0; i < std::min(report.pending.size(), kNotesShown); ++i) {
        const PendingMigration& migration = report.pending[i];
        text += counted(migration.uses, "use") + " of " + counted(migration.names.size(), "name") + " " +
                (migration.names.size() == 1 ? "that is" : "that are") + " pending in " + printable(migration.file) +
                ": right once it is applied.\n";
    }
    if (report.pending.size() > kNotesShown) {
        text += "… and of names in " + counted(report.pending.size() - kNotesShown, "more pending migration") + ".\n";
    }
    return text;
}

// "12 pydantic classes look like tables (User ~ public.users, …) and are not checked; add models = ["app/schemas.py"] …"
std::string unchecked_lines(const Report& report) {
    const engine::Statistics& seen = report.check->statistics;
    std::string text;
    if (!seen.unchecked_lookalikes.empty() && !report.queries_only) {
        const std::size_t count = seen.unchecked_lookalikes.size();
        std::string examples;
        for (std::size_t i = 0; i < std::min(count, kFilesNamed); ++i)
            examples += (i > 0 ? ", " : "") + seen.unchecked_lookalikes[i];
        if (count > kFilesNamed) examples += ", …";
        std::string files;
        std::size_t named = 0;
        for (const workspace::CheckedFile& file : report.check->files) {
            if (file.analysis.statistics.unchecked_lookalikes.empty()) continue;
            if (++named <= kFilesNamed) files += (named > 1 ? ", " : "") + ("\"" + file.identity.path + "\"");
        }
        if (named > kFilesNamed) files += ", …";
        const std::string& configured = report.configuration->file;
        const bool is_own = configured.ends_with("rowtype.toml");
        text += counted(count, "pydantic class looks like a table", "pydantic classes look like tables") + " (" +
                printable(examples) + ") and " + (count == 1 ? "is" : "are") + " not checked; add `models = [" +
                printable(files) + "]` to " + (is_own ? "rowtype.toml" : "[tool.rowtype] of pyproject.toml") + ".\n";
    }
    if (seen.queries_skipped > 0) {
        text += counted(seen.queries_skipped, "query was", "queries were") +
                " not checked: the table or the client could not be told from the code.\n";
    }
    return text + unchecked_sql(seen);
}

// Texts that are no SQL, and commands without a query in them, are nothing to worry about; --statistics has them.
std::string unchecked_sql(const engine::Statistics& seen) {
    using binding::Mute;
    const auto number = [&](Mute reason) { return seen.muted[static_cast<std::size_t>(reason)]; };
    const auto line = [](std::size_t count, std::string_view reason) {
        if (count == 0) return std::string();
        return counted(count, "SQL statement was", "SQL statements were") + " not checked: " + std::string(reason) + ".\n";
    };
    std::string text =
        line(number(Mute::SqlNotConstant) + number(Mute::SqlOfParts), "the text is not known before the program runs");
    for (const Mute reason : {Mute::SqlDefinition, Mute::SqlOfOtherDatabase, Mute::SqlNotUnderstood}) {
        text += line(number(reason), binding::mute_words()[static_cast<std::size_t>(reason)].said);
    }
    return text;
}

// What the schema's source could not take in: names that it could concern are not judged.
std::string schema_notes(const Report& report) {
    std::vector<catalog::Note> notes = report.schema->catalog->notes();
    for (const ProjectRun* project : report.nested) {
        const std::vector<catalog::Note>& more = project->schema.catalog->notes();
        notes.insert(notes.end(), more.begin(), more.end());
    }
    return notes_text(notes, "the schema", "is not reported");
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

}  // namespace

std::string not_analysed_text(const Report& report, const TextLayout& layout) {
    if (report.not_analysed.empty()) return "";
    std::string text =
        layout.style.warn(counted(report.not_analysed.size(), "input was", "inputs were") + " NOT ANALYSED") + ":\n";
    for (std::size_t i = 0; i < std::min(report.not_analysed.size(), kNotesShown * 2); ++i) {
        text += "  " + printable(report.not_analysed[i].file) + ": " + printable(report.not_analysed[i].reason) + "\n";
    }
    if (report.not_analysed.size() > kNotesShown * 2) text += "  …\n";
    return text;
}

}  // namespace rowtype::cli
