#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/redis/protocol.h"
#include "reflect/redis/redis_url.h"

namespace rowtype::redis {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(RedisUrl, IsReadAsRedisPyReadsIt) {
    const auto full = parse_url("redis://app:p%40ss%2F@cache.example:6380/2");
    ASSERT_TRUE(full.ok());
    EXPECT_EQ(full->host, "cache.example");
    EXPECT_EQ(full->port, 6380);
    EXPECT_EQ(full->database, 2);
    EXPECT_EQ(full->user, "app");
    EXPECT_EQ(full->password.reveal(), "p@ss/");
    EXPECT_EQ(full->describe(), "cache.example:6380/2");

    const auto bare = parse_url("redis://");
    ASSERT_TRUE(bare.ok());
    EXPECT_EQ(bare->describe(), "localhost:6379/0");
    EXPECT_TRUE(bare->password.empty());

    const auto address = parse_url("redis://:pw@[::1]:7000");
    ASSERT_TRUE(address.ok());
    EXPECT_EQ(address->host, "::1");
    EXPECT_EQ(address->describe(), "[::1]:7000/0");

    const auto socket = parse_url("unix://:pw@/run/redis%20a.sock?x=1&db=3");
    ASSERT_TRUE(socket.ok());
    EXPECT_EQ(socket->socket, "/run/redis a.sock");
    EXPECT_EQ(socket->describe(), "/run/redis a.sock/3");
    EXPECT_EQ(socket->password.reveal(), "pw");
}

TEST(RedisUrl, SaysHowToTrustAServerWithTls) {
    const auto bare = parse_url("rediss://:pw@cache.example/2");
    ASSERT_TRUE(bare.ok());
    ASSERT_TRUE(bare->tls);
    EXPECT_EQ(bare->host, "cache.example");
    EXPECT_EQ(bare->database, 2);
    EXPECT_TRUE(bare->tls->verifies);
    EXPECT_TRUE(bare->tls->checks_host);
    EXPECT_EQ(bare->tls->authorities, "");

    const auto full = parse_url(
        "rediss://h:1?ssl_ca_certs=/a%20b.pem&x=1&ssl_certfile=c.pem&ssl_keyfile=k.pem&ssl_ca_path=/"
        "f&ssl_check_hostname=False#y");
    ASSERT_TRUE(full.ok());
    ASSERT_TRUE(full->tls);
    EXPECT_EQ(full->tls->authorities, "/a b.pem");
    EXPECT_EQ(full->tls->authorities_folder, "/f");
    EXPECT_EQ(full->tls->certificate, "c.pem");
    EXPECT_EQ(full->tls->key, "k.pem");
    EXPECT_TRUE(full->tls->verifies);
    EXPECT_FALSE(full->tls->checks_host);
    EXPECT_FALSE(parse_url("rediss://h?ssl_cert_reqs=none")->tls->verifies);
    EXPECT_TRUE(parse_url("rediss://h?ssl_cert_reqs=required")->tls->verifies);
    EXPECT_FALSE(parse_url("redis://h?ssl_ca_certs=a")->tls);
}

TEST(RedisUrl, MalformedOnesAreRefusedWithoutRepeatingThem) {
    for (const char* url :
         {"", "sekret", "http://sekret", "rediss://:sekret@h?ssl_cert_reqs=sekret", "rediss://h?ssl_ca_certs=sekret%",
          "redis://:sekret@h:x", "redis://:sekret@h:70000", "redis://:sekret@h/a", "redis://:sekret%@h", "redis://:sekret%zz@h",
          "redis://:sekret@[::1", "redis://:sekret@[::1]sekret", "unix://:sekret@sekret", "unix:///sekret?db=sekret"}) {
        const auto parsed = parse_url(url);
        ASSERT_FALSE(parsed.ok()) << url;
        EXPECT_EQ(parsed.error().kind, Error::Kind::Usage);
        EXPECT_THAT(parsed.error().to_string(), Not(HasSubstr("sekret"))) << url;
    }
}

TEST(RedisProtocol, ArgumentsGoThereAndBack) {
    Request request;
    request.pattern = "--pattern a *";
    request.sample = 5;
    request.rate = 7;
    request.deadline_seconds = 9;
    std::vector<std::string> arguments = to_arguments(request);
    ASSERT_EQ(arguments.front(), "--redis");
    arguments.erase(arguments.begin());
    const auto read = parse_arguments(arguments);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, request);
    for (const std::vector<std::string>& wrong : std::vector<std::vector<std::string>>{{},
                                                                                       {"--pattern"},
                                                                                       {"--pattern", ""},
                                                                                       {"--pattern", "a", "--sample", "0"},
                                                                                       {"--pattern", "a", "--rate", "x"},
                                                                                       {"--else", "a"}}) {
        EXPECT_FALSE(parse_arguments(wrong).ok());
    }
}

TEST(RedisProtocol, SamplesGoThereAndBack) {
    Sample sample;
    sample.entries = {
        {"a\"b", "hash", {{"x", "1"}, {"y\n", "\x01"}}, std::nullopt}, {"c", "string", {}, ""}, {"d", "list", {}, std::nullopt}};
    sample.seen = 12;
    sample.complete = true;
    const auto read = read_sample(write_sample(sample));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(*read, sample);
    EXPECT_EQ(read_sample(write_sample({})), Sample{});
    EXPECT_FALSE(read_sample("{\"entries\": [").has_value());
    EXPECT_FALSE(read_sample("").has_value());
}

TEST(RedisProtocol, BytesThatAreNoUtf8AreReplaced) {
    const auto read = read_sample(write_sample({{{"a\xFF", "string", {}, "\xC3"}}, 1, true}));
    ASSERT_TRUE(read.has_value());
    EXPECT_EQ(read->entries.front().key, "a\xEF\xBF\xBD");
}

}  // namespace
}  // namespace rowtype::redis
