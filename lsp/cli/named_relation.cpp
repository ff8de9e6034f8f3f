#include "lsp/cli/named_relation.h"

#include <optional>
#include <vector>

#include "lsp/cli/terminal_text.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

const catalog::Relation* find_named_relation(const catalog::Catalog& catalog, const std::string& name) {
    std::string plain = name;
    std::erase(plain, '"');
    if (const auto* found = catalog.find_relation("", plain).relation) return found;
    for (std::size_t dot = plain.find('.'); dot != std::string::npos; dot = plain.find('.', dot + 1)) {
        if (const auto* found = catalog.find_relation(plain.substr(0, dot), plain.substr(dot + 1)).relation) return found;
    }
    return nullptr;
}

Error no_such_table(const catalog::Catalog& catalog, const std::string& name) {
    std::vector<std::string> known = catalog.relation_names("");
    for (const catalog::Relation& relation : catalog.relations()) known.push_back(relation.name.to_string());
    const std::optional<std::string> near = nearest_name(name, known);
    return {Error::Kind::Usage, "the schema has no table or view \"" + printable(name) + "\"",
            near ? "did you mean \"" + printable(*near) + "\"?" : "rowtype show lists what a name means", ""};
}

}  // namespace rowtype::cli
