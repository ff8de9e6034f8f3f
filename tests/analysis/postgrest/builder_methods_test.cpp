#include "analysis/postgrest/builder_methods.h"

#include <gtest/gtest.h>

#include <set>

namespace rowtype::postgrest {
namespace {

using Type = BuilderType;

constexpr std::array kTypes{Type::Client, Type::Table,  Type::Select,      Type::Filter,  Type::Query,
                            Type::Rpc,    Type::Single, Type::MaybeSingle, Type::Explain, Type::Response};

TEST(BuilderMethods, AreUniqueOnEachBuilder) {
    for (const Type type : kTypes) {
        std::set<std::string_view> names;
        for (const BuilderMethod& method : builder_methods()) {
            if (!method.exists_on(type)) continue;
            EXPECT_TRUE(names.insert(method.name).second) << method.name;
        }
    }
}

TEST(BuilderMethods, SayWhatEachArgumentIs) {
    for (const BuilderMethod& method : builder_methods()) {
        for (const BuilderParameter& parameter : method.parameters) {
            if (parameter.position == kVariadic) {
                EXPECT_EQ(method.positional(7), &parameter) << method.name;
                EXPECT_EQ(method.keyword(parameter.name), nullptr) << method.name;
            } else {
                EXPECT_EQ(method.keyword(parameter.name), &parameter) << method.name;
            }
            if (parameter.position < 0) continue;
            ASSERT_NE(method.positional(static_cast<std::size_t>(parameter.position)), nullptr);
            EXPECT_EQ(method.positional(static_cast<std::size_t>(parameter.position))->role, parameter.role) << method.name;
        }
        const bool filters = method.role == MethodRole::ColumnFilter;
        EXPECT_EQ(method.filter_operator.has_value(), filters) << method.name;
        EXPECT_EQ(method.value_shape != ValueShape::None, filters) << method.name;
        if (!filters) continue;
        EXPECT_EQ(method.positional(0)->role, ParameterRole::Column) << method.name;
    }
}

// Follows a chain of method names from a client; empty where one does not exist on what came before.
std::optional<Type> follow(std::initializer_list<std::string_view> chain) {
    Type type = Type::Client;
    for (const std::string_view name : chain) {
        const BuilderMethod* method = find_method(type, name);
        if (method == nullptr) return std::nullopt;
        type = result_of(*method, type);
    }
    return type;
}

TEST(BuilderMethods, ChainsLeadFromTheClientToTheResponse) {
    EXPECT_EQ(follow({"table", "select", "eq", "not_", "is_", "order", "limit", "single", "execute"}), Type::Response);
    EXPECT_EQ(follow({"schema", "from_", "select", "or_", "range", "maybe_single"}), Type::MaybeSingle);
    EXPECT_EQ(follow({"from_table", "insert", "select", "execute"}), Type::Response);
    EXPECT_EQ(follow({"table", "update", "match", "select", "max_affected"}), Type::Filter);
    EXPECT_EQ(follow({"table", "delete", "in_", "retry"}), Type::Filter);
    EXPECT_EQ(follow({"rpc", "eq", "select", "order", "single", "limit"}), Type::Rpc);
    EXPECT_EQ(follow({"table", "select", "explain"}), Type::Explain);
}

TEST(BuilderMethods, WhatSupabaseDoesNotHaveIsNotThere) {
    EXPECT_EQ(follow({"table", "insert", "eq"}), std::nullopt);
    EXPECT_EQ(follow({"table", "upsert", "order"}), std::nullopt);
    EXPECT_EQ(follow({"table", "update", "order"}), std::nullopt);
    EXPECT_EQ(follow({"table", "eq"}), std::nullopt);
    EXPECT_EQ(follow({"table", "select", "text_search", "eq"}), std::nullopt);
    EXPECT_EQ(follow({"rpc", "text_search"}), std::nullopt);
    EXPECT_EQ(follow({"table", "select", "single", "eq"}), std::nullopt);
    EXPECT_FALSE(is_builder_method("upload"));
    EXPECT_TRUE(is_builder_method("not_"));
}

TEST(BuilderMethods, CarryTheirNames) {
    const BuilderMethod* table = find_method(Type::Client, "table");
    ASSERT_NE(table, nullptr);
    EXPECT_EQ(table->keyword("table_name")->role, ParameterRole::Table);
    EXPECT_EQ(table->keyword("table")->role, ParameterRole::Table);
    const BuilderMethod* select = find_method(Type::Table, "select");
    EXPECT_EQ(select->positional(0)->role, ParameterRole::SelectList);
    EXPECT_EQ(select->positional(3)->role, ParameterRole::SelectList);
    EXPECT_NE(select->keyword("head"), nullptr);
    EXPECT_EQ(find_method(Type::Query, "select")->keyword("head"), nullptr);
    const BuilderMethod* upsert = find_method(Type::Table, "upsert");
    EXPECT_EQ(upsert->positional(0)->role, ParameterRole::Payload);
    EXPECT_EQ(upsert->positional(1), nullptr);
    EXPECT_EQ(upsert->parameter(ParameterRole::ConflictColumns)->name, "on_conflict");
    EXPECT_EQ(find_method(Type::Client, "rpc")->positional(1)->role, ParameterRole::FunctionArguments);
    EXPECT_EQ(find_method(Type::Select, "order")->keyword("foreign_table")->role, ParameterRole::EmbedPath);
    EXPECT_EQ(find_method(Type::Select, "order")->positional(1), nullptr);
    EXPECT_EQ(find_method(Type::Select, "range")->positional(2)->role, ParameterRole::EmbedPath);
    EXPECT_EQ(find_method(Type::Select, "or_")->keyword("reference_table")->role, ParameterRole::EmbedPath);
    EXPECT_EQ(find_method(Type::Select, "offset")->parameter(ParameterRole::EmbedPath), nullptr);
    EXPECT_EQ(find_method(Type::Select, "filter")->positional(1)->role, ParameterRole::Operator);
    EXPECT_EQ(find_method(Type::Filter, "like_any_of")->quantifier, Quantifier::Any);
    EXPECT_EQ(find_method(Type::Filter, "range_gte")->filter_operator, FilterOperator::NotExtendsLeft);
    EXPECT_EQ(find_method(Type::Filter, "contains")->value_shape, ValueShape::StringsOrText);
}

}  // namespace
}  // namespace rowtype::postgrest
