#include "reflect/postgres/acl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

using catalog::Grant;
using catalog::Privilege;
using catalog::PrivilegeSet;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Grant grant(const std::string& role, std::initializer_list<Privilege> list, const std::string& column = "") {
    PrivilegeSet set;
    for (const Privilege privilege : list) set.add(privilege);
    return {role, set, column};
}

TEST(ReadGrants, RolesAndLetters) {
    EXPECT_THAT(read_grants("{owner=arwdDxt/owner,anon=r/owner,=X/owner}", "owner"),
                ElementsAre(grant("anon", {Privilege::Select}), grant("public", {Privilege::Execute})));
    using enum Privilege;
    EXPECT_THAT(read_grants("{a=arwdDxtXUCm/o}", "o"),
                ElementsAre(grant(
                    "a", {Select, Insert, Update, Delete, Truncate, References, Trigger, Execute, Usage, Create, Maintain})));
}

TEST(ReadGrants, GrantOptionsAndUnknownLettersAreLeftOut) {
    EXPECT_THAT(read_grants("{a=r*w*/o,b=Tc/o}", "o"), ElementsAre(grant("a", {Privilege::Select, Privilege::Update})));
}

TEST(ReadGrants, OneForEachRole) {
    EXPECT_THAT(read_grants("{a=r/o,b=r/o,a=w/b}", "o", "name"),
                ElementsAre(grant("a", {Privilege::Select, Privilege::Update}, "name"), grant("b", {Privilege::Select}, "name")));
}

TEST(ReadGrants, OddRoleNames) {
    EXPECT_THAT(read_grants(R"x({"\"odd role\"=r/o","\"a\"\"b\"=r/o","\"x=y/z\"=r/o",16411=r/o,"naïve=r/o"})x", "o"),
                ElementsAre(grant("odd role", {Privilege::Select}), grant("a\"b", {Privilege::Select}),
                            grant("x=y/z", {Privilege::Select}), grant("16411", {Privilege::Select}),
                            grant("naïve", {Privilege::Select})));
}

TEST(ReadGrants, WhatIsNoListGivesNone) {
    for (const char* text : {"", "{}", "x", "{a}", "{\"a", "{\"\\\"a\"}", "{a=}"})
        EXPECT_THAT(read_grants(text, "o"), IsEmpty()) << text;
}

}  // namespace
}  // namespace rowtype::postgres
