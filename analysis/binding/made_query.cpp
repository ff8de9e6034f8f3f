#include "analysis/binding/made_query.h"

#include <algorithm>
#include <memory>
#include <ranges>
#include <utility>

#include "analysis/binding/given_argument.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/other_module.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/facts/class_values.h"
#include "analysis/facts/constants.h"
#include "analysis/postgrest/builder_methods.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumCalls = 6;         // of functions that hand on what another gives
constexpr int kMaximumScriptNames = 64;  // that one statement of a script after the other goes on from

// Where an expression stands: the code of the chain, or a function that was called on the way to its table.
struct Frame {
    const Context* context = nullptr;  // of the module
    StatementView view;
    std::uint32_t scope = 0;
    const ModelModule* module = nullptr;
    const facts::Function* function = nullptr;  // null: none, it is the chain's own place
    Definition self;                            // the class of the object that the function is a method of
    const Value* call = nullptr;                // null of a property
    const Frame* caller = nullptr;

    [[nodiscard]] Place place() const { return {&view.facts, scope, module}; }
};

const facts::Parameter* parameter_of(const Frame& frame, const Value& name) {
    return frame.function == nullptr ? nullptr : parameter_named(*frame.function, frame.view.facts, name);
}

// What the caller gives for the parameter that the name is; null where it gives nothing.
const Value* given_for(const Frame& frame, const Value& name) {
    const facts::Parameter* parameter = parameter_of(frame, name);
    if (parameter == nullptr || frame.call == nullptr) return nullptr;
    return given_argument(*frame.function, frame.view.facts, *parameter, *frame.call);
}

bool is_of_self(const Value& value) {
    return value.is(ValueKind::Attribute) && (value.items.front().is_name("self") || value.items.front().is_name("cls"));
}

// "self.table_name" as an object of the class that the function was called on has it.
ResolvedValue of_object(const Value& attribute, const Frame& frame) {
    ResolvedValue result;
    const auto* module = dynamic_cast<const ModelModule*>(frame.self.module);
    if (module == nullptr) return result;
    const facts::FoundClass owner{frame.self.class_definition,
                                  {nullptr, frame.self.statement, offset_of(*frame.self.statement, *module, *frame.context),
                                   frame.self.class_definition->body_scope, &module->names()}};
    const auto next = facts::ClassSearch(frame.context->modules).attribute_of_object(owner, attribute.text);
    if (!next || next->values.size() != 1 || next->may_be_other) return result;
    const auto constant = facts::resolve_constant(next->values.front(), frame.context->modules);
    if (!constant || !constant->value->is(ValueKind::String)) return result;
    result.value = constant->value;
    result.foreign = true;
    result.origin = {constant->names, constant->offset};
    return result;
}

ResolvedValue resolve_in(const Frame& frame, const Value& reference) {
    if (frame.function == nullptr) return resolve_value(reference, frame.scope, frame.view, *frame.context);
    ResolvedValue result;
    if (const facts::Parameter* parameter = parameter_of(frame, reference)) {
        const Value* given = given_for(frame, reference);
        if (given == nullptr) {
            const bool is_text = parameter->default_value && parameter->default_value->is(ValueKind::String);
            if (is_text && frame.call != nullptr && !may_give_more(*frame.call)) result.value = &*parameter->default_value;
        } else if (given->is(ValueKind::String)) {
            result.value = given;
        } else {
            result = resolve_in(*frame.caller, *given);
        }
    } else if (is_of_self(reference) && frame.self.class_definition != nullptr) {
        result = of_object(reference, frame);
        if (result.value == nullptr) result = resolve_value(reference, frame.scope, frame.view, *frame.context);
    } else {
        result = resolve_value(reference, frame.scope, frame.view, *frame.context);
    }
    result.foreign = true;
    return result;
}

// Whether the function executes the query, and does not give it to its caller to go on with.
bool is_carried_out(const facts::Chain& chain, const facts::Function& function) {
    if (chain.calls.back().method == "execute") return true;
    return !chain.assigned_to.empty() && std::ranges::none_of(function.results, [&](const Value& result) {
        return result.is_name(chain.assigned_to) || result.is(ValueKind::Unknown);
    });
}

// Whether it runs in a branch, which the caller may know not to be taken.
bool is_chosen(const facts::Chain& chain, const facts::StatementFacts& statement) {
    return std::ranges::any_of(statement.scopes[chain.scope].suites, [&](const facts::Suite& suite) {
        return suite.is_alone && suite.block.contains(chain.span.begin);
    });
}

