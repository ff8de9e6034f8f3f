// Which relationship an embedded resource of a select string means: PostgREST's own choice among all that the schema gives.
//
// Source of fact: findRel of PostgREST after v16.1 (src/library/PostgREST/Plan.hs). The relationships themselves are derived in
// reflect/catalog/relationships.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/catalog/relationships.h"

namespace rowtype::binding {

enum class EmbedState : std::uint8_t {
    Resolved,
    Unknown,    // nothing fits, but the schema may hold more than is known: never reported
    None,       // PGRST200: nothing fits
    WrongHint,  // PGRST200: the name fits, the hint does not
    Ambiguous,  // PGRST201: several fit
};

// What can be written after "!" to mean one relationship alone.
struct EmbedHint {
    std::string hint;
    std::string explanation;  // "one, by author_id"

    friend bool operator==(const EmbedHint&, const EmbedHint&) = default;
};

struct EmbedResolution {
    EmbedState state = EmbedState::Unknown;
    const catalog::Relation* relation = nullptr;  // also where several relationships lead to one and the same
    bool is_to_one = false;                       // Resolved: the row holds one object, not a list
    std::vector<EmbedHint> hints;                 // Ambiguous, WrongHint
    std::vector<std::string> embeddable;          // None: the names that could be embedded here
    // None: a foreign key leads to a relation of that name in another schema, which PostgREST does not embed.
    const catalog::Relation* elsewhere = nullptr;
};

// `hint` is empty where none was written.
[[nodiscard]] EmbedResolution resolve_embed(const catalog::Catalog& catalog, const catalog::Relation& base,
                                            std::string_view target, std::string_view hint);

// The relationships of a catalog, made when they are first asked for and kept while the catalog is in use. Any thread.
[[nodiscard]] std::shared_ptr<const catalog::Relationships> relationships_of(const catalog::Catalog& catalog);

}  // namespace rowtype::binding
