#include "reflect/migrations/psql_conditions.h"

#include <algorithm>

#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace {

std::string_view trimmed(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::string_view unquoted(std::string_view text) {
    const bool is_quoted = text.size() > 1 && text.front() == '\'' && text.back() == '\'';
    return is_quoted ? text.substr(1, text.size() - 2) : text;
}

// As ParseVariableBool() of src/bin/psql/variables.c; what is no boolean is false to \if.
bool boolean_of(std::string_view written) {
    const std::string word = sql::fold(written);
    if (word.empty()) return false;
    const auto begins = [&](std::string_view whole) { return whole.starts_with(word); };
    return begins("true") || begins("yes") || word == "on" || word == "1";
}

}  // namespace

bool PsqlConditions::read(std::string_view command, std::string_view argument) {
    if (command == "if") start(evaluate(trimmed(argument)));
    else if (command == "elif") next(evaluate(trimmed(argument)));
    else if (command == "else") next(true);
    else if (command == "endif") {
        if (!branches_.empty()) branches_.pop_back();
    } else if (command == "set") {
        if (!is_skipping()) set(argument);
    } else if (command == "unset") {
        if (!is_skipping()) variables_.erase(std::string(trimmed(argument)));
    } else {
        return false;
    }
    return true;
}

bool PsqlConditions::is_skipping() const {
    return std::ranges::any_of(branches_, [](const Branch& branch) { return branch.runs == false; });
}

bool PsqlConditions::is_unknown() const {
    return std::ranges::any_of(branches_, [](const Branch& branch) { return !branch.runs.has_value(); });
}

void PsqlConditions::start(std::optional<bool> condition) {
    branches_.push_back({condition, condition == true, !condition.has_value()});
}

void PsqlConditions::next(std::optional<bool> condition) {
    if (branches_.empty()) return;
    Branch& branch = branches_.back();
    if (branch.earlier_ran) {
        branch.runs = false;
        return;
    }
    branch.runs = branch.earlier_may_have && condition != false ? std::nullopt : condition;
    if (branch.runs == true) branch.earlier_ran = true;
    if (!condition.has_value()) branch.earlier_may_have = true;
}

void PsqlConditions::set(std::string_view argument) {
    argument = trimmed(argument);
    const std::size_t space = std::min(argument.find_first_of(" \t"), argument.size());
    const std::string_view value = trimmed(argument.substr(space));
    const bool is_plain = !is_unknown() && value.find_first_of(":`\\ ") == std::string_view::npos;
    std::optional<std::string> known;
    if (is_plain) known = std::string(unquoted(value));
    if (space > 0) variables_.insert_or_assign(std::string(argument.substr(0, space)), std::move(known));
}

std::optional<bool> PsqlConditions::evaluate(std::string_view expression) const {
    if (expression.starts_with(":{?") && expression.ends_with("}")) {
        const bool is_set = variables_.contains(expression.substr(3, expression.size() - 4));
        return is_set ? std::optional<bool>(true) : std::nullopt;
    }
    if (expression.find('`') != std::string_view::npos) return std::nullopt;
    if (!expression.starts_with(":")) return boolean_of(unquoted(expression));
    const auto variable = variables_.find(unquoted(expression.substr(1)));
    if (variable == variables_.end() || !variable->second) return std::nullopt;
    return boolean_of(*variable->second);
}

}  // namespace rowtype::migrations