// One question.
class QueryMaker {
public:
    QueryMaker(const facts::Chain& chain, const StatementView& statement, const Context& context, const Definition& self)
        : chain_(chain), modules_(context), others_(context), top_{&context, statement, chain.scope, &modules_.analysed_file(),
                                                                   nullptr,  self,      nullptr,     nullptr} {}

    std::optional<MadeQuery> make() { return of(chain_.receiver, top_, 0); }
    std::vector<MadeQuery> make_all();

private:
    using Answer = std::optional<MadeQuery>;

    Answer of(const Value& value, const Frame& frame, int depth);
    // Where the function's expressions stand, called from the frame; nothing where its module is not known.
    [[nodiscard]] std::optional<Frame> inside(const FoundFunction& found, const Value* call, const Frame& frame);
    Answer of_function(const FoundFunction& found, const Value* call, const Frame& frame, int depth);
    Answer of_chain(const facts::Chain& chain, const Frame& frame, int depth);
    Answer of_local(const Value& name, const Frame& frame, int depth);
    Answer of_module_name(const Value& name, const Frame& frame, int depth);
    Answer of_script_name(const Value& name, const Frame& frame, int depth);
    Answer of_conditional(const Value& value, const Frame& frame, int depth);
    static bool join(Answer& made, Answer other);
    Answer of_table(const facts::Chain& chain, const Frame& frame) const;
    void add_calls(const facts::Chain& chain, std::size_t first, const Frame& frame, MadeQuery& made) const;
    [[nodiscard]] const Value* given_at_top(const Value& value, const Frame& frame) const;

    const facts::Chain& chain_;
    ModelModules modules_;
    OtherModules others_;
    Frame top_;
    std::vector<const facts::Chain*> between_;  // that go on from the table, the one next to it last
    int script_names_ = 0;                      // followed so far
};

QueryMaker::Answer QueryMaker::of(const Value& value, const Frame& frame, int depth) {
    if (depth > kMaximumCalls) return std::nullopt;
    const std::vector<facts::Chain>& chains = frame.view.facts.chains;
    const auto chain = std::ranges::find(chains, value.span, &facts::Chain::span);
    if (chain != chains.end() && &*chain != &chain_) return of_chain(*chain, frame, depth);
    if (value.is(ValueKind::Name)) return of_local(value, frame, depth);
    if (value.is(ValueKind::Conditional)) return of_conditional(value, frame, depth);
    if (value.is(ValueKind::Attribute)) {
        const bool is_told = frame.function != nullptr || frame.self.class_definition != nullptr;
        const Definition owner =
            is_told && value.items.front().is_name("self") ? frame.self : object_class(value.items.front(), frame.place());
        if (owner.class_definition == nullptr) return std::nullopt;
        return of_function(method_of(owner, value.text, true), nullptr, frame, depth);
    }
    if (!value.is(ValueKind::Call) || value.items.empty()) return std::nullopt;
    const Value& callee = value.items.front();
    const bool is_own = is_of_self(callee) && frame.self.class_definition != nullptr;
    return of_function(is_own ? method_of(frame.self, callee.text, false) : function_at(callee, frame.place()), &value, frame,
                       depth);
}

QueryMaker::Answer QueryMaker::of_function(const FoundFunction& found, const Value* call, const Frame& frame, int depth) {
    if (found.function == nullptr || found.function->results.size() != 1) return std::nullopt;
    const std::optional<Frame> inner = inside(found, call, frame);
    return inner ? of(found.function->results.front(), *inner, depth + 1) : std::nullopt;
}

std::optional<Frame> QueryMaker::inside(const FoundFunction& found, const Value* call, const Frame& frame) {
    if (found.function == nullptr || found.function->body_scope == 0) return std::nullopt;
    const auto* module = dynamic_cast<const ModelModule*>(found.module);
    const Context* context = module == nullptr ? nullptr : others_.context_of(*module);
    if (context == nullptr) return std::nullopt;
    return Frame{context,
                 {*found.statement, offset_of(*found.statement, *module, *context)},
                 found.function->body_scope,
                 module,
                 found.function,
                 found.self,
                 call,
                 &frame};
}

std::vector<MadeQuery> QueryMaker::make_all() {
    std::vector<MadeQuery> made;
    const Value& call = chain_.receiver;
    const std::optional<Frame> inner = inside(function_at(call.items.front(), top_.place()), &call, top_);
    if (!inner) return made;
    for (const facts::Chain& chain : inner->view.facts.chains) {
        if (chain.scope != inner->scope || !is_carried_out(chain, *inner->function)) continue;
        Answer query = of_chain(chain, *inner, 0);
        if (!query) continue;
        const bool is_told = !query->table_span.empty() || (!query->given_calls.empty() && !is_chosen(chain, inner->view.facts));
        if (is_told) made.push_back(std::move(*query));
    }
    return made;
}

