// How long an editor waits: keystroke to diagnostics, start to first diagnostics; and what the server weighs. Every figure
// stands beside a floor that was measured in the same run: an echo server, tree-sitter's own parse, an empty process.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "analysis/syntax/syntax_tree.h"
#include "reflect/migrations/migrations.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/bench/keystrokes.h"
#include "tests/bench/lsp_peer.h"
#include "tests/bench/workload.h"

namespace {

using namespace rowtype;
using namespace rowtype::bench;
namespace fs = std::filesystem;

Options parse_options(int count, char** arguments);
void bench_keystrokes(const Options& options, const std::string& folder, std::size_t lines);
void bench_features(LspPeer& server, const std::string& uri, const PythonFile& file, int rounds, double floor);
void bench_start(const Options& options, const std::string& folder);
void bench_memory(const Options& options, const std::string& folder);
std::string make_workspace(const fs::path& folder, const std::string& sql);

}  // namespace

int main(int count, char** arguments) {
    try {
        const Options options = parse_options(count, arguments);
        std::string pattern = (fs::temp_directory_path() / "rowtype-bench-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
        const fs::path root = fs::canonical(pattern);
        std::printf("Editor latency, at the client over pipes, %ld cores (median, and the 95th of a hundred)\n",
                    ::sysconf(_SC_NPROCESSORS_ONLN));
        const std::string snapshot_200 = make_workspace(root / "two_hundred", schema_sql(200));
        for (const std::size_t lines : {std::size_t{1000}, std::size_t{5000}}) bench_keystrokes(options, snapshot_200, lines);
        bench_imports(options, make_workspace(root / "imports", schema_sql(200)), 1000);
        bench_dependents(options, make_workspace(root / "dependents", schema_sql(200)), options.is_smoke ? 3 : 20);
        bench_start(options, snapshot_200);
        bench_memory(options, (root / "thousand").string());
        fs::remove_all(root);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "latency_bench: %s\n", problem.what());
        return 1;
    }
    return 0;
}

