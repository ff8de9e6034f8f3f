#include "analysis/postgrest/operators.h"

#include <algorithm>
#include <array>

#include "analysis/postgrest/scanner.h"
#include "reflect/base/similar_names.h"

namespace rowtype::postgrest {

namespace {

enum class Family : std::uint8_t { Simple, Quantified, FullText, List, Keyword };

struct OperatorRow {
    std::string_view name;
    FilterOperator filter_operator;
    Family family;
};

constexpr std::array<OperatorRow, 25> kOperators{{
    {"eq", FilterOperator::Equal, Family::Quantified},
    {"neq", FilterOperator::NotEqual, Family::Simple},
    {"gt", FilterOperator::Greater, Family::Quantified},
    {"gte", FilterOperator::GreaterOrEqual, Family::Quantified},
    {"lt", FilterOperator::Less, Family::Quantified},
    {"lte", FilterOperator::LessOrEqual, Family::Quantified},
    {"like", FilterOperator::Like, Family::Quantified},
    {"ilike", FilterOperator::CaseInsensitiveLike, Family::Quantified},
    {"match", FilterOperator::Match, Family::Quantified},
    {"imatch", FilterOperator::CaseInsensitiveMatch, Family::Quantified},
    {"in", FilterOperator::In, Family::List},
    {"is", FilterOperator::Is, Family::Keyword},
    {"isdistinct", FilterOperator::IsDistinct, Family::Simple},
    {"cs", FilterOperator::Contains, Family::Simple},
    {"cd", FilterOperator::ContainedBy, Family::Simple},
    {"ov", FilterOperator::Overlaps, Family::Simple},
    {"sl", FilterOperator::StrictlyLeft, Family::Simple},
    {"sr", FilterOperator::StrictlyRight, Family::Simple},
    {"nxr", FilterOperator::NotExtendsRight, Family::Simple},
    {"nxl", FilterOperator::NotExtendsLeft, Family::Simple},
    {"adj", FilterOperator::Adjacent, Family::Simple},
    {"fts", FilterOperator::FullText, Family::FullText},
    {"plfts", FilterOperator::FullTextPlain, Family::FullText},
    {"phfts", FilterOperator::FullTextPhrase, Family::FullText},
    {"wfts", FilterOperator::FullTextWebsearch, Family::FullText},
}};

// What people write from other query languages, and what PostgREST calls it.
constexpr std::array<std::array<std::string_view, 2>, 21> kOtherNames{{
    {"=", "eq"},        {"==", "eq"},           {"equal", "eq"},    {"equals", "eq"},  {"any", "eq(any)"},   {"!=", "neq"},
    {"<>", "neq"},      {"ne", "neq"},          {"not", "not.eq"},  {">", "gt"},       {">=", "gte"},        {"ge", "gte"},
    {"<", "lt"},        {"<=", "lte"},          {"le", "lte"},      {"nin", "not.in"}, {"not_in", "not.in"}, {"is_not", "not.is"},
    {"contains", "cs"}, {"contained_by", "cd"}, {"overlaps", "ov"},
}};

// "not_null" before "null" is not needed: none is the start of another.
constexpr std::array<std::string_view, 5> kKeywords{"null", "not_null", "true", "false", "unknown"};

bool read_operator(Scanner& scanner, OperatorExpression& expression, const OperatorRow*& row);
bool refuse_operator(Scanner& scanner, Span span);
bool read_quantifier(Scanner& scanner, OperatorExpression& expression, Family family);
bool read_value(Scanner& scanner, OperatorExpression& expression, Family family, bool in_logic);
bool read_list(Scanner& scanner, std::vector<OperatorValue>& values);
bool read_keyword(Scanner& scanner, std::vector<OperatorValue>& values);
OperatorValue read_logic_value(Scanner& scanner);
OperatorValue take_until_separator(Scanner& scanner);
bool take_quoted(Scanner& scanner, OperatorValue& value);

}  // namespace

std::string_view to_string(FilterOperator filter_operator) {
    for (const OperatorRow& row : kOperators) {
        if (row.filter_operator == filter_operator) return row.name;
    }
    return {};
}

std::optional<FilterOperator> find_operator(std::string_view name) {
    for (const OperatorRow& row : kOperators) {
        if (row.name == name) return row.filter_operator;
    }
    return std::nullopt;
}

Parsed<OperatorExpression> parse_operator_expression(std::string_view text) {
    Parsed<OperatorExpression> result;
    Scanner scanner(text);
    if (!scanner.failed() && read_operator_expression(scanner, result.value, false) && !scanner.at_end()) {
        scanner.refuse_ignored_rest("expected the end of the value, found " + scanner.found() +
                                    "; PostgREST silently ignores the value from here on");
    }
    result.error = scanner.take_error();
    return result;
}

Parsed<OperatorExpression> parse_operator(std::string_view argument) {
    Parsed<OperatorExpression> result;
    Scanner scanner(argument);
    const OperatorRow* row = nullptr;
    // Behind a "." the argument goes on with the start of the value, which is legal and has nothing more to check here.
    if (!scanner.failed() && read_operator(scanner, result.value, row) && !scanner.at_end() && !scanner.next_is(".")) {
        scanner.expected("expected the end of the operator");
    }
    result.error = scanner.take_error();
    return result;
}

bool read_operator_expression(Scanner& scanner, OperatorExpression& expression, bool in_logic) {
    const OperatorRow* row = nullptr;
    if (!read_operator(scanner, expression, row)) return false;
    if (!scanner.accept(".")) {
        return scanner.expected("expected \".\" and a value after the operator \"" + std::string(row->name) + "\"");
    }
    return read_value(scanner, expression, row->family, in_logic);
}

namespace {

// ["not."] name [quantifier or configuration].
bool read_operator(Scanner& scanner, OperatorExpression& expression, const OperatorRow*& row) {
    expression.negated = scanner.accept("not.");
    const std::uint32_t start = scanner.position();
    const std::string_view rest = scanner.rest();
    const std::size_t length = std::min(rest.find_first_of(".(),"), rest.size());
    const Span span{start, start + static_cast<std::uint32_t>(length)};
    const std::string_view name = rest.substr(0, length);
    const auto* found =
        std::find_if(kOperators.begin(), kOperators.end(), [&](const OperatorRow& each) { return each.name == name; });
    if (found == kOperators.end()) return refuse_operator(scanner, span);
    row = found;
    expression.filter_operator = row->filter_operator;
    expression.operator_span = span;
    scanner.move_to(span.end);
    return read_quantifier(scanner, expression, row->family);
}

bool refuse_operator(Scanner& scanner, Span span) {
    const std::string name(slice(scanner.text(), span));
    if (name.empty()) return scanner.expected("expected an operator such as eq, in or is");
    for (const auto& [other, ours] : kOtherNames) {
        if (other != name) continue;
        return scanner.refuse(span, "PostgREST knows no operator \"" + name + "\"", "write " + std::string(ours));
    }
    std::vector<std::string> names;
    std::string remedy = "the operators are";
    for (const OperatorRow& row : kOperators) {
        remedy += (names.empty() ? " " : ", ") + std::string(row.name);
        names.emplace_back(row.name);
    }
    if (const std::optional<std::string> near = nearest_name(name, names)) remedy = "did you mean " + *near + "?";
    return scanner.refuse(span, "PostgREST knows no operator \"" + name + "\"", remedy);
}

bool read_quantifier(Scanner& scanner, OperatorExpression& expression, Family family) {
    if (!scanner.next_is("(")) return true;
    const std::string name(to_string(expression.filter_operator));
    if (family == Family::Quantified) {
        if (scanner.accept("(any)")) {
            expression.quantifier = Quantifier::Any;
        } else if (scanner.accept("(all)")) {
            expression.quantifier = Quantifier::All;
        } else {
            return scanner.expected("expected \"(any)\", \"(all)\" or \".\" after \"" + name + "\"");
        }
        return true;
    }
    if (family != Family::FullText) {
        return scanner.expected("the operator \"" + name + "\" takes nothing in parentheses: expected \".\"");
    }
    scanner.accept("(");
    Name configuration;
    if (!scanner.read_identifier(configuration.text, configuration.span)) {
        return scanner.expected("expected a text search configuration after \"" + name + "(\"",
                                "for example " + name + "(english)");
    }
    expression.configuration = std::move(configuration);
    if (scanner.accept(")")) return true;
    return scanner.expected("expected \")\" after the text search configuration",
                            "PostgREST takes a configuration of letters, digits and \"_\", without schema");
}

bool read_value(Scanner& scanner, OperatorExpression& expression, Family family, bool in_logic) {
    if (family == Family::List) return read_list(scanner, expression.values);
    if (family == Family::Keyword) return read_keyword(scanner, expression.values);
    if (in_logic) {
        expression.values.push_back(read_logic_value(scanner));
        return true;
    }
    expression.values.push_back({std::string(scanner.rest()), {scanner.position(), scanner.end()}, false});
    scanner.move_to(scanner.end());
    return true;
}

// blanks "(" element { "," element } ")" blanks
bool read_list(Scanner& scanner, std::vector<OperatorValue>& values) {
    scanner.skip_blanks();
    const std::uint32_t open = scanner.position();
    if (!scanner.accept("(")) return scanner.expected("expected \"(\" after \"in.\"", "a list is written in.(1,2)");
    scanner.skip_blanks();
    do {
        OperatorValue value;
        if (!take_quoted(scanner, value)) value = take_until_separator(scanner);
        values.push_back(std::move(value));
    } while (scanner.accept(","));
    scanner.skip_blanks();
    if (!scanner.accept(")")) {
        return scanner.refuse({open, open + 1}, "this list is never closed: expected \",\" or \")\", found " + scanner.found(),
                              "add the missing \")\"");
    }
    scanner.skip_blanks();
    return true;
}

bool read_keyword(Scanner& scanner, std::vector<OperatorValue>& values) {
    const std::uint32_t start = scanner.position();
    std::string lower(scanner.rest().substr(0, 8));
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char each) { return each >= 'A' && each <= 'Z' ? static_cast<char>(each - 'A' + 'a') : each; });
    for (const std::string_view keyword : kKeywords) {
        if (!lower.starts_with(keyword)) continue;
        scanner.move_to(start + static_cast<std::uint32_t>(keyword.size()));
        values.push_back({std::string(keyword), {start, scanner.position()}, false});
        return true;
    }
    const OperatorValue value = take_until_separator(scanner);
    return scanner.refuse(value.span,
                          "expected null, not_null, true, false or unknown after \"is.\", found " +
                              (value.text.empty() ? "nothing" : "\"" + value.text + "\""),
                          value.text == "None" ? "write is.null" : "compare other values with eq");
}

