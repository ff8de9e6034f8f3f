#include "lsp/server/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <string>
#include <thread>
#include <vector>

namespace rowtype::server {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Two pipes, as an editor makes them, and a loop between them that runs until the transport ends.
class TransportTest : public testing::Test {
protected:
    void SetUp() override {
        std::signal(SIGPIPE, SIG_IGN);
        ASSERT_EQ(::pipe(to_server_), 0);
        ASSERT_EQ(::pipe(from_server_), 0);
        loop.after(20s, [this] {
            ADD_FAILURE() << "the transport did not end";
            loop.stop();
        });
    }

    void TearDown() override {
        for (const int descriptor : {to_server_[0], to_server_[1], from_server_[0], from_server_[1]}) {
            if (descriptor >= 0) ::close(descriptor);
        }
    }

    void start() {
        transport.start(to_server_[0], from_server_[1],
                        {.on_message =
                             [this](std::string body) {
                                 received.push_back(body);
                                 if (on_message) on_message(body);
                             },
                         .on_bad_frame = [this](const std::string& reason) { bad_frames.push_back(reason); },
                         .on_end =
                             [this](Transport::End reason, const std::string&) {
                                 ends.push_back(reason);
                                 loop.stop();
                             }});
    }

    void write_to_server(const std::string& bytes) {
        ASSERT_EQ(::write(to_server_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    }

    static void close_end(int& descriptor) {
        ::close(descriptor);
        descriptor = -1;
    }

    std::string read_from_server() {
        std::string bytes(4096, '\0');
        const ssize_t count = ::read(from_server_[0], bytes.data(), bytes.size());
        bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return bytes;
    }

    int to_server_[2] = {-1, -1};
    int from_server_[2] = {-1, -1};
    EventLoop loop;
    Transport transport{loop};
    std::function<void(const std::string&)> on_message;
    std::vector<std::string> received;
    std::vector<std::string> bad_frames;
    std::vector<Transport::End> ends;
};

TEST_F(TransportTest, EchoesOverPipesAndEndsWithTheInput) {
    on_message = [this](const std::string& body) { transport.send(body); };
    start();
    write_to_server(frame("one") + frame("two"));
    close_end(to_server_[1]);
    loop.run();
    EXPECT_THAT(received, ElementsAre("one", "two"));
    EXPECT_THAT(ends, ElementsAre(Transport::End::Input));
    EXPECT_EQ(read_from_server(), frame("one") + frame("two"));
}

TEST_F(TransportTest, ABrokenHeaderEndsIt) {
    start();
    write_to_server(frame("one") + "nonsense\r\n\r\n" + frame("two"));
    loop.run();
    EXPECT_THAT(received, ElementsAre("one"));
    EXPECT_EQ(bad_frames.size(), 1U);
    EXPECT_THAT(ends, ElementsAre(Transport::End::Broken));
}

TEST_F(TransportTest, AClientThatIsGoneEndsIt) {
    start();
    close_end(from_server_[0]);
    transport.send("nobody reads this");
    loop.run();
    EXPECT_THAT(ends, ElementsAre(Transport::End::Output));
    transport.send("after the end");
    bool was_called = false;
    transport.when_written([&was_called] { was_called = true; });
    EXPECT_TRUE(was_called);
}

// The client writes a hundred thousand messages and reads none of the answers: everything is still taken in, and what is
// kept for it stays small, because the diagnostics of one document replace each other.
TEST_F(TransportTest, AClientThatDoesNotReadIsStillListenedTo) {
    constexpr int kMessages = 100'000;
    on_message = [this](const std::string&) { transport.send_latest("a.py", std::string(1000, 'd')); };
    start();
    std::thread client([this] {
        const std::string message = frame("edit");
        for (int index = 0; index < kMessages; ++index) {
            if (::write(to_server_[1], message.data(), message.size()) < 0) return;
        }
        close_end(to_server_[1]);
    });
    loop.run();
    client.join();
    EXPECT_EQ(received.size(), static_cast<std::size_t>(kMessages));
    EXPECT_THAT(ends, ElementsAre(Transport::End::Input));
}

TEST_F(TransportTest, AClientThatNeverReadsItsAnswersIsGivenUpInTheEnd) {
    start();
    for (std::size_t bytes = 0; bytes < Outbox::kGivingUpBytes + 4UL * 1024 * 1024; bytes += 1024UL * 1024) {
        transport.send(std::string(1024UL * 1024, 'x'));
    }
    EXPECT_THAT(ends, ElementsAre(Transport::End::Output));
}

TEST_F(TransportTest, TheDescriptorsGetTheirModeBack) {
    const int before = ::fcntl(to_server_[0], F_GETFL);
    start();
    EXPECT_NE(::fcntl(to_server_[0], F_GETFL) & O_NONBLOCK, 0);
    loop.release_descriptors();
    EXPECT_EQ(::fcntl(to_server_[0], F_GETFL), before);
}

TEST_F(TransportTest, TasksOfOtherThreadsRunOnTheLoopsThread) {
    std::thread::id ran_on;
    std::thread([this, &ran_on] {
        loop.post([this, &ran_on] {
            ran_on = std::this_thread::get_id();
            loop.stop();
        });
    }).join();
    loop.run();
    EXPECT_EQ(ran_on, std::this_thread::get_id());
}

}  // namespace
}  // namespace rowtype::server
