#include <algorithm>
#include <optional>
#include <ranges>
#include <utility>

#include "analysis/facts/call_names.h"
#include "analysis/facts/call_site.h"
#include "analysis/facts/dialect_types.h"
#include "analysis/facts/expressions.h"
#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/handed_texts.h"
#include "analysis/facts/list_changes.h"
#include "analysis/facts/orm_hints.h"
#include "analysis/facts/orm_reader.h"
#include "analysis/facts/row_methods.h"
#include "analysis/facts/script_names.h"
#include "analysis/facts/triggers.h"
#include "analysis/facts/yielded_values.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

// Walks one top-level statement in the order of its text. A loop with a stack of its own: nesting costs no call stack.
class StatementWalk {
public:
    StatementWalk(const Source& source, std::uint32_t end, bool may_hold_calls, StatementFacts& facts);

    void walk(const Node& node);
    void finish() { chains_.finish(facts_); }

private:
    // What holds inside one node and ends with it.
    struct Frame {
        std::uint32_t depth = 0;
        std::uint32_t scope = 0;
        bool conditional = false;
        bool in_full = false;        // functions are walked whatever they hold
        bool in_orm = false;         // uses of mapped classes are looked for
        bool may_hold_calls = true;  // no: holds_calls() has said so of a class around
        Span block;
        Span branch;             // the innermost if, for, while, try or match statement; empty: none in this scope
        bool is_choice = false;  // an if or match
    };

    bool enter(NodeKind kind, const Node& node);  // whether to go into its children
    [[nodiscard]] bool holds_something(NodeKind kind, const Node& node) const;
    bool enter_block(const Node& node);
    bool enter_if(const Node& node);
    // What it asks of a function is asked in idle_bodies.cpp, too.
    bool enter_function(const Node& node);
    [[nodiscard]] bool is_walked_in_full(std::string_view function, std::string_view name) const;
    bool enter_class(const Node& node);
    bool enter_branch(NodeKind kind, const Node& node);
    bool enter_call(const Node& node);
    bool enter_assignment(const Node& node);
    bool enter_attribute(NodeKind kind, const Node& node);
    void read_global(NodeKind kind, const Node& node);
    [[nodiscard]] AssignmentPlace place() const {
        return {frames_.back().scope, frames_.back().conditional, frames_.back().block};
    }
    void note_exit(NodeKind kind, const Node& node);
    [[nodiscard]] Span left_by(NodeKind kind, std::uint32_t position) const;
    [[nodiscard]] ChainUse use_of(const Node& call) const {
        return {call.id() == assigned_value_ ? assigned_name_ : std::string_view{}, call.id() == returned_value_};
    }
    void open(std::uint32_t scope, bool conditional, bool in_full, Span block);
    // Of a function or class: whether its bytes hold calls of an ORM, where those of the whole statement do.
    [[nodiscard]] bool holds_orm_calls_inside(const Node& node) const;
    std::uint32_t add_scope(ScopeKind kind, const Node& definition);
    void bind_opaque(const Node& pattern, std::uint32_t scope) { facts::bind_opaque(pattern, source_, scope, facts_); }
    void bind_opaque(std::string name, std::uint32_t scope);

    const Source& source_;
    StatementFacts& facts_;
    Cursor* cursor_ = nullptr;
    std::uint32_t depth_ = 0;
    std::vector<Frame> frames_;
    std::vector<Span> tries_;  // the try statements so far, those around others first
    ChainReader chains_;
    ListChanges lists_;
    HandedTexts handed_;
    OrmReader orm_;
    bool look_for_calls_ = false;          // at module level; functions are looked at one by one
    Node decorated_;                       // the decorated_definition last entered
    std::uint32_t transparent_depth_ = 0;  // depth of a block that counts as the one around it
    const void* unseen_ = nullptr;         // a suite that no program runs
    const void* assigned_value_ = nullptr;
    std::string assigned_name_;
    const void* returned_value_ = nullptr;
};

