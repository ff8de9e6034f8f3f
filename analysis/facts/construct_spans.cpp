#include "analysis/facts/construct_spans.h"

#include <algorithm>

namespace rowtype::facts {

namespace {

std::vector<Span> spans_of(const PlacedStatement& statement) {
    std::vector<Span> spans;
    const auto add = [&](Span span) { spans.push_back(span.shifted(statement.offset)); };
    for (const Chain& chain : statement.facts->chains) add(chain.span);
    for (const SqlCall& call : statement.facts->sql_calls) add(call.span);
    for (const OrmChain& chain : statement.facts->orm.chains) add(chain.span);
    for (const Assignment& assignment : statement.facts->assignments) add(assignment.span);
    for (const Class& definition : statement.facts->classes) {
        if (definition.is_called) add(definition.span);
        for (const Field& field : definition.fields) add(field.span);
    }
    std::ranges::sort(
        spans, [](Span left, Span right) { return left.begin != right.begin ? left.begin < right.begin : left.end > right.end; });
    return spans;
}

}  // namespace

ConstructSpans::ConstructSpans(const FileFacts& file) {
    for (const PlacedStatement& statement : file.statements) {
        std::vector<std::size_t> open;  // one past the indices of those that are around the next
        for (const Span span : spans_of(statement)) {
            while (!open.empty() && constructs_[open.back() - 1].span.end < span.end) open.pop_back();
            constructs_.push_back({span, open.empty() ? 0 : open.back()});
            open.push_back(constructs_.size());
        }
    }
}

std::vector<Span> ConstructSpans::around(std::uint32_t offset) const {
    const auto behind = std::ranges::upper_bound(constructs_, offset, {}, [](const Construct& one) { return one.span.begin; });
    std::vector<Span> found;
    for (auto index = static_cast<std::size_t>(behind - constructs_.begin()); index != 0; index = constructs_[index - 1].outer) {
        const Span span = constructs_[index - 1].span;
        if (span.contains(offset)) found.push_back(span);
    }
    std::ranges::sort(found, {}, &Span::size);
    return found;
}

}  // namespace rowtype::facts
