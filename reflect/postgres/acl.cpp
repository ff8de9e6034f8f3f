#include "reflect/postgres/acl.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "reflect/postgres/decode.h"

namespace rowtype::postgres {

namespace {

using namespace catalog;

constexpr std::array<std::pair<char, Privilege>, 11> kLetters = {{
    {'r', Privilege::Select},
    {'a', Privilege::Insert},
    {'w', Privilege::Update},
    {'d', Privilege::Delete},
    {'D', Privilege::Truncate},
    {'x', Privilege::References},
    {'t', Privilege::Trigger},
    {'X', Privilege::Execute},
    {'U', Privilege::Usage},
    {'C', Privilege::Create},
    {'m', Privilege::Maintain},
}};

// Takes the role's name off the front of an item, up to its "=". PostgreSQL quotes what is not a plain word, and doubles quotes
// in it; no name stands for every role.
std::optional<std::string> take_role(std::string_view& item) {
    std::string role;
    if (item.starts_with('"')) {
        std::size_t position = 1;
        for (; position < item.size(); ++position) {
            if (item[position] == '"' && item.substr(position + 1).starts_with('"')) {
                ++position;
            } else if (item[position] == '"') {
                break;
            }
            role += item[position];
        }
        item.remove_prefix(std::min(position + 1, item.size()));
    } else {
        role = item.substr(0, item.find('='));
        item.remove_prefix(role.size());
        if (role.empty()) role = kPublicRole;
    }
    if (!item.starts_with('=')) return std::nullopt;
    item.remove_prefix(1);
    return role;
}

}  // namespace

std::vector<Grant> read_grants(std::string_view acl, std::string_view owner, std::string_view column) {
    std::vector<Grant> grants;
    for (const std::string& text : parse_array(acl).value_or(std::vector<std::string>{})) {
        std::string_view item = text;
        std::optional<std::string> role = take_role(item);
        if (!role || *role == owner) continue;
        PrivilegeSet privileges;
        for (const char letter : item.substr(0, item.find('/'))) {
            const auto known = std::ranges::find(kLetters, letter, &std::pair<char, Privilege>::first);
            if (known != kLetters.end()) privileges.add(known->second);
        }
        if (privileges.empty()) continue;
        const auto same = std::ranges::find(grants, *role, &Grant::role);
        if (same != grants.end()) {
            same->privileges.add(privileges);
        } else {
            grants.push_back({*std::move(role), privileges, std::string(column)});
        }
    }
    return grants;
}

}  // namespace rowtype::postgres
