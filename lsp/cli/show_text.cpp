#include <algorithm>

#include "analysis/features/describe.h"
#include "lsp/cli/display_width.h"
#include "lsp/cli/show.h"

namespace rowtype::cli {

namespace {

using features::ColumnDescription;
using features::Section;

constexpr int kWidestCell = 40;

std::string relation_text(const features::RelationDescription& relation, const Style& style);
std::string sections_text(const std::vector<Section>& sections, const Style& style);
std::string comment_text(const std::string& comment);

std::string heading(const std::string& name, const std::string& kind, const Style& style) {
    return style.bold(printable(name)) + "  " + style.dim(kind) + "\n";
}

}  // namespace

std::string show_text(const catalog::Catalog& catalog, const ShownObject& object, const Style& style) {
    if (object.relation != nullptr) return relation_text(features::describe(catalog, *object.relation), style);
    if (object.type != nullptr) {
        return heading(object.type->name.to_string(), features::kind_of(*object.type), style) +
               comment_text(object.type->comment) + sections_text(features::describe(*object.type), style);
    }
    return heading(features::signature(*object.function), object.function->is_procedure ? "procedure" : "function", style) +
           comment_text(object.function->comment);
}

namespace {

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

// The columns of the table that is printed, each as wide as its widest cell.
struct Widths {
    int name = 0;
    int type = 0;
    int nullability = 8;
    int default_expression = 0;
};

Widths widths_of(const std::vector<ColumnDescription>& columns) {
    Widths widths;
    const auto widen = [](int& width, const std::string& text) {
        width = std::max(width, std::min(kWidestCell, display_width(std::string_view(text))));
    };
    for (const ColumnDescription& column : columns) {
        widen(widths.name, printable(column.name));
        widen(widths.type, printable(column.type));
        widen(widths.default_expression, printable(column.default_expression));
    }
    return widths;
}

std::string column_line(const ColumnDescription& column, const Widths& widths, const Style& style) {
    std::string line = "  " + style.field(padded(printable(column.name), widths.name)) + "  " +
                       style.accent(padded(printable(column.type), widths.type)) + "  " +
                       padded(column.nullability, widths.nullability);
    if (widths.default_expression > 0) {
        line += "  " + padded(shortened(printable(column.default_expression), kWidestCell), widths.default_expression);
    }
    if (!column.notes.empty()) line += "  " + printable(joined(column.notes));
    line.erase(line.find_last_not_of(' ') + 1);
    return line + "\n";
}

std::string relation_text(const features::RelationDescription& relation, const Style& style) {
    std::string text = heading(relation.name, relation.kind, style) + comment_text(relation.comment);
    const Widths widths = widths_of(relation.columns);
    std::vector<Section> sections;
    Section defaults{"Defaults", {}};
    Section values{"Values", {}};
    Section comments{"Comments", {}};
    text += "\n";
    for (const ColumnDescription& column : relation.columns) {
        text += column_line(column, widths, style);
        const bool is_cut = display_width(std::string_view(printable(column.default_expression))) > kWidestCell;
        if (is_cut) defaults.lines.push_back(column.name + ": " + column.default_expression);
        if (!column.labels.empty()) values.lines.push_back(column.name + ": " + joined(column.labels));
        if (!column.comment.empty()) comments.lines.push_back(column.name + ": " + column.comment);
    }
    if (relation.is_outline)
        text += "  (from an API's description, which tells no checks or indexes, nor most keys and defaults)\n";
    if (!relation.columns_complete) text += "  … and perhaps columns that could not be read\n";
    for (Section* section : {&defaults, &values, &comments}) {
        if (!section->lines.empty()) sections.push_back(std::move(*section));
    }
    sections.insert(sections.end(), relation.sections.begin(), relation.sections.end());
    return text + sections_text(sections, style);
}

std::string sections_text(const std::vector<Section>& sections, const Style& style) {
    std::string text;
    for (const Section& section : sections) {
        text += "\n" + style.bold(section.title) + "\n";
        for (const std::string& line : section.lines) text += "  " + printable(line) + "\n";
    }
    return text;
}

// One line of a comment a line; other control characters are shown as text.
std::string comment_text(const std::string& comment) {
    std::string text;
    for (std::size_t begin = 0; begin < comment.size();) {
        const std::size_t end = std::min(comment.find('\n', begin), comment.size());
        text += printable(std::string_view(comment).substr(begin, end - begin)) + "\n";
        begin = end + 1;
    }
    return text;
}

}  // namespace

}  // namespace rowtype::cli
