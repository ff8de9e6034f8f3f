#include "analysis/facts/orm_reader.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/compared_texts.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/orm_hints.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

constexpr std::size_t kLongestPath = 200;

// ".name" or ".name(…)"; of the first call also "name(…)".
struct Link {
    Node attribute;  // null: a bare name
    Node name;
    Node call;  // null for a property
};

bool is_dotted(std::string_view text);
bool tells_attributes(const ChainCall& call);
ChainCall read_link(const Link& link, const Source& source);
std::vector<Argument> read_keywords(const Node& list, const Source& source);
bool has_second(Cursor& list);

// Calls whose arguments name an entity or attributes of one by text or keyword.
constexpr auto kRead = std::to_array<std::string_view>({"aliased",
                                                        "delete",
                                                        "execute",
                                                        "filter_by",
                                                        "get",
                                                        "group_by",
                                                        "hasattr",
                                                        "insert",
                                                        "join",
                                                        "on_conflict_do_nothing",
                                                        "on_conflict_do_update",
                                                        "order_by",
                                                        "outerjoin",
                                                        "query",
                                                        "scalar",
                                                        "scalars",
                                                        "select",
                                                        "select_entity_from",
                                                        "select_from",
                                                        "update",
                                                        "values",
                                                        "with_entities"});

// Calls that make a part of a statement.
constexpr auto kClauses = std::to_array<std::string_view>({"select",
                                                           "query",
                                                           "with_entities",
                                                           "add_columns",
                                                           "load_only",
                                                           "returning",
                                                           "where",
                                                           "filter",
                                                           "having",
                                                           "join",
                                                           "outerjoin",
                                                           "order_by",
                                                           "group_by",
                                                           "values",
                                                           "update",
                                                           "insert",
                                                           "index_elements",
                                                           "on_conflict_do_update",
                                                           "on_conflict_do_nothing",
                                                           "distinct",
                                                           "partition_by"});

}  // namespace

bool OrmReader::read_attribute(const Node& attribute, const Source& source, std::uint32_t scope, OrmFacts& facts) {
    std::vector<Value> compared = texts_beside(attribute);
    const std::string_view bytes = source.bytes(attribute);
    if (bytes.size() > kLongestPath || !is_dotted(bytes)) return true;
    if (attribute.id() == passed_over_ || !concerns_entity(bytes)) return false;
    facts.paths.push_back(
        {std::string(bytes), source.span_of(attribute).begin, scope, clause_at(attribute.begin()), {}, std::move(compared)});
    return false;
}

bool OrmReader::read_subscript(const Node& subscript, const Source& source, std::uint32_t scope, OrmFacts& facts) {
    std::vector<Value> compared = texts_beside(subscript);
    const Node object = subscript.child(syntax::Field::Value);
    const std::string_view bytes = source.bytes(object);
    if (bytes.size() > kLongestPath || !is_dotted(bytes)) return false;
    if (!bytes.ends_with(".c") && !bytes.ends_with(".columns")) return false;
    Value whole = read_value(subscript, source);
    if (!whole.is(ValueKind::Subscript) || whole.items.size() != 2 || !whole.items[1].is(ValueKind::String)) return false;
    facts.paths.push_back({std::string(bytes),
                           source.span_of(object).begin,
                           scope,
                           clause_at(object.begin()),
                           {std::move(whole.items[1])},
                           std::move(compared)});
    return true;
}

