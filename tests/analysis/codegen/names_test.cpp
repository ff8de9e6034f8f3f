#include "analysis/codegen/names.h"

#include <gtest/gtest.h>

namespace rowtype::codegen {
namespace {

TEST(FieldName, KeepsWhatPydanticTakes) {
    for (const char* name :
         {"id", "Name", "x1", "model_version", "größe", "имя", "名前", "field_credits", "self", "type", "match"}) {
        EXPECT_EQ(field_name(name, {}), name);
    }
}

TEST(FieldName, ChangesWhatItDoesNotTake) {
    const std::vector<std::pair<std::string, std::string>> cases = {{"class", "class_"},
                                                                    {"None", "None_"},
                                                                    {"_id", "id"},
                                                                    {"__x__", "x__"},
                                                                    {"_", "field"},
                                                                    {"2nd", "field_2nd"},
                                                                    {"a b", "a_b"},
                                                                    {"a-b.c", "a_b_c"},
                                                                    {"copy", "copy_"},
                                                                    {"schema", "schema_"},
                                                                    {"json", "json_"},
                                                                    {"date", "date_"},
                                                                    {"model_config", "model_config_"},
                                                                    {"µ", "field"},
                                                                    {"ﬁeld", "eld"},
                                                                    {"", "field"},
                                                                    {"\n", "field"},
                                                                    {"_1", "field_1"},
                                                                    {"_class", "class_"},
                                                                    {"\xFF", "field"}};
    for (const auto& [column, field] : cases) {
        const std::string name = field_name(column, {});
        EXPECT_TRUE(is_identifier(name) && !is_keyword(name) && name.front() != '_') << column << ": " << name;
        EXPECT_EQ(name, field) << column;
    }
}

TEST(FieldName, AvoidsOtherColumns) {
    EXPECT_EQ(field_name("_id", {"id", "_id"}), "id_");
    EXPECT_EQ(field_name("class", {"class", "class_"}), "class__");
    EXPECT_EQ(field_name("id", {"id", "_id"}), "id");
}

TEST(ClassName, CapitalisesThePartsBetweenUnderscores) {
    EXPECT_EQ(class_name("user_profiles"), "UserProfiles");
    EXPECT_EQ(class_name("status"), "Status");
    EXPECT_EQ(class_name("UserProfile"), "UserProfile");
    EXPECT_EQ(class_name("2fa_tokens"), "Model2faTokens");
    EXPECT_EQ(class_name("__"), "Model");
    EXPECT_EQ(class_name("none"), "None_");
    EXPECT_EQ(class_name("odd name-x"), "OddNameX");
}

TEST(MemberName, IsUniqueAndUpperCase) {
    EXPECT_EQ(member_name("in transit", {}), "IN_TRANSIT");
    EXPECT_EQ(member_name("", {}), "EMPTY");
    EXPECT_EQ(member_name("__x__", {}), "X");
    EXPECT_EQ(member_name("1", {}), "VALUE_1");
    EXPECT_EQ(member_name("!", {}), "VALUE");
    EXPECT_EQ(member_name("a-b", {"A_B"}), "A_B_2");
    EXPECT_EQ(member_name("a b", {"A_B", "A_B_2"}), "A_B_3");
}

}  // namespace
}  // namespace rowtype::codegen