// The expression that a return statement gives; null where there is none.
const void* returned_node(const Node& statement);
// The first suite of `if TYPE_CHECKING:`; null of any other, and where an elif follows.
Node type_checkers_suite(const Node& statement, const Source& source);
bool has_else(const Node& statement);
// Annotations without values, and imports.
bool holds_annotations_alone(const Node& suite);
// The name in "name: annotation"; null of any other statement.
Node annotated_name(const Node& statement);

}  // namespace

StatementFacts read_statement(const std::vector<Node>& nodes, const Source& source, std::uint32_t end, bool inside_error) {
    StatementFacts facts;
    facts.length = end - source.origin;
    facts.has_error = inside_error;
    facts.scopes.push_back({ScopeKind::Module, {}, 0, {0, facts.length}, {}, {}, {}, {}});
    const bool is_idle =
        nodes.size() == 1 && nodes.front().kind() == NodeKind::FunctionDefinition && source.is_idle(nodes.front());
    StatementWalk walk(source, end, !is_idle, facts);
    for (const Node& node : nodes) {
        facts.has_error = facts.has_error || node.has_error();
        walk.walk(node);
    }
    walk.finish();
    read_payload_escapes(nodes, source, facts);
    read_rows(nodes, source, facts);
    return facts;
}

namespace {

StatementWalk::StatementWalk(const Source& source, std::uint32_t end, bool may_hold_calls, StatementFacts& facts)
    : source_(source), facts_(facts) {
    const std::string_view bytes = slice(source.text, {source.origin, end});
    const bool in_orm = may_hold_calls && holds_orm_calls(bytes);
    look_for_calls_ = may_hold_calls && (in_orm || holds_calls(bytes, true, source_.settings) ||
                                         find_bytes(bytes, ":=") != std::string_view::npos || holds_sql_literal(bytes));
    frames_.push_back({0, 0, false, false, in_orm, true, {0, end - source.origin}, {}, false});
}

void StatementWalk::walk(const Node& node) {
    Cursor cursor(node);
    cursor_ = &cursor;
    depth_ = 1;
    while (true) {
        const Node current = cursor.node();
        if (enter(current.kind(), current) && cursor.to_first_child()) {
            ++depth_;
            continue;
        }
        while (true) {
            while (frames_.back().depth == depth_) frames_.pop_back();
            if (depth_ == 1) return;
            if (cursor.to_next_sibling()) break;
            cursor.to_parent();
            --depth_;
        }
    }
}

bool StatementWalk::enter(NodeKind kind, const Node& node) {
    switch (kind) {
        case NodeKind::Token:
        case NodeKind::Comment:
        case NodeKind::LineContinuation:
        case NodeKind::StringStart:
        case NodeKind::StringContent:
        case NodeKind::StringEnd:
        case NodeKind::Identifier:
        case NodeKind::Integer:
        case NodeKind::Float:
        case NodeKind::Type: return false;
        case NodeKind::Block: return node.id() != unseen_ && enter_block(node);
        case NodeKind::FunctionDefinition: return enter_function(node);
        case NodeKind::ClassDefinition: return enter_class(node);
        case NodeKind::DecoratedDefinition: decorated_ = node; return true;
        case NodeKind::IfStatement: return enter_if(node);
        case NodeKind::ForStatement:
        case NodeKind::WhileStatement:
        case NodeKind::TryStatement:
        case NodeKind::MatchStatement: return enter_branch(kind, node);
        case NodeKind::WithStatement:
            read_opened_names(node, source_, frames_.back().scope, facts_);
            transparent_depth_ = depth_ + 1;
            return true;
        case NodeKind::ImportStatement:
        case NodeKind::ImportFromStatement:
        case NodeKind::FutureImportStatement: {
            Cursor cursor(node);
            read_import(cursor, source_, frames_.back().scope, facts_.imports);
            return false;
        }
        case NodeKind::GlobalStatement:
        case NodeKind::NonlocalStatement: read_global(kind, node); return false;
        case NodeKind::DeleteStatement:
            read_item_deletion(node, source_, frames_.back().scope, facts_);
            bind_opaque(node, frames_.back().scope);
            return false;
        case NodeKind::RaiseStatement:
        case NodeKind::ContinueStatement:
        case NodeKind::BreakStatement: note_exit(kind, node); return holds_something(kind, node);
        case NodeKind::ReturnStatement:
            note_exit(kind, node);
            returned_value_ = returned_node(node);
            read_return(node, source_, frames_.back().scope, facts_);
            return holds_something(kind, node);
        case NodeKind::AsPatternTarget:
        case NodeKind::CasePattern: bind_opaque(node, frames_.back().scope); return false;
        case NodeKind::ExceptClause: bind_opaque(node.child(syntax::Field::Alias), frames_.back().scope); return true;
        case NodeKind::NamedExpression: bind_opaque(node.child(syntax::Field::Name), frames_.back().scope); return true;
        case NodeKind::ForInClause: bind_opaque(node.child(syntax::Field::Left), frames_.back().scope); return true;
        case NodeKind::LambdaParameters: bind_opaque(node, frames_.back().scope); return true;
        case NodeKind::TypeAliasStatement: read_type_alias(node, source_, place(), facts_); return false;
        case NodeKind::Assignment: return enter_assignment(node);
        case NodeKind::AugmentedAssignment:
            if (!read_item_union(node, source_, frames_.back().scope, facts_))
                read_augmented_assignment(node, source_, place(), facts_);
            return frames_.back().scope != 0 || look_for_calls_;
        case NodeKind::Call: return enter_call(node);
        case NodeKind::Attribute:
        case NodeKind::Subscript: return enter_attribute(kind, node);
        case NodeKind::Other:
            if (frames_.back().in_orm && !node.has_error()) orm_.read_comparison(node, source_);
            return holds_something(kind, node);
        case NodeKind::ExpressionStatement: read_yielded_value(node, source_, frames_.back().scope, facts_); return true;
        case NodeKind::Error:
        case NodeKind::ElifClause:
        case NodeKind::ElseClause:
        case NodeKind::FinallyClause:
        case NodeKind::CaseClause:
        case NodeKind::WithClause:
        case NodeKind::WithItem:
        case NodeKind::AsPattern: return true;
        default: return holds_something(kind, node);
    }
}

// Whether an expression or simple statement can hold a call or bind a name: a look at its bytes is far quicker than a walk.
bool StatementWalk::holds_something(NodeKind kind, const Node& node) const {
    std::string_view bytes = source_.bytes(node);
    const bool own_parenthesis = kind == NodeKind::ArgumentList || kind == NodeKind::Parameters;
    if (own_parenthesis && !bytes.empty()) bytes.remove_prefix(1);
    if (bytes.size() > kLongNode) return true;
    if (frames_.back().in_orm && bytes.find('.') != std::string_view::npos) return true;
    return bytes.find('(') != std::string_view::npos || find_bytes(bytes, ":=") != std::string_view::npos;
}

bool StatementWalk::enter_block(const Node& node) {
    const Frame around = frames_.back();
    const bool transparent = transparent_depth_ == depth_;
    if (transparent) transparent_depth_ = 0;  // suites at that depth further down are their own
    open(around.scope, around.conditional, around.in_full, transparent ? around.block : source_.span_of(node));
    frames_.back().branch = around.branch;
    frames_.back().is_choice = around.is_choice;
    const bool is_suite = !transparent && around.branch.contains(source_.span_of(node).begin);
    if (is_suite) facts_.scopes[around.scope].suites.push_back({source_.span_of(node), around.branch, around.is_choice});
    return true;
}

// `if TYPE_CHECKING: … else: …` at module level: what runs is the second suite, always. Of the first the imports are kept, which
// annotations may mean. Without a second one all of it is, for annotations as well. In a class annotations of the first are no fields.
bool StatementWalk::enter_if(const Node& node) {
    const std::uint32_t scope = frames_.back().scope;
    const ScopeKind kind = facts_.scopes[scope].kind;
    const Node unseen = kind == ScopeKind::Function ? Node() : type_checkers_suite(node, source_);
    const bool of_class = kind == ScopeKind::Class;
    if (unseen.is_null() || (of_class ? !holds_annotations_alone(unseen) : !has_else(node)))
        return enter_branch(NodeKind::IfStatement, node);
    unseen_ = unseen.id();
    Cursor cursor(unseen);
    for_each_child(cursor, [&](NodeKind child) {
        if (child == NodeKind::ImportStatement || child == NodeKind::ImportFromStatement) {
            Cursor import(cursor.node());
            read_import(import, source_, scope, facts_.imports);
        } else if (of_class && child == NodeKind::ExpressionStatement) {
            bind_opaque(annotated_name(cursor.node()), scope);
        }
    });
    if (of_class) return enter_branch(NodeKind::IfStatement, node);  // of a second suite
    transparent_depth_ = depth_ + 2;                                 // in the else clause
    return true;
}

bool StatementWalk::enter_function(const Node& node) {
    const Node name = node.child(syntax::Field::Name);
    const Frame around = frames_.back();
    if (facts_.scopes[around.scope].kind != ScopeKind::Class) bind_opaque(source_.string(name), around.scope);
    const std::string_view bytes = source_.bytes(node);
    const bool is_idle = source_.is_idle(node);  // what follows was asked then, of the bytes that the tree lacks
    const bool in_orm = !is_idle && holds_orm_calls_inside(node);
    const bool in_full = !is_idle && (around.in_full || in_orm || is_walked_in_full(bytes, source_.bytes(name)));
    // What another function could still do to the module is to assign its names.
    const bool is_decorated = decorated_.child(syntax::Field::Definition).id() == node.id();
    // What makes names of names is kept as one expression.
    std::optional<Value> naming;
    if (!is_idle && !in_full && around.scope == 0 && !is_decorated) naming = naming_result(node, source_);
    const bool is_of_class = facts_.scopes[around.scope].kind == ScopeKind::Class;
    if (is_of_class && source_.bytes(name) == kDialectType) naming = dialect_type(node, source_);
    const bool is_entered =
        !is_idle && !naming &&
        (in_full || find_bytes(bytes, "global") != std::string_view::npos || (bytes.size() <= kLongNode && returns_a_name(node)));
    Function function = read_function(node, is_decorated ? decorated_ : node, is_entered, source_);
    if (naming) function.results = {std::move(*naming)};
    function.scope = around.scope;
    function.body_scope = is_entered ? static_cast<std::uint32_t>(facts_.scopes.size()) : 0;
    facts_.functions.push_back(std::move(function));
    if (!is_entered) return false;
    const std::uint32_t scope = add_scope(ScopeKind::Function, node);
    read_parameters(node, source_, scope, facts_);
    open(scope, false, in_full, source_.span_of(node));
    frames_.back().in_orm = in_orm;
    return true;
}

bool StatementWalk::is_walked_in_full(std::string_view function, std::string_view name) const {
    return (frames_.back().may_hold_calls && holds_calls(function, false, source_.settings)) ||
           find_bytes(function, "class ") != std::string_view::npos ||
           name == "__init__" ||  // other modules' classes may want to know what it sets
           find_bytes(function, ".execute()") != std::string_view::npos ||  // of a chain that a function begins
           may_hand_on_sql(function) || may_set_row_factory(function) || may_yield_connection(function) ||
           // What it has for itself is told from the module's by its scope alone.
           (source_.script != nullptr && mentions_any(function, *source_.script));
}

bool StatementWalk::enter_class(const Node& node) {
    const Frame around = frames_.back();
    const bool is_decorated = decorated_.child(syntax::Field::Definition).id() == node.id();
    Cursor cursor(node);
    Class found = read_class(cursor, source_, is_decorated ? decorated_ : node);
    found.scope = around.scope;
    found.body_scope = add_scope(ScopeKind::Class, node);
    // A method's query may use what another one sets.
    const bool has_calls = !around.in_full && around.may_hold_calls && holds_calls(source_.bytes(node), false, source_.settings);
    open(found.body_scope, false, around.in_full || has_calls, found.body_span);
    frames_.back().may_hold_calls = around.in_full || has_calls;
    facts_.classes.push_back(std::move(found));
    return true;
}

bool StatementWalk::enter_branch(NodeKind kind, const Node& node) {
    const Frame around = frames_.back();
    if (kind == NodeKind::ForStatement || kind == NodeKind::WhileStatement) {
        facts_.scopes[around.scope].loops.push_back(source_.span_of(node));
    }
    if (kind == NodeKind::TryStatement) tries_.push_back(source_.span_of(node));
    if (kind == NodeKind::ForStatement) bind_opaque(node.child(syntax::Field::Left), around.scope);
    open(around.scope, true, around.in_full, around.block);
    frames_.back().branch = source_.span_of(node);
    frames_.back().is_choice = kind == NodeKind::IfStatement || kind == NodeKind::MatchStatement;
    return true;
}

bool StatementWalk::enter_call(const Node& node) {
    const std::uint32_t scope = frames_.back().scope;
    if (!chains_.is_inner(node) && !node.has_error()) {
        chains_.read(node, source_, scope, use_of(node), facts_);
    }
    if (node.has_error()) return true;
    const CallSite site(node, source_);
    read_sql_call(site, source_, scope, facts_);
    read_named_call(site, source_, scope, facts_);
    handed_.read_call(site, source_, scope, facts_);
    read_item_call(site, source_, scope, facts_);
    lists_.read_call(site, source_, place(), facts_);
    read_base_construction(site, source_, scope, facts_);
    if (frames_.back().in_orm) orm_.read_call(site, source_, scope, facts_.orm);
    return true;
}

// Says whether to look for calls in it.
bool StatementWalk::enter_assignment(const Node& node) {
    const Frame& frame = frames_.back();
    const bool of_class = facts_.scopes[frame.scope].kind == ScopeKind::Class;
    if (std::optional<Class> made = read_called_class(node, source_)) {
        made->scope = frame.scope;
        made->body_scope = add_scope(ScopeKind::Class, node);
        facts_.scopes.back().name = made->name;
        facts_.classes.push_back(std::move(*made));
        return false;
    }
    // Fields of a class are read with it; those in branches are not fields but names of its scope.
    if (!of_class || frame.conditional) {
        const Node value = unwrapped(node.child(syntax::Field::Right));
        lists_.note_list(node.child(syntax::Field::Left), value, source_, frame.scope);
        handed_.note_text(node.child(syntax::Field::Left), value, source_);
        AssignedName assigned = read_assignment(node, source_, place(), facts_);
        if (assigned.value != nullptr) {
            assigned_value_ = assigned.value;
            assigned_name_ = std::move(assigned.name);
        }
    }
    if (frame.in_orm) {
        const Node target = node.child(syntax::Field::Left);
        orm_.pass_over(target);
        const Node value = node.child(syntax::Field::Right);
        if (target.kind() == NodeKind::Identifier && !value.is_null())
            orm_.note_assignment(source_.bytes(target), value, source_);
    }
    return frame.scope != 0 || look_for_calls_;
}

bool StatementWalk::enter_attribute(NodeKind kind, const Node& node) {
    const Frame& frame = frames_.back();
    if (!frame.in_orm || node.has_error()) return holds_something(kind, node);
    if (kind == NodeKind::Subscript) {
        return !orm_.read_subscript(node, source_, frame.scope, facts_.orm) && holds_something(kind, node);
    }
    return orm_.read_attribute(node, source_, frame.scope, facts_.orm) && holds_something(kind, node);
}

bool StatementWalk::holds_orm_calls_inside(const Node& node) const {
    const Frame& around = frames_.back();
    const bool is_module = around.scope == 0;
    const bool is_class = facts_.scopes[around.scope].kind == ScopeKind::Class;
    return around.in_orm && (!(is_module || is_class) || holds_orm_calls(source_.bytes(node)));
}

// A name declared global is the module's, whoever assigns it; a nonlocal one that of some function around.
void StatementWalk::read_global(NodeKind kind, const Node& node) {
    Cursor cursor(node);
    const std::uint32_t innermost = frames_.back().scope;
    for_each_child(cursor, [&](NodeKind) {
        const std::string name = source_.string(cursor.node());
        bind_opaque(name, innermost);
        if (kind == NodeKind::GlobalStatement) {
            if (innermost != 0) bind_opaque(name, 0);
            return;
        }
        for (std::uint32_t scope = facts_.scopes[innermost].parent; scope != 0; scope = facts_.scopes[scope].parent) {
            bind_opaque(name, scope);
        }
    });
}

const void* returned_node(const Node& statement) {
    const void* found = nullptr;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind) { found = unwrapped(cursor.node()).id(); });
    return found;
}

