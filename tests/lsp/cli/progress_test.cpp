#include "lsp/cli/progress.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/lsp/cli/captured_console.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(Progress, ShowsABarAfterASecondOnATerminalAndTakesItAway) {
    testing::CapturedConsole console;
    console.error_terminal = true;
    {
        Progress progress(console, true);
        progress.update(1, 4);
        EXPECT_THAT(console.errors, IsEmpty()) << "a quick run shows none";
        std::this_thread::sleep_for(std::chrono::milliseconds(1050));
        progress.update(2, 4);
        EXPECT_THAT(console.errors, HasSubstr("███████████████░░░░░░░░░░░░░░░ 2/4 files"));
        const std::string drawn = console.errors;
        progress.update(3, 4);
        EXPECT_EQ(console.errors, drawn) << "not drawn again at once";
    }
    EXPECT_TRUE(console.errors.ends_with("\r\x1b[K"));
    EXPECT_THAT(console.output, IsEmpty());
}

TEST(Progress, IsSilentWithoutATerminal) {
    testing::CapturedConsole console;
    {
        Progress progress(console, true);
        std::this_thread::sleep_for(std::chrono::milliseconds(1050));
        progress.update(2, 4);
    }
    EXPECT_THAT(console.errors, IsEmpty());
}

}  // namespace
}  // namespace rowtype::cli
