#include <algorithm>
#include <map>
#include <tuple>

#include "lsp/cli/usage_report.h"

namespace rowtype::cli {

namespace {

using usage::UseKind;

constexpr std::size_t kNamed = 12;  // of a list that the overview cuts

// Aligned columns: the first to the left, numbers to the right.
class Table {
public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] std::string text(const Style& style) const;

private:
    std::vector<std::vector<std::string>> rows_;
};

std::string shown(const Place& place);
std::string overview(const ProjectUsage& project, const Style& style);
std::string details(const ProjectUsage& project, const TableUsage& table, const Style& style);
std::string unused(const ProjectUsage& project, const Style& style);
std::string advice(const ProjectUsage& project, const Style& style);
std::string doubt(const ProjectUsage& project, const TableUsage& table);
std::string summary(const ProjectUsage& project);

}  // namespace

std::string usage_text(const UsageReport& report, const Style& style, bool quiet) {
    std::string text;
    for (const ProjectUsage& project : report.projects) {
        std::string own;
        if (report.unused_only) {
            own = unused(project, style);
        } else if (report.has_named_tables) {
            for (const TableUsage& table : project.tables) own += (own.empty() ? "" : "\n") + details(project, table, style);
        } else {
            own = overview(project, style) + advice(project, style);
        }
        if (own.empty() && report.projects.size() > 1) continue;
        text += (text.empty() ? "" : "\n") + own;
        if (!quiet) text += (own.empty() ? "" : "\n") + style.dim(summary(project)) + "\n";
    }
    return text;
}

namespace {

std::string Table::text(const Style& style) const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
    }
    std::string text;
    for (const auto& row : rows_) {
        std::string line = padded(row[0], static_cast<int>(widths[0]));
        for (std::size_t i = 1; i < row.size(); ++i) line += "  " + std::string(widths[i] - row[i].size(), ' ') + row[i];
        while (line.ends_with(' ')) line.pop_back();
        text += (&row == rows_.data() ? style.dim(line) : line) + "\n";
    }
    return text;
}

std::string shown(const Place& place) {
    return printable(place.file) + ":" + std::to_string(place.at.line) + ":" + std::to_string(place.at.column);
}

std::string number(std::size_t count) { return count == 0 ? "-" : std::to_string(count); }

std::size_t unused_columns(const TableUsage& table) {
    return static_cast<std::size_t>(
        std::ranges::count_if(table.columns, [&](const ColumnUsage& column) { return table.is_unused(column); }));
}

std::string overview(const ProjectUsage& project, const Style& style) {
    if (project.tables.empty()) return "";
    Table table({"table", "queries", "models", "reads", "writes", "filters", "joins", "orders", "*", "columns", "unused"});
    for (const TableUsage& each : project.tables) {
        const bool is_used = each.is_used();
        table.add({printable(each.relation->name.to_string()), number(each.queries), number(each.models),
                   number(each.count(UseKind::Read)), number(each.count(UseKind::Write)), number(each.count(UseKind::Filter)),
                   number(each.count(UseKind::Join)), number(each.count(UseKind::Order) + each.count(UseKind::Group)),
                   number(each.whole.size()), std::to_string(each.columns.size()),
                   is_used ? number(unused_columns(each)) : "all"});
    }
    return table.text(style);
}

// Lines of a list, cut with a word about the rest.
std::string section(const std::string& title, const std::vector<std::string>& lines, const std::string& rest,
                    const Style& style) {
    if (lines.empty()) return "";
    std::string text = "\n" + style.bold(title) + "\n";
    for (std::size_t i = 0; i < std::min(lines.size(), kNamed); ++i) text += "  " + lines[i] + "\n";
    if (lines.size() > kNamed) text += style.dim("  and " + std::to_string(lines.size() - kNamed) + " more: " + rest) + "\n";
    return text;
}

std::string join(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + printable(name);
    return text;
}

std::string key_line(const TableUsage& table, const catalog::ForeignKey& key) {
    return printable(table.relation->name.to_string()) + " (" + join(key.columns) + ") to " +
           printable(key.referenced_relation.to_string());
}

std::string advice(const ProjectUsage& project, const Style& style) {
    std::vector<std::string> unserved;
    std::vector<std::string> keys;
    std::vector<std::string> indexes;
    for (const TableUsage& table : project.tables) {
        for (const UnservedUse& use : table.unserved) unserved.push_back(shown(use.place) + "  " + printable(use.message));
        for (const auto* key : table.unindexed_foreign_keys) keys.push_back(key_line(table, *key));
        for (const IndexUsage& index : table.unused_indexes) {
            indexes.push_back(printable(index.name + " on " + table.relation->name.to_string() + " " + index.text));
        }
    }
    return section("Filters, orders and joins that no index serves", unserved, "rowtype usage TABLE, or --output-format json",
                   style) +
           section("Foreign keys without an index", keys, "--output-format json", style) +
           section("Indexes that no filter, order or join seen here needs", indexes, "rowtype usage --unused", style);
}

