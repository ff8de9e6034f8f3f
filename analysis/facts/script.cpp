#include "analysis/facts/script.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/row_facts.h"
#include "analysis/facts/row_names.h"

namespace rowtype::facts {

namespace {

constexpr Span kWholeFile{0, std::numeric_limits<std::uint32_t>::max()};

bool executes_at_module_level(const StatementFacts& facts) {
    const bool has_chain = std::ranges::any_of(facts.chains, [](const Chain& chain) {
        return chain.scope == 0 && std::ranges::find(chain.calls, "execute", &ChainCall::method) != chain.calls.end();
    });
    return has_chain ||
           std::ranges::any_of(facts.sql_calls, [](const SqlCall& call) { return call.scope == 0 && gives_rows(call); });
}

// What an import or a class binds is never rows alone.
void leave_out_bound_otherwise(const FileFacts& file, std::set<std::string>& names) {
    for (const PlacedStatement& placed : file.statements) {
        for (const Import& import : placed.facts->imports) {
            if (import.scope == 0) names.erase(import.bound);
        }
        for (const Class& definition : placed.facts->classes) {
            if (definition.scope == 0) names.erase(definition.name);
        }
    }
}

// Calls `visit(at)` for each place of the name as a word, until that says false; says whether none did.
template <class Visit>
bool for_each_mention(std::string_view bytes, std::string_view name, Visit visit) {
    for (std::size_t at = find_bytes(bytes, name); at != std::string_view::npos; at = find_bytes(bytes, name, at + 1)) {
        const bool starts = at == 0 || (!is_identifier_byte(bytes[at - 1]) && bytes[at - 1] != '.');
        const std::size_t end = at + name.size();
        const bool is_word = starts && (end >= bytes.size() || !is_identifier_byte(bytes[end]));
        if (is_word && !visit(at)) return false;
    }
    return true;
}

bool mentions(std::string_view bytes, std::string_view name) {
    return !for_each_mention(bytes, name, [](std::size_t) { return false; });
}

char next_letter(std::string_view bytes, std::size_t at) {
    while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) ++at;
    return at < bytes.size() ? bytes[at] : '\0';
}

char last_letter(std::string_view bytes, std::size_t end) {
    while (end > 0 && (bytes[end - 1] == ' ' || bytes[end - 1] == '\n' || bytes[end - 1] == '\t')) --end;
    return end > 0 ? bytes[end - 1] : '\0';
}

// "(" to ")" behind the function's name; empty where there is none.
std::string_view parameters_of(std::string_view function) {
    const std::size_t begin = function.find('(');
    int depth = 0;
    for (std::size_t at = begin; at < function.size(); ++at) {
        if (function[at] == '(') ++depth;
        if (function[at] == ')' && --depth == 0) return function.substr(begin, at + 1 - begin);
    }
    return {};
}

// Whether "def …" has a parameter or an assignment of that name, by its bytes, since of most functions there are no facts.
bool binds(std::string_view function, std::string_view name) {
    const std::string_view parameters = parameters_of(function);
    const auto is_no_parameter = [&](std::size_t at) {
        const char before = last_letter(parameters, at);
        const char behind = next_letter(parameters, at + name.size());
        const bool is_one = (before == '(' || before == ',' || before == '*') &&
                            (behind == ',' || behind == ':' || behind == '=' || behind == ')');
        return !is_one;
    };
    if (!for_each_mention(parameters, name, is_no_parameter)) return true;
    const auto is_no_target = [&](std::size_t at) {
        const std::size_t line = function.rfind('\n', at) + 1;
        const bool is_first = function.find_first_not_of(" \t", line) == at;
        const std::size_t sign = function.find_first_not_of(' ', at + name.size());
        const bool is_given = sign + 1 < function.size() && function[sign] == '=' && function[sign + 1] != '=';
        return !(is_first && is_given);
    };
    return !for_each_mention(function, name, is_no_target);
}

// Whether all functions of a definition's bytes that mention the name have it for themselves.
bool is_own_everywhere(std::string_view definition, std::string_view name) {
    std::size_t begin = 0;
    while (begin < definition.size()) {
        std::size_t end = begin;
        do {
            end = definition.find("def ", end + 1);
        } while (end != std::string_view::npos && definition[end - 1] != ' ' && definition[end - 1] != '\n');
        const std::string_view part = definition.substr(begin, end == std::string_view::npos ? end : end - begin);
        const bool is_function = part.starts_with("def ");
        if (mentions(part, name) && !(is_function && binds(part, name))) return false;
        begin = end;
    }
    return true;
}

// Whether the name is that of the module in what a definition's bytes do; "global" makes it so.
bool uses_of_module(const StatementFacts& facts, std::string_view definition, const std::string& name) {
    const bool is_global = !facts.scopes.empty() && std::ranges::count(facts.scopes[0].opaque_names, name) > 0;
    return mentions(definition, name) && (is_global || !is_own_everywhere(definition, name));
}

class Merger {
public:
    explicit Merger(Script& script) : script_(script) {
        script_.flow.scopes.push_back({ScopeKind::Module, {}, 0, kWholeFile, {}, {}, {}, {}});
    }

