#include "analysis/binding/dumps.h"

#include <algorithm>
#include <utility>

#include "analysis/binding/unserialisable.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

const DumpedField* field_of(const PayloadKeys& payload, const PayloadKey& key, std::size_t dump) {
    if (key.dump != dump) return nullptr;
    const std::vector<DumpedField>& fields = payload.dumps[dump].fields;
    const auto found = std::ranges::find(fields, key.name, &DumpedField::key);
    return found == fields.end() ? nullptr : &*found;
}

// Sets a keyword argument of a call that is written in this statement.
findings::TextEdit with_keyword(const Value& call, std::string_view keyword, std::string_view value) {
    std::string text(keyword);
    text += "=";
    text += value;
    for (const facts::Argument& argument : call.arguments) {
        if (argument.keyword == keyword) return {{argument.keyword_span.begin, argument.value.span.end}, text};
    }
    if (call.arguments.empty()) return {{call.span.end - 1, call.span.end - 1}, text};
    const facts::Argument& first = call.arguments.front();
    const std::uint32_t begin = first.keyword.empty() ? first.value.span.begin : first.keyword_span.begin;
    return {{begin, begin}, text + ", "};
}

std::string listed(const std::vector<std::string>& words) {
    std::string text;
    for (std::size_t index = 0; index < words.size(); ++index) {
        if (index > 0) text += index + 1 == words.size() ? " and " : ", ";
        text += words[index];
    }
    return text;
}

}  // namespace

bool may_leave_out(const DumpedModel& dump) {
    return std::ranges::any_of(dump.call->arguments, [](const facts::Argument& argument) {
        const bool is_off = argument.value.is(ValueKind::Boolean) && argument.value.text == "False";
        return argument.keyword.starts_with("exclude_") && !is_off;
    });
}

void find_unserialisable_dumps(const PayloadKeys& payload, std::string_view client_version, std::vector<CallProblem>& problems) {
    for (std::size_t index = 0; index < payload.dumps.size(); ++index) {
        const DumpedModel& dump = payload.dumps[index];
        if (dump.is_json) continue;
        std::vector<std::string> refused;
        for (const PayloadKey& key : payload.keys) {
            const DumpedField* field = field_of(payload, key, index);
            if (field == nullptr || field->is_converted) continue;
            const std::optional<Unserialisable> found = unserialisable(field->annotation, dump.dumps_enum_values);
            if (!found || is_sent_as_text(found->type, client_version)) continue;
            refused.push_back("\"" + field->key + "\" (" + with_article(found->type) + ")");
        }
        if (refused.empty()) continue;
        CallProblem problem{
            CallProblemKind::UnserialisablePayload, dump.name_span,
            "supabase-py sends JSON, and json.dumps raises TypeError for " + listed(refused) + " of " + dump.class_name};
        if (dump.is_model_dump) {
            problem.message += "; write model_dump(mode=\"json\")";
            problem.fix_title = "Add mode=\"json\"";
            problem.edits = {with_keyword(*dump.call, "mode", "\"json\"")};
        }
        problems.push_back(std::move(problem));
    }
}

bool is_unaliased(const PayloadKeys& payload, const PayloadKey& key, const catalog::Relation& relation) {
    const DumpedField* field = key.dump ? field_of(payload, key, *key.dump) : nullptr;
    return field != nullptr && field->other_key != field->key && relation.find_column(field->key) == nullptr &&
           relation.find_column(field->other_key) != nullptr;
}

void find_unaliased_dumps(const PayloadKeys& payload, const catalog::Relation& relation, std::vector<CallProblem>& problems) {
    for (std::size_t index = 0; index < payload.dumps.size(); ++index) {
        const DumpedModel& dump = payload.dumps[index];
        std::vector<std::string> sent;
        std::vector<std::string> columns;
        bool others_stay = true;  // a column that is one now is one by its other name, too
        for (const PayloadKey& key : payload.keys) {
            const DumpedField* field = field_of(payload, key, index);
            if (field == nullptr) continue;
            if (is_unaliased(payload, key, relation)) {
                sent.push_back("\"" + field->key + "\"");
                columns.push_back("\"" + field->other_key + "\"");
            } else if (relation.find_column(field->key) != nullptr && relation.find_column(field->other_key) == nullptr) {
                others_stay = false;
            }
        }
        if (sent.empty()) continue;
        CallProblem problem{
            CallProblemKind::UnaliasedDump, dump.name_span,
            dump.said + " sends " + listed(sent) + ", but " + relation.name.to_string() + " has " + listed(columns)};
        const bool is_method = dump.call->items.front().is(ValueKind::Attribute);
        if (is_method && others_stay) {
            problem.message += dump.by_alias ? "; write by_alias=False" : "; write by_alias=True";
            problem.fix_title = dump.by_alias ? "Write by_alias=False" : "Add by_alias=True";
            problem.edits = {with_keyword(*dump.call, "by_alias", dump.by_alias ? "False" : "True")};
        }
        problems.push_back(std::move(problem));
    }
}

}  // namespace rowtype::binding
