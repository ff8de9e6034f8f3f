// Keystrokes where meaning comes from other files, and those behind which other files get another meaning.
#include <cstdio>
#include <stdexcept>

#include "tests/bench/keystrokes.h"

namespace rowtype::bench {

void bench_imports(const Options& options, const std::string& folder, std::size_t lines) {
    const PythonFile file = with_imports(python_file(lines, 200));
    const std::string uri = "file://" + folder + "/app.py";
    write_file(std::filesystem::path(folder) / "app.py", file.text);
    for (const auto& [name, text] : imported_modules(200)) write_file(std::filesystem::path(folder) / name, text);
    std::printf("\nA file of %zu lines whose constants, base class and client stand in other files\n", lines);

    LspPeer echo({options.echo}, folder);
    echo.initialize(folder);
    echo.open(uri, file.text);
    if (!echo.wait_for_diagnostics()) throw std::runtime_error("the echo server does not answer");
    const auto floor = keystrokes(echo, uri, file, "x", options.rounds(200, 5));
    LspPeer server(options.server(), folder);
    server.initialize(folder);
    server.open(uri, file.text);
    // A mistake in a select of a table that only another file names.
    if (!server.wait_for_diagnostics() || server.last_diagnostics() < lines / 1000)
        throw std::runtime_error("rowtype does not follow the imports");
    const auto typed = keystrokes(server, uri, file, "x", options.rounds(200, 5));
    const Sample own = reparses(file, "x", options.rounds(200, 5));
    if (!floor || !typed) throw std::runtime_error("a keystroke was not answered");
    print_row("echo server", *floor, "the floor");
    print_row("tree-sitter's incremental re-parse", own, "with the guard before it");
    print_row("rowtype, keystroke to diagnostics", *typed,
              ratio(typed->median(), floor->median() + 1.0 + 2 * own.median(),
                    "the aim; " + std::to_string(server.last_diagnostics()) + " findings shown"));
}

void bench_dependents(const Options& options, const std::string& folder, std::size_t documents) {
    const PythonFile file = with_imports(python_file(400, 200));
    for (const auto& [name, text] : imported_modules(200)) write_file(std::filesystem::path(folder) / name, text);
    std::printf("\nA base model, and %zu open files of 400 lines whose models derive from it\n", documents);
    LspPeer server(options.server(), folder);
    server.initialize(folder);
    const auto uri_of = [&](std::size_t number) { return "file://" + folder + "/app" + std::to_string(number) + ".py"; };
    for (std::size_t number = 0; number < documents; ++number) {
        write_file(std::filesystem::path(folder) / ("app" + std::to_string(number) + ".py"), file.text);
        server.open(uri_of(number), file.text);
        if (!server.wait_for_diagnostics()) throw std::runtime_error("rowtype does not answer");
    }
    const std::string base = "file://" + folder + "/bases.py";
    server.open(base, imported_modules(200).at("bases.py"));
    if (!server.wait_for_diagnostics()) throw std::runtime_error("rowtype does not answer");
    constexpr std::uint32_t kLine = 4;     // "    reference: str"
    constexpr std::uint32_t kColumn = 13;  // behind the name
    std::vector<double> own;
    std::vector<double> all;
    std::vector<double> meanwhile;
    const int rounds = options.rounds(40, 2);
    for (int round = 0; round < rounds * 2; ++round) {
        const bool inserts = round % 2 == 0;
        const auto rename = [&] { server.edit(base, kLine, kColumn, inserts ? kColumn : kColumn + 1, inserts ? "x" : ""); };
        bool has_come = true;
        const double until_all = milliseconds([&] {
            own.push_back(milliseconds([&] {
                rename();
                has_come = server.wait_for_diagnostics();
            }));
            has_come = server.wait_for_others(documents) && has_come;
        });
        all.push_back(until_all);
        if (!has_come) throw std::runtime_error("the documents that use the base model are not looked at again");
    }
    for (int round = 0; round < rounds * 2; ++round) {
        const bool inserts = round % 2 == 0;
        server.edit(base, kLine, kColumn, inserts ? kColumn : kColumn + 1, inserts ? "x" : "");
        bool has_come = true;
        meanwhile.push_back(milliseconds([&] {
            server.edit(uri_of(documents - 1), file.line, file.column, inserts ? file.column : file.column + 1,
                        inserts ? "x" : "");
            has_come = server.wait_for_diagnostics();
        }));
        if (!has_come || !server.wait_for_others(documents)) throw std::runtime_error("a keystroke was not answered");
    }
    const Sample full = full_parses(file.text, options.rounds(30, 3));
    print_row("a full parse of one such file", full, "");
    print_row("rowtype, keystroke in the base model's file", sorted(own), "to its own diagnostics");
    print_row("rowtype, until every such file is judged anew", sorted(all),
              ratio(sorted(all).median(), full.median() * static_cast<double>(documents), "parsing them all (on one core)"));
    print_row("rowtype, keystroke in one of them meanwhile", sorted(meanwhile), "to its own diagnostics");
}

}  // namespace rowtype::bench