// "query = query.eq(…)"
bool goes_on_from(const Value& value, std::string_view name) {
    if (value.is(ValueKind::Conditional))
        return std::ranges::all_of(value.items,
                                   [&](const Value& side) { return side.is_name(name) || goes_on_from(side, name); });
    const Value* object = &value;
    while (object->is(ValueKind::Call) || object->is(ValueKind::Attribute)) {
        if (object->is(ValueKind::Call) && !object->items.front().is(ValueKind::Attribute)) return false;
        if (object->is(ValueKind::Attribute) && !postgrest::is_builder_method(object->text)) return false;
        object = &object->items.front();
    }
    return object != &value && object->is_name(name);
}

// A name that is given one thing, and what goes on from that: "query = self.rows('id')", "query = query.eq('id', 1)".
QueryMaker::Answer QueryMaker::of_local(const Value& name, const Frame& frame, int depth) {
    const facts::Assignment* only = nullptr;
    bool goes_on = false;
    if (frame.scope == 0) return of_script_name(name, frame, depth);
    for (const facts::Assignment& assignment : frame.view.facts.assignments) {
        if (assignment.scope != frame.scope || assignment.target != name.text) continue;
        if (assignment.augmented || !assignment.value) return std::nullopt;
        if (only != nullptr && goes_on_from(*assignment.value, name.text)) {
            goes_on = true;
            continue;
        }
        if (only != nullptr) return std::nullopt;
        only = &assignment;
    }
    const bool is_parameter = std::ranges::any_of(frame.view.facts.parameters, [&](const facts::Parameter& parameter) {
        return parameter.scope == frame.scope && parameter.name == name.text;
    });
    if (only == nullptr && !is_parameter) return of_module_name(name, frame, depth);
    if (only == nullptr || is_parameter || only->span.begin > name.span.begin) return std::nullopt;
    Answer made = of(*only->value, frame, depth + 1);
    if (made) made->has_other_calls = made->has_other_calls || goes_on;
    return made;
}

QueryMaker::Answer QueryMaker::of_chain(const facts::Chain& chain, const Frame& frame, int depth) {
    if (Answer made = of_table(chain, frame)) return made;
    between_.push_back(&chain);
    // A script goes on with a query as often as it likes.
    Answer made = of(chain.receiver, frame, frame.function == nullptr && frame.scope == 0 ? depth : depth + 1);
    between_.pop_back();
    if (made) add_calls(chain, 0, frame, *made);
    return made;
}

// One that another statement of the module gives a value, when the code runs: "query = client.table('users')", "query.select('id')".
QueryMaker::Answer QueryMaker::of_module_name(const Value& name, const Frame& frame, int depth) {
    const Context& context = *frame.context;
    const auto found =
        facts::resolve_constant({&name, &frame.view.facts, frame.view.offset, frame.scope, &context.names}, context.modules);
    const bool is_elsewhere = found && found->names == &context.names && found->statement != &frame.view.facts;
    if (!is_elsewhere || found->scope != 0) return std::nullopt;
    const Frame there{frame.context, {*found->statement, found->offset}, 0, frame.module, nullptr, {}, nullptr, &frame};
    return of(*found->value, there, depth + 1);
}

// One that the module's own code gives a value, where that code uses it: in branches what goes on from the name itself, else one table.
QueryMaker::Answer QueryMaker::of_script_name(const Value& name, const Frame& frame, int depth) {
    if (++script_names_ > kMaximumScriptNames) return std::nullopt;
    const std::vector<facts::Constant> values =
        facts::reaching_module_values({&name, &frame.view.facts, frame.view.offset, 0, &frame.context->names});
    if (values.size() > static_cast<std::size_t>(kMaximumScriptNames)) return std::nullopt;
    Answer made;
    for (const facts::Constant& value : values) {
        // What it goes on from, is among the others.
        if (&value != &values.front() && goes_on_from(*value.value, name.text)) continue;
        const Frame there{frame.context, {*value.statement, value.offset}, 0, frame.module, nullptr, {}, nullptr, &frame};
        if (!join(made, of(*value.value, there, depth))) return std::nullopt;
    }
    if (made && values.size() > 1) made->has_other_calls = true;
    return made;
}

// "query.eq(…) if … else query"
QueryMaker::Answer QueryMaker::of_conditional(const Value& value, const Frame& frame, int depth) {
    Answer made;
    for (const Value& side : value.items) {
        if (!join(made, of(side, frame, depth + 1))) return std::nullopt;
    }
    return made;
}

