"""The rules of the house: each function looks at one tree of files and returns its complaints, a line each.

To add a rule: write a function that takes a Tree and returns a list of complaints, add it to RULES, and plant a violation of it
in house_test.py. Rules see the files that git would commit.
"""

import os
import re
import subprocess
from pathlib import Path

# Written in halves, so that this file does not break its own rules.
MACHINE_PATH = re.compile(r"(?<![\w.-])/wo" + r"rk/(main|shared|build|[.])")
REGISTRY_HOSTS = [
    host.replace("|", "")
    for host in (
        "registry.npmjs|.org",
        "deb.debian|.org",
        "security.debian|.org",
        "snapshot.debian|.org",
        "files.pythonhosted|.org",
        "pypi.org|/simple",
        "proxy.golang|.org",
    )
]
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK|X" + r"XX)\b|not imple" + r"mented|coming so" + r"on")
SKIPPED = re.compile(r"GTEST_" + r"SKIP|DISAB" + r"LED_|pytest\.mark\.(sk" + r"ip|xf" + r"ail)|unittest\.sk" + r"ip")

TOP_LEVEL = {
    # folders
    "analysis", "editors", "lsp", "reflect", "tests", ".ci", ".github",
    # files
    ".clang-format", ".clang-tidy", ".dockerignore", ".editorconfig", ".gitattributes", ".gitignore", ".pre-commit-hooks.yaml",
    "ARCHITECTURE.md", "CHANGELOG.md", "CMakeLists.txt", "CMakePresets.json", "Dockerfile", "LICENSE", "README.md", "SECURITY.md",
    "action.yml", "dev", "pyproject.toml",
}  # fmt: skip

SOURCE_ENDINGS = (".cpp", ".h", ".py", ".lua", ".ts", ".mjs", ".js", ".sh", ".cmake")
CODE_FOLDERS = ("reflect/", "analysis/", "lsp/")
LONGEST_FILE = 600

# Headers that one file of ours includes: behind it the rest of the house is free to forget that the library exists.
ONE_INCLUDER = {
    "pqxx": re.compile(r"<pqxx[/>]"),
    "libpq-fe.h": re.compile(r"libpq-fe\.h"),
    "tree_sitter/api.h": re.compile(r"tree_sitter/api\.h"),
    "pg_query.h": re.compile(r"pg_query\.h"),
}
# Headers that cost seconds a file: never in a header of ours.
HEAVY = re.compile(r"<(nlohmann/(?!json_fwd)|asio|CLI/|toml\+\+/(?!impl/forward)|spdlog/|pqxx|tree_sitter/|pg_query)")
# What analysis/ must not know: sockets, JSON, the clock, the file system, libpqxx.
IMPURE = re.compile(r"<(pqxx|asio|nlohmann|spdlog|CLI/|toml\+\+|filesystem|fstream|chrono|ctime|sys/|unistd|thread|sys/socket)")

# The budget behind the input limits: a parse that takes longer than a second is given up, and only a clock can say so.
IMPURE_ON_PURPOSE = {("analysis/syntax/syntax_tree.cpp", "<chrono>")}

# What one operating system has and others lack: known to one file, whose other half is what they all have.
PLATFORM_FILE = "reflect/platform/platform.cpp"
ONE_SYSTEM = re.compile(r"<(linux/|asm/|mach|sys/(prctl|inotify|fanotify|epoll|eventfd|signalfd|timerfd|syscall|ioctl|sysinfo|event|ptrace)\.h)")
ONE_SYSTEM_WORDS = re.compile(r"/proc/|\b(explicit_bzero|pipe2|accept4|d_type|O_TMPFILE|O_PATH|SOCK_CLOEXEC|__linux__|__APPLE__)\b")

PURE_REFLECT = {"reflect/base", "reflect/catalog", "reflect/sql"}
# What needs no library of a server's: connection strings, URLs, and how rowtype and rowtype-db talk.
WITHOUT_SERVER = {
    "reflect/postgres": {"connection_string.h", "connection_text.h", "protocol.h"},
    "reflect/redis": {"redis_url.h", "protocol.h"},
}
REFLECT_ARROWS = {
    "reflect/base": set(),
    "reflect/catalog": {"reflect/base"},
    "reflect/sql": {"reflect/base"},
    "reflect/migrations": PURE_REFLECT,
    "reflect/snapshot": {"reflect/base", "reflect/catalog"},
    "reflect/openapi": {"reflect/base", "reflect/catalog"},
    "reflect/platform": {"reflect/base"},
    "reflect/redis": {"reflect/base", "reflect/snapshot", "reflect/platform"},
    "reflect/postgres": PURE_REFLECT | {"reflect/snapshot", "reflect/platform", "reflect/redis"},
}