namespace {

Options parse_options(int count, char** arguments) {
    Options options;
    for (int index = 1; index < count; ++index) {
        const std::string name = arguments[index];
        const bool has_value = index + 1 < count;
        if (name == "--smoke") {
            options.is_smoke = true;
        } else if (name == "--rowtype" && has_value) {
            options.rowtype = arguments[++index];
        } else if (name == "--echo" && has_value) {
            options.echo = arguments[++index];
        } else if (name == "--pyright" && has_value) {
            options.pyright = arguments[++index];
        } else {
            throw std::runtime_error("usage: latency_bench --rowtype PROGRAM --echo PROGRAM [--pyright PROGRAM] [--smoke]");
        }
    }
    if (options.rowtype.empty() || options.echo.empty()) throw std::runtime_error("--rowtype and --echo are needed");
    return options;
}

std::string read_file(const fs::path& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

std::string make_snapshot(const std::vector<migrations::SqlFile>& files) {
    const auto read = migrations::read_migrations(files, {});
    if (!read) throw std::runtime_error("the schema of the benchmark cannot be read: " + read.error().to_string());
    return snapshot::write_snapshot(catalog::Catalog(read->data));
}

std::string make_workspace(const fs::path& folder, const std::string& sql) {
    write_file(folder / ".rowtype/schema.json", make_snapshot({{"schema.sql", sql}}));
    write_file(folder / "rowtype.toml",
               "models = [\"*.py\"]\n\n[schema]\nsource = \"snapshot\"\npath = \".rowtype/schema.json\"\n");
    return folder.string();
}

void bench_pyright(const Options& options, const std::string& folder, const PythonFile& file, double ours) {
    if (options.pyright.empty() || options.is_smoke) return;
    LspPeer peer({options.pyright, "--stdio"}, folder);
    const std::string uri = "file://" + folder + "/app.py";
    peer.initialize(folder);
    peer.open(uri, file.text);
    if (!peer.wait_for_diagnostics(180)) {
        std::printf("  %-44s did not answer\n", "pyright");
        return;
    }
    if (const auto sample = keystrokes(peer, uri, file, "x", 5)) {
        print_row("pyright, the same keystrokes", *sample, ratio(sample->median(), ours, "ours"));
    }
}

void bench_keystrokes(const Options& options, const std::string& folder, std::size_t lines) {
    const PythonFile file = python_file(lines, 200);
    const std::string uri = "file://" + folder + "/app.py";
    const int rounds = options.rounds(200, 5);
    write_file(fs::path(folder) / "app.py", file.text);
    std::printf("\nA file of %zu lines, %zu kB\n", lines, file.text.size() / 1000);

    LspPeer echo({options.echo}, folder);
    echo.initialize(folder);
    echo.open(uri, file.text);
    if (!echo.wait_for_diagnostics()) throw std::runtime_error("the echo server does not answer");
    const auto floor = keystrokes(echo, uri, file, "x", rounds);

    LspPeer server(options.server(), folder);
    server.initialize(folder);
    server.open(uri, file.text);
    if (!server.wait_for_diagnostics()) throw std::runtime_error("rowtype does not answer");
    const std::size_t findings = server.last_diagnostics();
    if (findings == 0) throw std::runtime_error("rowtype found nothing in a file with mistakes");
    const auto typed = keystrokes(server, uri, file, "x", rounds);
    const Sample own = reparses(file, "x", rounds);
    if (!floor || !typed) throw std::runtime_error("a keystroke was not answered");

    print_row("echo server", *floor, "the floor");
    print_row("tree-sitter's incremental re-parse", own, "with the guard before it");
    const double budget = floor->median() + 1.0 + 2 * own.median();
    print_row(
        "rowtype, keystroke to diagnostics", *typed,
        ratio(typed->median(), budget, "the aim (echo + 1 ms + 2 re-parses); " + std::to_string(findings) + " findings shown"));
    bench_pyright(options, folder, file, typed->median());

    // A quote without its other half turns the meaning of all that follows around.
    std::string unbalanced = file.text;
    unbalanced.insert(LineIndex(file.text).line_start(file.line) + file.column, "\"\"\"");
    const Sample full = full_parses(unbalanced, options.rounds(30, 3));
    const auto quotes = keystrokes(server, uri, file, "\"\"\"", options.rounds(30, 3));
    if (!quotes) throw std::runtime_error("an unbalanced quote was not answered");
    print_row("a full parse with an unbalanced quote", full, "");
    print_row("rowtype, unbalanced quote in and out", *quotes,
              ratio(quotes->median(), full.median(), "that full parse (aim: 2)"));
    bench_features(server, uri, file, options.rounds(100, 5), floor->median());
}

// A name is typed in a select string and the editor asks what could stand there, or what is there; `key` goes in first and out
// again afterwards, and is part of what is measured.
Sample questions(LspPeer& server, const std::string& uri, const PythonFile& file, const std::string& key,
                 const std::string& method, const std::string& expected, int rounds) {
    const auto length = static_cast<std::uint32_t>(key.size());
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        std::optional<std::string> answer;
        times.push_back(milliseconds([&] {
            if (length > 0) server.edit(uri, file.line, file.column, file.column, key);
            answer = server.ask(method, file.line, file.column + length);
        }));
        if (!answer || answer->find(expected) == std::string::npos)
            throw std::runtime_error(method + " was not answered: " + answer.value_or("").substr(0, 200));
        if (length == 0) continue;
        server.edit(uri, file.line, file.column, file.column + length, "");
        if (!server.wait_for_diagnostics(120)) throw std::runtime_error("a keystroke was not answered");
    }
    return sorted(std::move(times));
}

// The edit that mends the model nearest to the middle of the file that has a field too many, after a keystroke each time.
Sample regenerations(LspPeer& server, const std::string& uri, const PythonFile& file, int rounds) {
    const LineIndex lines(file.text);
    const std::size_t field = file.text.find("    nmae: str", file.text.size() / 2);
    if (field == std::string::npos) throw std::runtime_error("the file has no model to be mended");
    const std::uint32_t line = lines.line_column(file.text, static_cast<std::uint32_t>(field)).line - 1;
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        server.edit(uri, file.line, file.column, file.column, "x");
        if (!server.wait_for_diagnostics(120)) throw std::runtime_error("a keystroke was not answered");
        std::optional<std::string> answer;
        times.push_back(milliseconds([&] { answer = server.ask_rewrites(line); }));
        if (!answer || answer->find("\"newText\"") == std::string::npos) {
            throw std::runtime_error("no regeneration was offered: " + answer.value_or("").substr(0, 200));
        }
        server.edit(uri, file.line, file.column, file.column + 1, "");
        if (!server.wait_for_diagnostics(120)) throw std::runtime_error("a keystroke was not answered");
    }
    return sorted(std::move(times));
}