    void add(const PlacedStatement& placed);
    // What a statement that is none of the script's binds.
    void add_opaque_names(const StatementFacts& facts);
    void finish() { script_.flow.rows = RowFactsPointer(std::make_shared<const RowFacts>(std::move(rows_))); }

private:
    void add_scope(const Scope& scope, bool is_module);
    void add_rows(const RowFacts& rows);
    [[nodiscard]] std::uint32_t moved(std::uint32_t scope) const { return scope == 0 ? 0 : scope + scopes_before_ - 1; }
    [[nodiscard]] Span moved(Span span) const { return span.shifted(offset_); }
    [[nodiscard]] Value moved(const Value& value) const;
    [[nodiscard]] std::optional<Value> moved(const std::optional<Value>& value) const {
        return value ? std::optional(moved(*value)) : std::nullopt;
    }
    [[nodiscard]] OpenedName moved(const OpenedName& name) const {
        return {name.name, moved(name.opened), moved(name.span), moved(name.scope)};
    }
    [[nodiscard]] Span block(Span block) const { return block == Span{0, length_} ? kWholeFile : moved(block); }

    Script& script_;
    RowFacts rows_;
    std::uint32_t offset_ = 0;
    std::uint32_t length_ = 0;
    std::uint32_t scopes_before_ = 0;
};

void Merger::add(const PlacedStatement& placed) {
    const StatementFacts& facts = *placed.facts;
    offset_ = placed.offset;
    length_ = facts.length;
    scopes_before_ = static_cast<std::uint32_t>(script_.flow.scopes.size());
    for (std::size_t index = 0; index < facts.scopes.size(); ++index) add_scope(facts.scopes[index], index == 0);
    for (const Parameter& parameter : facts.parameters) {
        script_.flow.parameters.push_back({parameter.name, moved(parameter.span), moved(parameter.scope),
                                           moved(parameter.annotation), moved(parameter.default_value)});
    }
    for (const Assignment& each : facts.assignments) {
        Assignment assignment = each;
        assignment.target_span = moved(each.target_span);
        assignment.span = moved(each.span);
        assignment.scope = moved(each.scope);
        assignment.block = block(each.block);
        assignment.value = moved(each.value);
        assignment.annotation.reset();
        script_.flow.assignments.push_back(std::move(assignment));
    }
    if (facts.rows) add_rows(*facts.rows.get());
}

void Merger::add_opaque_names(const StatementFacts& facts) {
    if (facts.scopes.empty()) return;
    for (const std::string& name : facts.scopes[0].opaque_names) {
        if (script_.names.names.contains(name)) script_.flow.scopes[0].opaque_names.push_back(name);
    }
}

void Merger::add_scope(const Scope& scope, bool is_module) {
    if (!is_module)
        script_.flow.scopes.push_back({scope.kind, scope.name, moved(scope.parent), moved(scope.span), {}, {}, {}, {}});
    Scope& target = is_module ? script_.flow.scopes[0] : script_.flow.scopes.back();
    target.opaque_names.insert(target.opaque_names.end(), scope.opaque_names.begin(), scope.opaque_names.end());
    for (const Span& loop : scope.loops) target.loops.push_back(moved(loop));
    for (const Exit& exit : scope.exits) target.exits.push_back({exit.position + offset_, moved(exit.block)});
    for (const Suite& suite : scope.suites) target.suites.push_back({moved(suite.block), moved(suite.statement)});
}

void Merger::add_rows(const RowFacts& rows) {
    for (RowLoop loop : rows.loops) {
        loop.iterable = moved(loop.iterable);
        loop.span = moved(loop.span);
        loop.scope = moved(loop.scope);
        rows_.loops.push_back(std::move(loop));
    }
    for (const NamedValue& each : rows.named)
        rows_.named.push_back({each.name, moved(each.value), moved(each.span), moved(each.scope)});
    for (RowAccess access : rows.accesses) {
        access.object = moved(access.object);
        access.key_span = moved(access.key_span);
        access.span = moved(access.span);
        for (Value& value : access.compared) value = moved(value);
        access.scope = moved(access.scope);
        rows_.accesses.push_back(std::move(access));
    }
    for (const OpenedName& each : rows.opened) rows_.opened.push_back(moved(each));
    for (const OpenedName& each : rows.connections) rows_.connections.push_back(moved(each));
}

Value Merger::moved(const Value& value) const {
    Value copy = value;
    copy.span = moved(value.span);
    copy.name_span = moved(value.name_span);
    for (TextRun& run : copy.runs) run.source = moved(run.source);
    for (std::size_t index = 0; index < copy.items.size(); ++index) copy.items[index] = moved(value.items[index]);
    for (Argument& argument : copy.arguments) {
        argument.keyword_span = moved(argument.keyword_span);
        argument.value = moved(argument.value);
    }
    return copy;
}

bool is_same(const std::vector<PlacedStatement>& left, const std::vector<PlacedStatement>& right) {
    return std::ranges::equal(left, right, [](const PlacedStatement& one, const PlacedStatement& other) {
        return one.offset == other.offset && *one.facts == *other.facts;
    });
}

}  // namespace

