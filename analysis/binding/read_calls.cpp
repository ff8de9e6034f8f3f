#include "analysis/binding/read_calls.h"

#include <algorithm>
#include <array>
#include <set>

#include "analysis/binding/call_arguments.h"
#include "analysis/binding/dumps.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/postgrest_versions.h"
#include "analysis/binding/row_changes.h"
#include "analysis/binding/text_places.h"
#include "analysis/binding/unserialisable.h"
#include "analysis/postgrest/filter_key.h"
#include "analysis/postgrest/logic.h"
#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/order.h"

namespace rowtype::binding {

namespace {

using facts::ChainCall;
using facts::Value;
using facts::ValueKind;
using postgrest::BuilderMethod;
using postgrest::MethodRole;
using postgrest::ParameterRole;
using postgrest::ValueShape;

class CallReader {
public:
    CallReader(const facts::Chain& chain, const StatementView& statement, const Context& context, const ValueResolver& resolve,
               const EmbedNode& root, bool selects_known, std::vector<CallProblem>& problems)
        : chain_(chain),
          statement_(statement),
          context_(context),
          resolve_(resolve),
          root_(root),
          selects_known_(selects_known),
          problems_(problems) {}

    void read(const ChainCall& call, const ChainCall* negation);

private:
    void read_column(const ChainCall& call, const Value& column);
    void read_embed_path(const ChainCall& call, const Value& path);
    void read_logic(const Value& filters);
    void read_filter(const ChainCall& call, const BuilderMethod& method);
    void read_value(const ChainCall& call, const BuilderMethod& method, bool is_negated);
    void read_equalities(const ChainCall& call, const Value& equalities, const ChainCall* negation);
    void read_order(const ChainCall& call, const Value& column);
    void read_text_search(const ChainCall& call);
    void read_negation(const ChainCall& call, const ChainCall& negation);
    void read_sent(const Value& value, int depth);
    void read_sent_value(const Value& value);
    bool note_replaced(std::string_view name);
    void look_for_embed(const std::vector<postgrest::Name>& path, Span span);
    void look_for_ordering(const postgrest::Name& relation, Span span);

    // The constant text of an argument; nothing where a part of it is not known.
    [[nodiscard]] std::optional<FoldedText> text_of(const Value& value) const {
        std::optional<FoldedText> text = fold_text(value, resolve_);
        if (text && text->has_holes()) text.reset();
        return text;
    }
    [[nodiscard]] Span place(const FoldedText& text, Span range) const { return TextPlaces(text, context_).source(range); }
    CallProblem& add(CallProblemKind kind, Span span, std::string message) {
        problems_.push_back({kind, span, std::move(message)});
        return problems_.back();
    }
    template <class Result>
    void add_error(const Result& parsed, const FoldedText& text) {
        if (parsed.ok() || parsed.error->kind == postgrest::ErrorKind::Limit) return;
        add(CallProblemKind::InvalidFilter, place(text, parsed.error->span), parsed.error->to_string());
    }

