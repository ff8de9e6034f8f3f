#include "tests/bench/keystrokes.h"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::bench {

double milliseconds(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
}

Sample sorted(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return {std::move(times)};
}

void write_file(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::optional<Sample> keystrokes(LspPeer& peer, const std::string& uri, const PythonFile& file, const std::string& key,
                                 int rounds) {
    std::vector<double> times;
    for (int round = 0; round < rounds * 2; ++round) {
        const bool inserts = round % 2 == 0;
        bool has_come = true;
        const auto length = static_cast<std::uint32_t>(key.size());
        times.push_back(milliseconds([&] {
            peer.edit(uri, file.line, file.column, inserts ? file.column : file.column + length, inserts ? key : "");
            has_come = peer.wait_for_diagnostics(120);
        }));
        if (!has_come) return std::nullopt;
    }
    return sorted(std::move(times));
}

Sample reparses(const PythonFile& file, const std::string& key, int rounds) {
    std::string text = file.text;
    auto outcome = syntax::parse(text);
    if (!outcome.tree) throw std::runtime_error("the benchmark's file is not analysed: " + outcome.not_analysed);
    syntax::Tree tree = std::move(*outcome.tree);
    const LineIndex lines(text);
    const std::uint32_t at = lines.line_start(file.line) + file.column;
    const auto length = static_cast<std::uint32_t>(key.size());
    std::vector<double> times;
    for (int round = 0; round < rounds * 2; ++round) {
        const Span replaced{at, round % 2 == 0 ? at : at + length};
        const std::string replacement = round % 2 == 0 ? key : "";
        tree.edit(syntax::make_input_edit(text, replaced, replacement));
        text.replace(replaced.begin, replaced.size(), replacement);
        times.push_back(milliseconds([&] { outcome = syntax::parse(text, &tree); }));
        if (!outcome.tree) throw std::runtime_error("an edited text is not analysed");
        tree = std::move(*outcome.tree);
    }
    return sorted(std::move(times));
}

Sample full_parses(const std::string& text, int rounds) {
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) times.push_back(milliseconds([&] { (void)syntax::parse(text); }));
    return sorted(std::move(times));
}

void print_row(const char* what, const Sample& sample, const std::string& remark) {
    std::printf("  %-44s %8.2f ms %8.2f ms   %s\n", what, sample.median(), sample.p95(), remark.c_str());
}

std::string ratio(double value, double base, const std::string& of) {
    char text[160];
    std::snprintf(text, sizeof text, "%.2f x %s", base > 0 ? value / base : 0.0, of.c_str());
    return text;
}

}  // namespace rowtype::bench
