#include "analysis/features/half_typed.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "analysis/facts/extract.h"
#include "analysis/facts/identifier_bytes.h"
#include "analysis/features/lexical_place.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::features {

namespace {

using facts::Value;
using facts::ValueKind;

// A larger statement is cut down to the function that holds the cursor, so that a keystroke never waits for a large class.
constexpr std::uint32_t kLargeStatement = 24U * 1024;
// Even that function may be too large to be read at each keystroke.
constexpr std::uint32_t kLargestFragment = 256U * 1024;
constexpr std::string_view kClassAround = "class _:\n";

// A text to read in place of the statement.
struct Fragment {
    std::string text;
    std::uint32_t cursor = 0;  // the place of the cursor in `text`
};

// Takes a statement apart around the cursor and puts it together again with what is missing.
class Mender {
public:
    Mender(std::string_view text, std::uint32_t offset, const LexicalPlace& place);

    // Most faithful first; the first one that makes sense counts.
    [[nodiscard]] std::vector<Fragment> fragments() const;
    [[nodiscard]] Span statement() const { return {place_.statement_begin, end_}; }

private:
    void narrow();
    [[nodiscard]] Fragment made_of(std::string_view middle, std::string_view rest) const;
    [[nodiscard]] std::string closers() const;
    [[nodiscard]] bool is_key() const {
        return !place_.brackets.empty() && place_.brackets.back().bracket == '{' && !place_.brackets.back().after_colon;
    }

    std::string_view text_;
    std::uint32_t offset_;
    const LexicalPlace& place_;
    std::uint32_t begin_ = 0;     // of what is read
    std::uint32_t end_ = 0;       // of the statement
    std::uint32_t word_end_ = 0;  // of the name that the cursor is in
    std::uint32_t line_end_ = 0;
    std::string_view prefix_;  // put before it
};

// The string at `cursor` of one fragment.
class Search {
public:
    Search(const facts::StatementFacts& statement, std::uint32_t cursor) : statement_(statement), cursor_(cursor) {}

    bool find(StringPlace& place) const;

private:
    bool find_in(const std::vector<facts::Argument>& arguments, StringPlace& place) const;
    bool find_in_payload(const Value& value, StringPlace& place, int depth) const;
    [[nodiscard]] bool holds(const Value& value) const { return value.span.begin < cursor_ && cursor_ < value.span.end; }

    const facts::StatementFacts& statement_;
    std::uint32_t cursor_;
};

std::uint32_t decoded_offset(const Value& string, std::uint32_t source);
facts::FileFacts with_fragment(const facts::FileFacts& file, Span statement, const facts::FileFacts& fragment);

}  // namespace

bool is_name_byte(char letter) { return facts::is_identifier_byte(letter) || letter == '$'; }

std::optional<StringPlace> string_place(const Snapshot& snapshot, std::uint32_t offset) {
    const LexicalPlace place = lexical_place(snapshot.text, offset);
    if (!place.string || place.string->is_formatted || place.string->is_bytes || place.brackets.empty()) return std::nullopt;
    const Mender mender(snapshot.text, offset, place);
    for (const Fragment& fragment : mender.fragments()) {
        if (fragment.text.size() > kLargestFragment) continue;
        const syntax::ParseOutcome outcome = syntax::parse(fragment.text);
        if (!outcome.tree) continue;
        const facts::FileFacts read = facts::extract_facts(*outcome.tree, fragment.text, snapshot.identity.extraction);
        for (const facts::PlacedStatement& statement : read.statements) {
            StringPlace found;
            found.quote = place.string->quotes.front();
            found.is_raw = place.string->is_raw;
            if (statement.offset > fragment.cursor) continue;
            if (!Search(*statement.facts, fragment.cursor - statement.offset).find(found)) continue;
            found.decoded = decoded_offset(*found.string, fragment.cursor - statement.offset);
            found.file = with_fragment(snapshot.facts, mender.statement(), read);
            const auto same = std::ranges::find(found.file.statements, statement.facts, &facts::PlacedStatement::facts);
            found.statement = static_cast<std::size_t>(same - found.file.statements.begin());
            return found;
        }
    }
    return std::nullopt;
}

