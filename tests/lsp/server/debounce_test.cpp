#include "lsp/server/debounce.h"

#include <gtest/gtest.h>

#include <optional>

#include "tests/lsp/server/test_session.h"

namespace rowtype::server {
namespace {

TEST(Debounce, ManyThatComeTogetherAreOne) {
    TestLoop loop;
    Debounce debounce(loop);
    int runs = 0;
    int last = 0;
    for (int request = 1; request <= 20; ++request) {
        debounce.request([&, request] {
            ++runs;
            last = request;
        });
    }
    while (loop.let_time_pass()) {
    }
    EXPECT_EQ(runs, 1);
    EXPECT_EQ(last, 20);
    debounce.request([&] { ++runs; });
    while (loop.let_time_pass()) {
    }
    EXPECT_EQ(runs, 2) << "and the next is another";
}

TEST(Debounce, WhatNeverGetsQuietIsRunAllTheSame) {
    TestLoop loop;
    Debounce debounce(loop);
    int runs = 0;
    int rounds = 0;
    debounce.request([&] { ++runs; });
    for (; runs == 0 && rounds < 100; ++rounds) {
        debounce.request([&] { ++runs; });
        loop.let_time_pass();
    }
    EXPECT_EQ(rounds, Debounce::kMaximumRounds);
}

TEST(Debounce, NothingRunsAfterItsEnd) {
    TestLoop loop;
    int runs = 0;
    std::optional<Debounce> debounce(loop);
    debounce->request([&] { ++runs; });
    debounce.reset();
    while (loop.let_time_pass()) {
    }
    EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace rowtype::server
