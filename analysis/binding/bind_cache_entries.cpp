#include "analysis/binding/bind_cache_entries.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

#include "analysis/binding/call_arguments.h"
#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/imported_name.h"
#include "analysis/binding/key_pattern.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/payload_keys.h"
#include "analysis/binding/redis_client.h"
#include "analysis/binding/redis_methods.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/row_queries.h"

namespace rowtype::binding {

namespace {

using facts::NamedCall;
using facts::Value;
using facts::ValueKind;

enum class Holder : std::uint8_t { Hash, Document };

// The table that the configuration gives the key; null: none, or one that the schema does not have.
struct Meaning {
    const CachedKey* key = nullptr;
    const catalog::Relation* relation = nullptr;
};

Meaning meaning_of(const Value& written, const ValueResolver& resolve, const Context& context) {
    const std::optional<FoldedText> key = fold_text(written, resolve);
    if (!key) return {};
    for (const CachedKey& known : context.settings.cached_keys) {
        if (!is_meant(known.pattern, *key)) continue;
        const std::size_t dot = known.table.find('.');
        const std::string schema = dot == std::string::npos ? "" : known.table.substr(0, dot);
        return {&known, context.catalog.find_relation(schema, known.table.substr(dot + 1)).relation};
    }
    return {};
}

// "json.dumps({…})": the dictionary; null for anything else.
const Value* dumped_value(const Value& value) {
    const bool is_dump = value.is(ValueKind::Call) && !value.items.empty() && value.items.front().text == "dumps";
    return is_dump ? value.positional(0) : nullptr;
}

// "client.json()"
bool is_document_command(const Value& object) {
    return object.is(ValueKind::Call) && object.arguments.empty() && !object.items.empty() &&
           object.items.front().is(ValueKind::Attribute) && object.items.front().text == "json";
}

// Digits that Python and PostgreSQL read alike.
bool is_plain_number(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && (text == "0" || text.front() != '0' || text.starts_with("0.")) && text.back() != '.' &&
           text.front() != '.' && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string_view refused_word(ValueKind kind) {
    switch (kind) {
        case ValueKind::None: return "None";
        case ValueKind::Boolean: return "a boolean";
        case ValueKind::Dictionary: return "a dictionary";
        case ValueKind::List: return "a list";
        case ValueKind::Tuple: return "a tuple";
        case ValueKind::Set: return "a set";
        default: return "";
    }
}

void read_text(const Value& value, CachedField& field) {
    field.has_value = true;
    field.value_span = value.span;
    field.field.kind = EntryField::Kind::Text;
    field.field.text = value.text;
}

void read_hash_value(const Value& value, bool is_known_client, CachedField& field) {
    const bool is_number = value.is(ValueKind::Integer) || value.is(ValueKind::Float);
    if (value.is(ValueKind::String) || value.is(ValueKind::Bytes) || (is_number && is_plain_number(value.text))) {
        read_text(value, field);
    } else if (is_known_client) {
        field.refused = refused_word(value.kind);
        field.value_span = value.span;
    }
}

void read_document_value(const Value& value, CachedField& field) {
    const auto is_kind = [&](EntryField::Kind kind) {
        read_text(value, field);
        field.field.kind = kind;
    };
    switch (value.kind) {
        case ValueKind::String: return is_kind(EntryField::Kind::Text);
        case ValueKind::Boolean: return is_kind(EntryField::Kind::Boolean);
        case ValueKind::None: return is_kind(EntryField::Kind::Null);
        case ValueKind::Dictionary:
        case ValueKind::List:
        case ValueKind::Tuple: return is_kind(EntryField::Kind::Document);
        case ValueKind::Integer:
        case ValueKind::Float:
            if (is_plain_number(value.text)) is_kind(EntryField::Kind::Number);
            return;
        default: return;
    }
}

// One call whose key has a table.
class EntryReader {
public:
    EntryReader(const NamedCall& call, const Meaning& meaning, const Place& place, const StatementView& statement,
                const Context& context, MuteCounts& muted)
        : call_(call), meaning_(meaning), place_(place), statement_(statement), context_(context), muted_(muted) {
        entry_.relation = meaning.relation;
        entry_.pattern = meaning.key->pattern;
        entry_.span = call.span;
    }

    BoundCacheEntry read(const RedisMethod& method, bool is_known_client);
    // What is written as one document.
    BoundCacheEntry read_document(const Value& document);

private:
    void read_set();
    void read_items(const Value& items);
    void read_name(const Value& name, const Value* value, bool writes);
    void read_names(const Value& names, bool writes);
    void read_mapping(const Value& mapping, Holder holder);
    void add(CachedField field);
    [[nodiscard]] ResolvedValue resolve(const Value& reference) const {
        return resolve_value(reference, call_.scope, statement_, context_);
    }
    [[nodiscard]] const Value* argument(std::string_view keyword, std::size_t place) const {
        return facts::find_argument(call_.arguments, keyword, place);
    }

    const NamedCall& call_;
    const Meaning& meaning_;
    const Place& place_;
    const StatementView& statement_;
    const Context& context_;
    MuteCounts& muted_;
    BoundCacheEntry entry_;
    bool is_known_client_ = false;
};

BoundCacheEntry EntryReader::read(const RedisMethod& method, bool is_known_client) {
    is_known_client_ = is_known_client;
    switch (method.form) {
        case RedisForm::Set: read_set(); break;
        case RedisForm::Mapping:
            if (const Value* mapping = argument("mapping", 1)) read_mapping(*mapping, Holder::Hash);
            break;
        case RedisForm::Field:
            if (const Value* name = argument("key", 1)) read_name(*name, nullptr, method.writes);
            break;
        case RedisForm::Fields: {
            if (const Value* keys = facts::find_keyword(call_.arguments, "keys")) read_names(*keys, method.writes);
            for (std::size_t place = 1;; ++place) {
                const Value* names = facts::find_positional(call_.arguments, place);
                if (names == nullptr) break;
                read_names(*names, method.writes);
            }
            break;
        }
        case RedisForm::All:
        case RedisForm::Text: break;
    }
    return std::move(entry_);
}

BoundCacheEntry EntryReader::read_document(const Value& document) {
    read_mapping(document, Holder::Document);
    return std::move(entry_);
}

void EntryReader::read_set() {
    const Value* name = argument("key", 1);
    if (name != nullptr && !name->is(ValueKind::None)) read_name(*name, argument("value", 2), true);
    const Value* mapping = argument("mapping", 3);
    if (mapping != nullptr && !mapping->is(ValueKind::None)) read_mapping(*mapping, Holder::Hash);
    const Value* items = argument("items", 4);
    if (items != nullptr && items->is(ValueKind::List)) read_items(*items);
}

// [name, value, name, value, …]
void EntryReader::read_items(const Value& items) {
    for (std::size_t at = 0; at + 1 < items.items.size(); at += 2) {
        if (items.items[at].is(ValueKind::Starred) || items.items[at + 1].is(ValueKind::Starred)) return;
        read_name(items.items[at], &items.items[at + 1], true);
    }
}

void EntryReader::read_names(const Value& names, bool writes) {
    if (!names.is(ValueKind::List) && !names.is(ValueKind::Tuple)) return read_name(names, nullptr, writes);
    for (const Value& name : names.items) read_name(name, nullptr, writes);
}

void EntryReader::read_name(const Value& name, const Value* value, bool writes) {
    CachedField field;
    field.is_written = writes;
    if (name.is(ValueKind::Bytes)) {
        field.field.name = name.text;
        field.span = facts::source_span(name, {0, static_cast<std::uint32_t>(name.text.size())});
    } else {
        const std::optional<FoldedText> text = fold_text(name, [this](const Value& reference) { return resolve(reference); });
        if (!text || text->has_holes()) return count(muted_, Mute::ColumnNotConstant);
        field.field.name = text->text();
        field.span = text->source({0, static_cast<std::uint32_t>(text->text().size())});
    }
    if (value != nullptr) read_hash_value(*value, is_known_client_, field);
    add(std::move(field));
}

void EntryReader::read_mapping(const Value& mapping, Holder holder) {
    const ValueResolver resolver = [this](const Value& reference) { return resolve(reference); };
    const PayloadKeys keys = payload_keys(mapping, place_, call_.span.begin, resolver, context_);
    if (!keys.is_known) count(muted_, Mute::ColumnNotConstant);
    // What a name holds by then, statements may have changed.
    const KnownKeys written = mapping.is(ValueKind::Dictionary) ? known_keys(mapping, resolver) : KnownKeys{};
    for (const PayloadKey& key : keys.keys) {
        CachedField field;
        field.is_written = true;
        field.field.name = key.name;
        field.span = key.span;
        field.sent_by = key.sent_by;
        const auto known = std::ranges::find(written.keys, key.span, &KnownKey::span);
        if (known != written.keys.end() && holder == Holder::Hash) read_hash_value(*known->value, is_known_client_, field);
        if (known != written.keys.end() && holder == Holder::Document) read_document_value(*known->value, field);
        add(std::move(field));
    }
}

void EntryReader::add(CachedField field) {
    field.is_extra = std::ranges::find(meaning_.key->extra_fields, field.field.name) != meaning_.key->extra_fields.end();
    if (!field.field.name.empty()) entry_.fields.push_back(std::move(field));
}

// An entry that hgetall() or json.loads() gave, as if a query had: what holds it is followed as rows are.
struct ReadEntry {
    Meaning meaning;
    Span span;
};

std::vector<BoundQuery> queries_of(const std::vector<ReadEntry>& entries) {
    std::vector<BoundQuery> queries;
    for (const ReadEntry& entry : entries) {
        BoundQuery& query = queries.emplace_back();
        query.span = entry.span;
        auto shape = std::make_shared<RowShape>();
        shape->relation = entry.meaning.relation;
        shape->selects = shape->is_single = shape->is_direct = shape->has_all = true;
        query.row_shape = std::move(shape);
        query.root = std::make_shared<const EmbedNode>();
    }
    return queries;
}

// Keys that are asked of the entries: r.hgetall(key)["name"], entry.get("name").
void read_asked_keys(const StatementView& statement, const std::vector<ReadEntry>& entries, std::vector<BoundCacheEntry>& into) {
    if (entries.empty() || !statement.facts.rows) return;
    const std::vector<BoundQuery> queries = queries_of(entries);
    const StatementQueries own(queries);
    const RowValues values(statement.facts, own);
    const std::vector<facts::RowAccess>& accesses = statement.facts.rows.get()->accesses;
    const auto entry_in = [&](const facts::RowAccess& access) {
        std::optional<RowValue> held = values.of(access.object, access.scope);
        return held && held->form == RowForm::Row ? held : std::nullopt;
    };
    for (const facts::RowAccess& access : accesses) {
        if (access.use != facts::RowUse::Key && access.use != facts::RowUse::Get) continue;
        const std::optional<RowValue> held = entry_in(access);
        if (!held) continue;
        const EmbedNode* origin = held->origin;
        const bool may_be_changed = std::ranges::any_of(accesses, [&](const facts::RowAccess& other) {
            const bool may_come_before = held->is_kept || other.span.begin < access.span.begin;
            const bool changes =
                other.use == facts::RowUse::Set ? other.key == access.key : facts::is_change(other) && may_come_before;
            const std::optional<RowValue> changed = changes ? entry_in(other) : std::nullopt;
            return changed && changed->origin == origin;
        });
        if (may_be_changed) continue;
        const auto query = std::ranges::find(queries, origin, [](const BoundQuery& one) { return one.root.get(); });
        const ReadEntry& entry = entries[static_cast<std::size_t>(query - queries.begin())];
        const std::vector<std::string>& extra = entry.meaning.key->extra_fields;
        CachedField field;
        field.field.name = access.key;
        field.span = access.key_span;
        field.is_extra = std::ranges::find(extra, access.key) != extra.end();
        into.push_back({entry.meaning.relation, entry.meaning.key->pattern, entry.span, {std::move(field)}});
    }
}

// The document that the call writes; null where it writes none that is told.
const Value* document_of(const NamedCall& call, const RedisMethod& method, const ValueResolver& resolve) {
    const Value* value = facts::find_argument(call.arguments, "value", method.place);
    if (value != nullptr && value->is(ValueKind::Name)) {
        const ResolvedValue resolved = resolve(*value);
        value = resolved.foreign ? nullptr : resolved.value;
    }
    return value == nullptr ? nullptr : dumped_value(*value);
}

// Of "client.json().set(key, "$", {…})": the document; null where it changes a part of one.
const Value* whole_document_of(const NamedCall& call) {
    const Value* path = facts::find_positional(call.arguments, 1);
    const bool is_root = path != nullptr && path->is(ValueKind::String) && (path->text == "$" || path->text == ".");
    if (!is_root || call.method != "set") return nullptr;
    return facts::find_argument(call.arguments, "obj", 2);
}

bool is_json_library(std::string_view name) {
    return name == "json" || name == "orjson" || name == "ujson" || name == "simplejson" || name == "rapidjson";
}

// Of "json.loads(client.get(key))" the call of get(): written there, or what the one assignment to the name there gives; a text that
// stands for no entry ("or '{}'"), and decoding, may be in between. Null where it is nothing of that kind.
const Value* loaded_call(const NamedCall& call, const StatementView& statement, const Context& context,
                         const ValueResolver& resolve) {
    const std::string callee = imported_name(call.callee.dotted(), call.scope, statement, context);
    const std::size_t dot = callee.rfind('.');
    if (dot == std::string::npos || !is_json_library(callee.substr(0, dot)) || callee.substr(dot + 1) != "loads") return nullptr;
    const Value* value = facts::find_positional(call.arguments, 0);
    constexpr int kMostSteps = 4;
    for (int step = 0; value != nullptr && step < kMostSteps; ++step) {
        if (value->is(ValueKind::Name)) {
            const ResolvedValue resolved = resolve(*value);
            value = resolved.foreign ? nullptr : resolved.value;
        } else if (value->is(ValueKind::Either) && value->items.size() == 2 &&
                   (value->items[1].is(ValueKind::String) || value->items[1].is(ValueKind::Bytes))) {
            value = &value->items[0];
        } else if (value->is(ValueKind::Call) && !value->items.empty() && value->items.front().is(ValueKind::Attribute)) {
            const Value& method = value->items.front();
            if (method.text == "get" || method.text == "getex" || method.text == "getdel") return value;
            value = method.text == "decode" ? &method.items.front() : nullptr;
        } else {
            value = nullptr;
        }
    }
    return nullptr;
}

// The entry whose text json.loads() reads. Of a get() the client has to be known, since any dictionary has one.
std::optional<ReadEntry> loaded_entry(const NamedCall& call, const Place& place, const StatementView& statement,
                                      const Context& context) {
    const ValueResolver resolve = [&](const Value& reference) {
        return resolve_value(reference, call.scope, statement, context);
    };
    const Value* read = loaded_call(call, statement, context, resolve);
    if (read == nullptr) return std::nullopt;
    const Value* key = facts::find_argument(read->arguments, "name", 0);
    const Meaning meaning = key == nullptr ? Meaning{} : meaning_of(*key, resolve, context);
    if (meaning.relation == nullptr) return std::nullopt;
    const Value& method = read->items.front();
    const RedisClient client = redis_client(method.items.front(), method.text, place, context);
    return client == RedisClient::Yes ? std::optional(ReadEntry{meaning, call.span}) : std::nullopt;
}

// The document that "client.json().get(key)" gives. With a path it is a part of it.
std::optional<ReadEntry> document_entry(const NamedCall& call, const Place& place, const StatementView& statement,
                                        const Context& context) {
    const bool is_whole = call.callee.is(ValueKind::Attribute) && call.arguments.size() == 1;
    if (!is_whole || !is_document_command(call.callee.items.front())) return std::nullopt;
    const ValueResolver resolve = [&](const Value& reference) {
        return resolve_value(reference, call.scope, statement, context);
    };
    const Value* key = facts::find_argument(call.arguments, "name", 0);
    const Meaning meaning = key == nullptr ? Meaning{} : meaning_of(*key, resolve, context);
    if (meaning.relation == nullptr) return std::nullopt;
    const Value& object = call.callee.items.front().items.front().items.front();
    return redis_client(object, "json", place, context) == RedisClient::Yes ? std::optional(ReadEntry{meaning, call.span})
                                                                            : std::nullopt;
}

}  // namespace

CacheBinding bind_cache_entries(const StatementView& statement, const Context& context) {
    CacheBinding binding;
    if (statement.facts.named_calls.empty() || context.settings.cached_keys.empty()) return binding;
    const ModelModules modules(context);
    std::vector<ReadEntry> read;
    for (const NamedCall& call : statement.facts.named_calls) {
        const Place place{&statement.facts, call.scope, &modules.analysed_file()};
        if (call.method == "loads") {
            if (const std::optional<ReadEntry> entry = loaded_entry(call, place, statement, context)) read.push_back(*entry);
            continue;
        }
        if (call.method == "get") {
            if (const std::optional<ReadEntry> entry = document_entry(call, place, statement, context)) read.push_back(*entry);
            continue;
        }
        const RedisMethod* method = find_redis_method(call.method);
        if (method == nullptr || !call.callee.is(ValueKind::Attribute) || call.callee.items.empty()) continue;
        const Value* key = facts::find_argument(call.arguments, "name", 0);
        const ValueResolver resolve = [&](const Value& reference) {
            return resolve_value(reference, call.scope, statement, context);
        };
        const Meaning meaning = key == nullptr ? Meaning{} : meaning_of(*key, resolve, context);
        if (meaning.relation == nullptr) continue;
        const Value& object = call.callee.items.front();
        const bool is_document = is_document_command(object);
        const Value& client_object = is_document ? object.items.front().items.front() : object;
        const RedisClient client = redis_client(client_object, call.method, place, context);
        if (client == RedisClient::No) continue;
        EntryReader reader(call, meaning, place, statement, context, binding.muted);
        if (is_document || method->form == RedisForm::Text) {
            const Value* document = is_document ? whole_document_of(call) : document_of(call, *method, resolve);
            const bool is_written = document != nullptr && (is_document || client == RedisClient::Yes);
            if (is_written) binding.entries.push_back(reader.read_document(*document));
        } else if (method->form == RedisForm::All) {
            read.push_back({meaning, call.span});
        } else {
            binding.entries.push_back(reader.read(*method, client == RedisClient::Yes));
        }
    }
    read_asked_keys(statement, read, binding.entries);
    return binding;
}

}  // namespace rowtype::binding
