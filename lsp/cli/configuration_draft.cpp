#include "lsp/cli/configuration_draft.h"

#include <algorithm>

#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/discovery_messages.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kMostClasses = 8;  // said in comments; all are on the terminal

std::string models_text(const ConfigurationDraft& draft);
std::string access_text(const workspace::ProjectSurvey& survey);
std::string schema_text(const ConfigurationDraft& draft, const std::string& prefix);
std::string rules_text(const ConfigurationDraft& draft, const std::string& prefix);
std::string comment(const std::string& text);
std::string quoted(std::string_view text);

}  // namespace

std::string configuration_text(const ConfigurationDraft& draft) {
    const std::string prefix = draft.in_pyproject ? "tool.rowtype." : "";
    std::string text;
    if (draft.in_pyproject) text += "[tool.rowtype]\n";
    text += comment("By rowtype init. All keys, for editors and people: rowtype config-schema");
    text += models_text(draft) + access_text(draft.survey);
    text +=
        "# exclude = [\"**/legacy/**\"]    # files that are not checked, beside what .gitignore names\n"
        "# exclude-tables = [\"audit_*\"]  # tables that need no model\n"
        "# fail-on = \"error\"             # error, warning, info or never: from which severity on the exit code is 1\n\n";
    text += schema_text(draft, prefix);
    return text + "\n" + rules_text(draft, prefix);
}

std::string library_list(const workspace::ProjectSurvey& survey) {
    std::string list;
    for (const auto& [library, files] : survey.libraries) {
        list += (list.empty() ? "" : ", ") + library + " (" + counted(files, "file") + ")";
    }
    return list;
}

std::string description(const workspace::LookalikeClass& found) {
    std::string text = printable(found.name) + " ~ " + printable(found.table) + ": " + std::to_string(found.known_fields) +
                       " of " + counted(found.fields, "field is a column", "fields are columns");
    if (found.is_row && found.known_fields < found.columns && !found.has_unknown_bases) {
        text += ", the table has " + std::to_string(found.columns);
    }
    return text;
}

namespace {

std::string models_text(const ConfigurationDraft& draft) {
    if (draft.models.empty()) {
        return comment("Files whose classes mirror tables; none were found, so that queries alone are checked.") +
               "# models = [\"app/models/**/*.py\"]\n";
    }
    std::string text = comment("Files whose classes mirror tables. Each is held against its table, field by field:");
    const std::vector<std::string> files = draft.survey.model_files();
    std::size_t shown = 0;
    std::size_t left = 0;
    for (const workspace::LookalikeClass& one : draft.survey.classes) {
        if (!std::ranges::binary_search(files, one.file)) continue;
        if (shown == kMostClasses) {
            ++left;
            continue;
        }
        text += comment("  " + description(one));
        ++shown;
    }
    if (left > 0) text += comment("  and " + std::to_string(left) + " more");
    text += "models = [";
    for (std::size_t i = 0; i < draft.models.size(); ++i) text += (i == 0 ? "\n    " : ",\n    ") + quoted(draft.models[i]);
    return text + ",\n]\n";
}

std::string access_text(const workspace::ProjectSurvey& survey) {
    const std::string libraries = library_list(survey);
    return comment(
               "What rows look like: \"json\" (supabase-py) or \"driver\" (psycopg, SQLAlchemy). Told from each file's imports" +
               (libraries.empty() ? "." : "; found: " + libraries + ".")) +
           "# access = \"json\"\n";
}

std::string schema_text(const ConfigurationDraft& draft, const std::string& prefix) {
    const std::string header = "[" + prefix + "schema]\n";
    switch (draft.schema.kind) {
        case workspace::SourceKind::Migrations:
        case workspace::SourceKind::Alembic:
        case workspace::SourceKind::Snapshot:
            return header + comment(draft.schema_text) + "source = " + quoted(workspace::word_of(draft.schema.kind)) +
                   "\npath = " + quoted(draft.schema.path) + "\n";
        case workspace::SourceKind::Postgres:
            return header + comment(draft.schema_text) + "source = \"postgres\"\nurl-env = " + quoted(draft.schema.url_env) +
                   "  # the NAME of the variable, never a connection string\n";
        case workspace::SourceKind::OpenApi:
            return header + comment(draft.schema_text) + "source = \"openapi\"\npath = " + quoted(draft.schema.path) + "\n" +
                   comment("Where it lists all that code names, what it lacks is reported:") + "# openapi-complete = true\n";
        default: break;
    }
    return comment(
               "No schema was found. Name one: migrations (SQL files), alembic, snapshot (rowtype pull writes it), openapi "
               "(PostgREST's") +
           comment("description) or postgres.") + "# " + header + "# source = \"migrations\"\n# path = \"supabase/migrations\"\n";
}

// Where few tables have a model, a finding for each of the others would bury what is wrong.
std::string rules_text(const ConfigurationDraft& draft, const std::string& prefix) {
    const std::string header = "[" + prefix + "rules]\n";
    const std::string example = "# stale-field = \"error\"  # error, warning, info or off; rowtype explain lists the rules\n";
    if (draft.models.empty() || draft.modelled_tables * 2 >= draft.tables) return "# " + header + example;
    return header +
           comment("Only " + std::to_string(draft.modelled_tables) + " of " + counted(draft.tables, "table") +
                   " have a model. Take this line out once each should have one:") +
           "missing-model = \"off\"\n" + example;
}

// A line of its own, whatever the text holds.
std::string comment(const std::string& text) { return "# " + printable(text) + "\n"; }

// A basic string of TOML.
std::string quoted(std::string_view text) {
    static constexpr const char* kDigits = "0123456789abcdef";
    std::string result = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            result += '\\';
            result += letter;
        } else if (byte < 0x20 || byte == 0x7f) {
            result += std::string("\\u00") + kDigits[byte >> 4U] + kDigits[byte & 15U];
        } else {
            result += letter;
        }
    }
    return result + "\"";
}

}  // namespace

}  // namespace rowtype::cli
