// From class names to table names.
#include <gtest/gtest.h>

#include "analysis/binding/table_words.h"

namespace rowtype::binding {
namespace {

TEST(TableWords, SnakeCase) {
    EXPECT_EQ(snake_case("OrderItem"), "order_item");
    EXPECT_EQ(snake_case("User"), "user");
    EXPECT_EQ(snake_case("HTTPLog"), "http_log");
    EXPECT_EQ(snake_case("user_profile"), "user_profile");
    EXPECT_EQ(snake_case("APIKey"), "api_key");
    EXPECT_EQ(snake_case("OAuth2Token"), "o_auth2_token");
    EXPECT_EQ(snake_case(""), "");
}

TEST(TableWords, SingularAndPlural) {
    const std::pair<const char*, const char*> words[] = {{"order", "orders"},  {"category", "categories"}, {"day", "days"},
                                                         {"box", "boxes"},     {"address", "addresses"},   {"branch", "branches"},
                                                         {"person", "people"}, {"child", "children"},      {"status", "statuses"},
                                                         {"index", "indices"}, {"movie", "movies"},        {"bus", "buses"},
                                                         {"datum", "data"},    {"analysis", "analyses"}};
    for (const auto& [one, many] : words) {
        EXPECT_EQ(plural(one), many);
        EXPECT_EQ(singular(many), one);
    }
    EXPECT_EQ(plural("order_item"), "order_items");
    EXPECT_EQ(singular("inventory_levels"), "inventory_level");
    EXPECT_EQ(plural("people"), "people");
}

std::string read(const std::string& name) {
    std::string text;
    for (const NameReading& reading : readings(name)) {
        constexpr std::string_view kRoles[] = {"row", "insert", "update", "projection"};
        text += (text.empty() ? "" : " ") + reading.stem + ":" + std::string(kRoles[static_cast<std::size_t>(reading.role)]);
    }
    return text;
}

TEST(TableWords, Roles) {
    EXPECT_EQ(read("User"), "User:row");
    EXPECT_EQ(read("UserCreate"), "UserCreate:row User:insert");
    EXPECT_EQ(read("UserUpdate"), "UserUpdate:row User:update");
    EXPECT_EQ(read("UserPatch"), "UserPatch:row User:update");
    EXPECT_EQ(read("UserInDB"), "UserInDB:row User:row");
    EXPECT_EQ(read("UserRead"), "UserRead:row User:projection");
    EXPECT_EQ(read("UserModel"), "UserModel:row User:row");
    EXPECT_EQ(read("UserCreateSchema"), "UserCreateSchema:row UserCreate:projection User:insert");
    EXPECT_EQ(read("UserInDBBase"), "UserInDBBase:row UserInDB:projection User:projection");
    EXPECT_EQ(read("UserCreateRequest"), "UserCreateRequest:row UserCreate:projection User:insert");
    EXPECT_EQ(read("UserCreateResponse"), "UserCreateResponse:row UserCreate:projection User:projection");
    EXPECT_EQ(read("CreateUser"), "CreateUser:row User:insert");
    EXPECT_EQ(read("Plugin"), "Plugin:row") << "\"in\" is no word of its own here";
    EXPECT_EQ(read("Base"), "Base:row");
}

TEST(TableWords, Normalised) {
    EXPECT_EQ(normalised("OrderItem"), normalised("order_items"));
    EXPECT_EQ(normalised("OrderItem"), normalised("orderitems"));
    EXPECT_EQ(normalised("Person"), normalised("people"));
    EXPECT_NE(normalised("Order"), normalised("order_items"));
}

}  // namespace
}  // namespace rowtype::binding