bool Script::holds(const StatementFacts& statement) const {
    return std::ranges::any_of(statements, [&](const PlacedStatement& placed) { return placed.facts.get() == &statement; });
}

bool operator==(const Script& left, const Script& right) {
    return left.names == right.names && left.shared == right.shared && is_same(left.statements, right.statements) &&
           is_same(left.concerned, right.concerned) && left.flow == right.flow;
}

ScriptNames script_names(const FileFacts& file) {
    const bool executes = std::ranges::any_of(
        file.statements, [](const PlacedStatement& placed) { return executes_at_module_level(*placed.facts); });
    if (!executes) return {};
    RowNames rows;
    bool grows = true;
    while (grows) {
        const std::size_t before = rows.names.size();
        for (const PlacedStatement& placed : file.statements) {
            const bool assigns =
                std::ranges::find(placed.facts->assignments, 0U, &Assignment::scope) != placed.facts->assignments.end();
            if (!assigns) continue;
            rows.executes = row_calls(*placed.facts).executes;
            for (const Assignment& assignment : placed.facts->assignments) {
                const bool is_plain =
                    assignment.scope == 0 && assignment.value && assignment.target.find('.') == std::string::npos;
                if (!is_plain) continue;
                const bool is_cursor = rows.gives_cursor(*assignment.value);
                if (is_cursor) rows.cursors.insert(assignment.target);
                if (is_cursor || rows.lead_to(*assignment.value)) rows.names.insert(assignment.target);
            }
        }
        grows = rows.names.size() != before;
    }
    leave_out_bound_otherwise(file, rows.names);
    std::erase_if(rows.cursors, [&](const std::string& name) { return !rows.names.contains(name); });
    return {std::move(rows.names), std::move(rows.cursors)};
}

bool mentions_any(std::string_view bytes, const ScriptNames& names) {
    return std::ranges::any_of(names.names, [&](const std::string& name) { return mentions(bytes, name); });
}

std::shared_ptr<const Script> make_script(const FileFacts& file, ScriptNames names, std::string_view text) {
    if (names.names.empty()) return nullptr;
    auto script = std::make_shared<Script>();
    script->names = std::move(names);
    Merger merger(*script);
    for (const PlacedStatement& placed : file.statements) {
        const StatementFacts& facts = *placed.facts;
        const bool is_own = facts.rows && facts.rows.get()->is_of_script;
        const std::string_view bytes = slice(text, {placed.offset, placed.offset + facts.length});
        if (is_own) {
            merger.add(placed);
            script->statements.push_back(placed);
            script->concerned.push_back(placed);
        } else if (mentions_any(bytes, script->names)) {
            script->concerned.push_back(placed);
            merger.add_opaque_names(facts);
            for (const std::string& name : script->names.names) {
                if (uses_of_module(facts, bytes, name)) script->shared.insert(name);
            }
        }
    }
    merger.finish();
    return script;
}

}  // namespace rowtype::facts
