#include "analysis/codegen/layout.h"

#include "analysis/codegen/literals.h"

namespace rowtype::codegen {

namespace {

constexpr std::string_view kDeeper = "    ";
constexpr std::string_view kBetween = ", ";

bool is_tuple_of_one(const Expression& expression) {
    return expression.items.size() == 1 && expression.kind == Expression::Kind::Collection && expression.open.ends_with('(');
}

void append_line(std::string& text, const Expression& expression) {
    text += expression.open;
    for (std::size_t index = 0; index < expression.items.size(); ++index) {
        if (index != 0) text += kBetween;
        append_line(text, expression.items[index]);
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

Fit fit_of(std::string_view line) {
    if (line.size() <= kLineLength / 2) return Fit::Yes;  // no byte takes more than two columns
    const DisplayWidth width = display_width(line);
    if (width.most <= kLineLength) return Fit::Yes;
    return width.least > kLineLength ? Fit::No : Fit::Unknown;
}

// Of the line that begins at `line` and that the text ends with.
Fit fit_of(const std::string& text, std::size_t line) { return fit_of(std::string_view(text).substr(line)); }

// Whether each byte takes one column, as of nearly all lines: then so does each byte of its parts.
bool is_plain(std::string_view line) {
    const DisplayWidth width = display_width(line);
    return width.least == line.size() && width.most == line.size();
}

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

// Lays one value out behind what stands on its first line already: indentation, and what comes before the value. Gives up where a line's
// width is not known; what it wrote until then is the caller's to take back.
class Breaker {
public:
    // Takes the expression's one line, which begins at `value`, off the end of the text. `plain`: of all that is laid out, each byte takes
    // one column.
    Breaker(std::string& text, std::size_t value, const Expression& expression, bool plain)
        : text_(text), plain_(plain), one_line_(text, value) {
        text_.resize(value);
        pieces_.reserve(kUsualPieces);
        note(expression, 0);
    }

    // Whether all of it could be broken as formatters do. `line`: where the first line begins.
    bool lay_out(std::size_t line, std::string_view indent) { return lay_out(0, line, indent, ""); }
    // The same of what is known to be too long for a line, and to have items.
    bool break_up(std::size_t line, std::string_view indent) { return break_up(0, line, indent, ""); }

private:
    // Where an expression stands in one_line_: its items, each behind those of the one before, are the pieces behind it, up to `next`.
    struct Piece {
        Expression::Kind kind;
        std::size_t begin = 0;
        std::size_t first = 0;  // of its items
        std::size_t last = 0;   // behind them
        std::size_t end = 0;
        std::size_t next = 0;
    };

    static constexpr std::size_t kUsualPieces = 16;

    // The pieces of what begins at `at`. Gives its end.
    std::size_t note(const Expression& expression, std::size_t at);
    bool lay_out(std::size_t index, std::size_t line, std::string_view indent, std::string_view suffix);
    bool break_up(std::size_t index, std::size_t line, std::string_view indent, std::string_view suffix);
    [[nodiscard]] std::string_view part(std::size_t begin, std::size_t end) const {
        return std::string_view(one_line_).substr(begin, end - begin);
    }
    [[nodiscard]] Fit fit_of_line(std::size_t line) const {
        if (!plain_) return fit_of(text_, line);
        return text_.size() - line <= kLineLength ? Fit::Yes : Fit::No;
    }

    std::string& text_;
    bool plain_;
    std::string one_line_;
    std::vector<Piece> pieces_;
};

std::size_t Breaker::note(const Expression& expression, std::size_t at) {
    const std::size_t index = pieces_.size();
    Piece piece{expression.kind, at, at + expression.open.size()};
    pieces_.push_back(piece);
    at = piece.first;
    for (const Expression& item : expression.items) {
        at = note(item, at + (&item == &expression.items.front() ? 0 : kBetween.size()));
    }
    piece.last = at + (is_tuple_of_one(expression) ? 1 : 0);
    piece.end = piece.last + expression.close.size();
    piece.next = pieces_.size();
    pieces_[index] = piece;
    return piece.end;
}

bool Breaker::lay_out(std::size_t index, std::size_t line, std::string_view indent, std::string_view suffix) {
    const Piece& piece = pieces_[index];
    const std::size_t start = text_.size();
    text_.append(part(piece.begin, piece.end)).append(suffix);
    const Fit whole = fit_of_line(line);
    if (whole == Fit::Unknown) return false;
    if (whole == Fit::Yes || piece.next == index + 1) {
        text_ += '\n';
        return true;
    }
    text_.resize(start);
    return break_up(index, line, indent, suffix);
}

bool Breaker::break_up(std::size_t index, std::size_t line, std::string_view indent, std::string_view suffix) {
    const Piece& piece = pieces_[index];
    text_ += part(piece.begin, piece.first);
    if (fit_of_line(line) == Fit::Unknown) return false;
    text_ += '\n';
    const std::string inner = std::string(indent).append(kDeeper);
    const bool is_call = piece.kind == Expression::Kind::Call;
    const std::size_t start = text_.size();
    Fit all = Fit::No;
    if (is_call) {
        text_.append(inner).append(part(piece.first, piece.last));
        all = fit_of_line(start);
        if (all == Fit::Unknown) return false;
    }
    if (all == Fit::Yes) {
        text_ += '\n';
    } else {
        text_.resize(start);
        const bool alone = is_call && pieces_[index + 1].next == piece.next;
        for (std::size_t item = index + 1; item != piece.next; item = pieces_[item].next) {
            const std::size_t next = text_.size();
            text_ += inner;
            if (!lay_out(item, next, inner, alone ? "" : ",")) return false;
        }
    }
    text_.append(indent).append(part(piece.last, piece.end)).append(suffix) += '\n';
    return true;
}

}  // namespace

std::string one_line(const Expression& expression) {
    std::string text;
    append_line(text, expression);
    return text;
}

std::string laid_out(std::string_view head, const Expression& expression, std::string_view indent) {
    std::string text;
    lay_out(text, head, expression, indent);
    return text;
}

void lay_out(std::string& text, std::string_view head, const Expression& expression, std::string_view indent) {
    const bool is_bare = expression.kind == Expression::Kind::Atom && expression.open.empty();
    const std::size_t start = text.size();
    text.append(indent).append(head);
    if (!is_bare) text += " = ";
    const std::size_t value = text.size();
    append_line(text, expression);
    const Fit whole = fit_of(text, start);
    if (whole == Fit::Yes) {
        text += '\n';
        return;
    }
    // A head that leaves no room for what opens the value: the value stands in parentheses of its own.
    const Fit opening = fit_of(std::string_view(text).substr(start, value - start + expression.open.size()));
    bool is_crowded = opening == Fit::No;
    if (expression.items.empty()) {
        is_crowded = is_crowded && fit_of(std::string(indent).append(kDeeper).append(expression.open)) == Fit::Yes;
    }
    Breaker breaker(text, value, expression, is_plain(std::string_view(text).substr(start)));
    if (is_crowded) {
        const std::string inner = std::string(indent).append(kDeeper);
        text += '(';
        bool fits = fit_of(text, start) == Fit::Yes;
        text += '\n';
        const std::size_t line = text.size();
        text += inner;
        fits = fits && breaker.lay_out(line, inner);
        if (fits) {
            text.append(indent) += ")\n";
            return;
        }
    } else if (whole == Fit::No && !expression.items.empty()) {
        if (breaker.break_up(start, indent)) return;
    } else if (breaker.lay_out(start, indent)) {
        return;
    }
    text.resize(value);
    append_line(text, expression);
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
    append_line(text, expression);
    const Fit whole = fit_of(text, start);
    if (whole == Fit::Yes) {
        text += '\n';
        return;
    }
    // What is within the outer brackets goes onto one line, or nothing is broken at all.
    const std::string inner = expression.items.size() == 1 ? one_line(expression.items.front()) : "";
    const bool is_short = !inner.empty() && fit_of(std::string(indent).append(kDeeper).append(inner)) == Fit::Yes;
    if (is_short) {
        if (Breaker(text, start + indent.size(), expression, false).lay_out(start, indent)) return;
        text.resize(start + indent.size());
        append_line(text, expression);
    }
    text += "  # fmt: skip\n";
}

}  // namespace rowtype::codegen
