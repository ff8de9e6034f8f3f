#include "analysis/codegen/layout.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

void append_line(std::string& text, const Expression& expression) {
    text += expression.open;
    for (std::size_t index = 0; index < expression.items.size(); ++index) {
        if (index != 0) text += ", ";
        append_line(text, expression.items[index]);
    }
    const bool is_tuple = expression.open.ends_with('(') && expression.kind == Expression::Kind::Collection;
    if (is_tuple && expression.items.size() == 1) text += ",";
    text += expression.close;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
    return text;
}

enum class Fit { Yes, No, Unknown };

Fit fit_of(std::string_view line) {
    if (line.size() <= kLineLength / 2) return Fit::Yes;  // no byte takes more than two columns
    const DisplayWidth width = display_width(line);
    if (width.most <= kLineLength) return Fit::Yes;
    return width.least > kLineLength ? Fit::No : Fit::Unknown;
}

}  // namespace

std::string one_line(const Statement& statement) {
    std::string line = statement.head;
    if (!statement.callee.empty()) {
        line.append(" = ").append(statement.callee).append("(").append(joined(statement.arguments)).append(")");
    } else if (!statement.value.empty()) {
        line.append(" = ").append(statement.value);
    }
    return line;
}

std::string laid_out(const Statement& statement, std::string_view indent) {
    const std::string start(indent);
    std::string line = start + one_line(statement);
    const Fit whole = fit_of(line);
    if (whole == Fit::Yes) return line += '\n';
    const std::string opening = start + statement.head + " = " + statement.callee + "(";
    const std::string inner = start + "    ";
    const std::string all = inner + joined(statement.arguments);
    const bool can_wrap = !statement.callee.empty() && !statement.arguments.empty() && fit_of(opening) == Fit::Yes;
    if (!can_wrap || whole == Fit::Unknown || fit_of(all) == Fit::Unknown) return line + "  # fmt: skip\n";
    std::string text = opening + "\n";
    if (fit_of(all) == Fit::Yes) {
        text += all + "\n";
    } else {
        const bool alone = statement.arguments.size() == 1;
        for (const std::string& argument : statement.arguments) text += inner + argument + (alone ? "\n" : ",\n");
    }
    return text + start + ")\n";
}

namespace {

// Lays one statement out; gives up where a line's width is not known.
class Breaker {
public:
    // Whether all of it could be broken as formatters do.
    bool lay_out(const std::string& indent, const std::string& prefix, const Expression& expression, const std::string& suffix);
    // The same of what is known to be too long for a line, and to have items.
    bool break_up(const std::string& indent, const std::string& prefix, const Expression& expression, const std::string& suffix);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

bool Breaker::lay_out(const std::string& indent, const std::string& prefix, const Expression& expression,
                      const std::string& suffix) {
    std::string line = indent + prefix;
    append_line(line, expression);
    line += suffix;
    const Fit whole = fit_of(line);
    if (whole == Fit::Unknown) return false;
    if (whole == Fit::Yes || expression.items.empty()) {
        text_ += line += "\n";
        return true;
    }
    return break_up(indent, prefix, expression, suffix);
}

bool Breaker::break_up(const std::string& indent, const std::string& prefix, const Expression& expression,
                       const std::string& suffix) {
    const std::string inner = indent + "    ";
    const std::string opening = indent + prefix + expression.open;
    if (fit_of(opening) == Fit::Unknown) return false;
    text_ += opening + "\n";
    const bool is_call = expression.kind == Expression::Kind::Call;
    std::string together = inner;
    for (const Expression& item : expression.items) {
        if (!is_call) break;
        if (together.size() > inner.size()) together += ", ";
        append_line(together, item);
    }
    const Fit all = is_call ? fit_of(together) : Fit::No;
    if (all == Fit::Unknown) return false;
    if (all == Fit::Yes) {
        text_ += together += "\n";
    } else {
        const bool alone = is_call && expression.items.size() == 1;
        for (const Expression& item : expression.items) {
            if (!lay_out(inner, "", item, alone ? "" : ",")) return false;
        }
    }
    text_ += indent + expression.close + suffix + "\n";
    return true;
}

}  // namespace

std::string one_line(const Expression& expression) {
    std::string text;
    append_line(text, expression);
    return text;
}

std::string laid_out(std::string_view head, const Expression& expression, std::string_view indent) {
    const bool is_bare = expression.kind == Expression::Kind::Atom && expression.open.empty();
    const std::string prefix = is_bare ? std::string(head) : std::string(head) + " = ";
    const std::string start(indent);
    std::string line = start + prefix;
    append_line(line, expression);
    const Fit whole = fit_of(line);
    if (whole == Fit::Yes) return line += '\n';
    Breaker breaker;
    // A head that leaves no room for what opens the value: the value stands in parentheses of its own.
    const bool is_crowded = expression.items.empty() ? fit_of(start + prefix + expression.open) == Fit::No &&
                                                           fit_of(start + "    " + expression.open) == Fit::Yes
                                                     : fit_of(start + prefix + expression.open) == Fit::No;
    if (is_crowded) {
        const bool fits = fit_of(start + prefix + "(") == Fit::Yes && breaker.lay_out(start + "    ", "", expression, "");
        if (fits) return start + prefix + "(\n" + breaker.text() + start + ")\n";
    } else if (whole == Fit::No && !expression.items.empty()) {
        if (breaker.break_up(start, prefix, expression, "")) return breaker.text();
    } else if (breaker.lay_out(start, prefix, expression, "")) {
        return breaker.text();
    }
    return line + "  # fmt: skip\n";
}

std::string laid_out(const Expression& expression, std::string_view indent) {
    // What is within the outer brackets goes onto one line, or nothing is broken at all.
    const std::string inner = expression.items.size() == 1 ? one_line(expression.items.front()) : "";
    const bool is_short = !inner.empty() && fit_of(std::string(indent) + "    " + inner) == Fit::Yes;
    Breaker breaker;
    if (is_short && breaker.lay_out(std::string(indent), "", expression, "")) return breaker.text();
    const std::string line = std::string(indent) + one_line(expression);
    return line + (fit_of(line) == Fit::Yes ? "\n" : "  # fmt: skip\n");
}

}  // namespace rowtype::codegen
