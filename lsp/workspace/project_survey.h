// What a project looks like before it is configured, for `rowtype init`: which libraries talk to PostgreSQL, and which classes
// mirror tables. Reads with the same walker, facts and binding as a check.
//
// Thread: survey_project blocks and uses the pool; not to be called from one of its threads.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

// A pydantic class whose name is that of a table, read as if its file held models.
struct LookalikeClass {
    std::string file;  // relative to the configuration's root
    std::string name;
    std::string table;               // "public.users"
    bool is_row = false;             // by its name it should cover the table
    std::size_t fields = 0;          // that would be columns; inherited ones too
    std::size_t known_fields = 0;    // of those, that are columns of the table
    std::size_t columns = 0;         // of the table
    bool has_unknown_bases = false;  // so that there may be more fields

    // Whether it mirrors the table rather than sharing its name: most of its fields are columns and, in a row model, most
    // of the columns are fields.
    [[nodiscard]] bool mirrors_table() const;
};

struct ProjectSurvey {
    std::size_t files = 0;                         // Python files
    std::map<std::string, std::size_t> libraries;  // "supabase": by how many files it is imported
    std::vector<LookalikeClass> classes;           // by file, then place
    std::vector<WalkNote> notes;                   // files and folders that could not be read

    // Files with classes that mirror tables, without those where a row class has only the name of one; sorted.
    [[nodiscard]] std::vector<std::string> model_files() const;
    // The same as globs for `models`: a folder's files together where there are several and it holds no others that look alike.
    [[nodiscard]] std::vector<std::string> model_globs() const;
};

// `configuration` says where to look and what to leave out; its `models` are of no account.
[[nodiscard]] ProjectSurvey survey_project(const Configuration& configuration, const catalog::Catalog& catalog, WorkerPool& pool);

}  // namespace rowtype::workspace
