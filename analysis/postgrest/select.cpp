#include "analysis/postgrest/select.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/postgrest/scanner.h"

namespace rowtype::postgrest {

namespace {

// Recursive descent; the depth is capped by kDeepestNesting. PostgREST's own parser goes back where it cannot go on; one
// look at the next characters decides the same here, and the comments say where that matters.
class SelectParser {
public:
    explicit SelectParser(std::string_view text) : scanner_(text) {}

    SelectResult parse();

private:
    bool read_items(std::vector<SelectItem>& items, std::uint32_t depth);
    bool read_item(SelectItem& item, std::uint32_t depth);
    bool read_star(SelectItem& item);
    bool read_spread(SelectItem& item, std::uint32_t depth);
    bool read_named(SelectItem& item, std::uint32_t depth);
    bool skip_blanks_before_column();
    bool read_count(SelectItem& item);
    bool read_embed(SelectItem& item, std::uint32_t depth);
    bool read_parameters(std::vector<EmbedParameter>& parameters);
    bool read_field_tail(SelectItem& item);
    bool read_cast(std::optional<Cast>& cast);
    bool read_aggregate(SelectItem& item);
    bool refuse_field_end(const SelectItem& item);
    bool refuse_dot(const SelectItem& item);
    [[nodiscard]] bool at_item_end() const;
    [[nodiscard]] bool follows_comma(std::uint32_t offset) const;
    void tell_ignored_start(ParseError& error) const;