// What may use a column that nothing names; empty where there is nothing of the kind.
std::string doubt(const ProjectUsage& project, const TableUsage& table) {
    std::vector<std::string> parts;
    if (!table.whole.empty()) parts.push_back("whole rows are read or written at " + counted(table.whole.size(), "place"));
    if (table.returned > 0) parts.push_back(counted(table.returned, "write") + " may hand rows back");
    if (!table.untold.empty())
        parts.push_back(counted(table.untold.size(), "query", "queries") + " of it could not be told in whole");
    if (project.untold_elsewhere > 0) {
        parts.push_back(counted(project.untold_elsewhere, "query", "queries") + " could not be told at all");
    }
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

using Spot = std::tuple<std::string, std::uint32_t, std::uint32_t>;
Spot spot_of(const Place& place) { return {place.file, place.at.line, place.at.column}; }

// Places that read several columns by one name: statements about whole objects of a mapped class. They are said once, not at each column.
std::map<Spot, Place> object_reads(const TableUsage& table) {
    std::map<Spot, const catalog::Column*> seen;
    std::map<Spot, Place> reads;
    for (const ColumnUsage& column : table.columns) {
        for (const PlacedUse& use : column.uses) {
            if (use.kind != UseKind::Read) continue;
            const auto [first, is_new] = seen.emplace(spot_of(use.place), column.column);
            if (!is_new && first->second != column.column) reads.emplace(first->first, use.place);
        }
    }
    return reads;
}

std::string details(const ProjectUsage& project, const TableUsage& table, const Style& style) {
    const std::map<Spot, Place> objects = object_reads(table);
    std::string text = style.bold(printable(table.relation->name.to_string())) + "  " +
                       counted(table.queries, "query", "queries") + ", " + counted(table.models, "model") + "\n";
    for (const ColumnUsage& column : table.columns) {
        text +=
            "\n  " + style.accent(printable(column.column->name)) + " " + style.dim(printable(column.column->type.to_string()));
        if (!column.in_schema.empty()) text += style.dim(" (" + join(column.in_schema) + ")");
        text += "\n";
        if (column.uses.empty()) text += "    " + style.dim("no use seen") + "\n";
        std::size_t in_objects = 0;
        for (const PlacedUse& use : column.uses) {
            if (use.kind == UseKind::Read && objects.contains(spot_of(use.place))) ++in_objects;
            else text += "    " + padded(usage::word_of(use.kind), 16) + shown(use.place) + "\n";
        }
        if (in_objects > 0)
            text += "    " + padded("read", 16) + style.dim("in " + counted(in_objects, "whole object") + ", see below") + "\n";
    }
    const auto list = [&](const std::string& title, const std::vector<std::string>& lines) {
        if (lines.empty()) return;
        text += "\n  " + style.bold(title) + "\n";
        for (const std::string& line : lines) text += "    " + line + "\n";
    };
    std::vector<std::string> whole;
    for (const Place& place : table.whole) whole.push_back(shown(place));
    list("Whole rows, any column", whole);
    std::vector<std::string> whole_objects;
    for (const auto& [spot, place] : objects) whole_objects.push_back(shown(place));
    list("Whole objects of a mapped class, each column that it maps", whole_objects);
    std::vector<std::string> untold;
    for (const Place& place : table.untold) untold.push_back(shown(place));
    list("Queries of it that could not be told in whole", untold);
    std::vector<std::string> unserved;
    for (const UnservedUse& use : table.unserved) unserved.push_back(shown(use.place) + "  " + printable(use.message));
    list("No index serves", unserved);
    std::vector<std::string> keys;
    for (const auto* key : table.unindexed_foreign_keys) keys.push_back(key_line(table, *key));
    list("Foreign keys without an index", keys);
    std::vector<std::string> indexes;
    for (const IndexUsage& index : table.unused_indexes) indexes.push_back(printable(index.name + " " + index.text));
    list("Indexes that no filter, order or join seen here needs", indexes);
    const std::string said = doubt(project, table);
    if (unused_columns(table) > 0 && !said.empty())
        text += "\n  " + style.dim("\"no use seen\" is not \"unused\": " + said) + "\n";
    return text;
}

// Columns and indexes without a use, table by table, with what may use them all the same.
std::string unused(const ProjectUsage& project, const Style& style) {
    std::string text;
    for (const TableUsage& table : project.tables) {
        std::vector<std::string> columns;
        for (const ColumnUsage& column : table.columns) {
            if (table.is_unused(column)) columns.push_back(column.column->name);
        }
        if (table.is_used() && columns.empty() && table.unused_indexes.empty()) continue;
        text += (text.empty() ? "" : "\n") + style.bold(printable(table.relation->name.to_string())) + "\n";
        if (!table.is_used()) text += "  no query and no model names the table\n";
        if (table.is_used() && !columns.empty()) text += "  no use seen of " + join(columns) + "\n";
        for (const IndexUsage& index : table.unused_indexes) {
            text += "  no filter, order or join needs " + printable(index.name + " " + index.text) + "\n";
        }
        if (const std::string said = doubt(project, table); table.is_used() && !said.empty())
            text += "  " + style.dim(said) + "\n";
    }
    return text;
}

std::string summary(const ProjectUsage& project) {
    std::string text = "Schema " + printable(project.run->schema.title()) + ", " + counted(project.files, "Python file");
    if (project.untold_elsewhere > 0) {
        text += "; of " + counted(project.untold_elsewhere, "query", "queries") +
                " the table or the text could not be told (rowtype check --statistics says why)";
    }
    return text + ". Functions and triggers of the database are not looked into.";
}

}  // namespace

}  // namespace rowtype::cli