    const facts::Chain& chain_;
    const StatementView& statement_;
    const Context& context_;
    const ValueResolver& resolve_;
    const EmbedNode& root_;
    bool selects_known_;
    std::vector<CallProblem>& problems_;
    std::set<std::string> replaced_;  // keys of what is sent that have another value by then
};

void CallReader::read(const ChainCall& call, const ChainCall* negation) {
    const BuilderMethod* method = postgrest::find_method(call.method);
    if (method == nullptr || call.is_property || has_starred_argument(call)) return;
    if (negation != nullptr) read_negation(call, *negation);
    if (const Value* path = argument_in(call, *method, ParameterRole::EmbedPath)) read_embed_path(call, *path);
    if (const Value* filters = argument_in(call, *method, ParameterRole::Logic)) read_logic(*filters);
    if (const Value* equalities = argument_in(call, *method, ParameterRole::Equalities))
        read_equalities(call, *equalities, negation);
    if (const Value* sent = argument_in(call, *method, ParameterRole::FunctionArguments)) {
        const ModelModules modules(context_);
        const Place place{&statement_.facts, chain_.scope, &modules.analysed_file()};
        find_unserialisable_dumps(payload_keys(*sent, place, chain_.span.begin, resolve_, context_),
                                  context_.settings.client_version, problems_);
    }
    for (const ParameterRole role : {ParameterRole::Payload, ParameterRole::FunctionArguments}) {
        if (const Value* sent = argument_in(call, *method, role)) read_sent(*sent, 0);
    }
    const Value* column = argument_in(call, *method, ParameterRole::Column);
    if (column == nullptr) return;
    if (method->role == MethodRole::Order) return read_order(call, *column);
    read_column(call, *column);
    if (method->role == MethodRole::TextSearch) read_text_search(call);
    if (method->role == MethodRole::Filter) read_filter(call, *method);
    if (method->role == MethodRole::ColumnFilter) read_value(call, *method, negation != nullptr);
}

void CallReader::read_column(const ChainCall& call, const Value& column) {
    const std::optional<FoldedText> text = text_of(column);
    if (!text) return;
    const bool verbatim = call.method == "text_search";
    const auto parsed = verbatim ? postgrest::parse_filter_key(text->text()) : postgrest::parse_filter_column(text->text());
    add_error(parsed, *text);
    if (!parsed.ok() || parsed.value.embed_path.empty()) return;
    const Span path{parsed.value.embed_path.front().span.begin, parsed.value.embed_path.back().span.end};
    look_for_embed(parsed.value.embed_path, place(*text, path));
}

void CallReader::read_embed_path(const ChainCall& call, const Value& path) {
    const std::optional<FoldedText> text = text_of(path);
    if (!text || text->text().empty()) return;
    const auto parsed = postgrest::parse_embed_path(text->text(), call.method == "or_");
    add_error(parsed, *text);
    if (parsed.ok()) look_for_embed(parsed.value, place(*text, {0, static_cast<std::uint32_t>(text->text().size())}));
}

// PGRST108. Older versions find an embed by its table's name also where it has an alias.
void CallReader::look_for_embed(const std::vector<postgrest::Name>& path, Span span) {
    if (!selects_known_) return;
    const EmbedNode* level = &root_;
    for (const postgrest::Name& step : path) {
        const auto is_it = [&](const EmbedNode& node) { return node.alias == step.text || node.name == step.text; };
        const auto found = std::ranges::find_if(level->children, is_it);
        if (found == level->children.end()) {
            add(CallProblemKind::InvalidFilter, span,
                "the select embeds no \"" + step.text + "\", and PostgREST filters and orders only what is embedded");
            return;
        }
        level = &*found;
    }
}

// PGRST108, or PGRST118: "author(name)" orders by the one row that is embedded.
void CallReader::look_for_ordering(const postgrest::Name& relation, Span span) {
    const std::size_t before = problems_.size();
    look_for_embed({relation}, span);
    if (!selects_known_ || problems_.size() > before) return;
    const auto is_it = [&](const EmbedNode& node) { return node.alias == relation.text || node.name == relation.text; };
    const bool is_to_many =
        std::ranges::all_of(root_.children, [&](const EmbedNode& node) { return !is_it(node) || node.is_to_many; });
    if (!is_to_many) return;
    add(CallProblemKind::InvalidFilter, span,
        "a row has many \"" + relation.text +
            "\", and PostgREST orders only by what it has one of; order them by foreign_table=\"" + relation.text + "\"");
}

void CallReader::read_logic(const Value& filters) {
    if (const std::optional<FoldedText> text = text_of(filters)) add_error(postgrest::parse_logic(text->text()), *text);
}

// .filter(column, operator, criteria)
void CallReader::read_filter(const ChainCall& call, const BuilderMethod& method) {
    const Value* name = argument_in(call, method, ParameterRole::Operator);
    const std::optional<FoldedText> text = name == nullptr ? std::nullopt : text_of(*name);
    if (!text) return;
    const auto parsed = postgrest::parse_operator(text->text());
    add_error(parsed, *text);
    const Value* criteria = argument_in(call, method, ParameterRole::Value);
    if (!parsed.ok()) return;
    if (auto message = too_new_in(parsed.value, context_.settings.postgrest_version)) {
        add(CallProblemKind::InvalidFilter, name->span, std::move(*message));
        return;
    }
    if (criteria == nullptr) return;
    if (criteria->is(ValueKind::None) && parsed.value.filter_operator != postgrest::FilterOperator::Is) {
        add(CallProblemKind::NullComparison, criteria->span, "the word \"None\" is sent as the value; write .is_(column, None)");
        return;
    }
    const std::optional<FoldedText> value = text_of(*criteria);
    if (!value && !criteria->is(ValueKind::None)) return;
    const std::string sent = text->text() + "." + (value ? value->text() : "None");
    const auto whole = postgrest::parse_operator_expression(sent);
    if (whole.ok()) {
        auto message = too_new_in(whole.value, context_.settings.postgrest_version);
        if (message) add(CallProblemKind::InvalidFilter, criteria->span, std::move(*message));
        return;
    }
    if (whole.error->kind == postgrest::ErrorKind::Limit) return;
    add(CallProblemKind::InvalidFilter, criteria->span, "\"" + sent + "\" is sent: " + whole.error->to_string());
}

void CallReader::read_value(const ChainCall& call, const BuilderMethod& method, bool is_negated) {
    const Value* value = argument_in(call, method, ParameterRole::Value);
    if (value == nullptr) return;
    if (method.value_shape == ValueShape::Scalar && value->is(ValueKind::None)) {
        CallProblem& problem = add(CallProblemKind::NullComparison, value->span,
                                   "the word \"None\" is sent as the value, and no comparison with NULL holds; write " +
                                       std::string(call.method == "neq" ? ".not_.is_" : ".is_") + "(column, None)");
        if (call.method == "eq" || (call.method == "neq" && !is_negated)) {
            const std::string method_name = call.method == "eq" ? "is_" : "not_.is_";
            problem.fix_title = "Write ." + method_name + "(…)";
            problem.edits = {{call.method_span, method_name}};
        }
    } else if (method.value_shape == ValueShape::Keyword) {
        const std::optional<FoldedText> text = text_of(*value);
        if (!text) return;
        const auto parsed = postgrest::parse_operator_expression("is." + text->text());
        if (!parsed.ok()) add(CallProblemKind::InvalidFilter, value->span, parsed.error->to_string());
    } else if (method.value_shape == ValueShape::List || method.value_shape == ValueShape::Strings) {
        const bool is_text = value->is(ValueKind::Format) || text_of(*value).has_value();
        if (!is_text) return;
        CallProblem& problem = add(CallProblemKind::StringInList, value->span,
                                   call.method + "() takes a list: of a string each character becomes a value");
        const bool is_one = value->is(ValueKind::String) && value->text.find_first_of(",()[]{}") == std::string::npos;
        if (!is_one) return;
        problem.fix_title = "Write a list of one";
        problem.edits = {{{value->span.begin, value->span.begin}, "["}, {{value->span.end, value->span.end}, "]"}};
    }
}

void CallReader::read_equalities(const ChainCall& call, const Value& equalities, const ChainCall* negation) {
    const KnownKeys keys = known_keys(equalities, resolve_);
    if (!keys.is_dictionary) return;
    if (keys.are_all && keys.keys.empty()) {
        add(CallProblemKind::InvalidFilter, equalities.span, "match() without a column raises ValueError");
    }
    for (const KnownKey& key : keys.keys) {
        if (key.value->is(ValueKind::None)) {
            add(CallProblemKind::NullComparison, key.value->span,
                "the word \"None\" is sent as the value, and no comparison with NULL holds; write .is_(column, None)");
        }
    }
    if (negation != nullptr && keys.keys.size() > 1) {
        add(CallProblemKind::NegatedOr, negation->method_span,
            ".not_ negates only the first of the " + std::to_string(keys.keys.size()) + " columns that " + call.method +
                "() compares");
    }
}

void CallReader::read_negation(const ChainCall& call, const ChainCall& negation) {
    if (call.method == "text_search") {
        add(CallProblemKind::NegatedOr, negation.method_span,
            "text_search() ignores .not_; write .not_.fts(column, query), .plfts, .phfts or .wfts");
        return;
    }
    if (call.method != "or_") return;
    CallProblem& problem = add(CallProblemKind::NegatedOr, negation.method_span,
                               "or_() ignores .not_, which then negates the filter that follows; write or_(\"not.or(…)\")");
    const Value* filters = call.positional(0);
    // The text's first and last byte in the source; the map of a joined or escaped one is not one run.
    if (filters == nullptr || !filters->is(ValueKind::String) || filters->runs.size() != 1 || filters->text.empty()) return;
    const Span text = facts::source_span(*filters, {0, static_cast<std::uint32_t>(filters->text.size())});
    problem.fix_title = "Negate inside of or_()";
    problem.edits = {{negation.span, ""}, {{text.begin, text.begin}, "not.or("}, {{text.end, text.end}, ")"}};
    problem.is_safe = false;  // the filter behind it is no longer negated
}

void CallReader::read_order(const ChainCall& call, const Value& column) {
    for (const facts::Argument& argument : call.arguments) {
        const std::string& keyword = argument.keyword;
        if (keyword != "ascending" && keyword != "asc" && keyword != "descending" && keyword != "direction") continue;
        CallProblem& problem = add(CallProblemKind::OrderDirection, argument.keyword_span,
                                   "order() has no argument \"" + keyword + "\"; write desc=True or desc=False");
        const bool is_literal = argument.value.is(ValueKind::Boolean);
        if (!is_literal || keyword == "direction") continue;
        const bool descending = (argument.value.text == "True") == (keyword == "descending");
        problem.fix_title = "Write desc=" + std::string(descending ? "True" : "False");
        problem.edits = {{{argument.keyword_span.begin, argument.value.span.end}, descending ? "desc=True" : "desc=False"}};
    }
    const std::optional<FoldedText> text = text_of(column);
    if (!text) return;
    const std::size_t direction = postgrest::direction_word_length(text->text());
    if (direction != 0 && text->text().find(',') == std::string::npos) {
        const std::string name = text->text().substr(0, text->text().size() - direction);
        const char letter = text->text()[name.size() + 1];
        const bool descending = letter == 'd' || letter == 'D';
        add(CallProblemKind::OrderDirection, column.span,
            "the direction is read as a part of the column's name; write order(\"" + name + "\"" +
                (descending ? ", desc=True)" : ")"));
        return;
    }
    const auto parsed = postgrest::parse_order_column(text->text());
    const BuilderMethod* method = postgrest::find_method(call.method);
    const bool is_of_root = method != nullptr && argument_in(call, *method, ParameterRole::EmbedPath) == nullptr;
    for (const postgrest::OrderTerm& term : parsed.value) {
        if (parsed.ok() && is_of_root && term.relation) look_for_ordering(*term.relation, place(*text, term.relation->span));
    }
    if (parsed.ok() || parsed.error->kind == postgrest::ErrorKind::Limit) return;
    const bool is_direction = postgrest::parse_order(text->text()).ok();  // it lacks nothing but that it is all of the order
    add(is_direction ? CallProblemKind::OrderDirection : CallProblemKind::InvalidFilter, place(*text, parsed.error->span),
        parsed.error->to_string());
}

void CallReader::read_text_search(const ChainCall& call) {
    const Value* options = call.argument("options", 2);
    if (options == nullptr) return;
    for (const KnownKey& key : known_keys(*options, resolve_).keys) {
        if (key.name != "type") continue;
        const std::optional<FoldedText> type = text_of(*key.value);
        constexpr std::array<std::string_view, 3> kTypes = {"plain", "phrase", "web_search"};
        if (!type || std::ranges::find(kTypes, type->text()) != kTypes.end()) return;
        CallProblem& problem =
            add(CallProblemKind::TextSearchType, key.value->span,
                "text_search() knows the types \"plain\", \"phrase\" and \"web_search\"; another one is ignored");
        if (!type->text().starts_with("web") || !key.value->is(ValueKind::String)) return;
        problem.fix_title = "Write \"web_search\"";
        problem.edits = {{key.value->span, "\"web_search\""}};
    }
}

// Values of dictionaries and lists that are sent as JSON.
void CallReader::read_sent(const Value& value, int depth) {
    constexpr int kMaximumDepth = 8;
    if (depth > kMaximumDepth) return;
    if (value.is(ValueKind::Dictionary)) {
        for (std::size_t index = 1; index < value.items.size(); index += 2) {
            // The value of "**more" stands behind a key that is none.
            const Value& key = value.items[index - 1];
            const bool is_sent = key.is(ValueKind::String) && (depth > 1 || !replaced_.contains(key.text));
            if (is_sent) read_sent(value.items[index], depth + 1);
        }
    } else if (value.is(ValueKind::List)) {
        for (const Value& item : value.items) read_sent(item, depth + 1);
    } else if (value.is(ValueKind::Comprehension)) {
        read_sent(value.items[0], depth + 1);
    } else if (value.is(ValueKind::Conditional) && value.text.find("isinstance") == std::string::npos) {
        for (const Value& item : value.items) read_sent(item, depth + 1);
    } else if (depth == 0 && value.is(ValueKind::Name)) {
        if (!note_replaced(value.text)) return;
        const ResolvedValue resolved = resolve_(value);
        if (resolved.value != nullptr && !resolved.foreign) read_sent(*resolved.value, depth + 1);
        replaced_.clear();
        // "row['at'] = datetime.now()"
        for (const SetValue& set : set_values(statement_.facts, chain_.scope, value.text, value.span.begin)) {
            if (!set.appends) read_sent_value(*set.value);
        }
    } else if (depth > 0) {
        read_sent_value(value);
    }
}

// Notes the keys that other statements give another value, or take away; false where they may do that to any.
bool CallReader::note_replaced(std::string_view name) {
    replaced_.clear();
    for (const facts::ItemChange& change : statement_.facts.item_changes) {
        if (change.target != name) continue;
        if (change.has_others) return false;
        for (const Value& key : change.keys) replaced_.insert(key.text);
    }
    return true;
}

void CallReader::read_sent_value(const Value& value) {
    const ModelModules modules(context_);
    const std::optional<Unserialisable> found =
        unserialisable(value, {&statement_.facts, chain_.scope, &modules.analysed_file()});
    if (!found || is_sent_as_text(found->type, context_.settings.client_version)) return;
    CallProblem& problem = add(CallProblemKind::UnserialisablePayload, value.span,
                               "supabase-py sends JSON, and json.dumps raises TypeError for " + with_article(found->type));
    if (found->remedy == Serialisation::Isoformat) {
        problem.message += "; write .isoformat() behind it";
        problem.fix_title = "Add .isoformat()";
        problem.edits = {{{value.span.end, value.span.end}, ".isoformat()"}};
    } else if (found->remedy == Serialisation::Text) {
        problem.message += "; write str(…) around it";
        problem.fix_title = "Write str(…) around it";
        problem.edits = {{{value.span.begin, value.span.begin}, "str("}, {{value.span.end, value.span.end}, ")"}};
    }
}

}  // namespace

void read_calls(const facts::Chain& chain, std::size_t first, std::size_t end, const StatementView& statement,
                const Context& context, const ValueResolver& resolve, const EmbedNode& root, bool selects_known,
                std::vector<CallProblem>& problems) {
    CallReader reader(chain, statement, context, resolve, root, selects_known, problems);
    for (std::size_t index = first; index < end; ++index) {
        const ChainCall* before = index > first ? &chain.calls[index - 1] : nullptr;
        const bool is_negated = before != nullptr && before->is_property && before->method == "not_";
        reader.read(chain.calls[index], is_negated ? before : nullptr);
    }
}

}  // namespace rowtype::binding
