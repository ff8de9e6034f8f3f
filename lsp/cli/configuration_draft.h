// The text of a first configuration: what was found as settings, why as comments, and what else there is.
#pragma once

#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/project_survey.h"

namespace rowtype::cli {

struct ConfigurationDraft {
    bool in_pyproject = false;       // tables are then below [tool.rowtype]
    workspace::SchemaSource schema;  // Automatic: none was found. Its path is relative to the configuration
    std::string schema_text;         // what is known of it, for people
    workspace::ProjectSurvey survey;
    std::vector<std::string> models;  // globs
    std::size_t tables = 0;           // that should have a model
    std::size_t modelled_tables = 0;  // that a class of `models` covers
};

// Ends with a line end; lines end in \n. Names of files and classes are somebody's: they are escaped where they stand.
[[nodiscard]] std::string configuration_text(const ConfigurationDraft& draft);

// "supabase (12 files), psycopg (1 file)"
[[nodiscard]] std::string library_list(const workspace::ProjectSurvey& survey);

// "Order ~ public.orders: 7 of 8 fields are columns", and what more says why it counts or not.
[[nodiscard]] std::string description(const workspace::LookalikeClass& found);

}  // namespace rowtype::cli