// quoted | "{" no braces "}" | everything up to "," or ")".
OperatorValue read_logic_value(Scanner& scanner) {
    OperatorValue value;
    if (take_quoted(scanner, value)) return value;
    if (scanner.next_is("{")) {
        const std::size_t brace = scanner.rest().find_first_of("{}", 1);
        if (brace != std::string_view::npos && scanner.rest()[brace] == '}') {
            const std::uint32_t start = scanner.position();
            scanner.move_to(start + static_cast<std::uint32_t>(brace) + 1);
            value.span = {start, scanner.position()};
            value.text = std::string(slice(scanner.text(), value.span));
            return value;
        }
    }
    return take_until_separator(scanner);
}

OperatorValue take_until_separator(Scanner& scanner) {
    const std::uint32_t start = scanner.position();
    const std::size_t length = std::min(scanner.rest().find_first_of(",)"), scanner.rest().size());
    scanner.move_to(start + static_cast<std::uint32_t>(length));
    return {std::string(slice(scanner.text(), {start, scanner.position()})), {start, scanner.position()}, false};
}

// A quoted value that ends at once before "," or ")" or the end; otherwise PostgREST takes the quotes as part of the value.
bool take_quoted(Scanner& scanner, OperatorValue& value) {
    if (!scanner.next_is("\"")) return false;
    const std::string_view rest = scanner.rest();
    std::string text;
    for (std::size_t index = 1; index < rest.size(); ++index) {
        if (rest[index] == '"') {
            const bool ends = index + 1 == rest.size() || rest[index + 1] == ',' || rest[index + 1] == ')';
            if (!ends) return false;
            const std::uint32_t start = scanner.position();
            scanner.move_to(start + static_cast<std::uint32_t>(index) + 1);
            value = {std::move(text), {start, scanner.position()}, true};
            return true;
        }
        if (rest[index] == '\\' && ++index == rest.size()) return false;
        text += rest[index];
    }
    return false;
}

}  // namespace

}  // namespace rowtype::postgrest
