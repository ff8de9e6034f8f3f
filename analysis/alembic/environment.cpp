#include "analysis/alembic/environment.h"

#include "analysis/alembic/node_children.h"
#include "analysis/alembic/values.h"
#include "analysis/facts/expressions.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

std::optional<VersionTable> read_version_table(std::string_view environment) {
    VersionTable table;
    const syntax::ParseOutcome parsed = syntax::parse(environment);
    if (!parsed.tree) return std::nullopt;
    const facts::Source source{environment, 0};
    std::vector<Node> open = {parsed.tree->root()};
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        if (node.kind() == NodeKind::KeywordArgument) {
            const std::string name = source.string(node.child(Field::Name));
            if (name == "version_table" || name == "version_table_schema") {
                syntax::Cursor cursor(node.child(Field::Value));
                const std::optional<std::string> given = [&] {
                    const Value value = facts::read_value(cursor, source);
                    return text_of(&value);
                }();
                if (!given) return std::nullopt;
                (name == "version_table" ? table.name : table.schema) = *given;
            }
        }
        for (const Child& child : children_of(node)) open.push_back(child.node);
    }
    return table;
}

}  // namespace rowtype::alembic
