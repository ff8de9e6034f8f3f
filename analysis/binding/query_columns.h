// The columns that the calls of a builder chain name: select strings, filters, orders, payloads.
#pragma once

#include "analysis/binding/bound_query.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/row_shape.h"
#include "analysis/binding/text_places.h"

namespace rowtype::binding {

struct PayloadKeys;  // payload_keys.h

// Reads one call of `chain` after another; `root` is the query's relation and grows by the embeds of its selects.
class ColumnReader {
public:
    ColumnReader(const Context& context, const facts::StatementFacts& statement, const facts::Chain& chain,
                 const ValueResolver& resolve, EmbedNode& root, BoundQuery& query)
        : context_(context), statement_(statement), chain_(chain), resolve_(resolve), root_(root), query_(query) {}

    void read(const facts::ChainCall& call);
    // Whether each select was a constant text that parsed: then `root` holds all that is embedded.
    [[nodiscard]] bool selects_known() const { return selects_known_; }
    // What the rows look like that the chain gives; to be asked for when all calls were read, where the statement asks rows for keys.
    void read_row_shape();

private:
    void read_select(const facts::ChainCall& call);
    void read_payload(const facts::ChainCall& call, const facts::Value& payload);
    void read_rows(const facts::Value& payload, std::vector<PayloadRow>& rows) const;
    static void read_whole_row(const PayloadKeys& found, const facts::Value& payload, std::vector<PayloadRow>& rows);
    void read_select_text(const std::vector<FoldedText>& arguments, const facts::ChainCall& call);
    void read_match(const facts::Value& equalities);
    void read_filter_column(const FoldedText& column, const facts::ChainCall& call);
    void read_order(const FoldedText& column, const facts::ChainCall& call);
    // Each of the texts that an argument may be, by `read`.
    template <class Read>
    void read_each(const std::optional<PossibleTexts>& possible, Read read);
    void read_logic(const facts::Value& filters, const facts::ChainCall& call);
    // Whether a filter that asks for null is about what the select embeds there, or may be: "users=not.is.null".
    [[nodiscard]] bool is_of_embed(const EmbedNode* level, const std::string& name) const;
    [[nodiscard]] bool may_ask_for_null(const facts::ChainCall& call) const;
    // Where the characters of a range of the text stand.
    [[nodiscard]] Span place(const FoldedText& text, Span range) const { return TextPlaces(text, context_).source(range); }
    void read_conflict_columns(const facts::Value& columns);
    // The level that foreign_table= or reference_table= leads to; the root without one; null when it cannot be told.
    [[nodiscard]] const EmbedNode* level_of(const facts::ChainCall& call) const;
    void add(const EmbedNode* level, const std::string& name, Span span, ColumnUse use, Span alias = {},
             Comparison comparison = Comparison::None);

    const Context& context_;
    const facts::StatementFacts& statement_;
    const facts::Chain& chain_;
    const ValueResolver& resolve_;
    EmbedNode& root_;
    BoundQuery& query_;
    bool selects_known_ = true;
    std::optional<RowShape> shape_;  // of the last select
    bool has_order_ = false;         // an index is asked for by the first key of an order
};

}  // namespace rowtype::binding
