#include "analysis/binding/folded_text.h"

#include <algorithm>

#include "analysis/binding/text_folder.h"

namespace rowtype::binding {

namespace {

using facts::Value;

constexpr std::size_t kMaximumTexts = 8;  // of one expression

}  // namespace

std::optional<FoldedText> fold_template(const Value& string, const ValueResolver& resolve) {
    TextFolder folder(resolve);
    folder.add_template(string, {}, '{', {}, 0);
    return folder.finish();
}

std::optional<FoldedText> fold_text(const Value& expression, const ValueResolver& resolve) {
    TextFolder builder(resolve);
    builder.add(expression, {}, 0);
    return builder.finish();
}

std::optional<PossibleTexts> fold_texts(const Value& expression, const ValueResolver& resolve) {
    PossibleTexts possible;
    Choices choices(Choices::Kind::Known);
    do {
        if (possible.texts.size() == kMaximumTexts) return std::nullopt;
        TextFolder folder(resolve, &choices);
        folder.add(expression, {}, 0);
        std::optional<FoldedText> text = folder.finish();
        if (!text) return std::nullopt;
        possible.texts.push_back(std::move(*text));
    } while (choices.next());
    possible.may_be_other = choices.may_be_other;
    possible.in_any_order = choices.in_any_order;
    return possible;
}

std::optional<TextVariants> fold_variants(const Value& expression, const ValueResolver& resolve, bool everything) {
    TextVariants variants;
    Choices choices(everything ? Choices::Kind::Everything : Choices::Kind::Largest);
    std::size_t folds = 0;
    do {
        if (folds++ == (everything ? 2 * kMaximumTexts : kMaximumTexts)) {
            variants.are_all = false;
            break;
        }
        TextFolder folder(resolve, &choices);
        folder.add(expression, {}, 0);
        if (std::optional<FoldedText> text = folder.finish()) variants.texts.push_back(std::move(*text));
    } while (choices.next());
    variants.is_exact = choices.is_exact;
    if (variants.texts.empty()) return std::nullopt;
    return variants;
}

bool FoldedText::covers(Span place) const {
    return std::ranges::any_of(pieces_, [&](const Piece& piece) {
        if (TextFolder::is_brought(piece))
            return piece.whole.begin <= place.begin && place.end <= piece.whole.end && !piece.whole.empty();
        const std::uint32_t end = piece.string_offset + piece.output.size();
        const Span source = facts::source_span(*piece.string, {piece.string_offset, end});
        return source.begin <= place.begin && place.end <= source.end;
    });
}

Span FoldedText::source(Span range) const {
    Span result{};
    bool first = true;
    for (const Piece& piece : pieces_) {
        const bool inside = piece.output.begin < range.end && range.begin < piece.output.end;
        const bool at = range.empty() && piece.output.begin <= range.begin && range.begin <= piece.output.end;
        if (!inside && !at) continue;
        Span place = piece.whole;
        if (!TextFolder::is_brought(piece)) {
            const std::uint32_t begin = std::max(range.begin, piece.output.begin) - piece.output.begin + piece.string_offset;
            const std::uint32_t end = std::min(range.end, piece.output.end) - piece.output.begin + piece.string_offset;
            place = facts::source_span(*piece.string, {begin, std::max(begin, end)});
        }
        result = first ? place : Span{std::min(result.begin, place.begin), std::max(result.end, place.end)};
        first = false;
        if (at && !inside) break;
    }
    return result;
}

}  // namespace rowtype::binding
