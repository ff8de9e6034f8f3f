#include <algorithm>
#include <optional>

#include "analysis/facts/extraction.h"
#include "analysis/facts/find_bytes.h"

namespace rowtype::facts {

namespace {

// A comment of ours: "# rowtype: body", up to the next "#" or the end of the line.
struct OurComment {
    Span span;       // from "#" to the end of the body, absolute
    Span body_span;  // absolute
    std::string_view body;
};

std::optional<OurComment> next_comment(std::string_view text, std::uint32_t from, std::uint32_t end);
void read_rules(const Source& source, Span list, IgnoreComment& ignore);
TableDirective table_in(const Source& source, Span range);
std::string_view trimmed(std::string_view text);

constexpr std::string_view kMark = "rowtype:";

}  // namespace

void read_ignore_comments(const syntax::Node& root, const Source& source, Span range, std::vector<IgnoreComment>& ignores) {
    std::uint32_t position = range.begin;
    while (const std::optional<OurComment> comment = next_comment(source.text, position, range.end)) {
        position = comment->span.end;
        constexpr std::string_view kWord = "ignore";
        if (!comment->body.starts_with(kWord)) continue;
        if (root.smallest_at(comment->span.begin).kind() != syntax::NodeKind::Comment) continue;  // text in a string
        std::string_view rest = comment->body.substr(kWord.size());
        IgnoreComment ignore;
        ignore.span = source.relative(comment->span);
        ignore.whole_file = rest.starts_with("-file");
        if (ignore.whole_file) rest.remove_prefix(std::string_view("-file").size());
        rest = trimmed(rest);
        if (rest.starts_with('[')) {
            const std::size_t close = std::min(rest.find(']'), rest.size());
            const auto begin = static_cast<std::uint32_t>(rest.data() + 1 - source.text.data());
            read_rules(source, {begin, begin + static_cast<std::uint32_t>(close) - 1}, ignore);
        } else if (!rest.empty() && rest.front() != ':' && rest.front() != '(') {
            continue;  // another word, such as "ignored"
        }
        ignores.push_back(std::move(ignore));
    }
}

TableDirective read_table_directive(const Source& source, std::uint32_t outer_begin, std::uint32_t header_end) {
    const auto line_end = static_cast<std::uint32_t>(std::min(source.text.find('\n', header_end), source.text.size()));
    if (TableDirective found = table_in(source, {header_end, line_end}); !found.table.empty()) return found;
    const auto line_start = [&](std::uint32_t offset) {
        const std::size_t newline = offset == 0 ? std::string_view::npos : source.text.rfind('\n', offset - 1);
        const std::uint32_t start = newline == std::string_view::npos ? 0 : static_cast<std::uint32_t>(newline) + 1;
        return std::max(start, source.origin);
    };
    std::uint32_t begin = line_start(outer_begin);
    while (begin > source.origin) {
        const std::uint32_t end = begin - 1;
        begin = line_start(end);
        if (!trimmed(slice(source.text, {begin, end})).starts_with('#')) break;
        if (TableDirective found = table_in(source, {begin, end}); !found.table.empty()) return found;
    }
    return {};
}

namespace {

std::optional<OurComment> next_comment(std::string_view text, std::uint32_t from, std::uint32_t end) {
    const std::string_view window = text.substr(0, end);
    for (std::size_t mark = find_bytes(window, kMark, from); mark != std::string_view::npos;
         mark = find_bytes(window, kMark, mark + 1)) {
        std::size_t hash = mark;
        while (hash > from && (text[hash - 1] == ' ' || text[hash - 1] == '\t')) --hash;
        if (hash == from || text[hash - 1] != '#') continue;
        const std::size_t stop = std::min(window.find_first_of("#\r\n", mark), window.size());
        const std::string_view body = trimmed(window.substr(mark + kMark.size(), stop - mark - kMark.size()));
        const auto body_begin = static_cast<std::uint32_t>(body.data() - text.data());
        const auto body_end = static_cast<std::uint32_t>(body_begin + body.size());
        return OurComment{{static_cast<std::uint32_t>(hash) - 1, body_end}, {body_begin, body_end}, body};
    }
    return std::nullopt;
}

// "rule, rule" at `list`.
void read_rules(const Source& source, Span list, IgnoreComment& ignore) {
    std::uint32_t begin = list.begin;
    while (begin < list.end) {
        const std::size_t comma = source.text.find(',', begin);
        const std::uint32_t end = comma < list.end ? static_cast<std::uint32_t>(comma) : list.end;
        const std::string_view rule = trimmed(slice(source.text, {begin, end}));
        if (!rule.empty()) {
            const auto rule_begin = static_cast<std::uint32_t>(rule.data() - source.text.data());
            ignore.rules.emplace_back(rule);
            ignore.rule_spans.push_back(source.relative({rule_begin, rule_begin + static_cast<std::uint32_t>(rule.size())}));
        }
        begin = end + 1;
    }
}

// The first table directive among the comments of `range`.
TableDirective table_in(const Source& source, Span range) {
    std::uint32_t position = range.begin;
    while (const std::optional<OurComment> comment = next_comment(source.text, position, range.end)) {
        position = comment->span.end;
        std::string_view rest = comment->body;
        if (!rest.starts_with("table")) continue;
        rest = trimmed(rest.substr(std::string_view("table").size()));
        if (!rest.starts_with('=')) continue;
        rest = trimmed(rest.substr(1));
        std::size_t size = 0;
        for (bool quoted = false; size < rest.size() && (quoted || (rest[size] != ' ' && rest[size] != '\t')); ++size) {
            if (rest[size] == '"') quoted = !quoted;
        }
        if (size == 0) continue;
        const auto begin = static_cast<std::uint32_t>(rest.data() - source.text.data());
        return {std::string(rest.substr(0, size)), source.relative({begin, begin + static_cast<std::uint32_t>(size)})};
    }
    return {};
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlank = " \t\r\n\f\v";
    const std::size_t begin = std::min(text.find_first_not_of(kBlank), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(kBlank) + 1);
}

}  // namespace

}  // namespace rowtype::facts