void bench_features(LspPeer& server, const std::string& uri, const PythonFile& file, int rounds, double floor) {
    const auto row = [&](const char* what, const Sample& sample) {
        char remark[80];
        std::snprintf(remark, sizeof remark, "%.2f ms above the echo (aim: below 5)", sample.median() - floor);
        print_row(what, sample, remark);
    };
    row("hover on a column", questions(server, uri, file, "", "textDocument/hover", "\"contents\"", rounds));
    row("keystroke and completion of a column",
        questions(server, uri, file, "x", "textDocument/completion", "\"newText\"", rounds));
    row("the same with brackets left open",
        questions(server, uri, file, "\").insert({\"", "textDocument/completion", "\"newText\"", rounds));
    row("regenerating a model, request to edit", regenerations(server, uri, file, rounds));
}

Sample starts(const std::vector<std::string>& command, const std::string& folder, const PythonFile& file, int rounds) {
    const std::string uri = "file://" + folder + "/app.py";
    std::vector<double> times;
    for (int round = 0; round < rounds; ++round) {
        bool has_come = true;
        times.push_back(milliseconds([&] {
            LspPeer peer(command, folder);
            peer.initialize(folder);
            peer.open(uri, file.text);
            has_come = peer.wait_for_diagnostics();
        }));
        if (!has_come) throw std::runtime_error("no diagnostics after the start of " + command.front());
    }
    return sorted(std::move(times));
}

void bench_start(const Options& options, const std::string& folder) {
    const PythonFile file = python_file(200, 200);
    const int rounds = options.rounds(30, 3);
    const Sample empty = starts({options.echo}, folder, file, rounds);
    const Sample ours = starts(options.server(), folder, file, rounds);
    std::printf("\nFrom the start of the process to the first diagnostics, 200 tables in the snapshot\n");
    print_row("an empty process", empty, "the floor");
    char remark[80];
    std::snprintf(remark, sizeof remark, "%.1f ms above it (aim: below 50), %.1f x", ours.median() - empty.median(),
                  ours.median() / empty.median());
    print_row("rowtype", ours, remark);
}

// The sample project, its schema and a thousand tables beside it; all of its Python files open.
void bench_memory(const Options& options, const std::string& folder) {
    const fs::path shop = fs::path(ROWTYPE_SOURCE_DIR) / "tests/projects/shop";
    fs::create_directories(folder);
    std::vector<migrations::SqlFile> files;
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(shop)) {
        if (entry.path().extension() == ".sql") paths.push_back(entry.path());
        if (entry.path().extension() == ".py")
            write_file(fs::path(folder) / entry.path().lexically_relative(shop), read_file(entry.path()));
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) files.push_back({path.filename().string(), read_file(path)});
    files.push_back({"thousand.sql", schema_sql(1000)});
    write_file(fs::path(folder) / ".rowtype/schema.json", make_snapshot(files));
    write_file(fs::path(folder) / "rowtype.toml",
               "models = [\"app/models/**/*.py\"]\nschemas = [\"public\", \"billing\"]\n\n[schema]\nsource = \"snapshot\"\npath "
               "= \".rowtype/schema.json\"\n");

    LspPeer empty({options.echo}, folder);
    empty.initialize(folder);
    LspPeer server(options.server(), folder);
    server.initialize(folder);
    std::size_t opened = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".py") continue;
        server.open("file://" + entry.path().string(), read_file(entry.path()));
        if (!server.wait_for_diagnostics()) throw std::runtime_error("no diagnostics for " + entry.path().string());
        ++opened;
    }
    const double ours = static_cast<double>(server.resident_kibibytes()) / 1024;
    std::printf("\nMemory with more than 1,000 tables and the %zu files of the sample project open\n", opened);
    std::printf("  %-44s %8.1f MiB               aim: below 50; an empty process has %.1f\n", "rowtype, resident", ours,
                static_cast<double>(empty.resident_kibibytes()) / 1024);
}

}  // namespace
