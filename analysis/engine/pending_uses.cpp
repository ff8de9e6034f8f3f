#include "analysis/engine/pending_uses.h"

namespace rowtype::engine {

namespace {

class Uses {
public:
    explicit Uses(const catalog::Catalog& catalog) : catalog_(catalog) {}

    void add(const catalog::Relation* relation) {
        if (relation == nullptr) return;
        const std::string_view file = catalog_.pending_in(relation->name);
        if (!file.empty()) uses_.push_back({relation->name.to_string(), std::string(file)});
    }
    void add(const catalog::Relation& relation, const std::string& column) {
        const std::string_view file = catalog_.pending_in(relation.name, column);
        if (file.empty() || file == catalog_.pending_in(relation.name)) return;
        uses_.push_back({relation.name.to_string() + "." + column, std::string(file)});
    }
    void add(const std::vector<binding::ColumnReference>& columns) {
        for (const binding::ColumnReference& column : columns) {
            if (column.found) add(*column.relation, column.name);
        }
    }
    [[nodiscard]] std::vector<PendingUse> take() { return std::move(uses_); }

private:
    const catalog::Catalog& catalog_;
    std::vector<PendingUse> uses_;
};

}  // namespace

std::vector<PendingUse> pending_uses(const binding::BoundStatement& statement, const catalog::Catalog& catalog) {
    if (!catalog.has_pending()) return {};
    Uses uses(catalog);
    for (const binding::BoundModel& model : statement.models) {
        uses.add(model.relation);
        if (model.relation == nullptr) continue;
        for (const binding::BoundField& field : model.fields) {
            if (field.column != nullptr && !field.inherited) uses.add(*model.relation, field.column->name);
        }
    }
    for (const binding::BoundQuery& query : statement.queries) {
        uses.add(query.table.relation);
        for (const binding::RelationReference& embedded : query.embedded) uses.add(embedded.relation);
        uses.add(query.columns);
    }
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::RelationReference& relation : sql.relations) uses.add(relation.relation);
        uses.add(sql.columns);
    }
    uses.add(statement.orm_uses.columns);
    return uses.take();
}

}  // namespace rowtype::engine
