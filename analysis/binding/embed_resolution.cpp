#include "analysis/binding/embed_resolution.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "analysis/binding/embeds.h"

namespace rowtype::binding {

namespace {

using catalog::Cardinality;
using catalog::Relation;
using catalog::Relationship;

// The names of a request: /base?select=target!hint(…).
struct Request {
    const catalog::Catalog& catalog;
    const Relation& base;
    std::string_view target;
    std::string_view hint;
};

const Relation* target_of(const catalog::Catalog& catalog, const Relationship& relationship) {
    return catalog.find_relation(relationship.target.schema, relationship.target.name).relation;
}

bool is_only_own_column(const Relationship& relationship, std::string_view name) {
    return !relationship.junction && relationship.columns.size() == 1 && relationship.columns.front().first == name;
}

bool is_only_other_column(const Relationship& relationship, std::string_view name) {
    return !relationship.junction && relationship.columns.size() == 1 && relationship.columns.front().second == name;
}

bool fits_hint(const Relationship& relationship, std::string_view hint) {
    if (relationship.junction) return relationship.junction->relation.name == hint;
    return relationship.constraint == hint || is_only_own_column(relationship, hint) || is_only_other_column(relationship, hint);
}

// A table that refers to itself goes by its name for the rows that point at one, and by the column for the one that it points at.
bool fits_itself(const Relationship& relationship, const Request& request) {
    const bool is_to_many = relationship.cardinality == Cardinality::OneToMany;
    const bool is_named = relationship.target.name == request.target && is_to_many;
    if (!request.hint.empty()) return is_named && is_only_other_column(relationship, request.hint);
    const bool is_to_one = relationship.cardinality == Cardinality::ManyToOne;
    return is_named || (is_to_one && is_only_own_column(relationship, request.target));
}

bool fits(const Relationship& relationship, const Request& request) {
    if (relationship.target.schema != request.base.name.schema) return false;
    if (!relationship.function.name.empty()) return relationship.function.name == request.target;
    if (relationship.target == relationship.source) return fits_itself(relationship, request);
    const bool is_named = relationship.target.name == request.target;
    if (!request.hint.empty()) return is_named && fits_hint(relationship, request.hint);
    if (is_named) return true;
    const bool by_key =
        (!relationship.junction && !relationship.constraint.empty() && relationship.constraint == request.target) ||
        is_only_own_column(relationship, request.target);
    if (!by_key) return false;
    const Relation* target = target_of(request.catalog, relationship);
    return target == nullptr || !target->is_view();
}

std::vector<const Relationship*> fitting(std::span<const Relationship> all, const Request& request) {
    std::vector<const Relationship*> found;
    for (const Relationship& relationship : all) {
        if (fits(relationship, request)) found.push_back(&relationship);
    }
    return found;
}

std::string explanation(const Relationship& relationship) {
    if (relationship.junction) return "many, by way of " + relationship.junction->relation.name;
    std::string columns;
    for (const auto& [own, other] : relationship.columns) {
        columns += (columns.empty() ? "" : ", ") + (relationship.is_referenced ? other : own);
    }
    if (!relationship.is_referenced) return "one, by " + columns;
    return (relationship.is_to_one() ? "the one whose " : "rows whose ") + columns + " is this";
}

// A hint under which the relationship alone fits: its constraint's name first, as PostgREST proposes it.
std::vector<EmbedHint> hints_of(const std::vector<const Relationship*>& found, std::span<const Relationship> all,
                                Request request) {
    std::vector<EmbedHint> hints;
    for (const Relationship* relationship : found) {
        if (relationship->target.name != request.target || !relationship->function.name.empty()) continue;
        std::vector<std::string> candidates;
        if (relationship->junction) candidates.push_back(relationship->junction->relation.name);
        if (!relationship->constraint.empty()) candidates.push_back(relationship->constraint);
        if (!relationship->junction && relationship->columns.size() == 1) {
            const auto& [own, other] = relationship->columns.front();
            candidates.push_back(relationship->is_referenced ? other : own);
        }
        for (const std::string& candidate : candidates) {
            request.hint = candidate;
            const std::vector<const Relationship*> meant = fitting(all, request);
            if (meant.size() != 1 || meant.front() != relationship) continue;
            hints.push_back({candidate, explanation(*relationship)});
            break;
        }
    }
    return hints;
}

// Whether foreign keys, or columns that show one, may be missing from what is known of the relation.
bool may_relate_further(const catalog::Catalog& catalog, const Relation& relation) {
    const std::string& schema = relation.name.schema;
    if (catalog.is_outline(schema) || catalog.is_incomplete(schema)) return true;
    if (!relation.columns_complete || relation.partition_of || !relation.inherits.empty()) return true;
    if (!relation.is_view()) return relation.kind == catalog::RelationKind::ForeignTable;
    if (relation.column_origins.size() != relation.columns.size()) return true;
    return std::ranges::any_of(relation.column_origins,
                               [](const catalog::ColumnOrigin& origin) { return origin.relation.name.empty(); });
}

// Whether nothing fits for certain; then says what would.
EmbedResolution nothing_fits(const Request& request, const catalog::Relationships& relationships) {
    EmbedResolution resolution;
    const catalog::Catalog& catalog = request.catalog;
    const std::string& schema = request.base.name.schema;
    const catalog::RelationLookup named = catalog.find_relation(schema, request.target);
    if (!relationships.is_complete() || may_relate_further(catalog, request.base) || named.unknown) return resolution;
    if (named.relation != nullptr && may_relate_further(catalog, *named.relation)) return resolution;
    if (has_function_of_row(catalog, request.base, request.target)) return resolution;
    const std::span<const Relationship> all = relationships.from(request.base.name);
    if (!request.hint.empty()) {
        const bool is_itself = request.target == request.base.name.name;
        const std::vector<const Relationship*> named_alike = fitting(all, {catalog, request.base, request.target, {}});
        if (!named_alike.empty()) {
            // PostgREST before version 13 took more hints for a table that refers to itself.
            if (is_itself) return resolution;
            resolution.state = EmbedState::WrongHint;
            resolution.hints = hints_of(named_alike, all, request);
            return resolution;
        }
    }
    resolution.state = EmbedState::None;
    for (const Relationship& relationship : all) {
        const bool is_elsewhere = relationship.target.schema != schema;
        const bool is_alike = relationship.target.name == request.target;
        if (is_elsewhere && is_alike) resolution.elsewhere = target_of(catalog, relationship);
        if (is_elsewhere) continue;
        const bool computed = !relationship.function.name.empty();
        resolution.embeddable.push_back(computed ? relationship.function.name : relationship.target.name);
        const bool by_column = relationship.target != relationship.source || !relationship.is_referenced;
        if (!relationship.is_referenced && !relationship.junction && by_column && relationship.columns.size() == 1) {
            resolution.embeddable.push_back(relationship.columns.front().first);
        }
    }
    return resolution;
}

}  // namespace

EmbedResolution resolve_embed(const catalog::Catalog& catalog, const Relation& base, std::string_view target,
                              std::string_view hint) {
    const std::shared_ptr<const catalog::Relationships> relationships = relationships_of(catalog);
    const Request request{catalog, base, target, hint};
    const std::span<const Relationship> all = relationships->from(base.name);
    const std::vector<const Relationship*> found = fitting(all, request);
    if (found.empty()) return nothing_fits(request, *relationships);
    EmbedResolution resolution;
    resolution.relation = target_of(catalog, *found.front());
    resolution.is_to_one = found.front()->is_to_one();
    if (found.size() == 1) {
        resolution.state = EmbedState::Resolved;
        return resolution;
    }
    const bool same_target =
        std::ranges::all_of(found, [&](const Relationship* each) { return each->target == found.front()->target; });
    if (!same_target) resolution.relation = nullptr;
    const bool is_derived = base.partition_of || (resolution.relation != nullptr && resolution.relation->partition_of);
    // Keys that partitions inherit, and several ways in which a view shows one column, may be counted differently there.
    if (catalog.is_outline(base.name.schema) || is_derived) return resolution;
    resolution.state = EmbedState::Ambiguous;
    resolution.hints = hints_of(found, all, request);
    return resolution;
}

std::shared_ptr<const catalog::Relationships> relationships_of(const catalog::Catalog& catalog) {
    // What was made of the last few catalogs: an editor has one, and a new one beside it while the schema is read again. Where a
    // relationship leads depends on nothing that the fingerprint leaves out.
    struct Kept {
        std::uint64_t fingerprint = 0;
        std::shared_ptr<const catalog::Relationships> relationships;
    };
    constexpr std::size_t kKept = 4;
    static std::mutex mutex;
    static std::array<Kept, kKept> kept;
    static std::size_t next = 0;

    const std::uint64_t fingerprint = catalog.fingerprint();  // notes that the answer depends on all of the catalog
    const std::scoped_lock lock(mutex);
    for (const Kept& each : kept) {
        if (each.relationships && each.fingerprint == fingerprint) return each.relationships;
    }
    kept[next] = {fingerprint, std::make_shared<const catalog::Relationships>(catalog)};
    return kept[std::exchange(next, (next + 1) % kKept)].relationships;
}

}  // namespace rowtype::binding