    Scanner scanner_;
    bool committed_ = false;  // PostgREST's parser has taken the first item, or is inside its parentheses
};

constexpr std::array<std::pair<std::string_view, AggregateFunction>, 5> kAggregates{{
    {"sum", AggregateFunction::Sum},
    {"avg", AggregateFunction::Average},
    {"count", AggregateFunction::Count},
    {"max", AggregateFunction::Maximum},
    {"min", AggregateFunction::Minimum},
}};

}  // namespace

SelectResult parse_select(std::string_view text) { return SelectParser(text).parse(); }

std::string_view to_string(AggregateFunction function) {
    for (const auto& [name, each] : kAggregates) {
        if (each == function) return name;
    }
    return {};
}

const Name* SelectItem::hint() const {
    for (const EmbedParameter& parameter : parameters) {
        if (parameter.kind == EmbedParameterKind::Hint) return &parameter.name;
    }
    return nullptr;
}

bool SelectItem::is_inner() const {
    for (const EmbedParameter& parameter : parameters) {
        if (parameter.kind != EmbedParameterKind::Hint) return parameter.kind == EmbedParameterKind::Inner;
    }
    return false;
}

std::string_view SelectItem::output_key() const {
    if (kind == ItemKind::Star || kind == ItemKind::Spread) return {};
    if (alias) return alias->text;
    if (aggregate) return to_string(aggregate->function);
    for (auto step = json_path.rbegin(); step != json_path.rend(); ++step) {
        if (!step->is_index) return step->key;
    }
    return name.text;
}

std::vector<const SelectItem*> embeds_around(const std::vector<SelectItem>& items, std::uint32_t offset) {
    std::vector<const SelectItem*> path;
    const std::vector<SelectItem>* level = &items;
    while (level != nullptr) {
        const std::vector<SelectItem>* next = nullptr;
        for (const SelectItem& item : *level) {
            const bool open = item.is_embed() && item.body.begin > item.span.begin;
            if (!open || offset < item.body.begin || offset > item.body.end) continue;
            path.push_back(&item);
            next = &item.items;
            break;
        }
        level = next;
    }
    return path;
}

namespace {

SelectResult SelectParser::parse() {
    SelectResult result;
    if (!scanner_.failed() && !scanner_.at_end() && read_items(result.value, 0) && !scanner_.at_end()) {
        const std::string drops = "; PostgREST silently ignores the select from here on";
        if (scanner_.next_is(")")) {
            scanner_.refuse_ignored_rest("this \")\" closes nothing" + drops,
                                         "remove the \")\", or add the \"(\" that it closes");
        } else {
            scanner_.refuse_ignored_rest("expected \",\" or the end after \")\", found " + scanner_.found() + drops,
                                         "put a \",\" between two items; a list of columns takes nothing behind it");
        }
    }
    result.error = scanner_.take_error();
    if (result.error && !committed_) tell_ignored_start(*result.error);
    return result;
}

// Where not even the first character can start a name, PostgREST's parser answers "no items" and drops the whole text.
void SelectParser::tell_ignored_start(ParseError& error) const {
    Scanner start(scanner_.text());
    if (error.kind != ErrorKind::Refused || start.at_identifier() || start.next_is("\"") || start.next_is("\t")) return;
    error.kind = ErrorKind::Ignored;
    error.message += "; PostgREST silently ignores the whole select and returns rows without columns";
}

// Items separated by "," up to a ")" or the end, neither of which is consumed.
bool SelectParser::read_items(std::vector<SelectItem>& items, std::uint32_t depth) {
    if (depth > kDeepestNesting) {
        return scanner_.fail(ErrorKind::Limit, scanner_.next_span(), "the select is nested deeper than 64 levels",
                             "split it into several queries");
    }
    if (depth > 0 && (scanner_.next_is(")") || scanner_.at_end())) return true;
    while (true) {
        items.emplace_back();
        if (!read_item(items.back(), depth)) {
            const SelectItem& last = items.back();
            if (last.kind == ItemKind::Field && last.name.span.empty() && !last.alias) items.pop_back();
            return false;
        }
        committed_ = true;
        const std::uint32_t item_end = scanner_.position();
        scanner_.skip_blanks();
        if (scanner_.accept(",")) continue;
        if (scanner_.position() == item_end) return true;
        return scanner_.expected("expected \",\" after the blank", "remove the blank after \")\"");
    }
}

bool SelectParser::read_item(SelectItem& item, std::uint32_t depth) {
    scanner_.skip_blanks();
    const std::uint32_t start = scanner_.position();
    item.span = {start, start};
    bool read = false;
    if (at_item_end()) {
        const std::string surplus = scanner_.next_is(",") || follows_comma(start) ? "remove the surplus \",\"" : "";
        return scanner_.expected("expected a column, \"*\" or a related table", surplus);
    }
    if (scanner_.next_is("...")) {
        read = read_spread(item, depth);
    } else if (scanner_.next_is("*")) {
        read = read_star(item);
    } else {
        read = read_named(item, depth);
    }
    item.span = trim(scanner_.text(), {start, scanner_.position()});
    return read;
}

bool SelectParser::read_star(SelectItem& item) {
    item.kind = ItemKind::Star;
    scanner_.accept("*");
    if (at_item_end()) return true;
    return scanner_.expected("expected \",\" or the end after \"*\"", "a \"*\" takes no cast, no hint and no blank after it");
}

bool SelectParser::read_spread(SelectItem& item, std::uint32_t depth) {
    item.kind = ItemKind::Spread;
    scanner_.accept("...");
    if (!scanner_.read_name(item.name, "the name of a related table after \"...\"")) return false;
    if (scanner_.next_is(":")) {
        return scanner_.expected("a spread takes no alias: expected \"(\"", "remove the alias, or the \"...\"");
    }
    return read_embed(item, depth);
}

// Everything that may start with an alias: count, relation, field.
bool SelectParser::read_named(SelectItem& item, std::uint32_t depth) {
    const std::uint32_t start = scanner_.position();
    if (scanner_.next_is("count()")) return read_count(item);
    if (!scanner_.read_name(item.name, "a column, \"*\" or a related table")) return false;
    bool may_embed = true;
    if (scanner_.next_is(":") && !scanner_.next_is("::")) {
        scanner_.accept(":");
        item.alias = std::exchange(item.name, {});
        if (scanner_.next_is("count()")) return read_count(item);
        if (scanner_.next_is("*")) {
            return scanner_.expected("expected a column after the alias", "a \"*\" takes no alias: name the columns");
        }
        if (scanner_.next_is("...")) {
            return scanner_.expected("a spread takes no alias: expected a name", "remove the alias, or the \"...\"");
        }
        may_embed = skip_blanks_before_column();
        if (!scanner_.read_name(item.name, "a column or a related table after the alias")) return false;
    }
    const bool embed = scanner_.next_is("(") || scanner_.next_is("!");
    if (!embed) return read_field_tail(item);
    if (item.name.text == "count") {
        return scanner_.refuse({item.name.span.begin, scanner_.position() + 1},
                               "\"count\" is PostgREST's count of rows and takes \"()\" only",
                               "write count() to count rows; a related table named count cannot be embedded");
    }
    if (!may_embed) {
        return scanner_.refuse({start, scanner_.position()}, "PostgREST refuses white space between \":\" and the related table",
                               "remove the white space");
    }
    item.kind = ItemKind::Relation;
    return read_embed(item, depth);
}

// Behind the ":" of an alias. An unquoted name takes blanks in, and they stay; tabs, and blanks before a quoted name, are
// skipped, which PostgREST does before a column only: the answer is whether a related table may still follow.
bool SelectParser::skip_blanks_before_column() {
    const std::string_view rest = scanner_.rest();
    const std::size_t word = std::min(rest.find_first_not_of(" \t"), rest.size());
    const bool skipped = rest.substr(0, word).find('\t') != std::string_view::npos || rest.substr(word).starts_with('"');
    if (skipped) scanner_.skip_blanks();
    return word == 0 || !skipped;
}

// At "count()".
bool SelectParser::read_count(SelectItem& item) {
    const std::uint32_t start = scanner_.position();
    scanner_.accept("count()");
    item.kind = ItemKind::Count;
    item.name = Name{"count", {start, start + 5}, false};
    item.aggregate = Aggregate{AggregateFunction::Count, {start, scanner_.position()}};
    if (scanner_.next_is("::") && !read_cast(item.aggregate_cast)) return false;
    if (at_item_end()) return true;
    return refuse_field_end(item);
}

// From behind the name on: parameters and the list in parentheses.
bool SelectParser::read_embed(SelectItem& item, std::uint32_t depth) {
    if (!read_parameters(item.parameters)) return false;
    const std::uint32_t open = scanner_.position();
    if (!scanner_.accept("(")) {
        const std::string name(slice(scanner_.text(), {item.name.span.begin, open}));
        if (item.parameters.size() == 2 && scanner_.next_is("!")) {
            return scanner_.expected("expected \"(\": a related table takes at most one hint and one of !inner, !left");
        }
        const std::string example = (item.kind == ItemKind::Spread ? "..." : "") + name + "(*)";
        return scanner_.expected("expected \"(\" and the columns of " + item.name.text, "write " + example);
    }
    committed_ = true;
    item.body = {scanner_.position(), scanner_.end()};
    if (!read_items(item.items, depth + 1)) return false;
    item.body.end = scanner_.position();
    if (scanner_.accept(")")) return true;
    if (scanner_.at_end()) {
        item.body.end = scanner_.end();
        return scanner_.refuse({open, open + 1}, "this \"(\" is never closed: expected \",\" or \")\", found the end",
                               "add the missing \")\"");
    }
    return scanner_.expected("expected \",\" or \")\"");
}

bool SelectParser::read_parameters(std::vector<EmbedParameter>& parameters) {
    while (parameters.size() < 2 && scanner_.accept("!")) {
        EmbedParameter parameter;
        const std::uint32_t start = scanner_.position();
        // PostgREST decides by the first letters: of "!left_id" it takes "left" and then stumbles over "_id".
        const bool left = scanner_.accept("left");
        if (left || scanner_.accept("inner")) {
            parameter.kind = left ? EmbedParameterKind::Left : EmbedParameterKind::Inner;
            parameter.span = {start, scanner_.position()};
            if (scanner_.at_identifier() || scanner_.next_is("-")) {
                const std::string word = left ? "left" : "inner";
                scanner_.move_to(start);
                Name whole;
                if (!scanner_.read_name(whole, "a hint")) return false;
                return scanner_.refuse(whole.span, "PostgREST reads \"" + word + "\" at the start of this hint as !" + word,
                                       "put the hint in double quotes: !\"" + whole.text + "\"");
            }
        } else {
            if (!scanner_.read_name(parameter.name, "\"inner\", \"left\" or a foreign key after \"!\"")) return false;
            parameter.span = parameter.name.span;
        }
        parameters.push_back(std::move(parameter));
    }
    return true;
}

bool SelectParser::read_field_tail(SelectItem& item) {
    item.kind = ItemKind::Field;
    // Only behind an alias can a name start with blanks alone; before a column PostgREST skips them.
    if (!item.name.quoted && (item.name.text.empty() || item.name.text.front() == '-')) {
        return scanner_.refuse(item.name.span, "expected a column after the alias");
    }
    if (!scanner_.read_json_path(item.json_path)) return false;
    scanner_.skip_blanks();
    if (scanner_.next_is("::") && !read_cast(item.cast)) return false;
    if (scanner_.next_is(".") && !read_aggregate(item)) return false;
    if (scanner_.next_is("::") && !read_cast(item.aggregate_cast)) return false;
    return at_item_end() || refuse_field_end(item);
}

bool SelectParser::read_cast(std::optional<Cast>& cast) {
    scanner_.accept("::");
    Cast read;
    if (!scanner_.read_identifier(read.type, read.span)) {
        return scanner_.expected("expected a type after \"::\"",
                                 scanner_.next_is("\"") ? "PostgREST takes no quoted type names in a cast" : "");
    }
    cast = std::move(read);
    return true;
}

// At the dot behind a column.
bool SelectParser::read_aggregate(SelectItem& item) {
    for (const auto& [name, function] : kAggregates) {
        const std::string call = "." + std::string(name) + "()";
        const std::uint32_t start = scanner_.position() + 1;
        if (!scanner_.accept(call)) continue;
        item.aggregate = Aggregate{function, {start, scanner_.position()}};
        return true;
    }
    return refuse_dot(item);
}

bool SelectParser::refuse_dot(const SelectItem& item) {
    const std::uint32_t dot = scanner_.position();
    const std::string before(slice(scanner_.text(), item.name.span));
    scanner_.accept(".");
    if (item.cast) {
        return scanner_.refuse({item.cast->span.begin - 2, dot + 1},
                               "a cast takes a type name without schema: expected \",\" or the end, found \".\"",
                               "a cast holds only letters, digits, \"_\" and \"$\"");
    }
    if (scanner_.accept("*")) {
        return scanner_.refuse({item.name.span.begin, scanner_.position()}, "PostgREST knows no \"" + before + ".*\"",
                               "write " + before + "(*) to read a related table, or * for all columns");
    }
    std::string after;
    Span span{dot, dot + 1};
    if (scanner_.read_identifier(after, span)) {
        for (const auto& [name, function] : kAggregates) {
            if (after != name) continue;
            return scanner_.refuse(span, "an aggregate is written with \"()\"", "write " + before + "." + after + "()");
        }
        if (scanner_.accept("()")) {
            return scanner_.refuse(span, "PostgREST has no aggregate \"" + after + "\"",
                                   "write count(), sum(), avg(), min() or max()");
        }
    }
    if (!item.json_path.empty()) {
        return scanner_.refuse({dot, span.end}, "expected \",\" or the end after the JSON path, found \".\"",
                               "write -> between the keys of a JSON path, and put double quotes around a key that "
                               "holds a \".\"");
    }
    const std::string column = after.empty() ? "column" : after;
    return scanner_.refuse({item.name.span.begin, span.end}, "an unquoted column name holds no \".\"",
                           "write " + before + "(" + column + ") to read a related table");
}

// At a character that can neither go on with the item nor end it.
bool SelectParser::refuse_field_end(const SelectItem& item) {
    const std::optional<Cast>& cast = item.aggregate_cast ? item.aggregate_cast : item.cast;
    if (cast && !scanner_.at_end()) {
        std::uint32_t stop = scanner_.position();
        const std::string_view text = scanner_.text();
        const std::string_view closing = text[stop] == '(' ? ")" : text[stop] == '[' ? "]" : "";
        const std::size_t close = closing.empty() ? std::string_view::npos : text.find(closing, stop);
        stop = close == std::string_view::npos ? stop + 1 : static_cast<std::uint32_t>(close + 1);
        const Span whole{cast->span.begin - 2, stop};
        return scanner_.refuse(whole,
                               "a cast holds only letters, digits, \"_\" and \"$\": \"" + std::string(slice(text, whole)) +
                                   "\" is refused by PostgREST",
                               closing.empty() ? "" : "a view or a computed field can hold this cast");
    }
    const std::string wanted = "expected \",\" or the end of the select";
    if (scanner_.next_is("(")) {
        return scanner_.expected(wanted, item.json_path.empty() ? "remove the white space before \"(\""
                                                                : "only a related table takes a list in parentheses");
    }
    if (scanner_.next_is(":")) return scanner_.expected(wanted, "an alias is written alias:column, a cast column::type");
    if (scanner_.next_is("!")) return scanner_.expected(wanted, "a hint stands behind a related table: posts!inner(*)");
    if (scanner_.next_is("[")) return scanner_.expected(wanted, "an element of a JSON array is written column->0");
    if (scanner_.next_is("{")) return scanner_.expected(wanted, "write f before the string if \"{…}\" stands for a value");
    if (scanner_.next_is("\n") || scanner_.next_is("\r")) return scanner_.expected(wanted, "PostgREST skips no line breaks");
    if (scanner_.next_is("*")) return scanner_.expected(wanted, "put a \",\" before \"*\"");
    return scanner_.expected(wanted, "a name that holds other characters needs double quotes");
}

// Whether the item that would start at `offset` follows a ",".
bool SelectParser::follows_comma(std::uint32_t offset) const {
    const std::size_t before = scanner_.text().substr(0, offset).find_last_not_of(" \t");
    return before != std::string_view::npos && scanner_.text()[before] == ',';
}

bool SelectParser::at_item_end() const { return scanner_.at_end() || scanner_.next_is(",") || scanner_.next_is(")"); }

}  // namespace

}  // namespace rowtype::postgrest
