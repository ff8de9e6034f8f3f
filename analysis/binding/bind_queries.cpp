#include <map>
#include <utility>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/query_client.h"
#include "analysis/binding/query_columns.h"
#include "analysis/binding/read_calls.h"
#include "analysis/binding/resolve_value.h"

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
        if (call.method == "select") return Verb::Select;
        if (call.method == "insert") return Verb::Insert;
        if (call.method == "upsert") return Verb::Upsert;
        if (call.method == "update") return Verb::Update;
        if (call.method == "delete") return Verb::Delete;
    }
    return Verb::None;
}

RelationReference table_reference(const QueryStart& start, const Context& context) {
    RelationReference table;
    table.schema = start.schema;
    table.name = start.table->text();
    table.span = start.table->source({0, static_cast<std::uint32_t>(table.name.size())});
    if (!start.schema_known) {
        table.unknown = true;
        return table;
    }
    const catalog::RelationLookup lookup = context.catalog.find_relation(table.schema, table.name);
    table.relation = lookup.relation;
    // A client that was made elsewhere may have been made for another schema: a table that stands there is not unknown.
    const bool elsewhere = !start.client_known && !context.catalog.relations_named(table.name).empty();
    table.unknown = lookup.relation == nullptr && (lookup.unknown || elsewhere);
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
    query.function = bind_function(chain.calls[call->call], call->schema, call->client_known, resolve, context.catalog);
    if (!query.function) return false;
    if (query.function->unknown) query.mute = Mute::QueryFunctionCall;
    level = std::make_shared<EmbedNode>();
    level->relation = query.function->result;
    level->made = query.function->made;
    next_call = call->call + 1;
    return true;
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

    void add(const facts::Chain& chain, std::shared_ptr<EmbedNode> level) {
        std::vector<Head>& heads = heads_[{chain.scope, chain.assigned_to}];
        const bool is_mixed = !heads.empty() && (heads.back().is_mixed || heads.back().level->relation != level->relation);
        heads.push_back({chain.span.end, std::move(level), is_mixed});
    }

private:
    std::map<std::pair<std::uint32_t, std::string>, std::vector<Head>> heads_;
};

}  // namespace

QueryBinding bind_queries(const StatementView& statement, const Context& context) {
    QueryBinding binding;
    Heads heads;
    Receivers receivers(statement, context);
    for (const facts::Chain& chain : statement.facts.chains) {
        const ValueResolver resolve = [&](const facts::Value& reference) {
            return resolve_value(reference, chain.scope, statement, context);
        };
        BoundQuery query;
        query.span = chain.span;
        query.verb = verb_of(chain);
        std::shared_ptr<EmbedNode> level;
        std::size_t first_call = 0;
        Mute reason = Mute::QueryHeadNotFound;
        const std::optional<QueryStart> start = query_start(chain, context, receivers, resolve, reason);
        if (start && start->table) {
            query.table = table_reference(*start, context);
            if (query.table.unknown) query.mute = reason_of_unknown(*start, context);
            level = std::make_shared<EmbedNode>();
            level->relation = query.table.relation;
            first_call = start->table_call + 1;
        } else if (start) {
            count(binding.muted, Mute::QueryTableNotConstant);
            continue;
        } else if (std::shared_ptr<EmbedNode> head = heads.before(chain)) {
            level = std::move(head);
        } else if (reason == Mute::QueryFunctionCall &&
                   read_function(chain, statement, context, resolve, query, level, first_call)) {
            // `query` and `level` are those of the function's result.
        } else {
            // Calls named like a builder's are everywhere; they mean something beside a client.
            if (reason != Mute::QueryHeadNotFound || context.imports.supabase) count(binding.muted, reason);
            continue;
        }
        ColumnReader reader(context, resolve, *level, query);
        for (std::size_t index = first_call; index < chain.calls.size(); ++index) reader.read(chain.calls[index]);
        // What goes on from another chain may find embeds there. The call of a function has arguments of its own.
        const bool is_whole = !query.table.name.empty() || query.function;
        read_calls(chain, query.function ? first_call - 1 : first_call, statement, context, resolve, *level,
                   is_whole && reader.selects_known(), query.call_problems);
        if (!chain.assigned_to.empty()) heads.add(chain, level);
        query.root = std::move(level);
        binding.queries.push_back(std::move(query));
    }
    return binding;
}

}  // namespace rowtype::binding