void OrmReader::read_call(const CallSite& site, const Source& source, std::uint32_t scope, OrmFacts& facts) {
    const Node& call = site.call;
    if (std::ranges::find(kClauses, site.name) != kClauses.end()) clauses_.push_back({site.arguments.span(), site.name});
    if (site.is_method && is_membership(site.name)) {
        Cursor list(site.arguments);
        const std::vector<Argument> arguments = read_arguments(list, source);
        if (const Value* values = find_positional(arguments, 0)) {
            std::vector<Value> texts = texts_in(*values);
            if (!texts.empty()) compared_.push_back({site.function.id(), std::move(texts)});
        }
    }
    if (!inner_calls_.empty() && inner_calls_.back() == call.id()) {
        inner_calls_.pop_back();
        return;
    }
    std::vector<Link> links;  // outermost first
    std::vector<const void*> inner;
    Node current = call;
    while (true) {
        current = unwrapped(current);
        Link link;
        Node function = current;
        if (current.kind() == NodeKind::Call) {
            link.call = current;
            if (current.id() != call.id()) inner.push_back(current.id());
            function = current.child(syntax::Field::Function);
        }
        if (function.kind() == NodeKind::Identifier && !link.call.is_null()) {
            link.name = function;
            links.push_back(link);
            current = Node();
            break;
        }
        if (function.kind() != NodeKind::Attribute) break;
        link.attribute = function;
        link.name = function.child(syntax::Field::Attribute);
        const Node object = function.child(syntax::Field::Object);
        if (object.is_null() || link.name.is_null()) break;
        // What comes before the first call is the receiver.
        if (link.call.is_null() && is_dotted(source.bytes(function))) break;
        links.push_back(link);
        current = object;
    }
    // Calls are met from the outermost in.
    inner_calls_.insert(inner_calls_.end(), inner.rbegin(), inner.rend());
    OrmChain chain;
    bool tells = false;
    for (auto link = links.rbegin(); link != links.rend(); ++link) {
        chain.calls.push_back(read_link(*link, source));
        tells = tells || tells_attributes(chain.calls.back());
    }
    // "User.query.all()"
    if (!tells && !current.is_null()) {
        const std::string_view bytes = source.bytes(current);
        tells = bytes.ends_with(".query") && bytes.size() < kLongestPath && concerns_entity(bytes);
    }
    if (!tells) return;
    // "from … import insert as pg_insert": whatever the first call's name, it may say what the statement is about.
    if (const Link& first = links.back(); first.attribute.is_null() && chain.calls.front().arguments.empty()) {
        Cursor cursor(first.call.child(syntax::Field::Arguments));
        if (!is_class_like(chain.calls.front().method)) chain.calls.front().arguments = read_arguments(cursor, source);
    }
    if (!current.is_null()) chain.receiver = read_value(current, source);
    chain.span = source.span_of(call);
    chain.scope = scope;
    facts.chains.push_back(std::move(chain));
}

void OrmReader::read_comparison(const Node& comparison, const Source& source) {
    if (source.bytes(comparison).find('=') == std::string_view::npos) return;
    Cursor cursor(comparison);
    for_each_child(cursor, [&](NodeKind kind) {
        if (kind != NodeKind::Attribute && kind != NodeKind::Subscript) return;
        const Node side = cursor.node();
        std::vector<Value> texts = texts_compared_with(comparison, side, source);
        if (!texts.empty()) compared_.push_back({side.id(), std::move(texts)});
    });
}

std::vector<Value> OrmReader::texts_beside(const Node& path) {
    const auto found = std::ranges::find(compared_, path.id(), &Compared::path);
    if (found == compared_.end()) return {};
    std::vector<Value> texts = std::move(found->texts);
    compared_.erase(found);
    return texts;
}

void OrmReader::note_assignment(std::string_view name, const Node& value, const Source& source) {
    const Node call = unwrapped(value);
    if (call.kind() != NodeKind::Call) return;
    const std::string_view callee = source.bytes(call.child(syntax::Field::Function));
    if (callee == "aliased" || callee.ends_with(".aliased")) aliases_.emplace_back(name);
}

// Calls are met before what stands in them, an outer one of a chain before the inner ones, whose arguments come first.
std::string OrmReader::clause_at(std::uint32_t position) {
    const Clause* innermost = nullptr;
    std::erase_if(clauses_, [&](const Clause& clause) { return clause.arguments.end <= position; });
    for (const Clause& clause : clauses_) {
        const bool holds = clause.arguments.begin <= position;
        if (holds && (innermost == nullptr || clause.arguments.begin > innermost->arguments.begin)) innermost = &clause;
    }
    return innermost == nullptr ? std::string() : std::string(innermost->method);
}

// Some name in it, not the last, looks like a class, a table's columns or what a repository calls its model.
bool OrmReader::concerns_entity(std::string_view path) const {
    std::size_t begin = 0;
    std::string_view before;
    for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.', begin)) {
        const std::string_view name = path.substr(begin, dot - begin);
        if (is_class_like(name)) return true;
        if (begin == 0 && std::ranges::find(aliases_, name) != aliases_.end()) return true;
        const bool is_own = before == "self" || before == "cls";
        if (is_own && is_model_attribute(name)) return true;
        if (begin != 0 && (name == "c" || name == "columns")) return true;
        before = name;
        begin = dot + 1;
    }
    return false;
}

