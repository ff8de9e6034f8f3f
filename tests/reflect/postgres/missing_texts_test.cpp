// What is said of texts that could not be read.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/postgres/reader.h"

namespace rowtype::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Two tables with a check, and a view, all without their texts.
Reading reading_without_texts() {
    Reading reading;
    for (const char* name : {"a", "b", "v"}) {
        catalog::Relation relation;
        relation.name = {"public", name};
        if (relation.name.name == "v") relation.kind = catalog::RelationKind::View;
        if (relation.kind == catalog::RelationKind::Table) relation.checks.push_back({"check", ""});
        reading.relations[static_cast<std::uint32_t>(reading.data.relations.size() + 1)].index = reading.data.relations.size();
        reading.data.relations.push_back(relation);
    }
    return reading;
}

std::vector<std::string> messages_of(Reading reading) {
    note_what_is_missing(reading);
    std::vector<std::string> messages;
    for (const catalog::Note& note : reading.data.notes) messages.push_back(note.message);
    return messages;
}

TEST(MissingTexts, EachObjectIsNamed) {
    EXPECT_THAT(messages_of(reading_without_texts()),
                ElementsAre(HasSubstr("defaults and checks of public.a"), HasSubstr("defaults and checks of public.b"),
                            HasSubstr("the definition of public.v")));
}

TEST(MissingTexts, WhereAQueryFailedOnceForAll) {
    Reading reading = reading_without_texts();
    reading.expressions_failed = "57014";
    reading.views_failed = "XX000";
    EXPECT_THAT(
        messages_of(std::move(reading)),
        ElementsAre("defaults, checks, policies and expressions of indexes could not be read: time ran out. They are taken as "
                    "unknown",
                    "definitions of views could not be read: the server failed with SQLSTATE XX000. They are taken as unknown"));
}

}  // namespace
}  // namespace rowtype::postgres
