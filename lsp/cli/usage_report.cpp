#include "lsp/cli/usage_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "analysis/binding/mute.h"
#include "analysis/usage/index_service.h"
#include "lsp/workspace/paths.h"
#include "reflect/catalog/bookkeeping.h"

namespace rowtype::cli {

namespace {

using usage::UseKind;

// Tables of the user's own, in the schemas that the configuration names.
bool is_shown(const ProjectRun& run, const catalog::Relation& relation) {
    const std::vector<std::string>& schemas = run.configuration.schemas;
    const bool is_listed = schemas.empty() || std::ranges::find(schemas, relation.name.schema) != schemas.end();
    return is_listed && relation.extension.empty() && !relation.partition_of && !catalog::is_bookkeeping_table(relation.name);
}

class Gathering {
public:
    explicit Gathering(const ProjectRun& run) : run_(run), here_(workspace::current_folder()) {
        for (const catalog::Relation& relation : run.schema.catalog->relations()) {
            if (!is_shown(run, relation)) continue;
            TableUsage& table = usage_.tables.emplace_back();
            table.relation = &relation;
            for (const catalog::Column& column : relation.columns) table.columns.emplace_back().column = &column;
        }
        for (TableUsage& table : usage_.tables) tables_[table.relation] = &table;
        usage_.run = &run;
    }

    ProjectUsage gather(const workspace::ProjectCheck& check) {
        for (const workspace::CheckedFile& file : check.files) take(file);
        for (TableUsage& table : usage_.tables) {
            finish(table);
            add_schema_uses(table);
            judge_indexes(table);
        }
        usage_.files = check.files_found;
        count_untold(check.statistics);
        return std::move(usage_);
    }

private:
    void take(const workspace::CheckedFile& file);
    static void finish(TableUsage& table);
    void add_schema_uses(TableUsage& table) const;
    void judge_indexes(TableUsage& table) const;
    void count_untold(const engine::Statistics& statistics);
    [[nodiscard]] TableUsage* find(const catalog::Relation* relation) const {
        const auto found = tables_.find(relation);
        return found == tables_.end() ? nullptr : found->second;
    }
    static ColumnUsage* find(TableUsage& table, const std::string& column) {
        const auto found = std::ranges::find(table.columns, column, [](const ColumnUsage& each) { return each.column->name; });
        return found == table.columns.end() ? nullptr : &*found;
    }

