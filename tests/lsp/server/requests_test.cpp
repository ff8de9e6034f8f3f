#include "lsp/server/requests.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <string>
#include <thread>
#include <vector>

namespace rowtype::server {
namespace {

using testing::ElementsAre;

class QueueLoop final : public Loop {
public:
    void post(std::function<void()> task) override { tasks_.push_back(std::move(task)); }
    void after(std::chrono::milliseconds, std::function<void()>) override {}
    void run() {
        while (!tasks_.empty()) {
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            task();
        }
    }

private:
    std::deque<std::function<void()>> tasks_;
};

class Recorder final : public Outgoing {
public:
    void send(std::string message) override { messages.push_back(std::move(message)); }
    void send_latest(const std::string&, std::string message) override { send(std::move(message)); }
    void send_droppable(std::string message) override { send(std::move(message)); }
    std::vector<std::string> messages;
};

class RequestsTest : public testing::Test {
protected:
    QueueLoop loop;
    Recorder sent;
    Requests requests{loop, sent};
};

TEST_F(RequestsTest, AnswersWithTheIdAsItCame) {
    const Reply<Nothing> first(requests, requests.open(std::int64_t{7}));
    const Reply<Nothing> second(requests, requests.open(std::string("a\"b")));
    second.answer({});
    first.answer({});
    EXPECT_THAT(sent.messages,
                ElementsAre(R"({"jsonrpc":"2.0","id":"a\"b","result":null})", R"({"jsonrpc":"2.0","id":7,"result":null})"));
    EXPECT_EQ(requests.waiting(), 0U);
}

TEST_F(RequestsTest, AnswersOnceOnly) {
    const Reply<Nothing> reply(requests, requests.open(std::int64_t{1}));
    reply.fail(ErrorCode::InvalidParams, "no");
    reply.answer({});
    reply.fail(ErrorCode::InternalError, "again");
    EXPECT_THAT(sent.messages, ElementsAre(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"no"}})"));
}

TEST_F(RequestsTest, CancellingAnswersAtOnceAndTheResultIsDropped) {
    const Reply<Nothing> reply(requests, requests.open(std::int64_t{1}));
    const auto flag = reply.cancel_flag();
    EXPECT_FALSE(flag->load());
    requests.cancel(std::int64_t{2});
    requests.cancel(std::string("1"));
    EXPECT_TRUE(sent.messages.empty()) << "other ids are not this one";
    requests.cancel(std::int64_t{1});
    EXPECT_TRUE(flag->load());
    reply.answer({});
    requests.cancel(std::int64_t{1});
    EXPECT_THAT(sent.messages,
                ElementsAre(R"({"jsonrpc":"2.0","id":1,"error":{"code":-32800,"message":"the request was cancelled"}})"));
}

TEST_F(RequestsTest, TheEndCancelsWhatCameBefore) {
    const Reply<Nothing> first(requests, requests.open(std::int64_t{1}));
    const Reply<Nothing> second(requests, requests.open(std::int64_t{2}));
    const Reply<Nothing> last(requests, requests.open(std::int64_t{3}));
    const auto flag = second.cancel_flag();
    first.answer({});
    sent.messages.clear();
    requests.cancel_before(last.ticket());
    EXPECT_TRUE(flag->load());
    second.answer({});
    last.answer({});
    EXPECT_THAT(sent.messages,
                ElementsAre(R"({"jsonrpc":"2.0","id":2,"error":{"code":-32800,"message":"the request was cancelled"}})",
                            R"({"jsonrpc":"2.0","id":3,"result":null})"));
}

TEST_F(RequestsTest, AReplyThatIsLostIsAnsweredAllTheSame) {
    std::thread([reply = Reply<Nothing>(requests, requests.open(std::int64_t{3}))] {}).join();
    EXPECT_TRUE(sent.messages.empty()) << "only the session's thread may answer";
    loop.run();
    EXPECT_THAT(sent.messages, ElementsAre(testing::HasSubstr(R"("code":-32603)")));
}

TEST_F(RequestsTest, AnErrorWithoutAnIdHasNull) {
    requests.fail_without_id(ErrorCode::ParseError, "bad \xFF");
    EXPECT_THAT(sent.messages,
                ElementsAre("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"bad \xEF\xBF\xBD\"}}"));
}

}  // namespace
}  // namespace rowtype::server
