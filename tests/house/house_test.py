"""The repository keeps the rules of the house, and each rule is known to be able to fail."""

import os
import sys
import tempfile
import unittest
from pathlib import Path

import house

ROOT = Path(os.environ.get("ROWTYPE_SOURCE_DIR", Path(__file__).parents[2]))


class Repository(unittest.TestCase):
    def test_the_repository_keeps_every_rule(self):
        tree = house.Tree(ROOT)
        self.assertIn("CMakeLists.txt", tree.files)
        complaints = [f"{rule.__name__}: {line}" for rule in house.RULES for line in rule(tree)]
        self.assertEqual([], complaints, "\n" + "\n".join(complaints))


# For each rule: files that break it, and words of the complaint that must follow.
VIOLATIONS = [
    (
        house.include_arrows,
        {"reflect/base/a.cpp": '#include "analysis/facts/facts.h"'},
        "reflect/base must not know analysis/facts",
    ),
    (
        house.include_arrows,
        {"reflect/catalog/a.h": '#include "reflect/sql/parse.h"'},
        "reflect/catalog must not know reflect/sql",
    ),
    (house.include_arrows, {"reflect/snapshot/a.h": '#include "reflect/postgres/protocol.h"'}, "must not know reflect/postgres"),
    (
        house.include_arrows,
        {"analysis/rules/a.cpp": '#include "lsp/workspace/log.h"'},
        "analysis/rules must not know lsp/workspace",
    ),
    (house.include_arrows, {"analysis/rules/a.cpp": '#include "reflect/migrations/apply.h"'}, "must not know reflect/migrations"),
    (house.include_arrows, {"analysis/rules/a.cpp": '# include "reflect/snapshot/a.h"'}, "must not know reflect/snapshot"),
    (house.include_arrows, {"lsp/cli/a.cpp": '#include "lsp/server/run_server.h"'}, "lsp/cli must not know lsp/server"),
    (house.include_arrows, {"lsp/server/handlers/a.cpp": '#include "lsp/cli/cli.h"'}, "lsp/server must not know lsp/cli"),
    (house.include_arrows, {"lsp/server/a.cpp": '#include "reflect/snapshot/read_snapshot.h"'}, "must not know reflect/snapshot"),
    (house.include_arrows, {"lsp/workspace/a.cpp": '#include "lsp/cli/cli.h"'}, "lsp/workspace must not know lsp/cli"),
    (house.include_arrows, {"lsp/workspace/a.cpp": '#include "reflect/postgres/connection.h"'}, "must not know reflect/postgres"),
    (house.include_arrows, {"lsp/main.cpp": '#include "reflect/postgres/connection.h"'}, "rowtype links no libpq"),
    (house.include_arrows, {"lsp/cli/a.cpp": '#include "cli.h"'}, "not written from the repository root"),
    (house.include_arrows, {"lsp/cli/a.cpp": "#include <lsp/cli/cli.h>"}, "with quotes"),
    (
        house.include_cycles,
        {"analysis/a/x.h": '#include "analysis/b/x.h"', "analysis/b/x.h": '#include "analysis/a/x.h"'},
        "analysis/a -> analysis/b -> analysis/a",
    ),
    (
        house.linked_targets,
        {
            "reflect/snapshot/CMakeLists.txt": "rowtype_library(rowtype_snapshot\n  SOURCES a.cpp)",
            "analysis/rules/CMakeLists.txt": "rowtype_library(rowtype_rules SOURCES a.cpp\n  PRIVATE rowtype_snapshot)",
        },
        "rowtype_rules links rowtype_snapshot",
    ),
    (
        house.linked_targets,
        {
            "reflect/postgres/CMakeLists.txt": "rowtype_library(rowtype_postgres SOURCES a.cpp)",
            "lsp/workspace/CMakeLists.txt": "rowtype_library(rowtype_workspace SOURCES a.cpp PUBLIC rowtype_postgres)",
        },
        "rowtype_workspace links rowtype_postgres",
    ),
    (house.top_level, {"cmake/helper.cmake": ""}, "cmake: not an entry"),
    (house.top_level, {"package.json": "{}"}, "package.json: not an entry"),
    (
        house.one_includer,
        {"reflect/a/a.cpp": "#include <pqxx/pqxx>", "reflect/a/b.cpp": "#include <pqxx/result>"},
        "pqxx is included by 2",
    ),
    (
        house.one_includer,
        {"analysis/a/a.cpp": "#include <tree_sitter/api.h>", "analysis/a/b.cpp": '#include "tree_sitter/api.h"'},
        "tree_sitter/api.h is included by 2",
    ),
    (
        house.one_includer,
        {"reflect/a/a.cpp": "#include <pg_query.h>", "reflect/a/b.h": "#include <pg_query.h>"},
        "pg_query.h is included by 2",
    ),
    (house.heavy_headers, {"lsp/server/a.h": "#include <nlohmann/json.hpp>"}, "belongs in a .cpp file"),
    (house.heavy_headers, {"lsp/cli/a.h": "#include <CLI/CLI.hpp>"}, "belongs in a .cpp file"),
    (house.one_platform_file, {"lsp/server/a.cpp": "#include <sys/inotify.h>"}, "lsp/server/a.cpp:1: <sys/inotify.h is of some systems"),
    (house.one_platform_file, {"lsp/cli/a.cpp": '\n  readlink("/proc/self/exe", a, b);'}, "lsp/cli/a.cpp:2: /proc/ is of some systems"),
    (house.pure_analysis, {"analysis/rules/a.cpp": "#include <filesystem>"}, "must not know <filesystem>"),
    (house.pure_analysis, {"analysis/rules/a.cpp": "#include <nlohmann/json.hpp>"}, "must not know <nlohmann/json.hpp>"),
    (house.architecture_paths, {"ARCHITECTURE.md": "See `reflect/gone/`."}, "ARCHITECTURE.md:1: reflect/gone does not exist"),
    (house.architecture_paths, {"ARCHITECTURE.md": "\n[the rules](analysis/gone.h)"}, "ARCHITECTURE.md:2: analysis/gone.h"),
    (house.architecture_paths, {"README.md": ""}, "ARCHITECTURE.md does not exist"),
    (house.file_length, {"lsp/cli/a.cpp": "\n" * 601}, "601 lines"),
    (house.machine_traces, {"README.md": "see /wo" + "rk/main/README.md"}, "README.md:1: a path of one machine"),
    (house.machine_traces, {"dev": "curl https://registry.npmjs" + ".org/x"}, "names the registry"),
    (house.machine_traces, {"tests/a/package-lock.json": '"resolved": "x"'}, "not download addresses"),
    (house.unfinished_words, {"lsp/cli/a.cpp": "// TO" + "DO: later"}, "unfinished"),
    (house.skipped_tests, {"tests/lsp/a_test.cpp": "GTEST_" + "SKIP();"}, "skipped or disabled"),
    (house.named_in_cmake, {"lsp/cli/CMakeLists.txt": "", "lsp/cli/more.cmake": ""}, "lsp/cli/more.cmake: no"),
    (
        house.named_in_cmake,
        {"lsp/cli/CMakeLists.txt": "rowtype_library(a SOURCES b.cpp)  # a.cpp", "lsp/cli/a.cpp": ""},
        "lsp/cli/a.cpp: no",
    ),
    (
        house.named_in_cmake,
        {"tests/CMakeLists.txt": "add_subdirectory(lsp)", "tests/cli/CMakeLists.txt": ""},
        "tests/cli/CMakeLists.txt: no",
    ),
]