    const ProjectRun& run_;
    std::string here_;
    ProjectUsage usage_;
    std::map<const catalog::Relation*, TableUsage*> tables_;
};

void Gathering::take(const workspace::CheckedFile& file) {
    const std::string shown = workspace::relative_path(file.absolute_path, here_);
    const auto place = [&](Span span) { return Place{shown, file.lines.line_column(file.text, span.begin)}; };
    for (const usage::ColumnUse& use : file.uses.columns) {
        TableUsage* table = find(use.relation);
        if (table == nullptr) continue;
        if (ColumnUsage* column = find(*table, use.column)) column->uses.push_back({use.kind, place(use.span)});
    }
    for (const usage::TableUse& use : file.uses.tables) {
        TableUsage* table = find(use.relation);
        if (table == nullptr) continue;
        ++(use.kind == usage::TableUseKind::Model ? table->models : table->queries);
        if (use.returns_rows) ++table->returned;
    }
    for (const binding::WholeRow& row : file.uses.whole_rows) {
        if (TableUsage* table = find(row.relation)) table->whole.push_back(place(row.span));
    }
    for (const usage::UntoldUse& use : file.uses.untold) {
        if (TableUsage* table = find(use.relation)) table->untold.push_back(place(use.span));
    }
    for (const findings::Finding& finding : file.analysis.findings) {
        if (finding.rule != "unindexed-filter") continue;
        for (TableUsage& table : usage_.tables) {
            if (table.relation->name.to_string() == finding.table) {
                table.unserved.push_back({place(finding.span), finding.message});
            }
        }
    }
}

// The same place once: a text that several carriers share is read by each.
void Gathering::finish(TableUsage& table) {
    const auto key = [](const PlacedUse& use) {
        return std::tuple(use.kind, std::string_view(use.place.file), use.place.at.line, use.place.at.column);
    };
    for (ColumnUsage& column : table.columns) {
        std::ranges::sort(column.uses, {}, key);
        const auto rest = std::ranges::unique(column.uses, {}, key);
        column.uses.erase(rest.begin(), rest.end());
        for (const PlacedUse& use : column.uses) ++column.counts[static_cast<std::size_t>(use.kind)];
    }
}

// What of the schema would have to change with the column.
void Gathering::add_schema_uses(TableUsage& table) const {
    const catalog::Relation& relation = *table.relation;
    const auto add = [&](const std::string& column, const std::string& what) {
        ColumnUsage* found = find(table, column);
        if (found != nullptr && std::ranges::find(found->in_schema, what) == found->in_schema.end()) {
            found->in_schema.push_back(what);
        }
    };
    const auto add_named = [&](const std::string& expression, const std::string& what) {
        for (const std::string& column : usage::columns_named(relation, expression)) add(column, what);
    };
    if (relation.primary_key) {
        for (const std::string& column : relation.primary_key->columns) add(column, "primary key");
    }
    for (const catalog::Key& key : relation.unique_keys) {
        for (const std::string& column : key.columns) add(column, "unique constraint " + key.name);
    }
    for (const catalog::ForeignKey& key : relation.foreign_keys) {
        for (const std::string& column : key.columns) add(column, "foreign key to " + key.referenced_relation.to_string());
    }
    for (const catalog::Policy& policy : relation.policies) {
        add_named(policy.using_expression.value_or("") + " " + policy.check_expression.value_or(""), "policy " + policy.name);
    }
    for (const catalog::Column& column : relation.columns) {
        if (column.generated_expression) add_named(*column.generated_expression, "generated column " + column.name);
    }
    for (const catalog::Relation& other : run_.schema.catalog->relations()) {
        for (const catalog::ForeignKey& key : other.foreign_keys) {
            if (key.referenced_relation != relation.name) continue;
            for (const std::string& column : key.referenced_columns) add(column, "foreign key of " + other.name.to_string());
        }
        if (other.definition.empty() || other.definition.find(relation.name.name) == std::string::npos) continue;
        add_named(other.definition, "view " + other.name.to_string());
    }
}

void Gathering::judge_indexes(TableUsage& table) const {
    const catalog::Relation& relation = *table.relation;
    if (!usage::indexes_are_known(*run_.schema.catalog, relation)) return;
    table.unindexed_foreign_keys = usage::unindexed_foreign_keys(relation);
    std::set<std::string> sought;  // columns that something is found, joined or ordered by, and those of foreign keys
    for (const ColumnUsage& column : table.columns) {
        for (const UseKind kind : {UseKind::Filter, UseKind::Join, UseKind::Order, UseKind::Group, UseKind::ConflictTarget}) {
            if (column.counts[static_cast<std::size_t>(kind)] > 0) sought.insert(column.column->name);
        }
    }
    for (const catalog::ForeignKey& key : relation.foreign_keys) sought.insert(key.columns.begin(), key.columns.end());
    for (const catalog::Index& index : relation.indexes) {
        if (index.unique) continue;  // it keeps rows apart, whoever looks for them
        std::set<std::string> named(index.columns.begin(), index.columns.end());
        std::string text;
        std::size_t expression = 0;
        for (const std::string& column : index.columns) {
            const bool is_expression = column.empty() && expression < index.expressions.size();
            text += (text.empty() ? "" : ", ") + (is_expression ? index.expressions[expression++] : column);
        }
        for (const std::string& each : index.expressions) named.merge(usage::columns_named(relation, each));
        const bool serves = std::ranges::any_of(named, [&](const std::string& column) { return sought.contains(column); });
        if (serves) continue;
        const std::string method = index.method == "btree" ? "" : "USING " + index.method + " ";
        table.unused_indexes.push_back(
            {index.name, method + "(" + text + ")" + (index.predicate.empty() ? "" : " WHERE " + index.predicate)});
    }
}

void Gathering::count_untold(const engine::Statistics& statistics) {
    using binding::Mute;
    for (const Mute mute : {Mute::QueryClientNotRecognised, Mute::QueryTableNotConstant, Mute::QuerySchemaNotConstant,
                            Mute::SqlNotConstant, Mute::SqlOfParts, Mute::SqlNotUnderstood}) {
        usage_.untold_elsewhere += statistics.muted[static_cast<std::size_t>(mute)];
    }
}

}  // namespace

std::size_t TableUsage::count(UseKind kind) const {
    std::size_t sum = 0;
    for (const ColumnUsage& column : columns) sum += column.counts[static_cast<std::size_t>(kind)];
    return sum;
}

ProjectUsage project_usage(const ProjectRun& run, const workspace::ProjectCheck& check) { return Gathering(run).gather(check); }

}  // namespace rowtype::cli
