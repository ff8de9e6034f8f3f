// A run that starts from a catalog, of a server or a snapshot, and not from nothing.
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/schema_builder.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace {

// The sequence of a serial column, nextval('schema.name'::regclass), where it stands in the column's own schema.
std::string sequence_of(const catalog::Column& column) {
    constexpr std::string_view kStart = "nextval('";
    const std::string_view text = column.default_expression ? std::string_view(*column.default_expression) : "";
    if (!text.starts_with(kStart)) return {};
    std::string_view name = text.substr(kStart.size());
    name = name.substr(0, name.find('\''));
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) name.remove_prefix(dot + 1);
    if (name.size() > 2 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
    return std::string(name);
}

}  // namespace

void SchemaBuilder::start_from(const catalog::CatalogData& base, bool files_cascade) {
    starts_from_catalog = true;
    // What the platform is known to have gives way to what was read of it.
    for (const std::string& name : base.schemas) drop_schema(name);
    removed.clear();
    schemas_.insert(base.schemas.begin(), base.schemas.end());
    incomplete_schemas_.insert(base.incomplete_schemas.begin(), base.incomplete_schemas.end());
    notes_ = base.notes;
    for (const catalog::Relation& relation : base.relations) {
        RelationState& state = add_relation(relation);
        state.started_as = relation.name;
        if (relation.partition_of) state.parents.push_back(*relation.partition_of);
        if (!relation.extension.empty()) extensions.insert(relation.extension);
        for (const catalog::Column& column : relation.columns) {
            const std::string sequence = sequence_of(column);
            if (sequence.empty()) continue;
            state.owned_sequences[column.name] = sequence;
            sequences.insert({relation.name.schema, sequence});
        }
    }
    for (const catalog::TypeDefinition& type : base.types) {
        types_[type.name] = type;
        if (!type.extension.empty()) extensions.insert(type.extension);
    }
    for (const catalog::Function& function : base.functions) {
        functions_.push_back({function, ""});
        if (!function.extension.empty()) extensions.insert(function.extension);
    }
    if (!files_cascade) return;
    for_each_relation([&](RelationState& state) {
        if (state.relation.definition.empty()) return;
        const sql::ParseOutcome outcome = sql::parse(state.relation.definition);
        if (!outcome.tree || outcome.tree->statements().empty()) return;
        remember_reads(*this, state, *outcome.tree->statements().front().node);
    });
}

}  // namespace rowtype::migrations
