#include "analysis/types/expression_parser.h"

#include <cctype>

namespace rowtype::types {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr std::size_t kMaximumLength = 4096;
constexpr int kMaximumDepth = 32;

// Recursive descent with a cap; `failed_` once set makes the whole text Unknown.
class AnnotationParser {
public:
    explicit AnnotationParser(std::string_view text) : text_(text) {}

    Value parse() {
        Value value = parse_union(0);
        skip_blanks();
        if (failed_ || at_ != text_.size()) return {};
        return value;
    }

private:
    Value fail() {
        failed_ = true;
        return {};
    }

    void skip_blanks() {
        while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    }

    [[nodiscard]] bool next_is(char wanted) {
        skip_blanks();
        return at_ < text_.size() && text_[at_] == wanted;
    }

    bool take(char wanted) {
        if (!next_is(wanted)) return false;
        ++at_;
        return true;
    }

    Value parse_union(int depth) {
        if (failed_ || depth > kMaximumDepth) return fail();
        Value left = parse_postfix(depth + 1);
        while (!failed_ && take('|')) {
            Value both;
            both.kind = ValueKind::BitOr;
            Value right = parse_postfix(depth + 1);
            both.items.push_back(std::move(left));
            both.items.push_back(std::move(right));
            left = std::move(both);
        }
        return left;
    }

    Value parse_postfix(int depth) {
        Value value = parse_primary(depth);
        while (!failed_) {
            if (take('.')) {
                Value attribute;
                attribute.kind = ValueKind::Attribute;
                attribute.text = read_identifier();
                if (attribute.text.empty()) return fail();
                attribute.items.push_back(std::move(value));
                value = std::move(attribute);
            } else if (take('[')) {
                Value subscript;
                subscript.kind = ValueKind::Subscript;
                subscript.items.push_back(std::move(value));
                read_list(subscript.items, ']', depth);
                value = std::move(subscript);
            } else {
                return value;
            }
        }
        return {};
    }

    Value parse_primary(int depth) {
        skip_blanks();
        if (at_ >= text_.size()) return fail();
        const char first = text_[at_];
        if (first == '"' || first == '\'') return read_string(first);
        if (std::isdigit(static_cast<unsigned char>(first)) != 0 || first == '-') return read_number();
        if (text_.substr(at_, 3) == "...") {
            at_ += 3;
            return {};
        }
        if (first == '[' || first == '(') {
            ++at_;
            Value group;
            group.kind = first == '[' ? ValueKind::List : ValueKind::Tuple;
            read_list(group.items, first == '[' ? ']' : ')', depth);
            if (first == '(' && group.items.size() == 1) return group.items.front();
            return group;
        }
        Value name;
        name.kind = ValueKind::Name;
        name.text = read_identifier();
        if (name.text.empty()) return fail();
        if (name.text == "None") name.kind = ValueKind::None;
        if (name.text == "True" || name.text == "False") name.kind = ValueKind::Boolean;
        return name;
    }

    void read_list(std::vector<Value>& items, char closing, int depth) {
        while (!failed_ && !take(closing)) {
            items.push_back(parse_union(depth + 1));
            if (!take(',') && !next_is(closing)) failed_ = true;
        }
    }

    std::string read_identifier() {
        skip_blanks();
        const std::size_t start = at_;
        const auto belongs = [](char c) {
            const auto byte = static_cast<unsigned char>(c);
            return std::isalnum(byte) != 0 || c == '_' || byte >= 0x80;
        };
        while (at_ < text_.size() && belongs(text_[at_])) ++at_;
        return std::string(text_.substr(start, at_ - start));
    }

    Value read_string(char quote) {
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) return fail();
        Value value;
        value.kind = ValueKind::String;
        value.text = std::string(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
        return value.text.find('\\') == std::string::npos ? value : fail();
    }

    Value read_number() {
        const std::size_t start = at_;
        if (text_[at_] == '-') ++at_;
        while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
        Value value;
        value.kind = ValueKind::Integer;
        value.text = std::string(text_.substr(start, at_ - start));
        return value.text == "-" ? fail() : value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

}  // namespace

facts::Value parse_annotation_text(std::string_view text) {
    if (text.size() > kMaximumLength) return {};
    return AnnotationParser(text).parse();
}

}  // namespace rowtype::types
