#include "lsp/workspace/describe_query.h"

#include <algorithm>
#include <utility>

#include "reflect/migrations/pending.h"
#include "reflect/sql/names.h"

namespace rowtype::workspace {

namespace {

constexpr const char* kView = "rowtype_described_query";

}  // namespace

std::shared_ptr<const catalog::Relation> describe_query(const catalog::Catalog& catalog, const std::string& select) {
    catalog::CatalogData data = catalog.data();
    // What other views prove of their columns is known already, and their queries would be read again.
    for (catalog::Relation& relation : data.relations) relation.definition.clear();
    const std::string schema = data.search_path.empty() ? "public" : data.search_path.front();
    if (!catalog.has_schema(schema)) data.schemas.push_back(schema);
    const std::string sql = "CREATE VIEW " + sql::quote_identifier(schema) + "." + kView + " AS " + select + "\n;\n";
    data = migrations::apply_pending(std::move(data), {{"query.sql", sql, {}}}, {migrations::FileState::Pending});
    const auto made = std::ranges::find_if(data.relations, [&](const catalog::Relation& relation) {
        return relation.name.schema == schema && relation.name.name == kView;
    });
    if (made == data.relations.end() || !made->columns_complete || made->presumed) return nullptr;
    return std::make_shared<const catalog::Relation>(std::move(*made));
}

}  // namespace rowtype::workspace
