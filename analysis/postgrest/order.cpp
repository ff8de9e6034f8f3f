#include "analysis/postgrest/order.h"

#include <string>

#include "analysis/postgrest/scanner.h"

namespace rowtype::postgrest {

namespace {

Parsed<std::vector<OrderTerm>> parse_terms(std::string_view text, bool direction_is_appended);
bool read_term(Scanner& scanner, OrderTerm& term);
bool read_related_column(Scanner& scanner, OrderTerm& term);
bool read_direction(Scanner& scanner, OrderTerm& term);
bool refuse_own_direction(Scanner& scanner, const OrderTerm& term);

}  // namespace

Parsed<std::vector<OrderTerm>> parse_order(std::string_view text) { return parse_terms(text, false); }

Parsed<std::vector<OrderTerm>> parse_order_column(std::string_view argument) { return parse_terms(argument, true); }

namespace {

Parsed<std::vector<OrderTerm>> parse_terms(std::string_view text, bool direction_is_appended) {
    Parsed<std::vector<OrderTerm>> result;
    Scanner scanner(text);
    while (!scanner.failed()) {
        OrderTerm term;
        const bool read = read_term(scanner, term);
        if (!term.column.name.span.empty() || term.relation) result.value.push_back(term);
        if (!read || scanner.accept(",")) continue;
        if (direction_is_appended && (term.descending || term.nulls_first)) refuse_own_direction(scanner, term);
        break;
    }
    result.error = scanner.take_error();
    return result;
}

// A term up to a "," or the end.
bool read_term(Scanner& scanner, OrderTerm& term) {
    scanner.skip_blanks();
    const std::uint32_t start = scanner.position();
    Field& column = term.column;
    if (!scanner.read_name(column.name, "a column to order by")) return false;
    if (scanner.next_is("(")) {
        if (!read_related_column(scanner, term)) return false;
    } else {
        if (!scanner.read_json_path(column.json_path)) return false;
        scanner.skip_blanks();
    }
    if (!read_direction(scanner, term)) return false;
    term.span = trim(scanner.text(), {start, scanner.position()});
    if (scanner.at_end() || scanner.next_is(",")) return true;
    const bool sql = scanner.next_is(" ") || scanner.next_is("\t");
    return scanner.expected("expected \",\" or the end of the order",
                            sql ? "remove the white space" : "a name that holds other characters needs double quotes");
}

// At the "(" after the name of a relation.
bool read_related_column(Scanner& scanner, OrderTerm& term) {
    term.relation = std::move(term.column.name);
    term.column.name = {};
    scanner.accept("(");
    if (!scanner.read_field(term.column, "a column of the related table")) return false;
    if (scanner.accept(")")) return true;
    const std::string relation = term.relation->text;
    return scanner.expected("expected \")\" after the column of " + relation,
                            scanner.next_is(",") ? "name one column in each pair of parentheses" : "");
}

bool read_direction(Scanner& scanner, OrderTerm& term) {
    if (scanner.accept(".asc")) {
        term.descending = false;
    } else if (scanner.accept(".desc")) {
        term.descending = true;
    }
    if (scanner.accept(".nullsfirst")) {
        term.nulls_first = true;
    } else if (scanner.accept(".nullslast")) {
        term.nulls_first = false;
    }
    if (!scanner.next_is(".")) return true;
    const std::uint32_t dot = scanner.position();
    scanner.accept(".");
    std::string word;
    Span span{dot, dot + 1};
    const bool read = scanner.read_identifier(word, span);
    const std::string wanted = term.nulls_first  ? "expected \",\" or the end of the order"
                               : term.descending ? "expected \"nullsfirst\" or \"nullslast\""
                                                 : "expected \"asc\", \"desc\", \"nullsfirst\" or \"nullslast\"";
    const std::string found = read ? "\"" + word + "\"" : "\".\"";
    const std::string column(slice(scanner.text(), term.column.name.span));
    std::string remedy;
    if (word.starts_with("asc") || word.starts_with("desc") || word.starts_with("nulls")) {
        remedy = "in supabase-py write desc=True and nullsfirst=True or False";
    } else if (read && !term.descending && !term.nulls_first && !term.relation) {
        remedy = "order by a related column is written " + column + "(" + word + "), or with foreign_table=\"" + column + "\"";
    }
    return scanner.refuse(span, wanted + ", found " + found, remedy);
}

bool refuse_own_direction(Scanner& scanner, const OrderTerm& term) {
    const std::string_view text = scanner.text();
    const std::size_t dot = term.nulls_first && term.descending ? text.rfind('.', text.rfind('.') - 1) : text.rfind('.');
    const Span span{static_cast<std::uint32_t>(dot), scanner.end()};
    const bool descending = term.descending.value_or(false);
    std::string remedy = "write order(\"" + std::string(text.substr(0, dot)) + "\"";
    if (descending) remedy += ", desc=True";
    if (term.nulls_first) remedy += *term.nulls_first ? ", nullsfirst=True" : ", nullsfirst=False";
    return scanner.refuse(span, "supabase-py appends its own \".asc\" or \".desc\" to this column, and PostgREST refuses two",
                          remedy + ")");
}

}  // namespace

std::size_t direction_word_length(std::string_view argument) {
    std::string_view text = argument;
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    const std::size_t blank = text.rfind(' ');
    if (blank == std::string_view::npos) return 0;
    std::string word;
    for (const char letter : text.substr(blank + 1)) {
        word += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return word == "desc" || word == "asc" ? argument.size() - blank : 0;
}

}  // namespace rowtype::postgrest
