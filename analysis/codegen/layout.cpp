#include "analysis/codegen/layout.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kDeeper = "    ";
constexpr std::string_view kBetween = ", ";

bool is_tuple_of_one(const Expression& expression) {
    return expression.items.size() == 1 && expression.kind == Expression::Kind::Collection && expression.open.ends_with('(');
}

void append_line(std::string& text, const Expression& expression, std::string_view name) {
    text += expression.kind == Expression::Kind::Placeholder ? name : expression.open;
    for (std::size_t index = 0; index < expression.items.size(); ++index) {
        if (index != 0) text += kBetween;
        append_line(text, expression.items[index], name);
    }
    if (is_tuple_of_one(expression)) text += ',';
    text += expression.close;
}

void append_joined(std::string& text, const std::vector<std::string>& parts) {
    for (std::size_t index = 0; index < parts.size(); ++index) {
        if (index != 0) text += ", ";
        text += parts[index];
    }
}

void append_line(std::string& text, const Statement& statement) {
    text += statement.head;
    if (!statement.callee.empty()) {
        text.append(" = ").append(statement.callee) += '(';
        append_joined(text, statement.arguments);
        text += ')';
    } else if (!statement.value.empty()) {
        text.append(" = ").append(statement.value);
    }
}

enum class Fit { Yes, No, Unknown };

Fit fit_of(DisplayWidth width) {
    if (width.most <= kLineLength) return Fit::Yes;
    return width.least > kLineLength ? Fit::No : Fit::Unknown;
}

Fit fit_of(std::string_view line) {
    if (line.size() <= kLineLength / 2) return Fit::Yes;  // no byte takes more than two columns
    return fit_of(display_width(line));
}

// Of the line that begins at `line` and that the text ends with.
Fit fit_of(const std::string& text, std::size_t line) { return fit_of(std::string_view(text).substr(line)); }

}  // namespace

std::string one_line(const Statement& statement) {
    std::string line;
    append_line(line, statement);
    return line;
}

std::string laid_out(const Statement& statement, std::string_view indent) {
    std::string text;
    lay_out(text, statement, indent);
    return text;
}

bool lay_out_line(std::string& text, std::string_view name, std::string_view rest, std::string_view indent) {
    const std::size_t start = text.size();
    text.append(indent).append(name).append(rest);
    const bool fits = fit_of(text, start) == Fit::Yes;
    if (fits) text += '\n';
    else text.resize(start);
    return fits;
}

void lay_out(std::string& text, const Statement& statement, std::string_view indent) {
    const std::size_t start = text.size();
    text += indent;
    append_line(text, statement);
    const Fit whole = fit_of(text, start);
    if (whole == Fit::Yes) {
        text += '\n';
        return;
    }
    const std::string outer(indent);
    const std::string opening = outer + statement.head + " = " + statement.callee + "(";
    const std::string inner = outer + std::string(kDeeper);
    std::string all = inner;
    append_joined(all, statement.arguments);
    const bool can_wrap = !statement.callee.empty() && !statement.arguments.empty() && fit_of(opening) == Fit::Yes;
    if (!can_wrap || whole == Fit::Unknown || fit_of(all) == Fit::Unknown) {
        text += "  # fmt: skip\n";
        return;
    }
    text.resize(start);
    text += opening;
    text += '\n';
    if (fit_of(all) == Fit::Yes) {
        text.append(all) += '\n';
    } else {
        const bool alone = statement.arguments.size() == 1;
        for (const std::string& argument : statement.arguments) text.append(inner).append(argument) += alone ? "\n" : ",\n";
    }
    text.append(indent) += ")\n";
}

namespace {

// Of its one line.
std::size_t size_of(const Expression& expression, std::string_view name) {
    if (expression.kind == Expression::Kind::Placeholder) return name.size();
    std::size_t size = expression.open.size() + expression.close.size() + (is_tuple_of_one(expression) ? 1 : 0);
    for (const Expression& item : expression.items) size += size_of(item, name) + kBetween.size();
    return expression.items.empty() ? size : size - kBetween.size();
}

// Lays one value out behind what stands on its first line already: indentation, and what comes before the value. Gives up where a line's
// width is not known; what it wrote until then is the caller's to take back.
class Breaker {
public:
    // Takes the value's one line, which begins at `value`, off the end of the text. `plain`: of all that is laid out, each byte takes one
    // column.
    Breaker(std::string& text, std::size_t value, bool plain, std::string_view name)
        : text_(text), plain_(plain), name_(name), one_line_(text, value) {
        text_.resize(value);
    }

    // Whether all of it could be broken as formatters do. `line`: where the first line begins.
    bool lay_out(std::size_t line, std::string_view indent, const Expression& value) {
        return lay_out(line, indent, {value, 0, one_line_.size()}, "");
    }
    // The same of what is known to be too long for a line, and to have items.
    bool break_up(std::size_t line, std::string_view indent, const Expression& value) {
        return break_up(line, indent, {value, 0, one_line_.size()}, "");
    }

private:
    // A value, or an item in it, and where it stands on the one line.
    struct Part {
        const Expression& expression;
        std::size_t begin;
        std::size_t end;
    };