Node type_checkers_suite(const Node& statement, const Source& source) {
    Node suite;
    bool by_condition = false;
    bool has_elif = false;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        const Node child = cursor.node();
        if (kind == NodeKind::Block) suite = child;
        if (kind == NodeKind::Identifier) by_condition = source.bytes(child) == "TYPE_CHECKING";
        if (kind == NodeKind::Attribute) by_condition = source.bytes(child).ends_with(".TYPE_CHECKING");
        has_elif = has_elif || kind == NodeKind::ElifClause;
    });
    return by_condition && !has_elif ? suite : Node();
}

bool has_else(const Node& statement) {
    bool found = false;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) { found = found || kind == NodeKind::ElseClause; });
    return found;
}

bool holds_annotations_alone(const Node& suite) {
    bool alone = true;
    Cursor cursor(suite);
    for_each_child(cursor, [&](NodeKind kind) {
        const bool is_import = kind == NodeKind::ImportStatement || kind == NodeKind::ImportFromStatement;
        const bool is_annotation = kind == NodeKind::ExpressionStatement && !annotated_name(cursor.node()).is_null();
        alone = alone && (is_import || is_annotation || kind == NodeKind::Comment);
    });
    return alone;
}

Node annotated_name(const Node& statement) {
    Node name;
    Cursor cursor(statement);
    for_each_child(cursor, [&](NodeKind kind) {
        const Node assigned = cursor.node();
        if (kind != NodeKind::Assignment || !assigned.child(syntax::Field::Right).is_null()) return;
        const Node left = assigned.child(syntax::Field::Left);
        if (left.kind() == NodeKind::Identifier) name = left;
    });
    return name;
}

