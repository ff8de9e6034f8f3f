#include "analysis/features/completion.h"

#include <algorithm>
#include <array>
#include <optional>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/query_client.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/features/completion_items.h"
#include "analysis/features/half_typed.h"
#include "analysis/features/related_tables.h"
#include "analysis/features/sql_completion.h"
#include "analysis/features/typed_select.h"
#include "analysis/postgrest/builder_methods.h"

namespace rowtype::features {

namespace {

using binding::EmbedNode;
using postgrest::MethodRole;
using postgrest::ParameterRole;

// More than this in one answer is more than anyone reads.
constexpr std::size_t kMostItems = 500;

// What can stand in one argument of a builder call, and how much of it is typed.
class BuilderCompletion {
public:
    BuilderCompletion(const StringPlace& place, const binding::Context& context, ItemList& items)
        : place_(place), context_(context), items_(items) {}

    // The bytes of the name before the cursor; none where nothing can be said.
    std::optional<std::size_t> run();

private:
    std::size_t complete_start(ParameterRole role);
    std::size_t complete_select();
    std::size_t complete_payload();
    std::size_t complete_filter();
    std::size_t complete_order();
    std::size_t complete_logic();
    std::size_t complete_conflict();
    std::size_t complete_embed_path();
    std::size_t complete_value(const postgrest::BuilderMethod& method);
    void add_embeds_of(const EmbedNode& level);
    [[nodiscard]] const EmbedNode* level_of_call(const postgrest::BuilderMethod& method) const;
    [[nodiscard]] const facts::Value* argument_in(const postgrest::BuilderMethod& method, ParameterRole role) const;
    [[nodiscard]] std::set<std::string> other_keys() const;
    [[nodiscard]] std::string_view typed() const { return std::string_view(place_.string->text).substr(0, place_.decoded); }
    [[nodiscard]] const catalog::Relation* relation() const { return root_->relation; }

