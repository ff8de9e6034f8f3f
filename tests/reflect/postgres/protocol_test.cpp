#include "reflect/postgres/protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

TEST(Protocol, ArgumentsGoThereAndBack) {
    Request from_variable;
    from_variable.connection_variable = "DATABASE_URL";
    from_variable.schemas = {"public", "--schema", "it's \"odd\""};
    from_variable.deadline_seconds = 7;
    Request from_input;
    from_input.from_workspace = true;
    Request watch;
    watch.watch = true;
    watch.channels = {"pgrst", "--watch", "it's \"odd\""};
    watch.first_look_milliseconds = 10;
    watch.longest_look_milliseconds = 20;
    for (const Request& request : {from_variable, from_input, watch}) {
        const Result<Request> read = parse_arguments(to_arguments(request));
        ASSERT_TRUE(read.ok()) << read.error().to_string();
        EXPECT_EQ(*read, request);
    }
}

TEST(Protocol, WrongArgumentsAreUsageErrors) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{},
                                               {"--connection-stdin", "--connection-env", "X"},
                                               {"--connection-env"},
                                               {"postgres://app:s3cretword@host/db"},
                                               {"--connection-stdin", "--deadline-seconds", "0"},
                                               {"--connection-stdin", "--deadline-seconds", "x"},
                                               {"--connection-stdin", "--first-look-milliseconds", "-1"},
                                               {"--connection-stdin", "--watch", "--channel"},
                                               {"--connection-stdin", "--schema"}}) {
        const Result<Request> read = parse_arguments(arguments);
        ASSERT_FALSE(read.ok());
        EXPECT_EQ(read.error().kind, Error::Kind::Usage);
        EXPECT_THAT(read.error().to_string(), ::testing::Not(::testing::HasSubstr("s3cretword")));
    }
}

TEST(Protocol, FailuresGoThereAndBack) {
    for (int kind = 0; kind <= static_cast<int>(FailureKind::Other); ++kind) {
        const Failure failure{static_cast<FailureKind>(kind), "the \"host\"\nis away\x1B", "go \\ there"};
        const std::string line = write_failure(failure);
        EXPECT_EQ(line.find('\n'), line.size() - 1) << "one line";
        EXPECT_EQ(read_failure(line), failure);
    }
}

TEST(Protocol, WhatIsNoFailureIsNone) {
    for (const char* text : {"", "x", "{}", "{\"kind\": \"other\"}", "{\"message\": \"x\"}", "{\"kind\": 1, \"message\": \"x\"}",
                             "Segmentation fault"}) {
        EXPECT_EQ(read_failure(text), std::nullopt) << text;
    }
    EXPECT_EQ(read_failure(R"({"kind": "of_the_future", "message": "m", "more": [1]})"), (Failure{FailureKind::Other, "m", ""}));
}

TEST(Protocol, ErrorsHaveTheKindThatExitCodesNeed) {
    EXPECT_EQ(to_error({FailureKind::WrongPassword, "m", "r"}).kind, Error::Kind::SchemaUnavailable);
    EXPECT_EQ(to_error({FailureKind::Usage, "m", "r"}).kind, Error::Kind::Usage);
}

}  // namespace
}  // namespace rowtype::postgres