class Tree:
    """The files of one repository, as paths from its root with forward slashes."""

    def __init__(self, root):
        self.root = Path(root)
        self.files = sorted(path for path in list_files(self.root) if (self.root / path).is_file())

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def code(self, *endings):
        return [path for path in self.files if path.startswith(CODE_FOLDERS) and path.endswith(endings or (".cpp", ".h"))]

    def own(self):
        """Text that we write: no sample Python, no lock files, no fuzzer's corpus."""
        return [
            path
            for path in self.files
            if not path.startswith(("tests/projects/", "tests/fuzz/corpus/")) and Path(path).name != "package-lock.json"
        ]


def list_files(root):
    git = subprocess.run(
        ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True, check=False
    )
    if git.returncode == 0:
        return [name for name in git.stdout.decode().split("\0") if name]
    found = []
    for folder, folders, names in os.walk(root):  # an unpacked release has no git
        folders[:] = [name for name in folders if name not in ("build", ".git", "node_modules", "__pycache__")]
        found += [Path(folder, name).relative_to(root).as_posix() for name in names]
    return found


def includes(tree, path):
    """Pairs (line number, what stands after #include)."""
    for number, line in enumerate(tree.text(path).splitlines(), 1):
        if match := re.match(r"\s*#\s*include\s*([<\"][^>\"]+[>\"])", line):
            yield number, match.group(1)


def folder_of(path):
    """The room of the house: the first two folders, or the first for a file that stands directly in it."""
    parts = path.split("/")[:-1]
    return "/".join(parts[:2])


def arrow_complaint(source, target, header=""):
    """Why code in the folder `source` may not use the folder `target`; None where it may."""
    if source == target or source == "lsp":  # lsp/main.cpp wires all of lsp/ together
        return "rowtype links no libpq" if source == "lsp" and target == "reflect/postgres" else None
    if target.startswith("lsp"):
        if source in ("lsp/cli", "lsp/server") and target == "lsp/workspace":
            return None
        return f"{source} must not know {target}"
    if source.startswith("reflect"):
        return None if target in REFLECT_ARROWS.get(source, PURE_REFLECT) else f"{source} must not know {target}"
    if target.startswith("analysis") or target in PURE_REFLECT:
        return None
    if source == "lsp/workspace" and header in WITHOUT_SERVER.get(target, {header}):
        return None
    return f"{source} must not know {target}"


def include_arrows(tree):
    complaints = []
    for path in tree.code():
        for number, name in includes(tree, path):
            if name.startswith("<"):
                if name.strip("<>").startswith(CODE_FOLDERS):
                    complaints.append(f"{path}:{number}: our own header {name} is included with quotes")
                continue
            header = name.strip('"')
            if header.startswith(CODE_FOLDERS):
                why = arrow_complaint(folder_of(path), folder_of(header), Path(header).name)
                if why:
                    complaints.append(f"{path}:{number}: {why} ({header})")
            elif header != "rowtype_version.h":
                complaints.append(f"{path}:{number}: {header} is not written from the repository root")
    return complaints


def include_cycles(tree):
    """Folders of the house form no cycle: of two that need each other, one is in the wrong place."""
    uses = {}
    for path in tree.code():
        for _, name in includes(tree, path):
            header = name.strip('"')
            if header.startswith(CODE_FOLDERS) and folder_of(header) != folder_of(path):
                uses.setdefault(folder_of(path), set()).add(folder_of(header))
    done, complaints = set(), []

    def visit(folder, trail):
        if folder in trail:
            complaints.append("a cycle of includes: " + " -> ".join([*trail[trail.index(folder) :], folder]))
            return
        if folder not in done:
            for other in sorted(uses.get(folder, ())):
                visit(other, [*trail, folder])
            done.add(folder)

    for folder in sorted(uses):
        visit(folder, [])
    return complaints


def linked_targets(tree):
    """Arrows again, as CMake sees them: what a target of ours links."""
    homes, links = {}, []
    for path in tree.files:
        if not path.startswith(CODE_FOLDERS) or not path.endswith(("CMakeLists.txt", ".cmake")):
            continue
        text = re.sub(r"#.*", "", tree.text(path))
        for call in re.finditer(r"\b(rowtype_library|rowtype_executable|target_link_libraries)\s*\(([^()]*)\)", text):
            words = call.group(2).split()
            if call.group(1) != "target_link_libraries":
                homes[words[0]] = folder_of(path)
            links += [(path, words[0], word) for word in words[1:] if word.startswith("rowtype_")]
    complaints = []
    for path, user, used in links:
        if used in homes and user in homes:
            header = "protocol.h" if used in ("rowtype_connection_string", "rowtype_redis_protocol") else ""
            why = arrow_complaint(homes[user], homes[used], header)
            if why:
                complaints.append(f"{path}: {user} links {used}, but {why}")
    return complaints


def top_level(tree):
    entries = {path.split("/")[0] for path in tree.files}
    return [f"{entry}: not an entry that the top level has" for entry in sorted(entries - TOP_LEVEL)]


def one_includer(tree):
    complaints = []
    for library, pattern in ONE_INCLUDER.items():
        users = [path for path in tree.code() if any(pattern.search(name) for _, name in includes(tree, path))]
        if len(users) > 1:
            complaints.append(f"{library} is included by {len(users)} files, one is the rule: {', '.join(users)}")
    return complaints


