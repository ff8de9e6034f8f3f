// parse_files FOLDER|LIST [--triggered] [--extract]: tree-sitter alone over all Python files of a folder, or those that a file lists, one
// a line, on every core; or only over those that the trigger scan takes. Prints: files, bytes, milliseconds of the parses (reading left out). With --extract on one core, and
// also the milliseconds of the extraction of facts from the trees.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "analysis/facts/extract.h"
#include "analysis/facts/idle_bodies.h"
#include "analysis/facts/triggers.h"
#include "analysis/syntax/input_limits.h"
#include "analysis/syntax/parse_without.h"
#include "analysis/syntax/syntax_tree.h"

namespace {

std::vector<std::filesystem::path> find_files(const std::filesystem::path& place) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(place)) {
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place)) {
            if (entry.is_regular_file() && entry.path().extension() == ".py") files.push_back(entry.path());
        }
        return files;
    }
    std::ifstream list(place);
    for (std::string line; std::getline(list, line);) files.emplace_back(line);
    return files;
}

std::vector<std::string> read_files(const std::filesystem::path& place, bool triggered) {
    std::vector<std::string> texts;
    for (const std::filesystem::path& path : find_files(place)) {
        std::ifstream file(path, std::ios::binary);
        std::stringstream text;
        text << file.rdbuf();
        if (!triggered || rowtype::facts::may_hold_facts(text.str())) texts.push_back(text.str());
    }
    return texts;
}

using Clock = std::chrono::steady_clock;

std::chrono::duration<double, std::milli> parse_all(const std::vector<std::string>& texts) {
    std::atomic<std::size_t> next{0};
    const auto parse_some = [&] {
        for (std::size_t index = next++; index < texts.size(); index = next++) (void)rowtype::syntax::parse(texts[index]);
    };
    const auto start = Clock::now();
    std::vector<std::thread> threads;
    for (unsigned core = 0; core < std::max(1U, std::thread::hardware_concurrency()); ++core) threads.emplace_back(parse_some);
    for (std::thread& thread : threads) thread.join();
    return Clock::now() - start;
}

// By processor time: with one thread it is what the clock on the wall would say of an idle machine. The extraction is that of
// facts::facts_of_text(), without its own parse.
void parse_and_extract(const std::vector<std::string>& texts) {
    std::clock_t parsing = 0;
    std::clock_t extracting = 0;
    std::size_t bytes = 0;
    std::vector<char> scratch;
    for (const std::string& text : texts) {
        const std::clock_t start = std::clock();
        (void)rowtype::syntax::parse(text);
        parsing += std::clock() - start;
        // The heap gathers thousands of freed nodes when somebody next wants much memory: not in the time of whoever that is.
        constexpr std::size_t kMuch = 1UL << 17U;
        scratch = std::vector<char>(kMuch);
        const std::clock_t parsed = std::clock();
        const rowtype::facts::IdleBodies idle = rowtype::facts::blank_idle_bodies(text, {});
        extracting += std::clock() - parsed;
        // As facts_of_text() does, which asks for the limits itself only where parse() does not.
        const auto outcome = idle.functions.empty() ? rowtype::syntax::parse(text)
                                                    : rowtype::syntax::parse_without(
                                                          idle.text, idle.gaps, rowtype::syntax::check_limits(text).headroom);
        const std::clock_t ready = std::clock();
        if (outcome.tree) (void)rowtype::facts::extract_facts(*outcome.tree, text, {}, &idle.functions);
        extracting += std::clock() - ready;
        bytes += text.size();
    }
    const auto milliseconds = [](std::clock_t time) { return 1000.0 * static_cast<double>(time) / CLOCKS_PER_SEC; };
    std::printf("%zu %zu %.1f %.1f\n", texts.size(), bytes, milliseconds(parsing), milliseconds(extracting));
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 2) return 2;
    const auto has = [&](std::string_view option) {
        return std::find(arguments + 2, arguments + count, option) != arguments + count;
    };
    const std::vector<std::string> texts = read_files(arguments[1], has("--triggered"));
    if (has("--extract")) {
        parse_and_extract(texts);
        return 0;
    }
    const auto elapsed = parse_all(texts);
    std::size_t bytes = 0;
    for (const std::string& text : texts) bytes += text.size();
    std::printf("%zu %zu %.1f\n", texts.size(), bytes, elapsed.count());
}
