#include "lsp/server/framing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace rowtype::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Every frame that `stream` holds, fed in pieces of `piece` bytes: "body", or "!reason" for the other kinds.
std::vector<std::string> frames_of(const std::string& stream, std::size_t piece) {
    FrameReader reader;
    std::vector<std::string> frames;
    for (std::size_t begin = 0; begin < stream.size(); begin += piece) {
        reader.feed(std::string_view(stream).substr(begin, piece));
        while (const auto frame = reader.next()) {
            frames.push_back(frame->kind == Frame::Kind::Body ? frame->text : "!" + frame->text);
        }
    }
    return frames;
}

std::string broken_reason(const std::string& stream) {
    FrameReader reader;
    reader.feed(stream);
    const auto frame = reader.next();
    if (!frame || frame->kind != Frame::Kind::Broken) return "(not broken)";
    reader.feed("Content-Length: 2\r\n\r\n{}");
    EXPECT_FALSE(reader.next().has_value()) << "a broken reader gives nothing more";
    return frame->text;
}

TEST(Framing, SplitsAStreamIntoBodiesWhateverThePieces) {
    const std::string stream = frame("{\"a\":1}") + frame("") + frame("{\"text\":\"\xC3\xA4\"}");
    for (std::size_t piece = 1; piece <= stream.size(); ++piece) {
        EXPECT_THAT(frames_of(stream, piece), ElementsAre("{\"a\":1}", "", "{\"text\":\"\xC3\xA4\"}")) << piece;
    }
}

TEST(Framing, TakesTheHeadersThatAreSeenInTheWild) {
    EXPECT_THAT(frames_of("content-length:2\n\n{}", 64), ElementsAre("{}"));
    EXPECT_THAT(frames_of("\r\n\r\nContent-Length: 2\r\n\r\n{}", 64), ElementsAre("{}"));
    EXPECT_THAT(frames_of("Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nCONTENT-LENGTH:  2  \r\n\r\n{}", 5),
                ElementsAre("{}"));
    EXPECT_THAT(frames_of("Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 64), ElementsAre("{}"));
}

TEST(Framing, RefusesAHeaderThatCannotBeFollowed) {
    EXPECT_THAT(broken_reason("Content-Type: x\r\n\r\n{}"), HasSubstr("without Content-Length"));
    EXPECT_THAT(broken_reason("Content-Length: -1\r\n\r\n{}"), HasSubstr("not a number"));
    EXPECT_THAT(broken_reason("Content-Length: 2x\r\n\r\n{}"), HasSubstr("not a number"));
    EXPECT_THAT(broken_reason("Content-Length: \r\n\r\n{}"), HasSubstr("not a number"));
    EXPECT_THAT(broken_reason("Content-Length: 99999999999999999999999\r\n\r\n{}"), HasSubstr("not a number"));
    EXPECT_THAT(broken_reason("Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"), HasSubstr("two different"));
    EXPECT_THAT(broken_reason("Content-Length: 18446744073709551615\r\n\r\n{}"), HasSubstr("beyond"));
    EXPECT_THAT(broken_reason("{\"jsonrpc\":\"2.0\"}\n\n"), HasSubstr("without Content-Length"));
    EXPECT_THAT(broken_reason("garbage\r\n"), HasSubstr("no colon"));
}

TEST(Framing, AHeaderMayNotGrowWithoutEnd) {
    EXPECT_THAT(broken_reason(std::string(kMaximumHeaderBytes + 1, 'a')), HasSubstr("too long"));
    std::string lines;
    while (lines.size() <= kMaximumHeaderBytes) lines += "X-Filler: y\r\n";
    EXPECT_THAT(broken_reason(lines), HasSubstr("too long"));
}

TEST(Framing, ABodyOverTheCapIsPassedOverAndTheNextOneRead) {
    FrameReader reader;
    reader.feed("Content-Length: " + std::to_string(kMaximumFrameBytes + 10) + "\r\n\r\n");
    const std::string piece(1024UL * 1024, 'x');
    for (int index = 0; index < 64; ++index) {
        reader.feed(piece);
        EXPECT_FALSE(reader.next().has_value());
    }
    reader.feed("0123456789" + frame("{}"));
    const auto too_large = reader.next();
    ASSERT_TRUE(too_large.has_value());
    EXPECT_EQ(too_large->kind, Frame::Kind::TooLarge);
    const auto following = reader.next();
    ASSERT_TRUE(following.has_value());
    EXPECT_EQ(following->text, "{}");
}

TEST(Framing, ALengthThatIsTooLongTakesBytesOfTheNextMessage) {
    // 30 bytes are promised; 2 and the 23 of the next frame are there: nothing comes out until five more do.
    const std::string stream = "Content-Length: 30\r\n\r\n{}" + frame("{}");
    EXPECT_THAT(frames_of(stream, 7), ElementsAre());
    EXPECT_THAT(frames_of(stream + "12345" + frame("[]"), 7), ElementsAre("{}" + frame("{}") + "12345", "[]"));
}

// Whatever bytes come, the reader neither dies nor hands out a body longer than what came.
TEST(Framing, SurvivesRandomBytes) {
    std::mt19937 random(20260101);
    const std::vector<std::string> parts = {"Content-Length: ",   "\r\n", "\r\n\r\n", "\n", ":", "5", "0", "{}", "-", "\xFF",
                                            std::string(1, '\0'), "abc",  " "};
    for (int round = 0; round < 20'000; ++round) {
        std::string stream;
        for (int count = static_cast<int>(random() % 20); count > 0; --count) stream += parts[random() % parts.size()];
        FrameReader reader;
        std::size_t handed_out = 0;
        for (const char byte : stream) {
            reader.feed(std::string_view(&byte, 1));
            while (const auto frame = reader.next()) {
                if (frame->kind == Frame::Kind::Body) handed_out += frame->text.size();
                if (frame->kind == Frame::Kind::Broken) break;
            }
        }
        ASSERT_LE(handed_out, stream.size());
    }
}

}  // namespace
}  // namespace rowtype::server