// What the two have in common; false where that is no table.
bool QueryMaker::join(Answer& made, Answer other) {
    if (!other) return false;
    if (!made) {
        made = std::move(other);
        return true;
    }
    made->has_other_calls = true;
    const QueryStart& one = made->start;
    return made->table == other->table && one.schema == other->start.schema && one.schema_known == other->start.schema_known;
}

// A chain that names its table. What the caller goes on with tells as much of its client as if it stood there.
QueryMaker::Answer QueryMaker::of_table(const facts::Chain& chain, const Frame& frame) const {
    if (std::ranges::none_of(chain.calls, &facts::ChainCall::names_table)) return std::nullopt;
    facts::Chain whole = chain;
    for (const facts::Chain* next : std::views::reverse(between_)) {
        whole.calls.insert(whole.calls.end(), next->calls.begin(), next->calls.end());
    }
    whole.calls.insert(whole.calls.end(), chain_.calls.begin(), chain_.calls.end());
    whole.assigned_to = chain_.assigned_to;
    const ValueResolver resolve = [&](const Value& reference) { return resolve_in(frame, reference); };
    Mute reason = Mute::QueryHeadNotFound;
    Receivers receivers(frame.view, *frame.context);
    std::optional<QueryStart> start = query_start(whole, *frame.context, receivers, resolve, reason);
    const bool is_certain = start && start->tables && start->tables->texts.size() == 1 && !start->tables->may_be_other;
    if (!is_certain || start->table_call >= chain.calls.size()) return std::nullopt;
    const std::size_t table_call = start->table_call;
    MadeQuery made{std::move(*start), {}, {}, {}, false, Verb::None};
    made.table = made.start.tables->texts.front().text();
    const Value* named = chain.calls[table_call].positional(0);
    if (const Value* given = named == nullptr ? nullptr : given_at_top(*named, frame)) {
        made.table_span = given->is(ValueKind::String) ? Span{given->span.begin + 1, given->span.end - 1} : given->span;
    }
    add_calls(chain, table_call + 1, frame, made);
    return made;
}

// What the chain's own place gives for a parameter, through all calls between them; null where it is none.
const Value* QueryMaker::given_at_top(const Value& value, const Frame& frame) const {
    if (frame.caller == nullptr) return &value;
    if (frame.function == nullptr) return nullptr;
    const Value* given = given_for(frame, value);
    return given == nullptr ? nullptr : given_at_top(*given, *frame.caller);
}

bool names_columns(const postgrest::BuilderMethod& method) {
    using postgrest::ParameterRole;
    return method.role == postgrest::MethodRole::Select || std::ranges::any_of(method.parameters, [](const auto& parameter) {
               return parameter.role == ParameterRole::Column || parameter.role == ParameterRole::Payload ||
                      parameter.role == ParameterRole::Equalities || parameter.role == ParameterRole::Logic;
           });
}

void QueryMaker::add_calls(const facts::Chain& chain, std::size_t first, const Frame& frame, MadeQuery& made) const {
    for (std::size_t index = first; index < chain.calls.size(); ++index) {
        facts::ChainCall call = chain.calls[index];
        if (made.verb == Verb::None) made.verb = verb_of_method(call.method);
        const postgrest::BuilderMethod* method = postgrest::find_method(call.method);
        const bool selects = method != nullptr && method->role == postgrest::MethodRole::Select;
        bool is_given = method != nullptr && names_columns(*method) && !call.arguments.empty();
        for (std::size_t place = 0; place < call.arguments.size(); ++place) {
            facts::Argument& argument = call.arguments[place];
            const Value* given = given_at_top(argument.value, frame);
            const bool names_column = selects ? argument.keyword.empty() : place == 0;
            is_given = is_given && (given != nullptr || !names_column);
            Value value;
            if (given != nullptr) value = *given;
            argument.value = std::move(value);
            argument.keyword_span = {};
        }
        call.span = chain_.receiver.span;
        call.method_span = chain_.receiver.span;
        if (is_given) {
            made.given_calls.push_back(std::move(call));
        } else {
            made.has_other_calls = true;
        }
    }
}

}  // namespace

std::vector<MadeQuery> handed_queries(const facts::Chain& call, const StatementView& statement, const Context& context) {
    return QueryMaker(call, statement, context, {}).make_all();
}

std::optional<MadeQuery> made_query(const facts::Chain& chain, const StatementView& statement, const Context& context,
                                    const Definition& self) {
    const bool may_be_made =
        chain.receiver.is(ValueKind::Call) || chain.receiver.is(ValueKind::Attribute) || chain.receiver.is(ValueKind::Name);
    return may_be_made ? QueryMaker(chain, statement, context, self).make() : std::nullopt;
}

}  // namespace rowtype::binding
