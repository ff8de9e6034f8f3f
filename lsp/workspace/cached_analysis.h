// Analyses of whole files, those of an earlier run where they would come out the same again.
//
// An analysis is a pure function of the text, the file's identity, the settings, the baseline's part about the file, what it asked of
// the catalog and what it asked of other modules. The first four and the program's own identity are the key of an entry in the cache
// (check_cache.h); the entry remembers the questions to catalog and modules with the answers, as hashes, and counts while they are
// answered so again. Facts are not kept on their own: binding and rules would still cost several times what all of this costs.
//
// Thread: analyse: any.
#pragma once

#include <optional>
#include <string>

#include "analysis/engine/engine.h"
#include "lsp/workspace/catalog_answers.h"
#include "lsp/workspace/check_cache.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::workspace {

class CachedAnalysis {
public:
    // All outlive it; `facts` keeps notes of files (use_notes), and is the provider of `environment`, which is not given up.
    // `wants_fixes`: those of every finding, which not every report shows and take a tenth of the time to find.
    CachedAnalysis(CheckCache& cache, std::string_view program, WorkspaceFacts& facts, const engine::Environment& environment,
                   bool wants_fixes);

    // What analyse() would give for the text of the file with these bytes (their hash), where that is known without it; with fixes, too,
    // where an earlier run wanted them.
    [[nodiscard]] std::optional<engine::Analysis> recall(const FileIdentity& identity, const KeyedHash& bytes) const;
    // As engine::analyse_with_fixes, or engine::analyse_text, in every byte. `text` is what `bytes` (a hash) say as Python.
    [[nodiscard]] engine::Analysis analyse(const FileIdentity& identity, const KeyedHash& bytes, const std::string& text);

private:
    [[nodiscard]] KeyedHash key_of(const FileIdentity& identity, const KeyedHash& bytes) const;
    [[nodiscard]] std::optional<engine::Analysis> read(std::string_view entry) const;

    CheckCache& cache_;
    WorkspaceFacts& facts_;
    const engine::Environment& environment_;
    const bool wants_fixes_;
    CatalogAnswers catalog_;
    KeyedHash common_;  // what all keys of this run have in common
};

}  // namespace rowtype::workspace
