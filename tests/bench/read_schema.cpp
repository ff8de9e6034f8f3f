// What reading a schema costs inside one process.
//
// read_schema snapshot FILE ROUNDS: medians in milliseconds of loading a snapshot into a catalog and of nlohmann's SAX pass over the
// same bytes, and the bytes of heap that the catalog keeps. read_schema migrations FOLDER ROUNDS: the median of applying the files
// (reading them left out), and how many relations they make.
#include <malloc.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/collect.h"
#include "reflect/migrations/migrations.h"
#include "reflect/snapshot/snapshot.h"

namespace {

using rowtype::catalog::Catalog;

// Takes every event and keeps nothing.
struct Listener : nlohmann::json_sax<nlohmann::json> {
    std::size_t events = 0;
    bool count() { return ++events != 0; }

    bool null() override { return count(); }
    bool boolean(bool) override { return count(); }
    bool number_integer(number_integer_t) override { return count(); }
    bool number_unsigned(number_unsigned_t) override { return count(); }
    bool number_float(number_float_t, const string_t&) override { return count(); }
    bool string(string_t&) override { return count(); }
    bool binary(binary_t&) override { return count(); }
    bool start_object(std::size_t) override { return count(); }
    bool key(string_t&) override { return count(); }
    bool end_object() override { return count(); }
    bool start_array(std::size_t) override { return count(); }
    bool end_array() override { return count(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override { return false; }
};

double milliseconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::string read(const char* path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

Catalog load(const std::string& text) {
    auto data = rowtype::snapshot::read_snapshot(text, "snapshot");
    if (!data) std::exit(1);
    return Catalog(std::move(*data));
}

int measure_snapshot(const char* path, int rounds) {
    const std::string text = read(path);
    std::vector<double> ours;
    std::vector<double> theirs;
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(milliseconds_of([&] { load(text); }));
        theirs.push_back(milliseconds_of([&] {
            Listener listener;
            if (!nlohmann::json::sax_parse(text, &listener)) std::exit(1);
        }));
    }
    malloc_trim(0);
    const std::size_t before = mallinfo2().uordblks;
    const std::optional<Catalog> kept = load(text);
    const std::size_t after = mallinfo2().uordblks;
    std::printf("%.2f %.2f %zu %zu\n", median(ours), median(theirs), after - before, kept->relations().size());
    return 0;
}

int measure_migrations(const char* folder, int rounds) {
    const auto files = rowtype::migrations::collect_sql_files(folder);
    if (!files) return 1;
    std::vector<double> times;
    std::size_t relations = 0;
    // The parser recurses: a thread with the stack that it needs would be the pool's elsewhere; the main thread's 8 MiB are enough.
    for (int round = 0; round < rounds; ++round) {
        times.push_back(milliseconds_of([&] {
            const auto read = rowtype::migrations::read_migrations(*files);
            relations = read ? read->data.relations.size() : 0;
        }));
    }
    std::printf("%.1f %zu %zu\n", median(times), files->size(), relations);
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 4) return 2;
    const int rounds = std::max(1, std::atoi(arguments[3]));
    if (std::strcmp(arguments[1], "snapshot") == 0) return measure_snapshot(arguments[2], rounds);
    if (std::strcmp(arguments[1], "migrations") == 0) return measure_migrations(arguments[2], rounds);
    return 2;
}
