#include "analysis/facts/extraction.h"

#include "analysis/facts/expressions.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// "a . b" as "a.b": white space and joined lines are allowed between the parts.
std::string dotted_name(Cursor& cursor, const Source& source);

}  // namespace

void read_import(Cursor& cursor, const Source& source, std::uint32_t scope, std::vector<Import>& imports) {
    const NodeKind statement = cursor.node().kind();
    Import shared;
    shared.scope = scope;
    if (statement == NodeKind::FutureImportStatement) shared.module = "__future__";
    for_each_child(cursor, [&](NodeKind kind) {
        const bool is_module = cursor.field() == syntax::Field::ModuleName;
        if (is_module && kind == NodeKind::DottedName) {
            shared.module = dotted_name(cursor, source);
        } else if (is_module && kind == NodeKind::RelativeImport) {
            for_each_child(cursor, [&](NodeKind part) {
                if (part == NodeKind::DottedName) {
                    shared.module = dotted_name(cursor, source);
                } else {
                    shared.level = cursor.node().span().size();
                }
            });
        } else {
            Import import = shared;
            import.span = source.span_of(cursor.node());
            std::string path;
            std::string alias;
            if (kind == NodeKind::WildcardImport) {
                path = "*";
            } else if (kind == NodeKind::DottedName) {
                path = dotted_name(cursor, source);
            } else if (kind == NodeKind::AliasedImport) {
                for_each_child(cursor, [&](NodeKind part) {
                    (part == NodeKind::DottedName ? path : alias) =
                        part == NodeKind::DottedName ? dotted_name(cursor, source) : source.string(cursor.node());
                });
            }
            if (path.empty()) return;  // a syntax error
            if (statement == NodeKind::ImportStatement) {
                import.bound = alias.empty() ? path.substr(0, path.find('.')) : alias;
                import.module = std::move(path);
            } else {
                import.bound = alias.empty() && path != "*" ? path : alias;
                import.name = std::move(path);
            }
            imports.push_back(std::move(import));
        }
    });
}

namespace {

std::string dotted_name(Cursor& cursor, const Source& source) {
    std::string name;
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind != NodeKind::Identifier || cursor.node().is_missing()) return;
        if (!name.empty()) name.push_back('.');
        name.append(source.bytes(cursor.node()));
    });
    return name;
}

}  // namespace

}  // namespace rowtype::facts
