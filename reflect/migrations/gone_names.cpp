// What is certainly gone: names that a statement dropped or renamed and that nothing since can have made again.
#include <algorithm>
#include <tuple>

#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

using catalog::RemovedName;

namespace {

bool names_same(const RemovedName& removed, const catalog::QualifiedName& relation, const std::string& column) {
    return removed.relation == relation && removed.column == column;
}

// The statement goes on with what an earlier one renamed.
bool goes_on(const RemovedName& earlier, const RemovedName& entry) {
    if (earlier.renamed_to.empty()) return false;
    if (!entry.column.empty()) return names_same(earlier, entry.relation, earlier.column) && earlier.renamed_to == entry.column;
    return earlier.column.empty() && earlier.renamed_to == entry.relation.name &&
           earlier.relation.schema == entry.relation.schema;
}

bool lacks_column(const RelationState& state, const std::string& column) {
    const bool is_known = state.relation.columns_complete && !state.assumed && !state.relation.presumed;
    return state.relation.find_column(column) == nullptr && (is_known || state.absent_columns.contains(column));
}

}  // namespace

void doubt_columns(RelationState& state) {
    state.relation.columns_complete = false;
    state.absent_columns.clear();
}

void SchemaBuilder::mark_incomplete(const std::string& schema) {
    incomplete_schemas_.insert(schema);
    const auto may_be_back = [&](const RemovedName& name) {
        return name.column.empty() && (schema == "*" || name.relation.schema == schema);
    };
    std::erase_if(removed, may_be_back);
    std::erase_if(removed_before_, may_be_back);
}

// Of several schemas in which the name is looked for, nobody knows which had it.
void SchemaBuilder::note_unseen_removal(const WrittenName& written, const std::string& renamed_to) {
    if (conditional || written.name.empty()) return;
    if (!written.schema.empty() || std::ranges::count_if(search_path, [&](const auto& name) { return has_schema(name); }) == 1) {
        const std::string home = written.schema.empty() ? name_to_create(written).schema : written.schema;
        removed.push_back({{home, written.name}, "", renamed_to, source.file, source.line});
    }
}

void SchemaBuilder::note_unseen_removal(RelationState& state, const std::string& column, const std::string& renamed_to) {
    if (conditional || state.relation.columns_complete) return;
    state.absent_columns.insert(column);
    removed.push_back({state.relation.name, column, renamed_to, source.file, source.line});
}

std::vector<RemovedName> SchemaBuilder::gone_names() {
    std::vector<RemovedName> gone = removed_before_;
    for (const RemovedName& entry : removed) {
        for (RemovedName& earlier : gone) {
            if (!goes_on(earlier, entry)) continue;
            earlier.renamed_to = entry.renamed_to;
            if (entry.renamed_to.empty()) std::tie(earlier.file, earlier.line) = std::tie(entry.file, entry.line);
        }
        std::erase_if(gone, [&](const RemovedName& earlier) { return names_same(earlier, entry.relation, entry.column); });
        gone.push_back(entry);
        gone.back().is_pending = starts_from_catalog;
    }
    std::erase_if(gone, [&](const RemovedName& entry) {
        const RelationState* state = find_relation(entry.relation);
        if (entry.column.empty()) return state != nullptr || entry.relation.schema == "pg_temp";
        return state == nullptr || !lacks_column(*state, entry.column);
    });
    return gone;
}

}  // namespace rowtype::migrations
