#include <algorithm>
#include <map>
#include <utility>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/function_parameters.h"
#include "analysis/binding/inherited_tables.h"
#include "analysis/binding/made_query.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/payload_keys.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/binding/query_alternatives.h"
#include "analysis/binding/query_client.h"
#include "analysis/binding/query_columns.h"
#include "analysis/binding/query_literals.h"
#include "analysis/binding/read_calls.h"
#include "analysis/binding/realtime.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/row_shape.h"
#include "analysis/binding/subclass_tables.h"
#include "analysis/binding/taught_queries.h"
#include "analysis/binding/text_places.h"
#include "analysis/facts/loop_values.h"

namespace rowtype::binding {

namespace {

// A chain that was bound and whose value a local name holds, for the calls that follow on that name.
struct Head {
    std::uint32_t end = 0;
    std::shared_ptr<EmbedNode> level;
    bool is_mixed = false;  // the name was given another relation before
};

Verb verb_of(const facts::Chain& chain) {
    for (const facts::ChainCall& call : chain.calls) {
        if (const Verb verb = verb_of_method(call.method); verb != Verb::None) return verb;
    }
    return Verb::None;
}

// A client that was made elsewhere may have been made for another schema that is served: a table that stands there is not unknown. Supabase's
// own (auth.users) are served to nobody.
bool may_stand_elsewhere(const QueryStart& start, const std::string& table, const Context& context) {
    const auto is_served = [&](const catalog::Relation* other) {
        const bool is_told = context.api != nullptr && !context.api->exposed_schemas.empty();
        if (is_told && std::ranges::find(context.api->exposed_schemas, other->name.schema) == context.api->exposed_schemas.end())
            return false;
        return other->extension != "supabase";
    };
    return !start.client_known && std::ranges::any_of(context.catalog.relations_named(table), is_served);
}

// What a migration surely took away is gone: the code that makes it is older. What stands in another schema is what the code makes.
bool is_made_by_code(const RelationReference& table, const Context& context) {
    const auto is_own = [](const catalog::Relation* other) { return other->extension != "supabase"; };
    return context.modules != nullptr && std::ranges::none_of(context.catalog.relations_named(table.name), is_own) &&
           context.catalog.find_removed(table.schema, table.name) == nullptr &&
           context.modules->makes_relation(table.name, context.catalog);
}

RelationReference table_reference(const QueryStart& start, const FoldedText& name, const Context& context) {
    RelationReference table;
    table.schema = start.schema;
    table.name = name.text();
    table.span = TextPlaces(name, context).source_of_value();
    if (!start.schema_known) {
        table.unknown = true;
        return table;
    }
    const catalog::RelationLookup lookup = context.catalog.find_relation(table.schema, table.name);
    table.relation = lookup.relation;
    table.unknown = lookup.relation == nullptr &&
                    (lookup.unknown || may_stand_elsewhere(start, table.name, context) || is_made_by_code(table, context));
    return table;
}

Mute reason_of_unknown(const QueryStart& start, const Context& context) {
    if (!start.schema_known) return Mute::QuerySchemaNotConstant;
    const bool was_read = start.schema.empty() || context.catalog.has_schema(start.schema);
    return was_read ? Mute::QueryTableMayExist : Mute::QuerySchemaNotRead;
}

// The chain's function and the level that its result is; false where the call could not be followed.
bool read_function(const facts::Chain& chain, const StatementView& statement, const Context& context,
                   const ValueResolver& resolve, BoundQuery& query, std::shared_ptr<EmbedNode>& level, std::size_t& next_call) {
    const std::optional<FunctionCall> call = function_call(chain, statement, context);
    if (!call) return false;
    const BuiltArguments built = [&](const facts::Value& arguments) {
        const ModelModules modules(context);
        const Place place{&statement.facts, chain.scope, &modules.analysed_file()};
        std::vector<FunctionArgument> names;
        for (const PayloadKey& key : payload_keys(arguments, place, chain.span.begin, resolve, context).keys) {
            if (!key.dump && key.sent_by.empty()) names.push_back({key.name, key.span});
        }
        return names;
    };
    query.function = bind_function(chain.calls[call->call], call->schema, call->client_known, resolve, built, context.catalog);
    if (!query.function) return false;
    query.schema_span = call->schema_span;
    if (query.function->unknown) query.mute = Mute::QueryFunctionCall;
    level = std::make_shared<EmbedNode>();
    level->relation = query.function->result;
    level->made = query.function->made;
    next_call = call->call + 1;
    return true;
}

// The rows of a function that gives a set of them: what a select asks of a table's, else all columns of its result.
void read_function_rows(const facts::Chain& chain, const catalog::Catalog& catalog, BoundQuery& query) {
    const BoundFunction& function = *query.function;
    const bool is_set = function.overloads.size() == 1 && function.overloads.front()->returns_set && function.result != nullptr;
    if (query.row_shape == nullptr || !is_set) return;
    const bool is_plain = std::ranges::none_of(chain.calls, [](const facts::ChainCall& call) {
        return call.method == "csv" || call.method == "explain" || call.keyword("head") != nullptr;
    });
    const auto selects = std::ranges::count(chain.calls, "select", &facts::ChainCall::method);
    const bool selects_known = selects == 0 || (selects == 1 && !function.made && query.row_shape->selects);
    if (!is_plain || !selects_known || !query.invalid_selects.empty()) return;
    auto shape = std::make_shared<RowShape>(*query.row_shape);
    if (selects == 0) {
        postgrest::SelectItem all;
        all.kind = postgrest::ItemKind::Star;
        *shape = row_shape({all}, function.result, catalog, {});
        shape->is_single = query.row_shape->is_single;
    }
    shape->is_opaque = false;
    query.row_shape = std::move(shape);
}

// Those of one statement, by scope and name in the order of the text.
class Heads {
public:
    // The head that a continuation goes on from: the last one before it, when all that the name was given read one relation.
    [[nodiscard]] std::shared_ptr<EmbedNode> before(const facts::Chain& chain) const {
        if (!chain.receiver.is(facts::ValueKind::Name)) return nullptr;
        const auto found = heads_.find({chain.scope, chain.receiver.text});
        if (found == heads_.end()) return nullptr;
        const std::vector<Head>& heads = found->second;
        auto last = heads.rbegin();
        while (last != heads.rend() && last->end > chain.span.begin) ++last;
        return last == heads.rend() || last->is_mixed ? nullptr : last->level;
    }