    const StringPlace& place_;
    const binding::Context& context_;
    ItemList& items_;
    std::shared_ptr<const EmbedNode> root_;
};

std::string_view word_at_end(std::string_view text);
bool write_in_literal(std::string& insertion, const StringPlace& place);
std::optional<Span> replaced_span(std::string_view text, std::uint32_t offset, const StringPlace& place, std::size_t typed);
void limit(Completion& completion, std::string_view typed);
bool is_subsequence(std::string_view wanted, std::string_view text);

}  // namespace

Completion complete(const Snapshot& snapshot, std::uint32_t offset, MarkupKind kind) {
    Completion completion;
    completion.replaced = {offset, offset};
    const std::optional<StringPlace> place = string_place(snapshot, offset);
    if (!place) return completion;
    const BoundFile file(snapshot.identity, place->file, snapshot.environment);
    ItemList items(*snapshot.environment.catalog, kind);
    const std::optional<std::size_t> typed = place->sql != nullptr ? complete_sql(*place, file.context(), items)
                                                                   : BuilderCompletion(*place, file.context(), items).run();
    if (!typed) return completion;
    const std::optional<Span> replaced = replaced_span(snapshot.text, offset, *place, *typed);
    if (!replaced) return completion;
    completion.replaced = *replaced;
    completion.items = items.take();
    std::erase_if(completion.items, [&](CompletionItem& item) { return !write_in_literal(item.insertion, *place); });
    const bool has_bracket = replaced->end < snapshot.text.size() && snapshot.text[replaced->end] == '(';
    for (CompletionItem& item : completion.items) item.takes_columns = item.takes_columns && !has_bracket;
    limit(completion, slice(snapshot.text, {replaced->begin, offset}));
    return completion;
}

bool may_complete_after_blank(std::string_view text, std::uint32_t offset) {
    std::string_view before = text.substr(0, offset);
    if (!before.ends_with(' ')) return true;
    before.remove_suffix(1);
    if (before.ends_with(',')) return true;
    constexpr std::array<std::string_view, 5> kWords = {"from", "join", "into", "update", "by"};
    std::string word;
    while (!before.empty() && is_name_byte(before.back()) && word.size() < 8) {
        const char letter = before.back();
        word.insert(word.begin(), letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter);
        before.remove_suffix(1);
    }
    return std::ranges::find(kWords, word) != kWords.end();
}

namespace {

std::optional<std::size_t> BuilderCompletion::run() {
    const postgrest::BuilderMethod* method = postgrest::find_method(place_.call->method);
    if (method == nullptr) return std::nullopt;
    const postgrest::BuilderParameter* parameter =
        place_.argument->keyword.empty() ? method->positional(place_.position) : method->keyword(place_.argument->keyword);
    if (parameter == nullptr) return std::nullopt;
    const bool wants_keys = parameter->role == ParameterRole::Payload || parameter->role == ParameterRole::Equalities;
    if (wants_keys != (place_.dictionary != nullptr)) return std::nullopt;
    if (parameter->role == ParameterRole::Table || parameter->role == ParameterRole::Function ||
        parameter->role == ParameterRole::Schema) {
        return complete_start(parameter->role);
    }
    const binding::QueryBinding bound = binding::bind_queries(place_.view(), context_);
    const auto query = std::ranges::find(bound.queries, place_.chain->span, &binding::BoundQuery::span);
    if (query == bound.queries.end() || query->root->relation == nullptr) return std::nullopt;
    root_ = query->root;
    switch (parameter->role) {
        case ParameterRole::SelectList: return complete_select();
        case ParameterRole::Payload: return complete_payload();
        case ParameterRole::ConflictColumns: return complete_conflict();
        case ParameterRole::Column: return method->role == MethodRole::Order ? complete_order() : complete_filter();
        case ParameterRole::Equalities: return complete_filter();
        case ParameterRole::Logic: return complete_logic();
        case ParameterRole::EmbedPath: return complete_embed_path();
        case ParameterRole::Value: return complete_value(*method);
        default: return std::nullopt;
    }
}

std::size_t BuilderCompletion::complete_start(ParameterRole role) {
    const binding::ValueResolver resolve = [this](const facts::Value& reference) {
        return binding::resolve_value(reference, place_.chain->scope, place_.view(), context_);
    };
    if (role == ParameterRole::Table) {
        binding::Mute reason{};
        const binding::StatementView statement = place_.view();
        binding::Receivers receivers(statement, context_);
        const auto start = binding::query_start(*place_.chain, context_, receivers, resolve, reason);
        const bool is_here = start && start->schema_known && &place_.chain->calls[start->table_call] == place_.call;
        if (is_here) items_.add_relations(start->schema);
    } else if (role == ParameterRole::Function) {
        if (const auto call = binding::function_call(*place_.chain, place_.view(), context_)) items_.add_functions(call->schema);
    } else if (binding::has_known_client(*place_.chain, place_.view(), context_)) {
        items_.add_schemas();
    }
    return typed().size();
}

std::size_t BuilderCompletion::complete_select() {
    std::string text;
    for (const facts::Argument& argument : place_.call->arguments) {
        if (&argument == place_.argument) break;
        if (!argument.keyword.empty()) continue;
        if (!argument.value.is(facts::ValueKind::String)) return 0;  // nobody knows which brackets it leaves open
        text += argument.value.text + ",";
    }
    text += typed();
    const TypedSelect select = read_typed_select(text);
    const catalog::Relation* level = relation();
    for (const std::string& name : select.path) {
        if (level != nullptr) level = binding::embedded_relation(context_.catalog, *level, name);
    }
    if (level == nullptr) return select.word.size();
    if (select.item == TypedItem::Anything) {
        items_.add_columns(*level, ItemList::Use::Read);
        items_.add_embeds(*level);
        if (select.is_first_word && select.word.empty()) items_.add_word("*", "all columns");
    } else if (select.item == TypedItem::Related) {
        items_.add_embeds(*level);
    } else if (select.item == TypedItem::Hint) {
        items_.add_word("inner", "rows without one are left out");
        items_.add_word("left", "rows without one are kept");
        for (const RelatedTable& related : related_tables(context_.catalog, *level)) {
            if (related.name == select.related && !related.hint.empty()) items_.add_word(related.hint, related.explanation);
        }
    }
    return select.word.size();
}

std::size_t BuilderCompletion::complete_payload() {
    const bool updates = place_.call->method == "update";
    items_.add_columns(*relation(), updates ? ItemList::Use::Update : ItemList::Use::Insert, other_keys());
    return typed().size();
}

// "column" or "related.column".
std::size_t BuilderCompletion::complete_filter() {
    const std::string_view word = word_at_end(typed());
    std::string_view path = typed().substr(0, typed().size() - word.size());
    const EmbedNode* level = root_.get();
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        if (dot == std::string_view::npos) return word.size();  // a JSON path or a quoted name
        level = level->child(path.substr(0, dot));
        if (level == nullptr || level->relation == nullptr) return word.size();
        path.remove_prefix(dot + 1);
    }
    const bool is_key = place_.dictionary != nullptr;
    items_.add_columns(*level->relation, ItemList::Use::Read, is_key ? other_keys() : std::set<std::string>{});
    if (!is_key) add_embeds_of(*level);
    return word.size();
}

// "column", "column,column", "related(column".
std::size_t BuilderCompletion::complete_order() {
    const std::string_view word = word_at_end(typed());
    std::string_view before = typed().substr(0, typed().size() - word.size());
    before.remove_prefix(before.rfind(',') == std::string_view::npos ? 0 : before.rfind(',') + 1);
    const EmbedNode* level = level_of_call(*postgrest::find_method(place_.call->method));
    while (before.starts_with(' ')) before.remove_prefix(1);
    if (before.ends_with('(') && level != nullptr) {
        before.remove_suffix(1);
        level = level->child(before);
        before = {};
    }
    if (level == nullptr || level->relation == nullptr || !before.empty()) return word.size();
    items_.add_columns(*level->relation, ItemList::Use::Read);
    return word.size();
}

// "a.eq.1,and(b.gt.2,c": a condition begins after the start, "," and "(".
std::size_t BuilderCompletion::complete_logic() {
    const std::string_view word = word_at_end(typed());
    std::string_view before = typed().substr(0, typed().size() - word.size());
    while (before.ends_with(' ')) before.remove_suffix(1);
    const EmbedNode* level = level_of_call(*postgrest::find_method(place_.call->method));
    bool begins = before.empty() || before.ends_with(',');
    if (before.ends_with('(')) {  // of and(, or(, but not of in.(
        before.remove_suffix(1);
        const std::string_view opener = word_at_end(before);
        begins = opener == "and" || opener == "or";
    } else if (begins && !before.empty()) {  // in a list of values a comma begins no condition
        const std::size_t open = before.rfind('(');
        const bool in_list = open != std::string_view::npos && before.find(')', open) == std::string_view::npos;
        const std::string_view opener = in_list ? word_at_end(before.substr(0, open)) : std::string_view{};
        begins = !in_list || opener == "and" || opener == "or";
    }
    if (begins && level != nullptr && level->relation != nullptr) items_.add_columns(*level->relation, ItemList::Use::Read);
    return word.size();
}

std::size_t BuilderCompletion::complete_conflict() {
    const std::string_view word = word_at_end(typed());
    const std::string_view whole = place_.string->text;
    std::set<std::string> given;
    for (std::size_t begin = 0; begin <= whole.size();) {
        const std::size_t end = std::min(whole.find(',', begin), whole.size());
        const bool is_typed = begin <= place_.decoded && place_.decoded <= end;
        std::string_view name = whole.substr(begin, end - begin);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        if (!is_typed) given.emplace(name);
        begin = end + 1;
    }
    items_.add_conflict_columns(*relation(), given);
    return word.size();
}

std::size_t BuilderCompletion::complete_embed_path() {
    const std::string_view word = word_at_end(typed());
    if (word.size() == typed().size()) add_embeds_of(*root_);
    return word.size();
}

// The labels of an enum column that is compared with the value.
std::size_t BuilderCompletion::complete_value(const postgrest::BuilderMethod& method) {
    const facts::Value* name = argument_in(method, ParameterRole::Column);
    const bool compares = method.value_shape == postgrest::ValueShape::Scalar;
    if (name != nullptr && name->is(facts::ValueKind::String) && compares) {
        if (const catalog::Column* column = relation()->find_column(name->text)) items_.add_labels(*column);
    }
    return typed().size();
}

void BuilderCompletion::add_embeds_of(const EmbedNode& level) {
    for (const EmbedNode& child : level.children) {
        if (child.relation == nullptr) continue;
        items_.add_word(child.alias.empty() ? child.name : child.alias, "related " + child.relation->name.to_string());
    }
}

const EmbedNode* BuilderCompletion::level_of_call(const postgrest::BuilderMethod& method) const {
    const facts::Value* path = argument_in(method, ParameterRole::EmbedPath);
    if (path == nullptr || path->is(facts::ValueKind::None)) return root_.get();
    return path->is(facts::ValueKind::String) ? root_->child(path->text) : nullptr;
}

const facts::Value* BuilderCompletion::argument_in(const postgrest::BuilderMethod& method, ParameterRole role) const {
    const postgrest::BuilderParameter* parameter = method.parameter(role);
    if (parameter == nullptr) return nullptr;
    for (const postgrest::BuilderParameter& each : method.parameters) {
        if (each.role != role) continue;
        if (const facts::Value* named = place_.call->keyword(each.name)) return named;
    }
    return parameter->position >= 0 ? place_.call->positional(static_cast<std::size_t>(parameter->position)) : nullptr;
}

std::set<std::string> BuilderCompletion::other_keys() const {
    std::set<std::string> keys;
    for (std::size_t index = 0; index + 1 < place_.dictionary->items.size(); index += 2) {
        const facts::Value& key = place_.dictionary->items[index];
        if (&key != place_.string && key.is(facts::ValueKind::String)) keys.insert(key.text);
    }
    return keys;
}

std::string_view word_at_end(std::string_view text) {
    std::size_t begin = text.size();
    while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
    return text.substr(begin);
}

// A name as the string literal holds it; false where a raw one cannot.
bool write_in_literal(std::string& insertion, const StringPlace& place) {
    std::string written;
    for (const char letter : insertion) {
        const bool is_control = static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F;
        if (letter == '\\' || letter == place.quote) {
            written += '\\';
            written += letter;
        } else if (is_control) {
            constexpr std::string_view kDigits = "0123456789abcdef";
            written += "\\x";
            written += kDigits[static_cast<unsigned char>(letter) >> 4U];
            written += kDigits[static_cast<unsigned char>(letter) & 0xFU];
        } else {
            written += letter;
        }
    }
    if (place.is_raw && written != insertion) return false;
    insertion = std::move(written);
    return true;
}

// The name around the cursor; none where the source spells it by escapes.
std::optional<Span> replaced_span(std::string_view text, std::uint32_t offset, const StringPlace& place, std::size_t typed) {
    if (typed > place.decoded || typed > offset) return std::nullopt;
    const auto size = static_cast<std::uint32_t>(typed);
    const std::string_view decoded = std::string_view(place.string->text).substr(place.decoded - typed, typed);
    if (text.substr(offset - size, size) != decoded || decoded.find('\n') != std::string_view::npos) return std::nullopt;
    std::uint32_t end = offset;
    while (end < text.size() && is_name_byte(text[end])) ++end;
    return Span{offset - size, end};
}

// Of very many those that have what was typed, its letters in order.
void limit(Completion& completion, std::string_view typed) {
    if (completion.items.size() <= kMostItems) return;
    std::erase_if(completion.items, [typed](const CompletionItem& item) { return !is_subsequence(typed, item.label); });
    if (completion.items.size() > kMostItems) completion.items.resize(kMostItems);
    completion.is_incomplete = true;
}

bool is_subsequence(std::string_view wanted, std::string_view text) {
    const auto lower = [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    };
    std::size_t next = 0;
    for (const char letter : text) {
        if (next < wanted.size() && lower(letter) == lower(wanted[next])) ++next;
    }
    return next == wanted.size();
}

}  // namespace

}  // namespace rowtype::features
