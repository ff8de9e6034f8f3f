// Hand-written models that shadow tables give way to generated ones: which do, the module that is generated, and every file whose imports
// change for it. Computed in whole before anything is written; the disk is only read.
//
// The old files stay as they are, but for imports of models out of each other.
//
// Thread: plan_migration blocks and uses the pool; not to be called from one of its threads.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/codegen/generate.h"
#include "analysis/migration/model_swaps.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

struct MigrationRequest {
    const Configuration* configuration = nullptr;
    catalog::CatalogPointer catalog;
    ServedApi api = {};
    std::vector<std::string> from;  // files of models; absolute
    std::string to;                 // the module to generate; absolute
    std::set<std::string> tables;   // "public.users"; empty: all
    Settings settings;              // the configuration's, with what the command line says of generating
    GenerationSettings generation;
    std::function<void(std::size_t done, std::size_t total)> progress;  // called from several threads
};

struct MigratedModel {
    std::string file;  // absolute
    migration::ModelSwap swap;
};

struct MigratedFile {
    std::string path;  // absolute
    PythonText before;
    std::string after;
};

// A place that still leads to an old module although what it names moved.
struct LeftPlace {
    std::string file;        // absolute
    std::uint32_t line = 0;  // one-based; 0: the whole file
    std::string reason;
    std::uint32_t line_after = 0;  // once the file's imports are changed
};

struct MigrationPlan {
    codegen::GeneratedModule module;
    bool module_is_new = false;                      // there is no file yet
    std::string module_before;                       // its bytes now
    std::vector<MigratedModel> models;               // all that belong to tables, by file and place
    std::vector<MigratedFile> files;                 // whose imports change, by path
    std::vector<LeftPlace> left;                     // by file and place
    std::vector<Error> obstacles;                    // why nothing can be changed
    std::vector<std::string> variants;               // that had to be generated beside the configured ones: "insert"
    std::map<std::string, std::string> class_names;  // of tables, taken over from the old models
    std::size_t files_read = 0;

    [[nodiscard]] bool changes_nothing() const { return files.empty() && module.text == module_before; }
};

[[nodiscard]] Result<MigrationPlan> plan_migration(const MigrationRequest& request, WorkerPool& pool);

// The files that `models` of a configuration selects (absolute, sorted), but for `generated` and others that were generated.
[[nodiscard]] std::vector<std::string> configured_model_files(const Configuration& configuration, const std::string& generated,
                                                              WorkerPool& pool);

}  // namespace rowtype::workspace
