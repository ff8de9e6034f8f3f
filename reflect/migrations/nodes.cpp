#include "reflect/migrations/nodes.h"

#include <algorithm>
#include <set>

namespace rowtype::migrations {

namespace {

const Node& list_of_names(const Node& node) {
    if (node.is("List")) return node["items"];
    if (node["names"]) return node["names"];
    if (node["objname"]) return node["objname"];
    return node;
}

}  // namespace

std::vector<std::string> name_parts(const Node& node) {
    if (node.is("String")) return {std::string(node.sval())};
    std::vector<std::string> parts;
    for (const Node* item : list_of_names(node).items()) {
        if (item->is("String")) parts.emplace_back(item->sval());
    }
    return parts;
}

WrittenName written_name(const std::vector<std::string>& parts) {
    if (parts.empty()) return {};
    if (parts.size() == 1) return {"", parts.front()};
    return {parts[parts.size() - 2], parts.back()};
}

WrittenName range_name(const Node& range_variable) {
    return {std::string(range_variable["schemaname"].string()), std::string(range_variable["relname"].string())};
}

const Node& option(const Node& options, std::string_view name) {
    for (const Node* item : options.items()) {
        if ((*item)["defname"].string() == name) return (*item)["arg"];
    }
    return Node::null();
}

bool has_option(const Node& options, std::string_view name) {
    return std::ranges::any_of(options.items(), [&](const Node* item) { return (*item)["defname"].string() == name; });
}

void walk(const Node& node, const std::function<void(const Node&)>& visit) {
    std::vector<const Node*> waiting = {&node};
    while (!waiting.empty()) {
        const Node& next = *waiting.back();
        waiting.pop_back();
        visit(next);
        for (auto item = next.items().rbegin(); item != next.items().rend(); ++item) waiting.push_back(*item);
    }
}

std::int64_t first_location(const Node& node) {
    std::int64_t first = -1;
    walk(node, [&first](const Node& inner) {
        const std::int64_t location = inner.location();
        if (location >= 0 && (first < 0 || location < first)) first = location;
    });
    return first;
}

std::vector<std::string> mentioned_columns(const Node& node) {
    std::vector<std::string> columns;
    std::set<std::string> known;
    walk(node, [&](const Node& inner) {
        if (!inner.is("ColumnRef") || inner["fields"].items().empty()) return;
        const Node& last = *inner["fields"].items().back();
        const std::string name = last.is("A_Star") ? "*" : std::string(last.sval());
        if (known.insert(name).second) columns.push_back(name);
    });
    return columns;
}

}  // namespace rowtype::migrations
