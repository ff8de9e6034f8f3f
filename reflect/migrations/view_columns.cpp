#include "reflect/migrations/view_columns.h"

#include <algorithm>
#include <set>

#include "reflect/migrations/query_columns.h"
#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/type_rules.h"

namespace rowtype::migrations {

using catalog::ColumnOrigin;
using catalog::Nullability;
using catalog::QualifiedName;
using catalog::Relation;

namespace {

// Views over views: the inner ones first, since what is proven of them helps to prove more.
class ViewReader {
public:
    ViewReader(const catalog::CatalogData& data, const std::map<QualifiedName, std::vector<std::string>>& views);

    // What is proven of the view's columns, in their order.
    const Relation* read(const QualifiedName& name);

private:
    void infer(RelationState& view, const std::vector<std::string>& path);
    void take_over(RelationState& view, const QueryColumns& found) const;

    SchemaBuilder schema_;
    const std::map<QualifiedName, std::vector<std::string>>& views_;
    std::set<QualifiedName> done_;
    int depth_ = 0;
};

constexpr int kMaximumViewDepth = 64;

ViewReader::ViewReader(const catalog::CatalogData& data, const std::map<QualifiedName, std::vector<std::string>>& views)
    : views_(views) {
    schema_.start_from(data, false);
}

const Relation* ViewReader::read(const QualifiedName& name) {
    RelationState* view = schema_.find_relation(name);
    const auto wanted = views_.find(name);
    if (view == nullptr || !view->relation.is_view() || wanted == views_.end()) return nullptr;
    if (done_.insert(name).second && depth_ < kMaximumViewDepth) {
        ++depth_;
        infer(*view, wanted->second);
        --depth_;
    }
    return &view->relation;
}

void ViewReader::infer(RelationState& view, const std::vector<std::string>& path) {
    for (catalog::Column& column : view.relation.columns) column.nullability = Nullability::Unknown;
    view.relation.column_origins.clear();
    if (view.relation.definition.empty() || !view.relation.columns_complete) return;
    const sql::ParseOutcome outcome = sql::parse(view.relation.definition);
    if (!outcome.tree || outcome.tree->statements().size() != 1) return;
    const Node& query = *outcome.tree->statements().front().node;
    if (!query.is("SelectStmt")) return;
    schema_.search_path = path;
    std::vector<QualifiedName> inner;
    bool reads_itself = false;
    walk(query, [&](const Node& node) {
        const RelationState* read = node["relname"] ? schema_.find_relation(range_name(node)) : nullptr;
        reads_itself = reads_itself || read == &view;
        if (read != nullptr && read->relation.is_view()) inner.push_back(read->relation.name);
    });
    if (reads_itself) return;  // PostgreSQL takes such a view, and never runs it
    for (const QualifiedName& name : inner) (void)read(name);
    schema_.search_path = path;
    take_over(view, query_columns(schema_, query));
}

// Only where what was inferred is the view as it is known.
void ViewReader::take_over(RelationState& view, const QueryColumns& found) const {
    std::vector<catalog::Column>& columns = view.relation.columns;
    if (!found.complete || found.columns.size() != columns.size()) return;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const catalog::Type& type = found.columns[index].type;
        if (type.is_known() && columns[index].type.is_known() && !is_same_type(type, columns[index].type)) return;
    }
    std::vector<ColumnOrigin> origins;
    bool any_origin = false;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        columns[index].nullability = found.columns[index].nullability;
        origins.push_back(found.columns[index].origin);
        if (origins.back().relation == view.relation.name) origins.back() = {};  // views that read each other in a circle
        any_origin = any_origin || !origins.back().relation.name.empty();
    }
    if (any_origin) view.relation.column_origins = std::move(origins);
}

}  // namespace

void infer_view_columns(catalog::CatalogData& data) {
    std::map<QualifiedName, std::vector<std::string>> views;
    for (const Relation& relation : data.relations) {
        if (relation.is_view()) views.emplace(relation.name, data.search_path);
    }
    infer_view_columns(data, views);
}

void infer_view_columns(catalog::CatalogData& data, const std::map<QualifiedName, std::vector<std::string>>& views) {
    if (views.empty()) return;
    ViewReader reader(data, views);
    for (Relation& relation : data.relations) {
        const Relation* read = reader.read(relation.name);
        if (read == nullptr) continue;
        relation.column_origins = read->column_origins;
        for (std::size_t index = 0; index < relation.columns.size(); ++index) {
            relation.columns[index].nullability = read->columns[index].nullability;
        }
    }
}

}  // namespace rowtype::migrations
