#include "analysis/facts/free_names.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <set>
#include <span>

#include "analysis/facts/find_bytes.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/facts/logical_lines.h"
#include "analysis/facts/python_tokens.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

namespace {

using Tokens = std::span<const PythonToken>;
using NameSet = std::set<std::string_view>;

constexpr auto kKeywords = std::to_array<std::string_view>(
    {"False",  "None",     "True", "and",    "as",   "assert", "async",  "await",   "break", "class",  "continue", "def",
     "del",    "elif",     "else", "except", "for",  "from",   "global", "finally", "if",    "import", "in",       "is",
     "lambda", "nonlocal", "not",  "or",     "pass", "raise",  "return", "try",     "while", "with",   "yield"});
// What has a compound statement's header end with a colon.
constexpr auto kHeaders = std::to_array<std::string_view>(
    {"if", "elif", "else", "for", "while", "with", "try", "except", "finally", "def", "class", "async"});
// What runs a text, or finds a name that one says; the latter ones as attributes as well.
constexpr auto kReflection = std::to_array<std::string_view>({"exec", "eval", "compile", "globals", "locals", "vars", "getattr",
                                                              "setattr", "delattr", "__import__", "builtins", "__builtins__"});
constexpr auto kReflectionOfModules = std::to_array<std::string_view>(
    {"__dict__", "__setattr__", "__getattribute__", "__globals__", "__main__", "import_module", "modules", "_getframe",
     "currentframe", "f_globals", "f_locals", "f_back", "getmembers", "run_path", "run_module"});

bool is_among(const auto& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }
bool is_keyword(const PythonToken& token) { return token.kind == TokenKind::Word && is_among(kKeywords, token.text); }

// The first of these behind `from` that is not inside of brackets of theirs; their number where there is none.
std::size_t find_outside(Tokens tokens, std::size_t from, std::uint32_t depth, auto is_it) {
    while (from < tokens.size() && (tokens[from].depth != depth || !is_it(tokens[from]))) ++from;
    return from;
}

// The closing bracket of the one that opens there.
std::size_t closing(Tokens tokens, std::size_t opening) {
    return find_outside(tokens, opening + 1, tokens[opening].depth, [](const PythonToken& token) { return token.closes(); });
}

bool finds_names(Tokens tokens) {
    for (std::size_t at = 0; at < tokens.size(); ++at) {
        if (tokens[at].kind != TokenKind::Word) continue;
        const bool is_attribute = at > 0 && tokens[at - 1].is_sign(".");
        if (is_among(kReflectionOfModules, tokens[at].text)) return true;
        if (!is_attribute && is_among(kReflection, tokens[at].text)) return true;
    }
    return false;
}

class FreeNamesReader {
public:
    explicit FreeNamesReader(const SortedNames& names) : names_(names) {}

    void read(std::string_view definition, const std::vector<LogicalLine>& lines);
    [[nodiscard]] FreeNames result() const;

private:
    enum class ScopeKind : std::uint8_t { Outside, Function, Class };
    struct NameScope {
        ScopeKind kind = ScopeKind::Outside;
        std::size_t parent = 0;
        std::uint32_t indent = 0;  // its lines are indented further
        NameSet bound;
        NameSet used;
        NameSet handed_in;  // "nonlocal"
    };
    struct Match {
        std::uint32_t indent = 0;
        std::uint32_t cases = 0;  // the indentation of its clauses; 0: not seen yet
    };

    [[nodiscard]] NameScope& here() { return scopes_[open_.back()]; }
    [[nodiscard]] bool asks(std::string_view name) const { return names_.contains(name); }
    void bind(std::string_view name) {
        if (asks(name)) here().bound.insert(name);
    }
    void use(std::string_view name) {
        if (asks(name) && std::ranges::find(hidden_, name) == hidden_.end()) here().used.insert(name);
    }

    void hide(const std::vector<std::string_view>& names) {
        std::ranges::copy_if(names, std::back_inserter(hidden_), [&](std::string_view name) { return asks(name); });
    }

    void leave(std::uint32_t indent);
    void enter(ScopeKind kind, std::uint32_t indent);
    [[nodiscard]] bool begins_case(const LogicalLine& line, Tokens tokens);
    void read_line(const LogicalLine& line, Tokens tokens);
    void read_header(std::uint32_t indent, Tokens header);
    void read_function(std::uint32_t indent, Tokens header);
    void read_class(std::uint32_t indent, Tokens header);
    void read_case(Tokens header);
    void read_statements(Tokens tokens);
    void read_statement(Tokens statement);
    void read_import(Tokens statement);
    void read_declaration(Tokens statement);
    void read_as(Tokens header);
    void read_targets(Tokens targets);
    [[nodiscard]] static bool are_plain_targets(Tokens targets);