    // `is_one`: no other table than that of `level`.
    void add(const facts::Chain& chain, std::shared_ptr<EmbedNode> level, bool is_one) {
        std::vector<Head>& heads = heads_[{chain.scope, chain.assigned_to}];
        const bool was_another = !heads.empty() && (heads.back().is_mixed || heads.back().level->relation != level->relation);
        const bool is_mixed = !is_one || was_another;
        heads.push_back({chain.span.end, std::move(level), is_mixed});
    }

private:
    std::map<std::pair<std::uint32_t, std::string>, std::vector<Head>> heads_;
};

// What depends on the table is not certain where there are several.
void leave_uncertain(BoundQuery& query) {
    query.embed_problems.clear();
    query.row_shape.reset();
    query.payload.reset();
    query.literals.clear();
    query.conflict_target.reset();
}

// Reads the chains of one statement.
class QueryBinder {
public:
    QueryBinder(const StatementView& statement, const Context& context)
        : statement_(statement), context_(context), receivers_(statement, context) {}

    QueryBinding bind() {
        for (const facts::Chain& chain : statement_.facts.chains) bind_chain(chain);
        for (const facts::NamedCall& call : statement_.facts.named_calls) bind_handed(call);
        return std::move(binding_);
    }

private:
    void bind_chain(const facts::Chain& chain);
    BoundQuery bind_calls(const facts::Chain& chain, std::size_t first_call, const std::shared_ptr<EmbedNode>& level,
                          const ValueResolver& resolve, bool is_whole) const;
    void bind_started(const facts::Chain& chain, const QueryStart& start, const ValueResolver& resolve);
    bool bind_turns(const facts::Chain& chain, const QueryStart& start, const ValueResolver& resolve);
    bool bind_of_subclasses(const facts::Chain& chain, const QueryStart* start, const ValueResolver& resolve);
    bool bind_function_call(const facts::Chain& chain, const ValueResolver& resolve);
    void read_passed_literals(const facts::Chain& chain, std::size_t call, const ValueResolver& resolve, BoundQuery& query) const;
    bool bind_made(const facts::Chain& chain, const ValueResolver& resolve);
    void bind_made(const facts::Chain& chain, const MadeQuery& made, const ValueResolver& resolve);
    void bind_handed(const facts::NamedCall& call);