# What looks like a violation and is none.
ALLOWED = [
    (house.include_arrows, {"lsp/workspace/a.cpp": '#include "reflect/postgres/protocol.h"\n#include "reflect/snapshot/read_snapshot.h"'}),
    (house.include_arrows, {"reflect/postgres/main.cpp": '#include "reflect/snapshot/write_snapshot.h"'}),
    (house.include_arrows, {"lsp/cli/a.cpp": '#include "lsp/workspace/log.h"\n#include "rowtype_version.h"\n#include <vector>'}),
    (house.include_arrows, {"lsp/main.cpp": '#include "lsp/cli/cli.h"\n#include "lsp/server/run_server.h"'}),
    (house.one_includer, {"reflect/a/a.cpp": "#include <pg_query.h>", "tests/bench/a.cpp": "#include <pg_query.h>"}),
    (house.heavy_headers, {"lsp/server/a.h": "#include <nlohmann/json_fwd.hpp>", "lsp/server/a.cpp": "#include <nlohmann/json.hpp>"}),
    (house.one_platform_file, {"reflect/platform/platform.cpp": "#include <sys/prctl.h>", "lsp/cli/a.cpp": "#include <unistd.h>  // not /proc/"}),
    (house.architecture_paths, {"ARCHITECTURE.md": "`reflect/base/` and `Catalog` and `.rowtype/schema.json`", "reflect/base/a.h": ""}),
    (house.file_length, {"lsp/cli/a.cpp": "\n" * 600}),
    (house.named_in_cmake, {"lsp/CMakeLists.txt": "rowtype_library(a SOURCES server/handlers/a.cpp)", "CMakeLists.txt": "add_subdirectory(lsp)", "lsp/server/handlers/a.cpp": ""}),
]  # fmt: skip


class Rules(unittest.TestCase):
    def test_each_planted_violation_is_found(self):
        for rule, files, words in VIOLATIONS:
            with self.subTest(rule=rule.__name__, words=words):
                complaints = complaints_about(rule, files)
                self.assertTrue(any(words in line for line in complaints), complaints)

    def test_what_is_allowed_is_not_complained_about(self):
        for rule, files in ALLOWED:
            with self.subTest(rule=rule.__name__, files=list(files)):
                self.assertEqual([], complaints_about(rule, files))

    def test_each_rule_has_a_planted_violation(self):
        planted = {rule for rule, _, _ in VIOLATIONS}
        self.assertEqual([], [rule.__name__ for rule in house.RULES if rule not in planted])


def complaints_about(rule, files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return rule(house.Tree(folder))


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    unittest.main()
