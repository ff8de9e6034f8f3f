#include "lsp/workspace/environment_file.h"

#include <algorithm>
#include <cctype>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 1024UL * 1024;

// As python-dotenv reads it, the library that Python projects use.
class EnvironmentText {
public:
    EnvironmentText(std::string_view text, const std::string& file) : text_(text), file_(file) {}

    Result<std::optional<std::string>> find(const std::string& name);

private:
    struct Value {
        std::string text;
        std::string problem;  // why there is no text
        std::uint32_t line = 0;
    };

    void read_line();
    [[nodiscard]] Value read_value();
    [[nodiscard]] Value read_quoted(char quote);
    void expand(Value& value) const;
    std::string take_name();
    void skip_blanks();
    void skip_line();
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

    std::string_view text_;
    const std::string& file_;
    std::size_t at_ = 0;
    std::map<std::string, Value> values_;
};

}  // namespace

std::vector<std::string> environment_files(const std::string& root) {
    const std::string repository = repository_root(root);
    std::vector<std::string> files = {join_path(root, ".env")};
    if (!repository.empty() && repository != root) files.push_back(join_path(repository, ".env"));
    return files;
}

Result<std::optional<EnvironmentVariable>> read_environment_file(const std::string& root, const std::string& name) {
    const std::string repository = repository_root(root);
    const std::string outermost = real_path(repository.empty() ? root : repository);
    for (const std::string& file : environment_files(root)) {
        if (!is_file(file) || !is_inside(real_path(file), outermost)) continue;
        const Result<std::string> text = read_file(file, kFileCap);
        if (!text) return text.error();
        Result<std::optional<std::string>> value = find_variable(*text, name, file);
        if (!value) return value.error();
        if (*value && !(*value)->empty()) return std::optional(EnvironmentVariable{std::move(**value), file});
    }
    return std::optional<EnvironmentVariable>();
}

Result<std::optional<std::string>> find_variable(std::string_view text, const std::string& name, const std::string& file) {
    return EnvironmentText(text, file).find(name);
}

namespace {

Result<std::optional<std::string>> EnvironmentText::find(const std::string& name) {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size()) read_line();
    const auto found = values_.find(name);
    if (found == values_.end()) return std::optional<std::string>();
    const Value& value = found->second;
    if (value.problem.empty()) return std::optional(value.text);
    return Error{
        Error::Kind::Usage, name + " " + value.problem, "set " + name + " in your own environment", file_, value.line, 1};
}

void EnvironmentText::read_line() {
    skip_blanks();
    std::string name = take_name();
    skip_blanks();
    if (name == "export" && peek() != '=') {
        name = take_name();
        skip_blanks();
    }
    if (!name.empty() && peek() == '=') {
        ++at_;
        skip_blanks();
        const auto line =
            static_cast<std::uint32_t>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n') + 1);
        Value value = read_value();
        value.line = line;
        values_[name] = std::move(value);
    }
    skip_line();
}

EnvironmentText::Value EnvironmentText::read_value() {
    if (const char quote = peek(); quote == '"' || quote == '\'') return read_quoted(quote);
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line = text_.substr(at_, end - at_);
    for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
        if (at > 0 && line[at - 1] != ' ' && line[at - 1] != '\t') continue;  // a mark inside a value
        line = line.substr(0, at);
        break;
    }
    line = line.substr(0, line.find_last_not_of(" \t\r") + 1);
    at_ = end;
    Value value{std::string(line), "", 0};
    expand(value);
    return value;
}

EnvironmentText::Value EnvironmentText::read_quoted(char quote) {
    Value value;
    for (++at_; at_ < text_.size() && text_[at_] != quote; ++at_) {
        if (text_[at_] != '\\' || at_ + 1 == text_.size()) {
            value.text += text_[at_];
            continue;
        }
        const char next = text_[++at_];
        const bool is_escape = next == quote || next == '\\' || (quote == '"' && (next == 'n' || next == 't' || next == '$'));
        if (!is_escape) value.text += '\\';
        value.text += !is_escape ? next : next == 'n' && quote == '"' ? '\n' : next == 't' && quote == '"' ? '\t' : next;
    }
    if (at_ == text_.size()) return {"", "begins with a quote that is not closed", 0};
    ++at_;
    if (quote == '"') expand(value);
    return value;
}

// ${OTHER} and ${OTHER:-default}, from what stands above in this file and from nowhere else.
void EnvironmentText::expand(Value& value) const {
    std::string text;
    std::size_t from = 0;
    for (std::size_t at = value.text.find("${"); at != std::string::npos; at = value.text.find("${", from)) {
        const std::size_t end = value.text.find('}', at);
        if (end == std::string::npos) break;
        text.append(value.text, from, at - from);
        const std::string inner = value.text.substr(at + 2, end - at - 2);
        const std::size_t fallback = inner.find(":-");
        const auto known = values_.find(inner.substr(0, fallback));
        if (known != values_.end() && known->second.problem.empty()) {
            text += known->second.text;
        } else if (fallback != std::string::npos) {
            text += inner.substr(fallback + 2);
        } else {
            value = {"", "refers to a variable that this file does not set above it", 0};
            return;
        }
        from = end + 1;
    }
    value.text = text + value.text.substr(from);
}

std::string EnvironmentText::take_name() {
    const std::size_t begin = at_;
    const auto is_letter = [](char letter) { return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0; };
    while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
}

void EnvironmentText::skip_blanks() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
}

void EnvironmentText::skip_line() {
    const std::size_t end = text_.find('\n', at_);
    at_ = end == std::string_view::npos ? text_.size() : end + 1;
}

}  // namespace

}  // namespace rowtype::workspace