    bool lay_out(std::size_t line, std::string_view indent, const Part& part, std::string_view suffix);
    bool break_up(std::size_t line, std::string_view indent, const Part& part, std::string_view suffix);
    [[nodiscard]] std::string_view between(std::size_t begin, std::size_t end) const {
        return std::string_view(one_line_).substr(begin, end - begin);
    }
    [[nodiscard]] Fit fit_of_line(std::size_t line) const {
        if (!plain_) return fit_of(text_, line);
        return text_.size() - line <= kLineLength ? Fit::Yes : Fit::No;
    }

    std::string& text_;
    bool plain_;
    std::string_view name_;
    std::string one_line_;
};

bool Breaker::lay_out(std::size_t line, std::string_view indent, const Part& part, std::string_view suffix) {
    const std::size_t start = text_.size();
    text_.append(between(part.begin, part.end)).append(suffix);
    const Fit whole = fit_of_line(line);
    if (whole == Fit::Unknown) return false;
    if (whole == Fit::Yes || part.expression.items.empty()) {
        text_ += '\n';
        return true;
    }
    text_.resize(start);
    return break_up(line, indent, part, suffix);
}

bool Breaker::break_up(std::size_t line, std::string_view indent, const Part& part, std::string_view suffix) {
    const auto& [expression, begin, end] = part;
    const std::size_t first = begin + expression.open.size();
    text_ += expression.open;
    if (fit_of_line(line) == Fit::Unknown) return false;
    text_ += '\n';
    const std::string inner = std::string(indent).append(kDeeper);
    const bool is_call = expression.kind == Expression::Kind::Call;
    const std::size_t start = text_.size();
    Fit all = Fit::No;
    if (is_call) {
        text_.append(inner).append(between(first, end - expression.close.size()));
        all = fit_of_line(start);
        if (all == Fit::Unknown) return false;
    }
    if (all == Fit::Yes) {
        text_ += '\n';
    } else {
        text_.resize(start);
        const bool alone = is_call && expression.items.size() == 1;
        std::size_t at = first;
        for (const Expression& item : expression.items) {
            const std::size_t next = text_.size();
            const std::size_t behind = at + size_of(item, name_);
            text_ += inner;
            if (!lay_out(next, inner, {item, at, behind}, alone ? "" : ",")) return false;
            at = behind + kBetween.size();
        }
    }
    text_.append(indent).append(expression.close).append(suffix) += '\n';
    return true;
}

}  // namespace

std::string one_line(const Expression& expression) {
    std::string text;
    append_line(text, expression, {});
    return text;
}

std::string laid_out(std::string_view head, const Expression& expression, std::string_view indent) {
    std::string text;
    lay_out(text, head, expression, indent);
    return text;
}

void lay_out(std::string& text, std::string_view head, const Expression& expression, std::string_view indent,
             std::string_view name) {
    const bool is_bare = expression.kind == Expression::Kind::Atom && expression.open.empty();
    const std::size_t start = text.size();
    text.append(indent).append(head);
    if (!is_bare) text += " = ";
    const std::size_t value = text.size();
    append_line(text, expression, name);
    const std::size_t size = text.size() - start;
    const DisplayWidth width = display_width(std::string_view(text).substr(start));
    const Fit whole = fit_of(width);
    if (whole == Fit::Yes) {
        text += '\n';
        return;
    }
    // Whether each byte takes one column, as of nearly all lines: then so does each byte of its parts.
    const bool is_plain = width.least == size && width.most == size;
    // A head that leaves no room for what opens the value: the value stands in parentheses of its own.
    const Fit opening = fit_of(std::string_view(text).substr(start, value - start + expression.open.size()));
    bool is_crowded = opening == Fit::No;
    if (expression.items.empty()) {
        is_crowded = is_crowded && fit_of(std::string(indent).append(kDeeper).append(expression.open)) == Fit::Yes;
    }
    Breaker breaker(text, value, is_plain, name);
    if (is_crowded) {
        const std::string inner = std::string(indent).append(kDeeper);
        text += '(';
        bool fits = fit_of(text, start) == Fit::Yes;
        text += '\n';
        const std::size_t line = text.size();
        text += inner;
        fits = fits && breaker.lay_out(line, inner, expression);
        if (fits) {
            text.append(indent) += ")\n";
            return;
        }
    } else if (whole == Fit::No && !expression.items.empty()) {
        if (breaker.break_up(start, indent, expression)) return;
    } else if (breaker.lay_out(start, indent, expression)) {
        return;
    }
    text.resize(value);
    append_line(text, expression, name);
    text += "  # fmt: skip\n";
}

std::string laid_out(const Expression& expression, std::string_view indent) {
    std::string text;
    lay_out(text, expression, indent);
    return text;
}

void lay_out(std::string& text, const Expression& expression, std::string_view indent) {
    const std::size_t start = text.size();
    text += indent;
    append_line(text, expression, {});
    const Fit whole = fit_of(text, start);
    if (whole == Fit::Yes) {
        text += '\n';
        return;
    }
    // What is within the outer brackets goes onto one line, or nothing is broken at all.
    const std::string inner = expression.items.size() == 1 ? one_line(expression.items.front()) : "";
    const bool is_short = !inner.empty() && fit_of(std::string(indent).append(kDeeper).append(inner)) == Fit::Yes;
    if (is_short) {
        if (Breaker(text, start + indent.size(), false, {}).lay_out(start, indent, expression)) return;
        text.resize(start + indent.size());
        append_line(text, expression, {});
    }
    text += "  # fmt: skip\n";
}

}  // namespace rowtype::codegen
