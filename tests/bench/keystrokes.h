// What the latency benchmarks measure with, and those that stand in files of their own.
#pragma once

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "tests/bench/lsp_peer.h"
#include "tests/bench/workload.h"

namespace rowtype::bench {

struct Options {
    std::string rowtype;
    std::string echo;
    std::string pyright;
    bool is_smoke = false;

    [[nodiscard]] std::vector<std::string> server() const { return {rowtype, "server"}; }
    [[nodiscard]] int rounds(int full, int smoke) const { return is_smoke ? smoke : full; }
};

// Milliseconds, sorted.
struct Sample {
    std::vector<double> times;

    [[nodiscard]] double at(double share) const {
        if (times.empty()) return 0;
        return times[std::min(times.size() - 1, static_cast<std::size_t>(share * static_cast<double>(times.size())))];
    }
    [[nodiscard]] double median() const { return at(0.5); }
    [[nodiscard]] double p95() const { return at(0.95); }
};

[[nodiscard]] double milliseconds(const std::function<void()>& work);
[[nodiscard]] Sample sorted(std::vector<double> times);
void write_file(const std::filesystem::path& file, const std::string& text);

// One character goes in at the place and out again, over and over.
[[nodiscard]] std::optional<Sample> keystrokes(LspPeer& peer, const std::string& uri, const PythonFile& file,
                                               const std::string& key, int rounds);
// tree-sitter alone: the same keystrokes, re-parsed incrementally with what our own guards cost before it.
[[nodiscard]] Sample reparses(const PythonFile& file, const std::string& key, int rounds);
[[nodiscard]] Sample full_parses(const std::string& text, int rounds);

void print_row(const char* what, const Sample& sample, const std::string& remark);
[[nodiscard]] std::string ratio(double value, double base, const std::string& of);

// Keystrokes in a file whose tables' names, base class and client stand in other files: it costs what it costs in one file.
void bench_imports(const Options& options, const std::string& folder, std::size_t lines);
// A field of a base model is renamed, letter by letter, while documents are open whose models derive from it: they are looked at again
// behind the keystroke. Whoever types in one of them meanwhile does not wait for the others.
void bench_dependents(const Options& options, const std::string& folder, std::size_t documents);

}  // namespace rowtype::bench