    const StatementView& statement_;
    const Context& context_;
    Receivers receivers_;
    Heads heads_;
    QueryBinding binding_;
};

void QueryBinder::bind_chain(const facts::Chain& chain) {
    const ValueResolver resolve = [&](const facts::Value& reference) {
        return resolve_value(reference, chain.scope, statement_, context_);
    };
    const bool is_realtime =
        std::ranges::find(chain.calls, "on_postgres_changes", &facts::ChainCall::method) != chain.calls.end();
    if (is_realtime) {
        for (BoundQuery& query : realtime_queries(chain, context_, resolve)) binding_.queries.push_back(std::move(query));
        return;
    }
    Mute reason = Mute::QueryHeadNotFound;
    const std::optional<QueryStart> start = query_start(chain, context_, receivers_, resolve, reason);
    if (start && start->tables) {
        if (start->tables->texts.size() < 2 || !bind_turns(chain, *start, resolve)) bind_started(chain, *start, resolve);
        return;
    }
    if (start && bind_of_subclasses(chain, &*start, resolve)) return;
    if (start) return count(binding_.muted, Mute::QueryTableNotConstant);
    if (std::shared_ptr<EmbedNode> level = heads_.before(chain)) {
        binding_.queries.push_back(bind_calls(chain, 0, level, resolve, false));
        if (!chain.assigned_to.empty()) heads_.add(chain, std::move(level), true);
        return;
    }
    if (bind_made(chain, resolve) || bind_of_subclasses(chain, nullptr, resolve)) return;
    if (reason == Mute::QueryFunctionCall && bind_function_call(chain, resolve)) return;
    // Calls named like a builder's are everywhere; they mean something beside a client.
    if (reason != Mute::QueryHeadNotFound || context_.imports.supabase) count(binding_.muted, reason);
}

// What a function of the project gives, and what follows; false where it gives no table that is certain.
bool QueryBinder::bind_made(const facts::Chain& chain, const ValueResolver& resolve) {
    const std::optional<MadeQuery> made = made_query(chain, statement_, context_);
    if (made) bind_made(chain, *made, resolve);
    return made.has_value();
}

// A call of a function of the project that is given a table, or columns, for queries of its own.
void QueryBinder::bind_handed(const facts::NamedCall& call) {
    facts::Chain chain;
    chain.receiver.kind = facts::ValueKind::Call;
    chain.receiver.items.push_back(call.callee);
    chain.receiver.arguments = call.arguments;
    chain.receiver.span = call.span;
    chain.span = call.span;
    chain.scope = call.scope;
    const ValueResolver resolve = [&](const facts::Value& reference) {
        return resolve_value(reference, call.scope, statement_, context_);
    };
    for (const MadeQuery& made : handed_queries(chain, statement_, context_)) bind_made(chain, made, resolve);
}

void QueryBinder::bind_made(const facts::Chain& chain, const MadeQuery& made, const ValueResolver& resolve) {
    auto level = std::make_shared<EmbedNode>();
    RelationReference table;
    if (made.start.schema_known) {
        const catalog::RelationLookup lookup = context_.catalog.find_relation(made.start.schema, made.table);
        level->relation = lookup.relation;
        table.unknown = lookup.relation == nullptr && (lookup.unknown || may_stand_elsewhere(made.start, made.table, context_));
    }
    // What the caller gives to the function's own calls, as if it stood here.
    facts::Chain whole = chain;
    whole.calls.insert(whole.calls.begin(), made.given_calls.begin(), made.given_calls.end());
    level->selects_elsewhere = made.has_other_calls;
    BoundQuery query = bind_calls(whole, 0, level, resolve, !made.has_other_calls);
    if (made.has_other_calls) query.row_shape.reset();
    if (query.verb == Verb::None) query.verb = made.verb;
    if (!made.table_span.empty()) {  // else the function's own query says it
        table.schema = made.start.schema;
        table.name = made.table;
        table.span = made.table_span;
        table.relation = level->relation;
        table.unknown = table.unknown || !made.start.schema_known;
        query.table = std::move(table);
        if (query.table.unknown) query.mute = reason_of_unknown(made.start, context_);
    }
    if (!chain.assigned_to.empty()) heads_.add(chain, level, true);
    binding_.queries.push_back(std::move(query));
}

// client.rpc("f", {…}) and what follows; false where the call could not be followed.
bool QueryBinder::bind_function_call(const facts::Chain& chain, const ValueResolver& resolve) {
    BoundQuery of_call;
    std::shared_ptr<EmbedNode> level;
    std::size_t first_call = 0;
    if (!read_function(chain, statement_, context_, resolve, of_call, level, first_call)) return false;
    BoundQuery query = bind_calls(chain, first_call, level, resolve, true);
    query.function = std::move(of_call.function);
    if (first_call > 0) read_passed_literals(chain, first_call - 1, resolve, query);
    read_function_rows(chain, context_.catalog, query);
    query.mute = of_call.mute;
    query.schema_span = of_call.schema_span;
    // The call has arguments of its own.
    if (first_call > 0)
        read_calls(chain, first_call - 1, first_call, statement_, context_, resolve, *level, false, query.call_problems);
    if (!chain.assigned_to.empty()) heads_.add(chain, level, true);
    binding_.queries.push_back(std::move(query));
    return true;
}

// What the call of the function passes that the types of its arguments refuse.
void QueryBinder::read_passed_literals(const facts::Chain& chain, std::size_t call, const ValueResolver& resolve,
                                       BoundQuery& query) const {
    std::optional<catalog::Relation> parameters = parameters_of(*query.function);
    if (!parameters) return;
    struct Kept {
        std::shared_ptr<const EmbedNode> root;
        catalog::Relation parameters;
    };
    const auto kept = std::make_shared<const Kept>(Kept{query.root, *std::move(parameters)});
    facts::Chain passing = chain;
    passing.calls = {chain.calls[call]};
    EmbedNode row;
    row.relation = &kept->parameters;
    std::vector<RefusedLiteral> refused = refused_literals(passing, 0, statement_.facts, resolve, context_, row);
    if (refused.empty()) return;
    query.root = {kept, query.root.get()};  // the literals refer to the parameters
    query.literals.insert(query.literals.end(), refused.begin(), refused.end());
}

void QueryBinder::bind_started(const facts::Chain& chain, const QueryStart& start, const ValueResolver& resolve) {
    std::vector<BoundQuery> queries;
    std::shared_ptr<EmbedNode> first;
    for (const FoldedText& name : start.tables->texts) {
        auto level = std::make_shared<EmbedNode>();
        RelationReference table = table_reference(start, name, context_);
        level->relation = table.relation;
        if (!first) first = level;
        BoundQuery query = bind_calls(chain, start.table_call + 1, level, resolve, true);
        query.table = std::move(table);
        query.schema_span = start.schema_span;
        query.key = start.key;
        if (query.table.unknown) query.mute = reason_of_unknown(start, context_);
        queries.push_back(std::move(query));
    }
    const bool is_one = queries.size() == 1 && !start.tables->may_be_other;
    if (!chain.assigned_to.empty()) heads_.add(chain, std::move(first), is_one);
    if (is_one) {
        queries.front().is_whole = !chain.calls.empty() && chain.calls.back().method == "execute";
        binding_.queries.push_back(std::move(queries.front()));
    } else {
        for (BoundQuery& query : queries) leave_uncertain(query);
        binding_.queries.push_back(one_query_of(std::move(queries), start.tables->may_be_other, start.tables->in_any_order));
    }
}

// "for table, column in PAIRS: client.table(table).select(column)": each table goes with the columns of its own turn. False where the
// table is not of such a loop.
bool QueryBinder::bind_turns(const facts::Chain& chain, const QueryStart& start, const ValueResolver& resolve) {
    const facts::Value* table = chain.calls[start.table_call].positional(0);
    if (table == nullptr || !table->is(facts::ValueKind::Name)) return false;
    const auto turns =
        facts::loop_turns({table, &statement_.facts, statement_.offset, chain.scope, &context_.names}, context_.modules);
    if (!turns) return false;
    std::vector<BoundQuery> queries;
    for (std::size_t turn = 0; turn < turns->turns.size(); ++turn) {
        const ValueResolver in_turn = [&, turn](const facts::Value& reference) {
            const facts::Constant* part = turns->part(turn, statement_.facts, reference);
            if (part == nullptr) return resolve(reference);
            ResolvedValue found;
            if (part->value->is(facts::ValueKind::String)) found.value = part->value;
            found.foreign = part->statement != &statement_.facts;
            found.origin = {part->names, part->offset};
            return found;
        };
        const std::optional<FoldedText> name = fold_text(*table, in_turn);
        if (!name || name->has_holes()) return false;
        auto level = std::make_shared<EmbedNode>();
        RelationReference reference = table_reference(start, *name, context_);
        level->relation = reference.relation;
        BoundQuery& query = queries.emplace_back(bind_calls(chain, start.table_call + 1, level, in_turn, true));
        query.table = std::move(reference);
        query.schema_span = start.schema_span;
        query.key = start.key;
        if (query.table.unknown) query.mute = reason_of_unknown(start, context_);
        leave_uncertain(query);
    }
    if (!chain.assigned_to.empty()) heads_.add(chain, std::make_shared<EmbedNode>(), false);
    binding_.queries.push_back(one_query_of_turns(std::move(queries)));
    return true;
}

// client.table(self.table_name) in a class whose subclasses name the table: what is said of a column holds for the tables of all of them.
// False where they are not all known. The tables themselves are said where they are named (inherited_tables.h). `start` is null where the
// chain goes on from what another method of the class gives.
bool QueryBinder::bind_of_subclasses(const facts::Chain& chain, const QueryStart* start, const ValueResolver& resolve) {
    ModelModules modules(context_);
    std::vector<BoundQuery> queries;
    std::vector<std::string> classes;
    std::shared_ptr<EmbedNode> first;
    for (const SubclassTable& table : tables_of_subclasses(chain, statement_, context_, modules)) {
        const std::optional<MadeQuery> made =
            start == nullptr ? made_query(chain, statement_, context_, table.definition) : std::nullopt;
        if (start == nullptr && !made) return false;
        const QueryStart& begin = made ? made->start : *start;
        auto level = std::make_shared<EmbedNode>();
        if (begin.schema_known)
            level->relation = context_.catalog.find_relation(begin.schema, made ? made->table : table.table).relation;
        if (level->relation == nullptr) return false;
        if (!first) first = level;
        const ValueResolver in_subclass = [&](const facts::Value& reference) {
            return is_of_self(reference) ? table.of_object(reference) : resolve(reference);
        };
        facts::Chain whole = chain;
        if (made) whole.calls.insert(whole.calls.begin(), made->given_calls.begin(), made->given_calls.end());
        level->selects_elsewhere = made && made->has_other_calls;
        BoundQuery& query = queries.emplace_back(
            bind_calls(whole, made ? 0 : start->table_call + 1, level, in_subclass, !made || !made->has_other_calls));
        query.table.relation = level->relation;
        query.key = begin.key;
        leave_uncertain(query);
        classes.push_back(table.definition.name);
    }
    if (queries.empty()) return false;
    if (!chain.assigned_to.empty()) heads_.add(chain, std::move(first), queries.size() == 1);
    binding_.queries.push_back(one_query_of_classes(std::move(queries), classes));
    return true;
}

BoundQuery QueryBinder::bind_calls(const facts::Chain& chain, std::size_t first_call, const std::shared_ptr<EmbedNode>& level,
                                   const ValueResolver& resolve, bool is_whole) const {
    BoundQuery query;
    query.span = chain.span;
    query.verb = verb_of(chain);
    ColumnReader reader(context_, statement_.facts, chain, resolve, *level, query);
    for (std::size_t index = first_call; index < chain.calls.size(); ++index) reader.read(chain.calls[index]);
    // What goes on from another chain may find embeds there.
    read_calls(chain, first_call, chain.calls.size(), statement_, context_, resolve, *level, is_whole && reader.selects_known(),
               query.call_problems);
    query.literals = refused_literals(chain, first_call, statement_.facts, resolve, context_, *level);
    query.root = level;
    reader.read_row_shape();
    return query;
}

}  // namespace

QueryBinding bind_queries(const StatementView& statement, const Context& context) {
    QueryBinding binding = QueryBinder(statement, context).bind();
    bind_taught_queries(statement, context, binding);
    bind_inherited_tables(statement, context, binding);
    return binding;
}

}  // namespace rowtype::binding