    void read_expression(Tokens tokens);
    std::size_t read_token(Tokens tokens, std::size_t at);
    std::size_t read_lambda(Tokens tokens, std::size_t at);
    std::size_t read_parameters(Tokens tokens, std::size_t at, std::uint32_t depth, std::string_view end,
                                std::vector<std::string_view>& found);
    void read_brackets(Tokens inside, std::uint32_t depth);
    void read_word(Tokens tokens, std::size_t at);
    void read_string(std::string_view literal);
    void note_words(std::string_view text, bool is_code);

    [[nodiscard]] bool is_from_outside(std::size_t scope, std::string_view name) const;

    const SortedNames& names_;
    std::vector<NameScope> scopes_;
    std::vector<std::size_t> open_;         // those around the line
    std::vector<Match> matches_;            // those around the line
    std::vector<std::string_view> hidden_;  // names that comprehensions and lambdas around the place have for themselves
    std::size_t lambdas_ = 0;               // how many are around the place
    NameSet global_;
    NameSet quoted_;  // words of texts
};

void FreeNamesReader::read(std::string_view definition, const std::vector<LogicalLine>& lines) {
    scopes_.emplace_back();
    open_.push_back(0);
    for (const LogicalLine& line : lines) {
        leave(line.indent);
        const std::vector<PythonToken> tokens = python_tokens(slice(definition, {line.begin, line.end}));
        if (!tokens.empty()) read_line(line, tokens);
    }
}

FreeNames FreeNamesReader::result() const {
    NameSet found = global_;
    for (std::size_t scope = 0; scope < scopes_.size(); ++scope) {
        for (const std::string_view name : scopes_[scope].used) {
            if (is_from_outside(scope, name)) found.insert(name);
        }
    }
    found.insert(scopes_.front().bound.begin(), scopes_.front().bound.end());
    return {{found.begin(), found.end()}, {quoted_.begin(), quoted_.end()}};
}

// A class's names are its own for nobody: in its body the name is looked up outside as long as it is not bound.
bool FreeNamesReader::is_from_outside(std::size_t scope, std::string_view name) const {
    for (; scope != 0; scope = scopes_[scope].parent) {
        const NameScope& each = scopes_[scope];
        if (each.kind == ScopeKind::Function && each.bound.contains(name) && !each.handed_in.contains(name)) return false;
    }
    return true;
}

void FreeNamesReader::leave(std::uint32_t indent) {
    while (open_.size() > 1 && here().indent >= indent) open_.pop_back();
    while (!matches_.empty() && matches_.back().indent >= indent) matches_.pop_back();
}

void FreeNamesReader::enter(ScopeKind kind, std::uint32_t indent) {
    scopes_.push_back({kind, open_.back(), indent, {}, {}, {}});
    open_.push_back(scopes_.size() - 1);
}

bool FreeNamesReader::begins_case(const LogicalLine& line, Tokens tokens) {
    if (matches_.empty()) return false;
    Match& match = matches_.back();
    if (match.cases == 0) match.cases = line.indent;
    return match.cases == line.indent && tokens.front().is_word("case");
}

void FreeNamesReader::read_line(const LogicalLine& line, Tokens tokens) {
    const bool is_case = begins_case(line, tokens);
    const bool is_match = tokens.front().is_word("match") && tokens.back().is_sign(":");
    const bool has_header =
        is_case || is_match || (tokens.front().kind == TokenKind::Word && is_among(kHeaders, tokens.front().text));
    if (!has_header) return read_statements(tokens);
    // A lambda's colon is none of the statement's.
    std::size_t lambdas = 0;
    const std::size_t colon = find_outside(tokens, 0, 0, [&](const PythonToken& token) {
        lambdas += token.is_word("lambda") ? 1 : 0;
        return token.is_sign(":") && lambdas-- == 0;
    });
    const Tokens header = tokens.first(colon);
    if (is_match) {
        matches_.push_back({line.indent, 0});
        read_expression(header.subspan(1));
    } else if (is_case) {
        read_case(header.subspan(1));
    } else {
        read_header(line.indent, header);
    }
    if (colon < tokens.size()) read_statements(tokens.subspan(colon + 1));
}

void FreeNamesReader::read_header(std::uint32_t indent, Tokens header) {
    if (header.front().is_word("async")) header = header.subspan(1);
    if (header.empty()) return;
    const PythonToken& first = header.front();
    const Tokens rest = header.subspan(1);
    if (first.is_word("def")) return read_function(indent, rest);
    if (first.is_word("class")) return read_class(indent, rest);
    if (first.is_word("with") || first.is_word("except")) return read_as(rest);
    if (!first.is_word("for")) return read_expression(rest);
    const std::size_t in = find_outside(rest, 0, 0, [](const PythonToken& token) { return token.is_word("in"); });
    read_targets(rest.first(in));
    if (in < rest.size()) read_expression(rest.subspan(in + 1));
}

// Defaults and annotations are what the names mean outside.
void FreeNamesReader::read_function(std::uint32_t indent, Tokens header) {
    if (header.empty()) return enter(ScopeKind::Function, indent);
    bind(header.front().text);
    const std::size_t opening = find_outside(header, 0, 0, [](const PythonToken& token) { return token.is_sign("("); });
    std::vector<std::string_view> parameters;
    read_expression(header.first(opening).subspan(1));
    if (opening < header.size()) {
        const std::size_t end = read_parameters(header, opening + 1, 1, ")", parameters);
        read_expression(header.subspan(std::min(end, header.size())));
    }
    enter(ScopeKind::Function, indent);
    for (const std::string_view parameter : parameters) bind(parameter);
}

void FreeNamesReader::read_class(std::uint32_t indent, Tokens header) {
    if (!header.empty()) {
        bind(header.front().text);
        read_expression(header.subspan(1));
    }
    enter(ScopeKind::Class, indent);
}

// "case Point(x=held, y=0) | [held, *_] as whole if held:". Names that are not called, dotted or keywords are bound.
void FreeNamesReader::read_case(Tokens header) {
    const std::size_t guard = find_outside(header, 0, 0, [](const PythonToken& token) { return token.is_word("if"); });
    for (std::size_t at = 0; at < guard; ++at) {
        const PythonToken& token = header[at];
        if (token.kind == TokenKind::String) read_string(token.text);
        if (token.kind != TokenKind::Word || is_keyword(token)) continue;
        const bool is_attribute = at > 0 && header[at - 1].is_sign(".");
        const PythonToken next = at + 1 < guard ? header[at + 1] : PythonToken();
        if (is_attribute || next.is_sign("=")) continue;
        if (next.is_sign(".") || next.is_sign("(")) use(token.text);
        else bind(token.text);
    }
    read_expression(header.subspan(guard));
}

void FreeNamesReader::read_statements(Tokens tokens) {
    while (!tokens.empty()) {
        const std::size_t end = find_outside(tokens, 0, 0, [](const PythonToken& token) { return token.is_sign(";"); });
        read_statement(tokens.first(end));
        tokens = tokens.subspan(std::min(end + 1, tokens.size()));
    }
}

void FreeNamesReader::read_statement(Tokens statement) {
    if (statement.empty()) return;
    const PythonToken& first = statement.front();
    if (first.is_word("import") || first.is_word("from")) return read_import(statement);
    if (first.is_word("global") || first.is_word("nonlocal")) return read_declaration(statement);
    if (first.is_word("del")) return read_targets(statement.subspan(1));
    // "name: annotation = value", "name += value"
    if (first.kind == TokenKind::Word && !is_keyword(first) && statement.size() > 1 && statement[1].kind == TokenKind::Sign) {
        const std::string_view sign = statement[1].text;
        const bool is_augmented =
            sign.size() > 1 && sign.back() == '=' && sign != "==" && sign != "!=" && sign != "<=" && sign != ">=";
        if (sign == ":" || is_augmented) {
            bind(first.text);
            return read_expression(statement.subspan(2));
        }
    }
    // "target = target = value"
    while (!statement.empty()) {
        const std::size_t sign =
            find_outside(statement, 0, 0, [](const PythonToken& token) { return token.is_sign("=") || token.is_word("lambda"); });
        if (sign == statement.size() || !statement[sign].is_sign("=")) break;
        read_targets(statement.first(sign));
        statement = statement.subspan(sign + 1);
    }
    read_expression(statement);
}

// "import a.b, c as name", "from a import (b as name, c)": the modules' names are nobody's.
void FreeNamesReader::read_import(Tokens statement) {
    const std::size_t import = find_outside(statement, 0, 0, [](const PythonToken& token) { return token.is_word("import"); });
    // What __main__ has is the script's own.
    const bool is_own =
        std::ranges::any_of(statement.first(import), [](const PythonToken& each) { return each.is_word("__main__"); });
    bool is_next = true;
    for (std::size_t at = import + 1; at < statement.size(); ++at) {
        const PythonToken& token = statement[at];
        if (token.is_sign(",") || token.is_word("as")) is_next = true;
        if (token.kind != TokenKind::Word || token.is_word("as") || !is_next) continue;
        is_next = false;
        std::size_t behind = at + 1;
        while (behind < statement.size() && (statement[behind].is_sign(".") || statement[behind - 1].is_sign("."))) ++behind;
        if (behind == statement.size() || !statement[behind].is_word("as")) bind(token.text);
        if (is_own && asks(token.text)) global_.insert(token.text);
    }
}

void FreeNamesReader::read_declaration(Tokens statement) {
    const bool is_global = statement.front().is_word("global");
    for (const PythonToken& token : statement.subspan(1)) {
        if (token.kind != TokenKind::Word || !asks(token.text)) continue;
        if (is_global) {
            global_.insert(token.text);
        } else {
            here().handed_in.insert(token.text);
            here().used.insert(token.text);
        }
    }
}

// "with a as name, b as (name, other)", "except Error as name"
void FreeNamesReader::read_as(Tokens header) {
    std::size_t from = 0;
    for (std::size_t at = 0; at < header.size(); ++at) {
        if (!header[at].is_word("as")) continue;
        read_expression(header.subspan(from, at - from));
        std::size_t end = at + 1;
        while (end < header.size() && header[end].depth >= header[at].depth && !header[end].is_sign(",") &&
               !header[end].closes()) {
            if (header[end].opens()) end = closing(header, end);
            ++end;
        }
        end = std::min(end, header.size());
        read_targets(header.subspan(at + 1, end - at - 1));
        from = end;
        at = end - 1;
    }
    read_expression(header.subspan(from));
}

// Names, with commas, stars and brackets around them: anything else assigns no name, or is not plain to see.
bool FreeNamesReader::are_plain_targets(Tokens targets) {
    bool is_behind_target = false;
    for (const PythonToken& token : targets) {
        const bool is_name = token.kind == TokenKind::Word && !is_keyword(token);
        if (is_name || token.is_sign("(") || token.is_sign("[")) {
            if (is_behind_target) return false;
            is_behind_target = is_name;
        } else if (token.is_sign(")") || token.is_sign("]")) {
            is_behind_target = true;
        } else if (token.is_sign(",") || token.is_sign("*")) {
            is_behind_target = false;
        } else {
            return false;
        }
    }
    return true;
}

void FreeNamesReader::read_targets(Tokens targets) {
    // Each part by itself: "row["x"], name = …"
    while (!targets.empty()) {
        const std::uint32_t depth = targets.front().depth;
        const std::size_t end = find_outside(targets, 0, depth, [](const PythonToken& token) { return token.is_sign(","); });
        const Tokens target = targets.first(end);
        if (are_plain_targets(target)) {
            for (const PythonToken& token : target) {
                if (token.kind == TokenKind::Word) bind(token.text);
            }
        } else {
            read_expression(target);
        }
        targets = targets.subspan(std::min(end + 1, targets.size()));
    }
}

// Tokens of one or more expressions with signs between them.
void FreeNamesReader::read_expression(Tokens tokens) {
    for (std::size_t at = 0; at < tokens.size();) at = read_token(tokens, at);
}

// With all that is part of it: brackets, a lambda. What is behind it.
std::size_t FreeNamesReader::read_token(Tokens tokens, std::size_t at) {
    const PythonToken& token = tokens[at];
    if (token.is_word("lambda")) return read_lambda(tokens, at);
    if (token.opens()) {
        const std::size_t end = closing(tokens, at);
        read_brackets(tokens.subspan(at + 1, end - at - 1), token.depth + 1);
        return std::min(end + 1, tokens.size());
    }
    if (token.kind == TokenKind::String) read_string(token.text);
    if (token.kind == TokenKind::Word) read_word(tokens, at);
    return at + 1;
}

void FreeNamesReader::read_word(Tokens tokens, std::size_t at) {
    const std::string_view name = tokens[at].text;
    if (!asks(name) || (at > 0 && tokens[at - 1].is_sign("."))) return;
    const bool has_next = at + 1 < tokens.size();
    // "f(name=value)"; in a header "parameter: name = value" as well.
    const bool begins = at == 0 || tokens[at - 1].is_sign(",");
    if (begins && has_next && tokens[at + 1].is_sign("=") && tokens[at].depth > 0) return;
    // A lambda's are its own.
    if (has_next && tokens[at + 1].is_sign(":=") && lambdas_ == 0) return bind(name);
    use(name);
}

// What is behind it: a lambda goes as far as it can.
std::size_t FreeNamesReader::read_lambda(Tokens tokens, std::size_t at) {
    const std::uint32_t depth = tokens[at].depth;
    std::vector<std::string_view> parameters;
    at = read_parameters(tokens, at + 1, depth, ":", parameters);
    const auto ends = [&](const PythonToken& token) {
        constexpr auto kEnds = std::to_array<std::string_view>({",", ":", "=", ":=", "for", "async"});
        return token.depth < depth || token.closes() || (token.kind != TokenKind::String && is_among(kEnds, token.text));
    };
    ++lambdas_;
    const std::size_t hidden = hidden_.size();
    hide(parameters);
    for (at = std::min(at + 1, tokens.size()); at < tokens.size() && !ends(tokens[at]);) at = read_token(tokens, at);
    hidden_.resize(hidden);
    --lambdas_;
    return at;
}

// Annotations and defaults are read as what stands around. Where the end stands.
std::size_t FreeNamesReader::read_parameters(Tokens tokens, std::size_t at, std::uint32_t depth, std::string_view end,
                                             std::vector<std::string_view>& found) {
    bool begins = true;
    while (at < tokens.size() && !tokens[at].is_sign(end)) {
        const PythonToken& token = tokens[at];
        if (begins && token.kind == TokenKind::Word && !is_keyword(token)) {
            found.push_back(token.text);
            begins = false;
            ++at;
        } else if (token.depth == depth && token.is_sign(",")) {
            begins = true;
            ++at;
        } else {
            begins = begins && (token.is_sign("*") || token.is_sign("**"));
            at = read_token(tokens, at);
        }
    }
    return at;
}

// What stands between brackets; of a comprehension, its targets are its own everywhere but in what the first "for" goes over.
void FreeNamesReader::read_brackets(Tokens inside, std::uint32_t depth) {
    const auto find = [&](std::size_t from, std::initializer_list<std::string_view> words) {
        return find_outside(inside, from, depth, [&](const PythonToken& token) {
            return token.kind == TokenKind::Word && is_among(words, token.text);
        });
    };
    const std::size_t first = find(0, {"for"});
    const std::size_t iterable = find(first, {"in"});
    const std::size_t behind = find(iterable, {"for", "if", "async"});
    read_expression(inside.subspan(iterable, behind - iterable));
    const std::size_t hidden = hidden_.size();
    for (std::size_t at = first; at < inside.size();) {
        const std::size_t in = find(at, {"in"});
        const Tokens targets = inside.subspan(at + 1, in - at - 1);
        std::vector<std::string_view> bound;
        for (const PythonToken& token : targets) {
            if (token.kind == TokenKind::Word) bound.push_back(token.text);
        }
        if (are_plain_targets(targets)) hide(bound);
        at = find(in, {"for"});
    }
    read_expression(inside.first(iterable));
    read_expression(inside.subspan(behind));
    hidden_.resize(hidden);
}

// Texts are data, unless something runs them; code stands in the braces of an f-string.
void FreeNamesReader::read_string(std::string_view literal) {
    if (!is_formatted(literal)) return note_words(literal, false);
    int braces = 0;
    std::size_t from = 0;
    for (std::size_t at = 0; at < literal.size(); ++at) {
        const char byte = literal[at];
        if (byte != '{' && byte != '}') continue;
        const bool is_escaped = braces == 0 && literal.substr(at + 1).starts_with(byte);
        if (is_escaped) {
            ++at;
            continue;
        }
        note_words(literal.substr(from, at - from), braces > 0);
        braces = std::max(0, braces + (byte == '{' ? 1 : -1));
        from = at + 1;
    }
    note_words(literal.substr(from), braces > 0);
}

void FreeNamesReader::note_words(std::string_view text, bool is_code) {
    any_word(text, [&](std::string_view word) {
        if (is_code) use(word);
        else if (asks(word)) quoted_.insert(*names_.find(word));
        return false;
    });
}

}  // namespace

FreeNames free_names(std::string_view definition, const SortedNames& names) {
    const std::optional<std::vector<LogicalLine>> lines = logical_lines(definition);
    if (!lines) return {{names.begin(), names.end()}, {}};
    FreeNamesReader found(names);
    found.read(definition, *lines);
    return found.result();
}

bool looks_names_up(std::string_view code) {
    // Of most code its words say that it does not.
    const auto is_there = [&](std::string_view word) { return find_bytes(code, word) != std::string_view::npos; };
    if (std::ranges::none_of(kReflection, is_there) && std::ranges::none_of(kReflectionOfModules, is_there)) return false;
    const std::optional<std::vector<LogicalLine>> lines = logical_lines(code);
    return !lines || std::ranges::any_of(*lines, [&](const LogicalLine& line) {
        return finds_names(python_tokens(slice(code, {line.begin, line.end})));
    });
}

}  // namespace rowtype::facts
