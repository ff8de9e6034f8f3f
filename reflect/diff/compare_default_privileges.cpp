#include <array>

#include "reflect/diff/compare.h"
#include "reflect/diff/wording.h"

namespace rowtype::diff {

using namespace catalog;

namespace {

using Entries = std::vector<const DefaultPrivileges*>;

// A platform's own roles make no objects of the project.
bool is_of_platform(const std::string& role) { return role.starts_with("supabase_"); }

Entries entries_of(const Catalog& catalog, const std::string& schema, catalog::ObjectClass objects) {
    Entries found;
    for (const DefaultPrivileges& entry : catalog.data().default_privileges) {
        const bool is_meant = entry.schema == schema && entry.objects == objects && !is_of_platform(entry.owner);
        if (is_meant) found.push_back(&entry);
    }
    return found;
}

std::string_view word_of(catalog::ObjectClass objects) {
    constexpr std::array<std::string_view, 5> kWords = {"tables", "sequences", "functions", "types", "schemas"};
    return kWords[static_cast<std::size_t>(objects)];
}

// "tables of postgres": whose, where that is known.
std::string name_of(const DefaultPrivileges& entry) {
    return std::string(word_of(entry.objects)) + (entry.owner.empty() ? "" : " of " + entry.owner);
}

void compare_entries(const DefaultPrivileges* before, const DefaultPrivileges* after, Changes& changes) {
    Changes grants;
    compare_grants(before == nullptr ? std::vector<Grant>() : before->grants,
                   after == nullptr ? std::vector<Grant>() : after->grants, grants);
    const bool names_more = before != nullptr && (after == nullptr || after->owner.empty());
    const std::string name = name_of(names_more ? *before : *after);
    for (Change& change : grants) {
        change.aspect = Aspect::DefaultPrivileges;
        change.name = name + " to " + change.name;
        changes.push_back(std::move(change));
    }
}

// Takes the pairs that `is_pair` makes out of both lists.
template <class IsPair>
void compare_pairs(Entries& before, Entries& after, const IsPair& is_pair, Changes& changes) {
    std::erase_if(before, [&](const DefaultPrivileges* entry) {
        const auto other = std::ranges::find_if(after, [&](const DefaultPrivileges* one) { return is_pair(*entry, *one); });
        if (other == after.end()) return false;
        compare_entries(entry, *other, changes);
        after.erase(other);
        return true;
    });
}

}  // namespace

void compare_default_privileges(const Sides& sides, const std::string& schema, Changes& changes) {
    for (const auto objects : {catalog::ObjectClass::Relations, catalog::ObjectClass::Sequences, catalog::ObjectClass::Functions,
                               catalog::ObjectClass::Types, catalog::ObjectClass::Schemas}) {
        Entries before = entries_of(sides.before, schema, objects);
        Entries after = entries_of(sides.after, schema, objects);
        using Entry = DefaultPrivileges;
        compare_pairs(
            before, after, [](const Entry& one, const Entry& other) { return one.owner == other.owner; }, changes);
        // Files do not name the role that runs them: its entry is that of any one role of the other side, best of one that says
        // the same.
        const auto may_be = [](const Entry& one, const Entry& other) { return one.owner.empty() || other.owner.empty(); };
        const auto says_the_same = [&](const Entry& one, const Entry& other) {
            return may_be(one, other) && one.grants == other.grants;
        };
        compare_pairs(before, after, says_the_same, changes);
        compare_pairs(before, after, may_be, changes);
        for (const DefaultPrivileges* entry : before) compare_entries(entry, nullptr, changes);
        for (const DefaultPrivileges* entry : after) compare_entries(nullptr, entry, changes);
    }
}

}  // namespace rowtype::diff
