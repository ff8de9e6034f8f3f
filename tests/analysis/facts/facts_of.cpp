#include "tests/analysis/facts/facts_of.h"

#include <gtest/gtest.h>

#include <array>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::test {

using facts::Value;

namespace {

constexpr std::array<std::string_view, 23> kKindNames = {
    "Unknown", "None",      "Boolean",   "Integer",     "Float",  "String",        "Bytes",  "Format",
    "Name",    "Attribute", "Subscript", "Call",        "List",   "Tuple",         "Set",    "Dictionary",
    "Add",     "Modulo",    "BitOr",     "Conditional", "Either", "Comprehension", "Starred"};

std::string describe_arguments(const std::vector<facts::Argument>& arguments) {
    std::string text;
    for (const facts::Argument& argument : arguments) {
        if (!text.empty()) text.append(", ");
        if (!argument.keyword.empty()) text.append(argument.keyword).append("=");
        text.append(describe(argument.value));
    }
    return text;
}

}  // namespace

facts::FileFacts facts_of(std::string_view text) {
    const syntax::ParseOutcome outcome = syntax::parse(text);
    EXPECT_TRUE(outcome.tree.has_value()) << outcome.not_analysed;
    return facts::extract_facts(*outcome.tree, text);
}

facts::StatementFacts statement_of(std::string_view text) {
    const facts::FileFacts file = facts_of(text);
    EXPECT_EQ(file.statements.size(), 1U) << text;
    return file.statements.empty() ? facts::StatementFacts{} : *file.statements.front().facts;
}

Value value_of(std::string_view expression) {
    const facts::StatementFacts statement = statement_of("x = " + std::string(expression));
    EXPECT_EQ(statement.assignments.size(), 1U) << expression;
    if (statement.assignments.empty() || !statement.assignments.front().value) return {};
    return *statement.assignments.front().value;
}

std::string describe(const Value& value) {
    std::string text(kKindNames.at(static_cast<std::size_t>(value.kind)));
    if (!value.text.empty()) text.append(" ").append(value.text);
    std::string inside;
    for (const Value& item : value.items) {
        if (!inside.empty()) inside.append(", ");
        inside.append(describe(item));
    }
    if (const std::string arguments = describe_arguments(value.arguments); !arguments.empty()) {
        inside.append(inside.empty() ? "" : ", ").append(arguments);
    }
    if (!inside.empty()) text.append("(").append(inside).append(")");
    return text;
}

std::string describe(const facts::Chain& chain) {
    std::string text = describe(chain.receiver);
    for (const facts::ChainCall& call : chain.calls) {
        text.append(" .").append(call.method);
        if (!call.is_property) text.append("(").append(describe_arguments(call.arguments)).append(")");
    }
    return text;
}

}  // namespace rowtype::test
