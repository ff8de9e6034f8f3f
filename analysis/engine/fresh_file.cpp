#include "analysis/engine/fresh_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "analysis/binding/created_relations.h"
#include "analysis/binding/known_facts.h"
#include "analysis/facts/sql_file.h"
#include "analysis/facts/text_facts.h"

namespace rowtype::engine {

namespace {

void shift(binding::BoundModel& model, std::uint32_t offset) {
    for (Span* span : {&model.name_span, &model.span, &model.body_span, &model.table_span}) *span = span->shifted(offset);
    for (binding::BoundField& field : model.fields) {
        for (Span* span : {&field.name_span, &field.annotation_span, &field.span}) *span = span->shifted(offset);
    }
}

}  // namespace

std::vector<binding::BoundModel> placed(std::vector<binding::BoundModel> models, std::uint32_t offset) {
    for (binding::BoundModel& model : models) shift(model, offset);
    return models;
}

FreshFile::FreshFile(const FileIdentity& identity, const std::string& text, const Environment& environment,
                     std::shared_ptr<const facts::FileFacts> known)
    : identity_(identity), text_(text), lines_(text) {
    if (facts::is_sql_file(identity.path)) {
        facts_ = std::make_shared<const facts::FileFacts>(facts::extract_sql_file(text));
    } else {
        take_known(std::move(known), environment);
        if (!is_parsed_late_) parse_and_extract();
    }
    names_.emplace(*facts_);
    if (environment.provider != nullptr) modules_.emplace(*environment.provider, identity_.path, *names_);
    context_.emplace(binding::Context{identity_,
                                      *facts_,
                                      *names_,
                                      *environment.catalog,
                                      *environment.settings,
                                      modules_ ? &*modules_ : nullptr,
                                      AccessProfile::Json,
                                      binding::database_imports(*facts_),
                                      {}});
    context_->access = binding::access_profile(context_->imports, environment.settings->access);
    context_->api = environment.api;
    for (const facts::PlacedStatement& statement : facts_->statements) {
        context_->created_relations.add(binding::created_relations(*statement.facts));
    }
}

void FreshFile::take_known(std::shared_ptr<const facts::FileFacts> known, const Environment& environment) {
    if (known != nullptr && !known->has_error) {
        facts_ = std::move(known);
    } else if (auto* const provider = dynamic_cast<binding::KnownFacts*>(environment.provider); provider != nullptr) {
        facts_ = provider->known_facts(identity_, text_);
    }
    is_parsed_late_ = facts_ != nullptr;
}

void FreshFile::parse_and_extract() {
    facts::TextFacts made = facts::facts_of_text(text_, identity_.extraction);
    facts_ = std::move(made.facts);
    not_analysed_ = std::move(made.not_analysed);
    is_parsed_late_ = !made.is_whole;
    (made.is_whole ? tree_ : facts_tree_) = std::move(made.tree);
}

syntax::Node FreshFile::root() const {
    if (std::exchange(is_parsed_late_, false)) tree_ = syntax::parse(text_).tree;
    return tree_ ? tree_->root() : syntax::Node();
}

syntax::Node FreshFile::root_of_facts() const { return facts_tree_ ? facts_tree_->root() : root(); }

syntax::Node FreshFile::root_around(Span part) const {
    if (part == kWholeText) return root_of_facts();
    if (!is_parsed_late_ || facts_->has_error) return root();
    std::optional<Span> statements;
    for (const facts::PlacedStatement& statement : facts_->statements) {
        const Span own{statement.offset, statement.offset + statement.facts->length};
        if (part.touches(own)) statements = {statements ? statements->begin : own.begin, own.end};
    }
    if (!statements) return root();
    if (!part_tree_) {
        // Blank lines in place of what stands above keep everything at its offset.
        std::string text(statements->begin, '\n');
        text += slice(text_, *statements);
        part_tree_ = syntax::parse(text).tree;
        part_ = *statements;
    }
    // Who asks for one part after the other gets the whole: a parse for each would take longer than that.
    const bool holds_it = part_tree_ && part_ == *statements && !part_tree_->root().has_error();
    return holds_it ? part_tree_->root() : root();
}

std::vector<binding::BoundModel> FreshFile::models(Span selection) const {
    std::vector<binding::BoundModel> models;
    for (const facts::PlacedStatement& statement : facts_->statements) {
        const bool is_there = selection.touches({statement.offset, statement.offset + statement.facts->length});
        if (statement.facts->classes.empty() || !is_there) continue;
        auto bound = binding::bind_models({*statement.facts, statement.offset}, *context_).models;
        std::ranges::move(placed(std::move(bound), statement.offset), std::back_inserter(models));
    }
    return models;
}

}  // namespace rowtype::engine