namespace {

Mender::Mender(std::string_view text, std::uint32_t offset, const LexicalPlace& place)
    : text_(text), offset_(offset), place_(place), begin_(place.statement_begin), end_(statement_end(text, offset)) {
    const std::uint32_t limit = place.string->close.value_or(static_cast<std::uint32_t>(text.size()));
    word_end_ = offset;
    while (word_end_ < limit && is_name_byte(text[word_end_])) ++word_end_;
    line_end_ = static_cast<std::uint32_t>(std::min(text.find('\n', word_end_), text.size()));
    if (end_ < line_end_) end_ = line_end_;
    if (end_ - begin_ > kLargeStatement) narrow();
}

// To the innermost function around the cursor whose "def" stands further left than the cursor's own line.
void Mender::narrow() {
    const auto indentation = [this](std::size_t line) {
        const std::size_t first = text_.find_first_not_of(" \t", line);
        return (first == std::string_view::npos ? text_.size() : first) - line;
    };
    std::size_t line = text_.rfind('\n', place_.string->begin);
    line = line == std::string_view::npos ? 0 : line + 1;
    const std::size_t own = indentation(line);
    const auto begin = static_cast<std::size_t>(place_.statement_begin);
    while (line > begin + 1) {
        const std::size_t before = text_.rfind('\n', line - 2);
        line = before == std::string_view::npos ? 0 : before + 1;
        const std::size_t depth = indentation(line);
        const std::string_view rest = text_.substr(line + depth, 10);
        const bool defines = rest.starts_with("def ") || rest.starts_with("async def ");
        if (!defines || depth >= own || depth == 0) continue;
        begin_ = static_cast<std::uint32_t>(line);
        prefix_ = kClassAround;
        // What follows in the class is not needed either.
        end_ = line_end_;
        return;
    }
}

std::vector<Fragment> Mender::fragments() const {
    const OpenString& string = *place_.string;
    const std::string quotes(string.quotes);
    const std::string_view after_line = text_.substr(line_end_, end_ - line_end_);
    const std::string end_of_key = quotes + (is_key() ? ": None" : "");
    std::vector<Fragment> list;
    if (string.close && *string.close < end_) {
        const auto close = *string.close;
        const std::string_view rest =
            text_.substr(close + quotes.size(), end_ - std::min<std::size_t>(end_, close + quotes.size()));
        const std::size_t next = rest.find_first_not_of(" \t\r\n");
        const bool has_value = next != std::string_view::npos && rest[next] == ':';
        const std::string_view tail = text_.substr(word_end_, close - word_end_);
        const bool ends = next == std::string_view::npos || rest[next] == ',' || rest[next] == '}';
        if (is_key() && !has_value) list.push_back(made_of(std::string(tail) + end_of_key + (ends ? "" : ","), rest));
        list.push_back(made_of(std::string(tail) + quotes, rest));
    }
    list.push_back(made_of(end_of_key, after_line));
    list.push_back(made_of(end_of_key + closers(), after_line));
    list.push_back(made_of(end_of_key + closers(), {}));
    return list;
}

Fragment Mender::made_of(std::string_view middle, std::string_view rest) const {
    Fragment fragment;
    fragment.text = prefix_;
    fragment.cursor = static_cast<std::uint32_t>(prefix_.size()) + offset_ - begin_;
    fragment.text.append(text_.substr(begin_, word_end_ - begin_)).append(middle).append(rest);
    return fragment;
}

std::string Mender::closers() const {
    std::string text;
    for (auto open = place_.brackets.rbegin(); open != place_.brackets.rend(); ++open) {
        text += open->bracket == '(' ? ')' : open->bracket == '[' ? ']' : '}';
    }
    return text;
}

// SQL first: "name.execute(…)" may be read as the end of a chain that began elsewhere.
bool Search::find(StringPlace& place) const {
    for (const facts::SqlCall& call : statement_.sql_calls) {
        const Value* sql = call.sql();
        if (sql == nullptr || !sql->is(ValueKind::String) || !holds(*sql)) continue;
        place.sql = &call;
        place.string = sql;
        return true;
    }
    for (const facts::Chain& chain : statement_.chains) {
        for (const facts::ChainCall& call : chain.calls) {
            if (!find_in(call.arguments, place)) continue;
            place.chain = &chain;
            place.call = &call;
            return true;
        }
    }
    return false;
}

bool Search::find_in(const std::vector<facts::Argument>& arguments, StringPlace& place) const {
    std::size_t position = 0;
    for (const facts::Argument& argument : arguments) {
        if (holds(argument.value)) {
            place.argument = &argument;
            place.position = position;
            if (!argument.value.is(ValueKind::String)) return find_in_payload(argument.value, place, 0);
            place.string = &argument.value;
            return true;
        }
        if (argument.keyword.empty()) ++position;
    }
    return false;
}

// Keys of a dictionary, or of those in a list; what stands in values deeper down names no columns.
bool Search::find_in_payload(const Value& value, StringPlace& place, int depth) const {
    constexpr int kDeepestList = 4;
    if (depth > kDeepestList) return false;
    if (value.is(ValueKind::List) || value.is(ValueKind::Tuple)) {
        const auto inside = std::ranges::find_if(value.items, [this](const Value& item) { return holds(item); });
        return inside != value.items.end() && find_in_payload(*inside, place, depth + 1);
    }
    if (!value.is(ValueKind::Dictionary)) return false;
    for (std::size_t index = 0; index + 1 < value.items.size(); index += 2) {
        const Value& key = value.items[index];
        if (!key.is(ValueKind::String) || !holds(key)) continue;
        place.dictionary = &value;
        place.string = &key;
        return true;
    }
    return false;
}

std::uint32_t decoded_offset(const Value& string, std::uint32_t source) {
    std::uint32_t decoded = 0;
    for (const facts::TextRun& run : string.runs) {
        if (source >= run.source.end) {
            decoded = run.decoded.end;
        } else {
            const bool inside = source > run.source.begin && run.source.size() == run.decoded.size();
            return inside ? run.decoded.begin + (source - run.source.begin) : std::max(decoded, run.decoded.begin);
        }
    }
    return decoded;
}

// The file's statements with those of the fragment in place of what the statement was.
facts::FileFacts with_fragment(const facts::FileFacts& file, Span statement, const facts::FileFacts& fragment) {
    facts::FileFacts merged;
    const auto add_fragment = [&] {
        for (facts::PlacedStatement placed : fragment.statements) {
            placed.offset += statement.begin;
            merged.statements.push_back(std::move(placed));
        }
    };
    bool added = false;
    for (const facts::PlacedStatement& placed : file.statements) {
        const bool is_behind = placed.offset >= statement.end;
        if (is_behind && !std::exchange(added, true)) add_fragment();
        if (is_behind || placed.offset + placed.facts->length <= statement.begin) merged.statements.push_back(placed);
    }
    if (!added) add_fragment();
    return merged;
}

}  // namespace

}  // namespace rowtype::features