def heavy_headers(tree):
    return [
        f"{path}:{number}: {name} costs seconds wherever it is included; it belongs in a .cpp file"
        for path in tree.code(".h")
        for number, name in includes(tree, path)
        if HEAVY.search(name)
    ]


def one_platform_file(tree):
    complaints = []
    for path in tree.code():
        if path == PLATFORM_FILE:
            continue
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if match := ONE_SYSTEM.search(line) or ONE_SYSTEM_WORDS.search(line.split("//")[0]):
                complaints.append(f"{path}:{number}: {match.group(0)} is of some systems only; it belongs into {PLATFORM_FILE}")
    return complaints


def pure_analysis(tree):
    return [
        f"{path}:{number}: analysis/ is pure and must not know {name}"
        for path in tree.code()
        if path.startswith("analysis/")
        for number, name in includes(tree, path)
        if IMPURE.search(name) and (path, name) not in IMPURE_ON_PURPOSE
    ]


def architecture_paths(tree):
    if "ARCHITECTURE.md" not in tree.files:
        return ["ARCHITECTURE.md does not exist"]
    folders = {"/".join(path.split("/")[:depth]) for path in tree.files for depth in range(1, path.count("/") + 1)}
    known = set(tree.files) | folders
    complaints = []
    for number, line in enumerate(tree.text("ARCHITECTURE.md").splitlines(), 1):
        for word in re.findall(r"`([^`\s]+)`|\]\(([^)#\s]+)", line):
            path = (word[0] or word[1]).rstrip("/").removeprefix("./")
            names_a_path = path.split("/")[0] in TOP_LEVEL and re.fullmatch(r"[\w./-]+", path)
            if names_a_path and path not in known:
                complaints.append(f"ARCHITECTURE.md:{number}: {path} does not exist")
    return complaints


def file_length(tree):
    complaints = []
    for path in tree.own():
        if path.endswith(SOURCE_ENDINGS) or path == "dev":
            lines = tree.text(path).count("\n")
            if lines > LONGEST_FILE:
                complaints.append(f"{path}: {lines} lines; past {LONGEST_FILE} a file is asking to be two")
    return complaints


def machine_traces(tree):
    complaints = []
    for path in tree.files:
        for number, line in enumerate(tree.text(path).splitlines(), 1):
            if MACHINE_PATH.search(line):
                complaints.append(f"{path}:{number}: a path of one machine")
            complaints += [f"{path}:{number}: names the registry {host}" for host in REGISTRY_HOSTS if host in line]
            if path.endswith("package-lock.json") and '"resolved":' in line:
                complaints.append(f"{path}:{number}: a lock file names contents, not download addresses")
    return complaints


def unfinished_words(tree):
    return [
        f"{path}:{number}: unfinished: {match.group(0)}"
        for path in tree.own()
        if path.endswith(SOURCE_ENDINGS) or path == "dev"
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if (match := UNFINISHED.search(line))
    ]


def skipped_tests(tree):
    return [
        f"{path}:{number}: a test that is skipped or disabled"
        for path in tree.own()
        if path.startswith("tests/") and path.endswith((".cpp", ".h", ".py"))
        for number, line in enumerate(tree.text(path).splitlines(), 1)
        if SKIPPED.search(line)
    ]


def named_in_cmake(tree):
    """Every source is built, and every folder with targets is part of the build: what no CMakeLists.txt names is never compiled."""
    cmake = {
        path: re.sub(r"#.*", "", tree.text(path))
        for path in tree.files
        if Path(path).name == "CMakeLists.txt" or path.endswith(".cmake")
    }
    lists = {}
    for path, text in cmake.items():
        lists.setdefault(Path(path).parent.as_posix(), []).append(text)
    complaints = []
    for path in tree.files:
        if path.startswith((*CODE_FOLDERS, "tests/")) and path.endswith((".cpp", ".cmake")) and not is_named(path, lists):
            complaints.append(f"{path}: no CMakeLists.txt names it")
        if path.endswith("/CMakeLists.txt") and not is_named(Path(path).parent.as_posix(), lists):
            complaints.append(f"{path}: no CMakeLists.txt above it adds its folder")
    return complaints


def is_named(path, lists):
    for folder in Path(path).parents:
        relative = path if folder.as_posix() == "." else path.removeprefix(folder.as_posix() + "/")
        before = r"(?:(?<![\w./-])|(?<=\$\{CMAKE_CURRENT_SOURCE_DIR\}/))"
        if any(re.search(rf"{before}{re.escape(relative)}(?![\w./-])", text) for text in lists.get(folder.as_posix(), ())):
            return True
    return False


RULES = [
    include_arrows,
    include_cycles,
    linked_targets,
    top_level,
    one_includer,
    heavy_headers,
    one_platform_file,
    pure_analysis,
    architecture_paths,
    file_length,
    machine_traces,
    unfinished_words,
    skipped_tests,
    named_in_cmake,
]