// Outside of branches it ends what the use would be part of.
void StatementWalk::note_exit(NodeKind kind, const Node& node) {
    const Frame& frame = frames_.back();
    const std::uint32_t position = source_.span_of(node).begin;
    facts_.scopes[frame.scope].exits.push_back({position, frame.block, left_by(kind, position)});
}

// A break leaves its loop, else clause and all; a continue the body; a raise the body of the try that it stands in, which may catch it.
Span StatementWalk::left_by(NodeKind kind, std::uint32_t position) const {
    const Scope& scope = facts_.scopes[frames_.back().scope];
    const auto holds_it = [&](const Span& span) { return span.contains(position); };
    if (kind == NodeKind::RaiseStatement) {
        for (const Span& tried : std::views::reverse(tries_)) {
            if (!holds_it(tried)) continue;
            const auto body = std::ranges::find(scope.suites, tried, &Suite::statement);  // the first of its suites
            if (body != scope.suites.end() && holds_it(body->block)) return body->block;
        }
    }
    const bool ends_turn = kind == NodeKind::BreakStatement || kind == NodeKind::ContinueStatement;
    const auto loop = std::find_if(scope.loops.rbegin(), scope.loops.rend(), holds_it);
    if (!ends_turn || loop == scope.loops.rend()) return Exit::kEverything;
    const auto body = std::ranges::find(scope.suites, *loop, &Suite::statement);
    return kind == NodeKind::BreakStatement || body == scope.suites.end() ? *loop : body->block;
}

void StatementWalk::open(std::uint32_t scope, bool conditional, bool in_full, Span block) {
    const Frame& around = frames_.back();
    frames_.push_back({depth_, scope, conditional, in_full, around.in_orm, around.may_hold_calls, block, {}, false});
}

std::uint32_t StatementWalk::add_scope(ScopeKind kind, const Node& definition) {
    const auto index = static_cast<std::uint32_t>(facts_.scopes.size());
    facts_.scopes.push_back({kind,
                             source_.string(definition.child(syntax::Field::Name)),
                             frames_.back().scope,
                             source_.span_of(definition),
                             {},
                             {},
                             {},
                             {}});
    return index;
}

void StatementWalk::bind_opaque(std::string name, std::uint32_t scope) {
    if (!name.empty()) facts_.scopes[scope].opaque_names.push_back(std::move(name));
}

}  // namespace

}  // namespace rowtype::facts
