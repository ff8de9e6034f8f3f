#include "analysis/migration/module_uses.h"

#include <optional>

#include "analysis/facts/identifier_bytes.h"
#include "analysis/migration/tree_walk.h"

namespace rowtype::migration {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

// The names of "a.b.c" with their places, first to last; empty where it begins with something else than a name.
struct Chain {
    std::vector<Span> parts;
};
Chain chain_of(Node node) {
    std::vector<Span> reversed;
    while (node.kind() == NodeKind::Attribute) {
        reversed.push_back(node.child(Field::Attribute).span());
        node = node.child(Field::Object);
    }
    if (node.kind() != NodeKind::Identifier) return {};
    reversed.push_back(node.span());
    return {{reversed.rbegin(), reversed.rend()}};
}

std::string path_of(const Chain& chain, std::string_view text) {
    std::string path;
    for (const Span part : chain.parts) path += (path.empty() ? "" : ".") + std::string(slice(text, part));
    return path;
}

class UseReader {
public:
    UseReader(std::string_view text, const std::set<std::string>& keys) : text_(text) {
        for (const std::string& key : keys) {
            uses_.modules[key];
            firsts_.insert(key.substr(0, key.find('.')));
        }
    }

    FileUses run(const Node& root) {
        walk(root, [&](const WalkedNode& walked) { return visit(walked); });
        return std::move(uses_);
    }

private:
    bool visit(const WalkedNode& walked);
    void read_chain(const Chain& chain);
    void read_string(const WalkedNode& walked);

    std::string_view text_;
    std::set<std::string, std::less<>> firsts_;
    FileUses uses_;
};

bool UseReader::visit(const WalkedNode& walked) {
    const Node& node = walked.node;
    switch (node.kind()) {
        case NodeKind::ImportStatement:
        case NodeKind::ImportFromStatement:
        case NodeKind::FutureImportStatement: return false;
        case NodeKind::Call: {
            const Chain callee = chain_of(node.child(Field::Function));
            if (!callee.parts.empty()) uses_.calls.push_back({path_of(callee, text_), node.span(), node.child(Field::Arguments)});
            return true;
        }
        case NodeKind::Attribute: {
            const Chain chain = chain_of(node);
            if (chain.parts.empty()) return true;
            for (const Span part : chain.parts) uses_.identifiers.emplace(slice(text_, part));
            read_chain(chain);
            return false;
        }
        case NodeKind::Identifier: {
            uses_.identifiers.emplace(slice(text_, node.span()));
            const bool is_label =
                (walked.parent == NodeKind::KeywordArgument && walked.field == Field::Name) || walked.field == Field::Attribute;
            if (!is_label) read_chain({{node.span()}});
            return false;
        }
        case NodeKind::String: read_string(walked); return true;
        default: return true;
    }
}

void UseReader::read_chain(const Chain& chain) {
    if (!firsts_.contains(slice(text_, chain.parts.front()))) return;
    for (auto& [key, uses] : uses_.modules) {
        std::string path;
        std::size_t used = 0;
        while (used < chain.parts.size() && path.size() < key.size()) {
            path += (path.empty() ? "" : ".") + std::string(slice(text_, chain.parts[used++]));
        }
        if (path == key && used < chain.parts.size()) {
            const Span name = chain.parts[used];
            uses.uses.push_back({std::string(slice(text_, name)), {chain.parts.front().begin, chain.parts[used - 1].end}, name});
        } else if (key == path || key.starts_with(path + ".")) {
            uses.bare.push_back({chain.parts.front().begin, chain.parts.back().end});
        }
    }
}

// "schemas.User" and "list[schemas.User]" of an annotation are code; any other text that says so may be.
void UseReader::read_string(const WalkedNode& walked) {
    const Span span = walked.node.span();
    const std::string_view literal = slice(text_, span);
    const bool is_plain = !literal.empty() && (literal.front() == '"' || literal.front() == '\'');
    const bool is_code = walked.in_annotation || walked.parent == NodeKind::Type;
    for (auto& [key, uses] : uses_.modules) {
        for (std::size_t at = literal.find(key + "."); at != std::string_view::npos; at = literal.find(key + ".", at + 1)) {
            if (at == 0 || facts::is_identifier_byte(literal[at - 1]) || literal[at - 1] == '.') continue;
            const std::size_t name = at + key.size() + 1;
            std::size_t end = name;
            while (end < literal.size() && facts::is_identifier_byte(literal[end])) ++end;
            if (end == name) continue;
            const auto place = [&](std::size_t from, std::size_t to) {
                return Span{span.begin + static_cast<std::uint32_t>(from), span.begin + static_cast<std::uint32_t>(to)};
            };
            if (is_code && is_plain) {
                uses.uses.push_back({std::string(literal.substr(name, end - name)), place(at, name - 1), place(name, end)});
            } else {
                uses.texts.push_back(place(at, end));
            }
        }
    }
}

}  // namespace

FileUses read_uses(const Node& root, std::string_view text, const std::set<std::string>& keys) {
    return UseReader(text, keys).run(root);
}

}  // namespace rowtype::migration
