#include "analysis/binding/query_client.h"

#include <algorithm>
#include <array>

#include "analysis/binding/client_key.h"
#include "analysis/binding/client_names.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/postgrest/builder_methods.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

bool is_verb(std::string_view method) {
    constexpr std::array<std::string_view, 5> kVerbs = {"select", "insert", "upsert", "update", "delete"};
    return std::ranges::find(kVerbs, method) != kVerbs.end();
}

// Storage and its vectors have a from_ of their own.
bool leads_to_storage(const Value& receiver, const facts::Chain& chain, std::size_t table_call) {
    const std::string dotted = receiver.dotted();
    if (dotted.ends_with("storage") || dotted.ends_with("vectors") || dotted.ends_with("bucket")) return true;
    for (std::size_t index = 0; index < table_call; ++index) {
        if (chain.calls[index].method == "storage" || chain.calls[index].method == "vectors") return true;
    }
    return false;
}

// What the receiver's name was assigned from.
struct ReceiverFacts {
    bool client = false;
    bool other_library = false;
    std::string schema;
    bool schema_known = true;
};

void read_schema(const Value* argument, const ValueResolver& resolve, std::string& schema, bool& known) {
    const std::optional<FoldedText> text = argument == nullptr ? std::nullopt : fold_text(*argument, resolve);
    known = text && !text->has_holes();
    if (known) schema = text->text();
}

ReceiverFacts receiver_facts(const Value& receiver, const ValueResolver& resolve) {
    ReceiverFacts result;
    const Value* value = &receiver;
    if (receiver.is(ValueKind::Name) || receiver.is(ValueKind::Attribute)) value = resolve(receiver).value;
    if (value == nullptr || !value->is(ValueKind::Call) || value->items.empty()) return result;
    const Value& callee = value->items[0];
    if (callee.is(ValueKind::Attribute) && callee.text == "schema") {
        result.client = true;
        read_schema(value->argument("schema", 0), resolve, result.schema, result.schema_known);
        return result;
    }
    const std::string dotted = callee.dotted();
    result.client = makes_client(dotted);
    result.other_library = names_foreign_database(dotted);
    const Value* options = value->argument("options", 2);
    if (result.client && options != nullptr) {  // ClientOptions(schema="api")
        const bool literal = options->is(ValueKind::Call);
        const Value* schema = literal ? options->keyword("schema") : nullptr;
        if (schema != nullptr || !literal) read_schema(schema, resolve, result.schema, result.schema_known);
    }
    return result;
}

// The shape is PostgREST's alone: a verb right after the table, execute() in the end.
bool has_own_shape(const facts::Chain& chain, std::size_t table_call) {
    if (table_call + 1 >= chain.calls.size() || !is_verb(chain.calls[table_call + 1].method)) return false;
    for (std::size_t index = table_call + 1; index < chain.calls.size(); ++index) {
        const std::string& method = chain.calls[index].method;
        if (method == "execute") return true;
        if (!postgrest::is_builder_method(method)) return false;
    }
    return !chain.assigned_to.empty();
}

// .rpc(…) with execute() in the end and only builder methods between them.
bool has_own_function_shape(const facts::Chain& chain, std::size_t call) {
    for (std::size_t index = call + 1; index < chain.calls.size(); ++index) {
        const std::string& method = chain.calls[index].method;
        if (method == "execute") return true;
        if (!postgrest::is_builder_method(method)) return false;
    }
    return false;
}

// client.schema("x") before the call at `end`.
void read_chosen_schema(const facts::Chain& chain, std::size_t end, const ValueResolver& resolve, QueryStart& start) {
    for (std::size_t index = 0; index < end; ++index) {
        const facts::ChainCall& call = chain.calls[index];
        if (call.method != "schema") continue;
        start.client_known = true;
        const Value* name = call.argument("schema", 0);
        read_schema(name, resolve, start.schema, start.schema_known);
        start.schema_span = {};
        if (name == nullptr || !start.schema_known) continue;
        const std::optional<FoldedText> text = fold_text(*name, resolve);
        if (text) start.schema_span = text->source({0, static_cast<std::uint32_t>(text->text().size())});
    }
}

bool goes_on_as_builder(const facts::Chain& chain, std::size_t table_call) {
    return table_call + 1 >= chain.calls.size() || is_verb(chain.calls[table_call + 1].method);
}

}  // namespace

Verb verb_of_method(std::string_view method) {
    if (method == "select") return Verb::Select;
    if (method == "insert") return Verb::Insert;
    if (method == "upsert") return Verb::Upsert;
    if (method == "update") return Verb::Update;
    return method == "delete" ? Verb::Delete : Verb::None;
}

