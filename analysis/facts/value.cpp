#include "analysis/facts/value.h"

#include <algorithm>

namespace rowtype::facts {

namespace {

Span source_of_piece(const TextRun& run, Span piece);

}  // namespace

bool operator==(const Value& left, const Value& right) {
    return left.kind == right.kind && left.span == right.span && left.text == right.text && left.name_span == right.name_span &&
           left.runs == right.runs && left.items == right.items && left.arguments == right.arguments;
}

std::string Value::dotted() const {
    if (kind == ValueKind::Name) return text;
    if (kind != ValueKind::Attribute || items.empty()) return {};
    std::string path = items[0].dotted();
    if (!path.empty()) path.append(".").append(text);
    return path;
}

const Value* Value::keyword(std::string_view name) const { return find_keyword(arguments, name); }

const Value* Value::positional(std::size_t index) const { return find_positional(arguments, index); }

const Value* Value::argument(std::string_view name, std::size_t index) const { return find_argument(arguments, name, index); }

const Value* find_argument(const std::vector<Argument>& arguments, std::string_view name, std::size_t index) {
    const Value* named = find_keyword(arguments, name);
    return named != nullptr ? named : find_positional(arguments, index);
}

const Value* find_keyword(const std::vector<Argument>& arguments, std::string_view name) {
    const auto found =
        std::find_if(arguments.begin(), arguments.end(), [name](const Argument& argument) { return argument.keyword == name; });
    return found == arguments.end() || name.empty() ? nullptr : &found->value;
}

const Value* find_positional(const std::vector<Argument>& arguments, std::size_t index) {
    for (const Argument& argument : arguments) {
        if (!argument.keyword.empty()) continue;
        if (argument.value.is(ValueKind::Starred)) {
            if (argument.value.text == "**") continue;
            return nullptr;  // how many arguments it stands for is unknown
        }
        if (index-- == 0) return &argument.value;
    }
    return nullptr;
}

Span source_span(const Value& string, Span decoded) {
    const auto first = std::find_if(string.runs.begin(), string.runs.end(), [&](const TextRun& run) {
        return run.decoded.end > decoded.begin || (decoded.empty() && run.decoded.end == decoded.begin);
    });
    if (first == string.runs.end()) return {string.span.end, string.span.end};
    if (decoded.empty()) {
        const Span piece = source_of_piece(*first, {decoded.begin, decoded.begin});
        const std::uint32_t place = decoded.begin == first->decoded.end ? piece.end : piece.begin;
        return {place, place};
    }
    Span span = source_of_piece(*first, decoded);
    for (auto run = first + 1; run != string.runs.end() && run->decoded.begin < decoded.end; ++run) {
        const Span piece = source_of_piece(*run, decoded);
        // Text folded from several places may run backwards in the source; then the first place stands for all of it.
        if (piece.end < span.end) break;
        span.end = piece.end;
    }
    return span;
}

namespace {

// The source bytes of the part of `run` that lies in `piece`.
Span source_of_piece(const TextRun& run, Span piece) {
    if (run.decoded.size() != run.source.size()) return run.source;
    const std::uint32_t begin = std::clamp(piece.begin, run.decoded.begin, run.decoded.end);
    const std::uint32_t end = std::clamp(piece.end, run.decoded.begin, run.decoded.end);
    return {run.source.begin + (begin - run.decoded.begin), run.source.begin + (end - run.decoded.begin)};
}

}  // namespace

}  // namespace rowtype::facts
