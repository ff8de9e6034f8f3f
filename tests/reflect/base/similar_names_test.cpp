#include "reflect/base/similar_names.h"

#include <gtest/gtest.h>

namespace rowtype {
namespace {

TEST(EditDistance, CountsInsertionsDeletionsChangesAndSwaps) {
    EXPECT_EQ(edit_distance("name", "name", 3), 0U);
    EXPECT_EQ(edit_distance("name", "nmae", 3), 1U);
    EXPECT_EQ(edit_distance("name", "nam", 3), 1U);
    EXPECT_EQ(edit_distance("name", "named", 3), 1U);
    EXPECT_EQ(edit_distance("name", "fame", 3), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting", 5), 3U);
    EXPECT_EQ(edit_distance("", "abc", 5), 3U);
    EXPECT_EQ(edit_distance("NAME", "name", 3), 0U);
}

TEST(EditDistance, GivesUpOneAboveTheLimit) {
    EXPECT_EQ(edit_distance("abcdef", "uvwxyz", 2), 3U);
    EXPECT_EQ(edit_distance("a", "abcdefgh", 2), 3U);
}

TEST(EditDistance, IsSymmetric) {
    EXPECT_EQ(edit_distance("created_at", "craeted_ta", 9), edit_distance("craeted_ta", "created_at", 9));
}

TEST(NearestName, FindsWhatWasMeant) {
    EXPECT_EQ(nearest_name("nmae", {"email", "name", "id"}), "name");
    EXPECT_EQ(nearest_name("creatd_at", {"updated_at", "created_at"}), "created_at");
    EXPECT_EQ(nearest_name("Email", {"email"}), "email");
    EXPECT_EQ(nearest_name("user", {"users", "user_roles"}), "users");
}

TEST(NearestName, IsSilentWhenNothingIsNear) {
    EXPECT_EQ(nearest_name("zebra", {"name", "email"}), std::nullopt);
    EXPECT_EQ(nearest_name("ab", {"cd"}), std::nullopt);
    EXPECT_EQ(nearest_name("a", {"b", "c"}), std::nullopt);
    EXPECT_EQ(nearest_name("name", {}), std::nullopt);
}

TEST(NearestName, PrefersTheNearestAndThenTheFirst) {
    EXPECT_EQ(nearest_name("status", {"statu", "statuss"}), "statu");
    EXPECT_EQ(nearest_name("created", {"creatd_x", "create"}), "create");
    EXPECT_EQ(nearest_name("ID", {"ix", "id"}), "id");
}

TEST(NearestName, APluralIsAlwaysNear) {
    EXPECT_EQ(nearest_name("tag", {"tags"}), "tags");
    EXPECT_EQ(nearest_name("id", {"ids"}), "ids");
    EXPECT_EQ(nearest_name("a", {"as"}), "as");
}

}  // namespace
}  // namespace rowtype
