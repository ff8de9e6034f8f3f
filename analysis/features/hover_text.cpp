#include <algorithm>

#include "analysis/features/hover.h"
#include "reflect/base/printable.h"
#include "reflect/base/text.h"

namespace rowtype::features {

namespace {

constexpr std::size_t kMostColumns = 40;  // of a pop-up; `rowtype show` has all
constexpr std::size_t kMostLines = 8;     // of a section
constexpr std::size_t kMostLabels = 30;
constexpr std::size_t kWidestColumn = 32;

std::string joined(const std::vector<std::string>& parts, const std::string& separator) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : separator) + part;
    return text;
}

std::string padded(const std::string& text, std::size_t width) {
    const std::size_t size = count_code_points(text);
    return size < width ? text + std::string(width - size, ' ') : text;
}

// One line a column: name, type, whether it may be null, keys.
std::string column_table(const RelationDescription& relation) {
    std::size_t name_width = 0;
    std::size_t type_width = 0;
    for (const ColumnDescription& column : relation.columns) {
        name_width = std::max<std::size_t>(name_width, std::min<std::size_t>(count_code_points(column.name), kWidestColumn));
        type_width = std::max<std::size_t>(type_width, std::min<std::size_t>(count_code_points(column.type), kWidestColumn));
    }
    std::string text;
    std::size_t shown = 0;
    for (const ColumnDescription& column : relation.columns) {
        if (shown++ == kMostColumns) {
            text += "… " + std::to_string(relation.columns.size() - kMostColumns) + " more columns\n";
            break;
        }
        std::string line = padded(printable(column.name), name_width) + "  " + padded(printable(column.type), type_width) + "  " +
                           padded(column.nullability, 8) + "  " + printable(joined(column.notes, ", "));
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    if (!relation.columns_complete) text += "… and perhaps columns that could not be read\n";
    return text;
}

std::string labels_text(const std::vector<std::string>& labels, const Markup& markup) {
    std::string text = "Values: ";
    std::size_t shown = 0;
    for (const std::string& label : labels) {
        if (shown == kMostLabels) return text + ", …";
        text += (shown++ == 0 ? "" : ", ") + markup.code(label);
    }
    return text;
}

}  // namespace

std::string hover_text(const RelationDescription& relation, MarkupKind kind) {
    Markup markup(kind);
    markup.code_block(relation.kind + " " + printable(relation.name));
    if (!relation.comment.empty()) markup.paragraph(markup.prose(relation.comment));
    std::string columns = column_table(relation);
    if (!columns.empty()) {
        columns.pop_back();
        markup.code_block(columns);
    }
    for (const Section& section : relation.sections) {
        if (section.title == "Primary key" || section.title == "Checks" || section.title == "Indexes") continue;
        std::string text = section.title + ": ";
        for (std::size_t index = 0; index < std::min(section.lines.size(), kMostLines); ++index) {
            text += (index == 0 ? "" : ", ") + markup.code(section.lines[index]);
        }
        markup.paragraph(text + (section.lines.size() > kMostLines ? ", …" : ""));
    }
    return markup.take();
}

std::string hover_text(const ColumnDescription& column, const std::string& relation, MarkupKind kind) {
    Markup markup(kind);
    std::string head = printable(column.name) + " " + printable(column.type);
    if (!column.nullability.empty()) head += " " + column.nullability;
    if (!column.default_expression.empty()) head += " default " + printable(column.default_expression);
    markup.code_block(head);
    std::string place = "column of " + markup.code(relation);
    for (const std::string& note : column.notes) place += " · " + markup.code(note);
    markup.paragraph(place);
    if (!column.comment.empty()) markup.paragraph(markup.prose(column.comment));
    if (!column.labels.empty()) markup.paragraph(labels_text(column.labels, markup));
    return markup.take();
}

std::string hover_text(const catalog::RemovedName& removed, const std::string& relation, MarkupKind kind) {
    Markup markup(kind);
    markup.code_block(printable(removed.column.empty() ? removed.relation.to_string() : removed.column));
    const std::string fate = removed.renamed_to.empty() ? "dropped" : "renamed to " + markup.code(removed.renamed_to);
    const std::string place = relation.empty() ? "" : "column of " + markup.code(relation) + " · ";
    const std::string by = removed.file.empty() ? "" : " in " + markup.code(removed.file);
    markup.paragraph(place + fate + by + (removed.is_pending ? " (pending)" : ""));
    return markup.take();
}

std::string hover_text(const catalog::Function& function, MarkupKind kind) {
    Markup markup(kind);
    markup.code_block((function.is_procedure ? "procedure " : "function ") + printable(signature(function)));
    if (!function.comment.empty()) markup.paragraph(markup.prose(function.comment));
    return markup.take();
}

}  // namespace rowtype::features
