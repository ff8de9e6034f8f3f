#include "analysis/usage/uses.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <set>

#include "analysis/binding/embeds.h"
#include "analysis/binding/file_places.h"

namespace rowtype::usage {

namespace {

UseKind kind_of(binding::ColumnRole role);
TableUseKind kind_of(binding::RelationUse use);
void add(const binding::BoundModel& model, Uses& uses);
void add(const binding::BoundTable& table, Uses& uses);
void add(const binding::BoundQuery& query, Uses& uses);
void add(const binding::BoundSql& sql, Uses& uses);
void add(const binding::EntityUse& entity, Uses& uses);
void add(const binding::BoundCacheEntry& entry, Uses& uses);
void add(const std::vector<binding::ColumnReference>& columns, Uses& uses);
void leave_out_made(const catalog::Catalog& catalog, Uses& uses);

}  // namespace

Uses uses_of(const binding::BoundStatement& statement, const catalog::Catalog& catalog) {
    Uses uses;
    for (const binding::BoundModel& model : statement.models) add(model, uses);
    for (const binding::BoundTable& table : statement.tables) add(table, uses);
    for (const binding::BoundQuery& query : statement.queries) add(query, uses);
    for (const binding::RowKeyReference& key : statement.row_keys) {
        if (key.column == nullptr || !key.is_selected) continue;
        uses.columns.push_back({key.relation, key.column->name, UseKind::Read, key.span});
    }
    for (const binding::BoundSql& sql : statement.sql) add(sql, uses);
    add(statement.orm_uses.columns, uses);
    add(statement.orm_uses.stated, uses);
    for (const binding::EntityUse& entity : statement.orm_uses.entities) add(entity, uses);
    for (const binding::BoundCacheEntry& entry : statement.cache_entries) add(entry, uses);
    leave_out_made(catalog, uses);
    return uses;
}

void append(Uses& uses, Uses more, std::uint32_t offset) {
    const auto move_all = [&](auto& from, auto& into) {
        for (auto& use : from) {
            use.span = binding::in_file(use.span, offset);
            into.push_back(std::move(use));
        }
    };
    move_all(more.columns, uses.columns);
    move_all(more.tables, uses.tables);
    move_all(more.whole_rows, uses.whole_rows);
    move_all(more.untold, uses.untold);
}

std::string_view word_of(UseKind kind) {
    switch (kind) {
        case UseKind::Read: return "read";
        case UseKind::Write: return "write";
        case UseKind::Filter: return "filter";
        case UseKind::Join: return "join";
        case UseKind::Order: return "order";
        case UseKind::Group: return "group";
        case UseKind::ConflictTarget: return "conflict target";
        case UseKind::Model: return "model";
    }
    return "";
}

namespace {

// A made relation may be called as one of the catalog's is, as a function may: its place in memory tells.
void leave_out_made(const catalog::Catalog& catalog, Uses& uses) {
    const std::vector<catalog::Relation>& own = catalog.relations();
    const auto is_made = [&](const catalog::Relation* relation) {
        const std::less<> before;
        return before(relation, own.data()) || !before(relation, own.data() + own.size());
    };
    const auto leave_out = [&](auto& list) { std::erase_if(list, [&](const auto& use) { return is_made(use.relation); }); };
    leave_out(uses.columns);
    leave_out(uses.tables);
    leave_out(uses.whole_rows);
    leave_out(uses.untold);
    for (TableUse& use : uses.tables) {
        if (use.embedded_in != nullptr && is_made(use.embedded_in)) use.embedded_in = nullptr;
    }
}

UseKind kind_of(binding::ColumnRole role) {
    switch (role) {
        case binding::ColumnRole::Read: return UseKind::Read;
        case binding::ColumnRole::Write: return UseKind::Write;
        case binding::ColumnRole::Filter: return UseKind::Filter;
        case binding::ColumnRole::Join: return UseKind::Join;
        case binding::ColumnRole::Order: return UseKind::Order;
        case binding::ColumnRole::Group: return UseKind::Group;
        case binding::ColumnRole::ConflictTarget: return UseKind::ConflictTarget;
    }
    return UseKind::Read;
}

// Of a call that the configuration teaches, the place in it says all that is known.
UseKind kind_of(const binding::ColumnReference& column) {
    switch (column.use) {
        case binding::ColumnUse::Filter:
        case binding::ColumnUse::Match: return UseKind::Filter;
        case binding::ColumnUse::Order: return UseKind::Order;
        case binding::ColumnUse::Payload: return UseKind::Write;
        case binding::ColumnUse::ConflictTarget: return UseKind::ConflictTarget;
        case binding::ColumnUse::Select:
        case binding::ColumnUse::Sql: break;
    }
    return kind_of(column.place.role);
}

// Names that are no column of the relation (computed fields) are no uses of one.
void add(const std::vector<binding::ColumnReference>& columns, Uses& uses) {
    for (const binding::ColumnReference& column : columns) {
        if (!column.found || column.relation->find_column(column.name) == nullptr) continue;
        uses.columns.push_back({column.relation, column.name, kind_of(column), column.span});
    }
}

// An inherited field is used where it is written, where that class belongs to the table as well.
void add(const binding::BoundModel& model, Uses& uses) {
    if (model.relation == nullptr) return;
    uses.tables.push_back({model.relation, TableUseKind::Model, model.name_span, {}, false, false});
    for (const binding::BoundField& field : model.fields) {
        if (field.column == nullptr || field.checked_at_base) continue;
        uses.columns.push_back({model.relation, field.column->name, UseKind::Model, field.name_span});
    }
}

// What a mapper's class declares; where another class does, it stands there.
void add(const binding::BoundTable& table, Uses& uses) {
    if (table.relation == nullptr) return;
    uses.tables.push_back({table.relation, TableUseKind::Model, table.name_span, {}, false, false});
    for (const binding::DeclaredColumn& column : table.columns) {
        if (column.column != nullptr) uses.columns.push_back({table.relation, column.column->name, UseKind::Model, column.span});
    }
    for (const binding::DeclaredForeignKey& key : table.foreign_keys) {
        for (const binding::KeyText& text : key.texts) {
            const bool is_there = text.relation != nullptr && text.relation->find_column(text.column) != nullptr;
            if (is_there) uses.columns.push_back({text.relation, text.column, UseKind::Join, text.column_span});
        }
    }
}

TableUseKind kind_of(binding::Verb verb) {
    switch (verb) {
        case binding::Verb::Insert:
        case binding::Verb::Upsert: return TableUseKind::Insert;
        case binding::Verb::Update: return TableUseKind::Update;
        case binding::Verb::Delete: return TableUseKind::Delete;
        case binding::Verb::Select: return TableUseKind::Read;
        case binding::Verb::None: break;
    }
    return TableUseKind::Other;
}

// Whole objects of a mapped class: the columns that it maps are all read.
void add(const binding::EntityUse& entity, Uses& uses) {
    uses.tables.push_back({entity.relation, kind_of(entity.use), entity.span, {}, false, false});
    for (const std::string& column : entity.columns) {
        uses.columns.push_back({entity.relation, column, UseKind::Read, entity.span});
    }
}

// An entry of a cache is a copy of what was read.
void add(const binding::BoundCacheEntry& entry, Uses& uses) {
    for (const binding::CachedField& field : entry.fields) {
        if (field.is_extra || entry.relation->find_column(field.field.name) == nullptr) continue;
        uses.columns.push_back({entry.relation, field.field.name, UseKind::Read, field.span});
    }
}

// The rows of an insert have the same keys, or what is written is not told.
void add_written(const binding::BoundQuery& query, TableUse& use) {
    if (!query.payload || !query.payload->inserts || query.payload->rows.empty()) return;
    use.written_is_all = true;
    for (const binding::PayloadRow& row : query.payload->rows) use.written_is_all = use.written_is_all && row.are_all;
    for (const binding::RowKey& key : query.payload->rows.front().keys) use.written.push_back(key.name);
}

// The relations in which the query embeds that one.
void find_parents(const binding::EmbedNode& node, const catalog::Relation* embedded,
                  std::set<const catalog::Relation*>& parents) {
    for (const binding::EmbedNode& child : node.children) {
        if (child.relation == embedded && node.made == nullptr) parents.insert(node.relation);
        find_parents(child, embedded, parents);
    }
}

void add(const binding::BoundQuery& query, Uses& uses) {
    add(query.columns, uses);
    uses.whole_rows.insert(uses.whole_rows.end(), query.whole_rows.begin(), query.whole_rows.end());
    for (const binding::RelationReference& embedded : query.embedded) {
        if (embedded.relation == nullptr) continue;
        uses.tables.push_back({embedded.relation, TableUseKind::Embed, embedded.span, {}, false, false});
        std::set<const catalog::Relation*> parents;
        if (query.root != nullptr) find_parents(*query.root, embedded.relation, parents);
        if (parents.size() == 1) uses.tables.back().embedded_in = *parents.begin();
    }
    if (query.table.relation != nullptr) {
        TableUse use{query.table.relation, kind_of(query.verb), query.table.span, {}, false, false};
        use.returns_rows = query.verb != binding::Verb::Select && query.verb != binding::Verb::None;
        add_written(query, use);
        uses.tables.push_back(std::move(use));
    }
    for (const binding::RelationReference& other : query.other_tables) {
        if (other.relation == nullptr) continue;
        uses.tables.push_back({other.relation, kind_of(query.verb), other.span, {}, false, false});
        uses.untold.push_back({other.relation, other.span});
    }
    const catalog::Relation* relation = query.table.relation;
    if (relation == nullptr && query.root != nullptr && query.root->made == nullptr) relation = query.root->relation;
    if (relation == nullptr || query.columns_not_constant == 0) return;
    uses.untold.push_back({relation, query.table.span.empty() ? query.span : query.table.span});
}

TableUseKind kind_of(binding::RelationUse use) {
    switch (use) {
        case binding::RelationUse::Read: return TableUseKind::Read;
        case binding::RelationUse::Insert: return TableUseKind::Insert;
        case binding::RelationUse::Update: return TableUseKind::Update;
        case binding::RelationUse::Delete: return TableUseKind::Delete;
        case binding::RelationUse::Other: break;
    }
    return TableUseKind::Other;
}

void add(const binding::BoundSql& sql, Uses& uses) {
    add(sql.columns, uses);
    uses.whole_rows.insert(uses.whole_rows.end(), sql.whole_rows.begin(), sql.whole_rows.end());
    for (const binding::RelationReference& reference : sql.relations) {
        if (reference.relation == nullptr) continue;
        TableUse use{reference.relation, kind_of(reference.use), reference.span, {}, false, false};
        if (reference.use == binding::RelationUse::Insert && !sql.mute) {
            for (const binding::ColumnReference& column : sql.columns) {
                const bool is_here = column.place.role == binding::ColumnRole::Write && column.place.group == reference.group;
                if (is_here && column.relation == reference.relation) use.written.push_back(column.name);
            }
            use.written_is_all = !use.written.empty();
        }
        uses.tables.push_back(std::move(use));
        if (sql.mute) uses.untold.push_back({reference.relation, reference.span});
    }
}

}  // namespace

}  // namespace rowtype::usage
