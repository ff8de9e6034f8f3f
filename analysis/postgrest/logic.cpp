#include "analysis/postgrest/logic.h"

#include <algorithm>
#include <array>
#include <string>

#include "analysis/postgrest/scanner.h"

namespace rowtype::postgrest {

namespace {

bool read_list(Scanner& scanner, std::vector<LogicNode>& nodes, std::uint32_t depth);
bool read_node(Scanner& scanner, LogicNode& node, std::uint32_t depth);
bool read_group(Scanner& scanner, LogicNode& node, std::uint32_t depth);
bool read_filter(Scanner& scanner, LogicNode& node);
bool explain_operator(Scanner& scanner, const LogicNode& node);
bool at_group(const Scanner& scanner);
bool is_time_without_its_end(const LogicNode& last, std::string_view rest);

}  // namespace

Parsed<std::vector<LogicNode>> parse_logic(std::string_view argument) {
    Parsed<std::vector<LogicNode>> result;
    Scanner scanner(argument);
    scanner.skip_blanks();
    if (!scanner.failed() && read_list(scanner, result.value, 0) && !scanner.at_end()) {
        if (scanner.next_is(")")) {
            if (!is_time_without_its_end(result.value.back(), scanner.rest())) {
                scanner.refuse_ignored_rest("this \")\" closes nothing; PostgREST silently ignores the conditions from here on",
                                            "remove the \")\", or add the \"(\" that it closes");
            }
        } else {
            scanner.expected("expected \",\" or the end of the conditions");
        }
    }
    result.error = scanner.take_error();
    return result;
}

namespace {

// Conditions joined by "," up to a character that continues none; blanks around each are skipped.
bool read_list(Scanner& scanner, std::vector<LogicNode>& nodes, std::uint32_t depth) {
    if (depth > kDeepestNesting) {
        return scanner.fail(ErrorKind::Limit, scanner.next_span(), "the conditions are nested deeper than 64 levels");
    }
    do {
        scanner.skip_blanks();
        nodes.emplace_back();
        if (!read_node(scanner, nodes.back(), depth)) {
            if (nodes.back().kind == LogicKind::Filter && nodes.back().column.name.span.empty()) nodes.pop_back();
            return false;
        }
        const bool blanks = scanner.skip_blanks();
        if (blanks && !scanner.next_is(",")) {
            return scanner.expected("expected \",\" after the blank", "conditions are joined by \",\": name.is.null,age.gt.5");
        }
    } while (scanner.accept(","));
    return true;
}

bool read_node(Scanner& scanner, LogicNode& node, std::uint32_t depth) {
    const std::uint32_t start = scanner.position();
    const bool read = at_group(scanner) ? read_group(scanner, node, depth) : read_filter(scanner, node);
    node.span = trim(scanner.text(), {start, scanner.position()});
    return read;
}

// Whether "and(", "or(", "not.and(" or "not.or(" comes next, blanks before the "(" allowed. No filter starts like this.
bool at_group(const Scanner& scanner) {
    std::string_view rest = scanner.rest();
    if (rest.starts_with("not.")) rest.remove_prefix(4);
    if (!rest.starts_with("and") && !rest.starts_with("or")) return false;
    rest.remove_prefix(rest.starts_with("and") ? 3 : 2);
    const std::size_t next = rest.find_first_not_of(" \t");
    return next != std::string_view::npos && rest[next] == '(';
}

bool read_group(Scanner& scanner, LogicNode& node, std::uint32_t depth) {
    node.negated = scanner.accept("not.");
    node.kind = scanner.accept("and") ? LogicKind::And : LogicKind::Or;
    if (node.kind == LogicKind::Or) scanner.accept("or");
    scanner.skip_blanks();
    const std::uint32_t open = scanner.position();
    scanner.accept("(");
    if (!read_list(scanner, node.items, depth + 1)) return false;
    if (scanner.accept(")")) {
        scanner.skip_blanks();
        return true;
    }
    if (!scanner.at_end()) return scanner.expected("expected \",\" or \")\"");
    return scanner.refuse({open, open + 1}, "this \"(\" is never closed: expected \",\" or \")\", found the end",
                          "add the missing \")\"");
}

// "at.gt.now()": of the value PostgREST takes "now(", and ignores no condition, since none follows. PostgreSQL passes over
// punctuation in dates and times (src/backend/utils/adt/datetime.c, ParseDateTime), so that it means what it says.
bool is_time_without_its_end(const LogicNode& last, std::string_view rest) {
    if (rest != ")" || last.kind != LogicKind::Filter || last.expression.values.size() != 1) return false;
    const OperatorValue& value = last.expression.values.front();
    constexpr std::array<std::string_view, 4> kCalls = {"now(", "today(", "tomorrow(", "yesterday("};
    return !value.quoted && std::ranges::find(kCalls, std::string_view(value.text)) != kCalls.end();
}

bool read_filter(Scanner& scanner, LogicNode& node) {
    if (scanner.next_is("(")) {
        return scanner.expected("expected a condition such as name.eq.5, or and(…)",
                                "supabase-py adds the outer parentheses: write the conditions without them");
    }
    if (scanner.next_is("\n") || scanner.next_is("\r")) {
        return scanner.expected("expected a condition such as name.eq.5", "PostgREST skips no line breaks: join the lines");
    }
    if (!scanner.read_field(node.column, "a condition such as name.eq.5")) return false;
    if (scanner.next_is("(")) {
        return scanner.expected("expected \".\" and an operator after \"" + node.column.name.text + "\"",
                                "groups are and(…), or(…), not.and(…) and not.or(…)");
    }
    if (!scanner.accept(".")) {
        return scanner.expected("expected \".\" and an operator after \"" + node.column.name.text + "\"",
                                "a condition is written column.operator.value, for example " + node.column.name.text + ".eq.5");
    }
    return explain_operator(scanner, node) && read_operator_expression(scanner, node.expression, true);
}

// At what should be an operator: "posts.title.eq.x" is the one mistake that deserves a word of its own.
bool explain_operator(Scanner& scanner, const LogicNode& node) {
    std::string_view rest = scanner.rest();
    if (rest.starts_with("not.")) rest.remove_prefix(4);
    const std::string_view word = rest.substr(0, rest.find_first_of(".(),"));
    if (word.empty() || find_operator(word)) return true;
    rest.remove_prefix(word.size());
    if (!rest.starts_with(".")) return true;
    rest.remove_prefix(1);
    if (rest.starts_with("not.")) rest.remove_prefix(4);
    if (!find_operator(rest.substr(0, rest.find_first_of(".(),")))) return true;
    const std::string table = node.column.name.text;
    return scanner.refuse({node.column.name.span.begin, scanner.position() + static_cast<std::uint32_t>(word.size())},
                          "a condition inside or_() names a column without a path to another table",
                          "filter \"" + std::string(word) + "\" alone with reference_table=\"" + table + "\"");
}

}  // namespace

std::vector<const LogicNode*> filters_in(const std::vector<LogicNode>& nodes) {
    std::vector<const LogicNode*> filters;
    std::vector<const LogicNode*> pending;
    for (const LogicNode& node : nodes) pending.push_back(&node);
    while (!pending.empty()) {
        const LogicNode* node = pending.back();
        pending.pop_back();
        for (const LogicNode& item : node->items) pending.push_back(&item);
        if (node->kind == LogicKind::Filter) filters.push_back(node);
    }
    return filters;
}

}  // namespace rowtype::postgrest
