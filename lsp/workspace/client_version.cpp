#include "lsp/workspace/client_version.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 16UL * 1024 * 1024;
constexpr const char* kRequirements = "requirements.txt";
constexpr std::array<std::string_view, 2> kPackages = {"postgrest", "supabase"};

bool is_word_byte(char byte) {
    return byte == '_' || byte == '-' || byte == '.' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

std::string version_at(std::string_view text) {
    const std::size_t begin = text.find_first_not_of(" \t\"'");
    if (begin == std::string_view::npos) return {};
    text = text.substr(begin);
    std::size_t end = 0;
    while (end < text.size() && (text[end] == '.' || (text[end] >= '0' && text[end] <= '9'))) ++end;
    return std::string(text.substr(0, end));
}

// name = "postgrest"
// version = "2.30.0"
std::string locked_version(std::string_view text, std::string_view package) {
    const std::string name = "\nname = \"" + std::string(package) + "\"\nversion = ";
    const std::size_t found = text.find(name);
    return found == std::string_view::npos ? std::string() : version_at(text.substr(found + name.size()));
}

// "supabase==2.30", "supabase[x]>=2.5,<3", "supabase ~= 2.5", and supabase = "^2.5" of Poetry.
std::string required_version(std::string_view line, std::string_view package) {
    const std::size_t comment = line.find('#');
    line = line.substr(0, comment);
    const std::size_t found = line.find(package);
    const bool starts = found == 0 || (found != std::string_view::npos && !is_word_byte(line[found - 1]));
    if (!starts) return {};
    std::string_view rest = line.substr(found + package.size());
    if (rest.starts_with('[')) rest = rest.substr(std::min(rest.size(), rest.find(']') + 1));
    const std::size_t sign = rest.find_first_not_of(" \t");
    if (sign == std::string_view::npos) return {};
    rest = rest.substr(sign);
    if (rest.starts_with("= \"") || rest.starts_with("=\"")) {
        rest = rest.substr(rest.find('"') + 1);
        if (!rest.starts_with("^") && !rest.starts_with("~") && !rest.starts_with(">=") && !rest.starts_with("==")) {
            return version_at(rest);
        }
        return version_at(rest.substr(rest.find_first_of("0123456789")));
    }
    for (const std::string_view operation : {"===", "==", ">=", "~="}) {
        if (rest.starts_with(operation)) return version_at(rest.substr(operation.size()));
    }
    return {};
}

std::string required_in(std::string_view text, std::string_view package) {
    while (!text.empty()) {
        const std::string_view line = text.substr(0, text.find('\n'));
        if (std::string version = required_version(line, package); !version.empty()) return version;
        text = line.size() == text.size() ? std::string_view() : text.substr(line.size() + 1);
    }
    return {};
}

bool is_lock(std::string_view file) { return file.ends_with(".lock"); }
bool is_requirements(std::string_view file) { return file.starts_with("requirements") && file.ends_with(".txt"); }

std::string version_in(std::string_view file, std::string_view text) {
    for (const std::string_view package : kPackages) {
        std::string version = is_lock(file) ? locked_version(text, package) : required_in(text, package);
        if (!version.empty()) return version;
    }
    return {};
}

bool asks_for_postgres(std::string_view file, std::string_view text) {
    const std::string version = is_lock(file) ? locked_version(text, "postgres") : required_in(text, "postgres");
    const bool is_of_project = is_requirements(file) && text.find("/postgres-") != std::string_view::npos;  // a file of its own
    return !version.empty() || is_of_project;
}

// Other lists of requirements, for development and the like.
std::vector<std::string> more_requirements(const std::string& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end; entry.increment(failure)) {
        std::string name = entry->path().filename().string();
        if (is_requirements(name) && name != kRequirements) names.push_back(std::move(name));
    }
    return names;
}

}  // namespace

ProjectClients clients_of(const std::string& folder) {
    ProjectClients clients;
    const auto look = [&](const std::string& name, bool tells_version) {
        const std::string path = join_path(folder, name);
        if (!is_file(path)) return;
        const Result<std::string> text = read_file(path, kFileCap);
        if (!text) return;
        if (tells_version && clients.version.empty()) clients.version = version_in(name, *text);
        clients.uses_postgres = clients.uses_postgres || asks_for_postgres(name, *text);
    };
    for (const char* name : {"uv.lock", "poetry.lock", "pdm.lock", kRequirements, "pyproject.toml"}) look(name, true);
    for (const std::string& name : more_requirements(folder)) look(name, false);
    return clients;
}

}  // namespace rowtype::workspace