std::optional<QueryStart> query_start(const facts::Chain& chain, const Context& context, Receivers& receivers,
                                      const ValueResolver& resolve, Mute& reason) {
    const auto table = std::ranges::find_if(chain.calls, &facts::ChainCall::names_table);
    if (table == chain.calls.end()) {
        const bool calls_function = std::ranges::find(chain.calls, "rpc", &facts::ChainCall::method) != chain.calls.end();
        if (calls_function) reason = Mute::QueryFunctionCall;
        return std::nullopt;
    }
    reason = Mute::QueryOfOtherLibrary;
    QueryStart start;
    start.table_call = static_cast<std::size_t>(table - chain.calls.begin());
    const std::string dotted = chain.receiver.dotted();
    if (leads_to_storage(chain.receiver, chain, start.table_call) || names_foreign_database(dotted)) return std::nullopt;
    if (!goes_on_as_builder(chain, start.table_call)) return std::nullopt;

    const ReceiverFacts receiver = receiver_facts(chain.receiver, resolve);
    if (receiver.other_library) return std::nullopt;
    const Receiver evidence = receivers.of(chain, table->method);
    if (evidence == Receiver::OwnClass || evidence == Receiver::OtherLibrary) return std::nullopt;
    reason = Mute::QueryClientNotRecognised;
    const bool named_so = mentions_client(dotted);
    const bool shaped_so = has_own_shape(chain, start.table_call) && !context.imports.foreign;
    const bool is_client = receiver.client || evidence == Receiver::Client;
    if (!is_client && !named_so && !context.imports.supabase && !shaped_so) return std::nullopt;

    start.client_known = receiver.client;
    start.schema = receiver.schema;
    start.schema_known = receiver.schema_known;
    start.key = key_of_client(chain.receiver, resolve);
    read_chosen_schema(chain, start.table_call, resolve, start);
    const Value* name = table->positional(0);
    if (name == nullptr) name = table->keyword("table") != nullptr ? table->keyword("table") : table->keyword("table_name");
    if (name != nullptr) start.tables = fold_texts(*name, resolve);
    if (start.tables && std::ranges::any_of(start.tables->texts, &FoldedText::has_holes)) start.tables.reset();
    return start;
}

namespace {

// What is known of the client of a chain that starts at no table.
enum class ClientEvidence : std::uint8_t { No, Open, Yes };

ClientEvidence client_evidence(const facts::Chain& chain, const StatementView& statement, const Context& context) {
    const ValueResolver resolve = [&](const facts::Value& reference) {
        return resolve_value(reference, chain.scope, statement, context);
    };
    const std::string dotted = chain.receiver.dotted();
    const ReceiverFacts receiver = receiver_facts(chain.receiver, resolve);
    const bool named_so = mentions_client(dotted);
    if (receiver.other_library || names_foreign_database(dotted)) return ClientEvidence::No;
    if (leads_to_storage(chain.receiver, chain, chain.calls.size())) return ClientEvidence::No;
    const Receiver evidence = Receivers(statement, context).of(chain, chain.calls.empty() ? "" : chain.calls.front().method);
    if (evidence == Receiver::OwnClass || evidence == Receiver::OtherLibrary) return ClientEvidence::No;
    const bool is_client = receiver.client || evidence == Receiver::Client || named_so || context.imports.supabase;
    return is_client ? ClientEvidence::Yes : ClientEvidence::Open;
}

}  // namespace

bool has_known_client(const facts::Chain& chain, const StatementView& statement, const Context& context) {
    return client_evidence(chain, statement, context) == ClientEvidence::Yes;
}

std::optional<FunctionCall> function_call(const facts::Chain& chain, const StatementView& statement, const Context& context) {
    const auto called = std::ranges::find_if(chain.calls, [](const facts::ChainCall& call) { return call.method == "rpc"; });
    if (called == chain.calls.end()) return std::nullopt;
    FunctionCall function;
    function.call = static_cast<std::size_t>(called - chain.calls.begin());
    const ClientEvidence evidence = client_evidence(chain, statement, context);
    const bool shaped_so = has_own_function_shape(chain, function.call) && !context.imports.foreign;
    if (evidence == ClientEvidence::No || (evidence == ClientEvidence::Open && !shaped_so)) return std::nullopt;
    const ValueResolver resolve = [&](const facts::Value& reference) {
        return resolve_value(reference, chain.scope, statement, context);
    };
    const ReceiverFacts receiver = receiver_facts(chain.receiver, resolve);
    QueryStart start;
    start.schema = receiver.schema;
    start.schema_known = receiver.schema_known;
    start.client_known = receiver.client;
    read_chosen_schema(chain, function.call, resolve, start);
    if (!start.schema_known) return std::nullopt;
    function.schema = start.schema;
    function.client_known = start.client_known;
    function.schema_span = start.schema_span;
    const Value* name = called->argument("fn", 0);
    if (name != nullptr && name->is(ValueKind::String)) function.name = name;
    return function;
}

}  // namespace rowtype::binding
