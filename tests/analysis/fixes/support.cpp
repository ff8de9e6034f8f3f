#include "tests/analysis/fixes/support.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::test {

BoundFile::BoundFile(std::string python, const std::string& sql, const std::string& target_python) : text_(std::move(python)) {
    settings_.generate.target_python = target_python;
    auto schema = migrations::read_migrations({{"schema.sql", sql}});
    EXPECT_TRUE(schema.ok());
    catalog_ = std::make_unique<catalog::Catalog>(schema.ok() ? schema->data : catalog::CatalogData{});
    const syntax::ParseOutcome outcome = syntax::parse(text_);
    EXPECT_TRUE(outcome.tree.has_value());
    if (outcome.tree) facts_ = facts::extract_facts(*outcome.tree, text_);
    names_.emplace(facts_);
    context_.emplace(binding::Context{.file = identity_,
                                      .file_facts = facts_,
                                      .names = *names_,
                                      .catalog = *catalog_,
                                      .settings = settings_,
                                      .imports = {},
                                      .created_relations = {}});
}

binding::BoundModel BoundFile::model(const std::string& class_name) const {
    for (const facts::PlacedStatement& statement : facts_.statements) {
        for (binding::BoundModel& model : binding::bind_models({*statement.facts, statement.offset}, *context_).models) {
            if (model.class_name != class_name) continue;
            for (Span* span : {&model.name_span, &model.span, &model.body_span, &model.table_span}) {
                *span = span->shifted(statement.offset);
            }
            for (binding::BoundField& field : model.fields) {
                for (Span* span : {&field.name_span, &field.annotation_span, &field.span})
                    *span = span->shifted(statement.offset);
            }
            return std::move(model);
        }
    }
    ADD_FAILURE() << "no model " << class_name;
    return {};
}

const binding::BoundField& BoundFile::field(const binding::BoundModel& model, const std::string& name) {
    static const binding::BoundField none;
    const auto found = std::ranges::find(model.fields, name, &binding::BoundField::name);
    if (found != model.fields.end()) return *found;
    ADD_FAILURE() << "no field " << name;
    return none;
}

std::string applied(const std::string& text, std::vector<findings::TextEdit> edits) {
    std::ranges::stable_sort(edits, {}, [](const findings::TextEdit& edit) { return edit.span.begin; });
    std::string result;
    std::uint32_t at = 0;
    for (const findings::TextEdit& edit : edits) {
        EXPECT_LE(at, edit.span.begin);
        EXPECT_LE(edit.span.end, text.size());
        result += slice(text, {at, edit.span.begin});
        result += edit.text;
        at = edit.span.end;
    }
    return result + text.substr(at);
}

}  // namespace rowtype::test
