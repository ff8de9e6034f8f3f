// A model for the rows of the query at a place of a text, and the edits that put it there.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"
#include "analysis/query_models/query_rows.h"
#include "analysis/settings/generation_settings.h"

namespace rowtype::engine {

struct QueryModelWish {
    std::string class_name;  // empty: made of the query's table
    GenerationSettings generation;
    query_models::DescribeQuery describe;                     // never empty
    std::shared_ptr<const facts::FileFacts> known = nullptr;  // the facts of this very text, where somebody has them
};

struct QueryModel {
    std::string title;                      // Create the model UsersRecord for this query
    std::string class_name;                 // of the row; of those that it embeds the names begin alike
    std::string module;                     // the model as a module of its own
    std::vector<findings::TextEdit> edits;  // the classes above the statement with the query, their imports at the top
    std::string text;                       // with the edits made
    std::string unavailable_reason;         // set where there is no model: the rest but the title is empty then
    std::string edit_objection;             // set where there is one, but no edit of this text can put it there
};

// Of the innermost query that touches the selection. Nothing where there is none.
[[nodiscard]] std::optional<QueryModel> model_of_query(const FileIdentity& identity, const std::string& text,
                                                       const Environment& environment, Span selection,
                                                       const QueryModelWish& wish);

}  // namespace rowtype::engine
