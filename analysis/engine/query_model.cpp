#include "analysis/engine/query_model.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "analysis/engine/fresh_file.h"
#include "analysis/facts/sql_file.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/fixes/line_text.h"
#include "analysis/fixes/verify_edits.h"
#include "analysis/query_models/find_query.h"

namespace rowtype::engine {

namespace {

constexpr int kLinesBeforeClass = 2;

struct Place {
    const facts::PlacedStatement* statement = nullptr;
    query_models::FoundQuery query;
};

std::optional<Place> place_of_query(const FreshFile& file, Span selection, const query_models::DescribeQuery& describe) {
    for (const facts::PlacedStatement& statement : file.facts().statements) {
        if (statement.offset > selection.end) break;
        const Span relative{std::max(selection.begin, statement.offset) - statement.offset, selection.end - statement.offset};
        auto query = query_models::find_query({*statement.facts, statement.offset}, file.context(), relative, describe);
        if (query) return Place{&statement, *std::move(query)};
    }
    return std::nullopt;
}

// Names of the module; a model called as one of them would take its place.
std::set<std::string> names_of(const facts::FileFacts& file) {
    std::set<std::string> names;
    for (const facts::PlacedStatement& statement : file.statements) {
        for (const auto& definition : statement.facts->classes) names.insert(definition.name);
        for (const auto& import : statement.facts->imports) {
            if (import.scope == 0) names.insert(import.bound);
        }
        for (const auto& assignment : statement.facts->assignments) {
            if (assignment.scope == 0) names.insert(assignment.target);
        }
    }
    return names;
}

// The begin of the statement, or of the comments right above it.
std::uint32_t begin_with_comments(std::string_view text, std::uint32_t offset) {
    std::uint32_t begin = fixes::line_begin(text, offset);
    while (begin > 0) {
        const std::uint32_t above = fixes::line_begin(text, begin - 1);
        if (!fixes::trimmed(slice(text, {above, begin})).starts_with('#')) break;
        begin = above;
    }
    return begin;
}

// Two blank lines before and behind.
findings::TextEdit insertion(std::string_view text, std::uint32_t offset, const std::string& classes) {
    std::uint32_t blank = 0;
    for (std::uint32_t at = offset; at > 0 && blank < kLinesBeforeClass;) {
        const std::uint32_t above = fixes::line_begin(text, at - 1);
        if (!fixes::trimmed(slice(text, {above, at})).empty()) break;
        ++blank;
        at = above;
    }
    const bool is_first = fixes::trimmed(text.substr(0, offset)).empty();
    const std::string before = is_first ? "" : std::string(kLinesBeforeClass - blank, '\n');
    std::string inserted = before + classes + std::string(kLinesBeforeClass, '\n');
    const std::string line_end = fixes::line_end_style(text);
    if (line_end != "\n") {
        for (std::size_t at = inserted.find('\n'); at != std::string::npos; at = inserted.find('\n', at + line_end.size())) {
            inserted.replace(at, 1, line_end);
        }
    }
    return {{offset, offset}, std::move(inserted)};
}

void add_edits(const FreshFile& file, const facts::PlacedStatement& statement, const codegen::QueryModelText& written,
               QueryModel& model) {
    const std::optional<fixes::ScopedText> scoped =
        fixes::scoped_text(file.facts(), file.text(), written.classes, written.imports);
    if (!scoped) {
        model.edit_objection = "a name that it needs means something else in this file";
        return;
    }
    const std::uint32_t offset = begin_with_comments(file.text(), statement.offset);
    std::vector<findings::TextEdit> edits = fixes::import_edits(file.context(), file.text(), scoped->imports);
    if (std::ranges::any_of(edits, [offset](const auto& edit) { return edit.span.begin > offset; })) {
        model.edit_objection = "the file's imports stand below the query";
        return;
    }
    edits.push_back(insertion(file.text(), offset, scoped->text));
    model.edit_objection = fixes::objection_to(file.text(), edits);
    if (!model.edit_objection.empty()) return;
    model.text = fixes::apply_edits(file.text(), edits);
    model.edits = std::move(edits);
}

// Editors ask at every place of every file: most are not parsed for it.
bool may_hold_query(std::string_view text) {
    constexpr std::array<std::string_view, 9> kSigns = {"select",   "SELECT",   "returning", "RETURNING", ".rpc(",
                                                        ".insert(", ".upsert(", ".update(",  ".delete("};
    return std::ranges::any_of(kSigns, [text](std::string_view sign) { return text.find(sign) != std::string_view::npos; });
}

}  // namespace

std::optional<QueryModel> model_of_query(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                         Span selection, const QueryModelWish& wish) {
    if (facts::is_sql_file(identity.path) || !may_hold_query(text)) return std::nullopt;
    const FreshFile file(identity, text, environment, wish.known);
    if (!file.not_analysed().empty()) return std::nullopt;
    std::optional<Place> place = place_of_query(file, selection, wish.describe);
    if (!place) return std::nullopt;
    QueryModel model;
    model.title = "Create a model for this query";
    if (!place->query.rows.reason.empty()) {
        model.unavailable_reason = std::move(place->query.rows.reason);
        return model;
    }
    const catalog::Relation* relation = place->query.relation;
    const std::string wanted =
        wish.class_name.empty()
            ? codegen::query_class_name(relation == nullptr ? nullptr : &relation->name, *environment.settings, wish.generation)
            : wish.class_name;
    const AccessProfile access = place->query.is_sql ? AccessProfile::Driver : AccessProfile::Json;
    const codegen::QueryModelText written =
        codegen::query_model(place->query.rows.shape, wanted, names_of(file.facts()), *environment.catalog, *environment.settings,
                             wish.generation, access);
    model.class_name = written.class_name;
    model.title = "Create the model " + model.class_name + " for this query";
    model.module = written.module();
    add_edits(file, *place->statement, written, model);
    return model;
}

}  // namespace rowtype::engine
