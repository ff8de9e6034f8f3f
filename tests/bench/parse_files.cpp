// parse_files FOLDER [--triggered]: tree-sitter alone over all Python files of a folder, on every core, or only over those
// that the trigger scan takes. Prints: files, bytes, milliseconds of the parses (reading left out).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "analysis/facts/triggers.h"
#include "analysis/syntax/syntax_tree.h"

namespace {

std::vector<std::string> read_files(const std::string& folder, bool triggered) {
    std::vector<std::string> texts;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || entry.path().extension() != ".py") continue;
        std::ifstream file(entry.path(), std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        if (!triggered || rowtype::facts::may_hold_facts(text.str())) texts.push_back(text.str());
    }
    return texts;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return 2;
    const std::vector<std::string> texts = read_files(arguments[1], count > 2 && std::strcmp(arguments[2], "--triggered") == 0);
    std::atomic<std::size_t> next{0};
    const auto parse_some = [&] {
        for (std::size_t index = next++; index < texts.size(); index = next++) (void)rowtype::syntax::parse(texts[index]);
    };
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (unsigned core = 0; core < std::max(1U, std::thread::hardware_concurrency()); ++core) threads.emplace_back(parse_some);
    for (std::thread& thread : threads) thread.join();
    const std::chrono::duration<double, std::milli> elapsed = std::chrono::steady_clock::now() - start;
    std::size_t bytes = 0;
    for (const std::string& text : texts) bytes += text.size();
    std::printf("%zu %zu %.1f\n", texts.size(), bytes, elapsed.count());
}