namespace {

bool is_dotted(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char letter) {
        const auto value = static_cast<unsigned char>(letter);
        return letter == '.' || letter == '_' || value >= 0x80 || (value >= '0' && value <= '9') ||
               ((value | 0x20U) >= 'a' && (value | 0x20U) <= 'z');
    });
}

// select(User), session.get(User, 1): statements about whole objects.
bool takes_entity(std::string_view method) {
    constexpr auto kTaking =
        std::to_array<std::string_view>({"delete", "get", "insert", "query", "select", "update", "with_entities"});
    return std::ranges::find(kTaking, method) != kTaking.end();
}

bool names_class(const Value& value) {
    return (value.is(ValueKind::Name) || value.is(ValueKind::Attribute)) && is_class_like(value.text);
}

bool tells_attributes(const ChainCall& call) {
    if (call.is_property || call.arguments.empty()) return false;
    const bool any_keyword =
        std::ranges::any_of(call.arguments, [](const Argument& argument) { return !argument.keyword.empty(); });
    if (call.method == "filter_by") return any_keyword;
    if (call.method == "hasattr") return true;
    if (call.method == "values" || call.method.starts_with("on_conflict_do_")) return true;
    if (is_class_like(call.method)) return any_keyword;
    const Value* first = call.positional(0);
    if (call.method == "order_by" || call.method == "group_by") {
        return std::ranges::any_of(call.arguments, [](const Argument& argument) { return argument.value.is(ValueKind::String); });
    }
    if (takes_entity(call.method) && first != nullptr && names_class(*first)) return true;
    if (call.method == "update") return first != nullptr && first->is(ValueKind::Dictionary);
    if (call.method == "execute" || call.method == "scalars" || call.method == "scalar") {
        return call.positional(1) != nullptr && first != nullptr && first->is(ValueKind::Call);
    }
    return false;
}

ChainCall read_link(const Link& link, const Source& source) {
    ChainCall call;
    call.method = source.string(link.name);
    call.method_span = source.span_of(link.name);
    call.is_property = link.call.is_null();
    const Node last = call.is_property ? link.attribute : link.call;
    call.span = {call.method_span.begin, source.span_of(last).end};
    if (call.is_property) return call;
    const Node list = link.call.child(syntax::Field::Arguments);
    if (list.kind() != NodeKind::ArgumentList) return call;
    if (call.method == "filter_by" || is_class_like(call.method)) {
        call.arguments = read_keywords(list, source);
    } else if (std::ranges::find(kRead, call.method) != kRead.end()) {
        // Of "execute(select(…))" there is nothing to tell: only of "execute(insert(User), rows)".
        const bool is_run = call.method == "execute" || call.method.starts_with("scalar");
        Cursor cursor(list);
        if (!is_run || has_second(cursor)) call.arguments = read_arguments(cursor, source);
    }
    return call;
}

// Labels of PostgreSQL's enumerations have 63 bytes at most; two quotes, and a prefix.
constexpr std::uint32_t kLongestText = 66;

// The keywords, and of their values the short texts; all else is Unknown, or Starred.
std::vector<Argument> read_keywords(const Node& list, const Source& source) {
    std::vector<Argument> arguments;
    Cursor cursor(list);
    for_each_child(cursor, [&](NodeKind kind) {
        Argument argument;
        argument.value.span = source.span_of(cursor.node());
        if (kind == NodeKind::KeywordArgument) {
            const Node name = cursor.node().child(syntax::Field::Name);
            argument.keyword = source.string(name);
            argument.keyword_span = source.span_of(name);
            const Node value = cursor.node().child(syntax::Field::Value);
            const bool is_text = value.kind() == NodeKind::String;
            if (is_text && value.end() - value.begin() <= kLongestText) argument.value = read_value(value, source);
        } else if (kind == NodeKind::DictionarySplat || kind == NodeKind::ListSplat) {
            argument.value.kind = ValueKind::Starred;
            argument.value.text = kind == NodeKind::ListSplat ? "*" : "**";
        }
        arguments.push_back(std::move(argument));
    });
    return arguments;
}

bool has_second(Cursor& list) {
    std::size_t count = 0;
    for_each_child(list, [&](NodeKind) { ++count; });
    return count > 1;
}

}  // namespace

}  // namespace rowtype::facts
