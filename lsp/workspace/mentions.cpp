#include "lsp/workspace/mentions.h"

#include <algorithm>
#include <filesystem>

#include "lsp/workspace/file_walker.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

bool is_path_byte(char byte) {
    return byte == '_' || byte == '.' || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || static_cast<unsigned char>(byte) >= 0x80;
}

}  // namespace

std::vector<Mention> mentions_in_strings(std::string_view text, const std::vector<std::string>& modules) {
    std::vector<Mention> mentions;
    for (const std::string& module : modules) {
        for (std::size_t at = text.find(module); at != std::string_view::npos; at = text.find(module, at + 1)) {
            const std::size_t behind = at + module.size();
            const bool is_begun = at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'');
            const char next = behind < text.size() ? text[behind] : ' ';
            if (!is_begun || (next != '.' && next != ':' && next != '"' && next != '\'')) continue;
            std::size_t end = behind;
            while (end < text.size() && is_path_byte(text[end])) ++end;
            mentions.push_back({static_cast<std::uint32_t>(at), std::string(text.substr(at, end - at))});
        }
    }
    return mentions;
}

bool seems_to_import(std::string_view text, const std::vector<std::string>& modules) {
    return std::ranges::any_of(modules, [&](std::string_view module) {
        for (;;) {
            for (const std::string_view word : {"from ", "import ", "from ."}) {
                const std::string wanted = std::string(word) + std::string(module);
                const std::size_t at = text.find(wanted);
                if (at == std::string_view::npos) continue;
                const char next = at + wanted.size() < text.size() ? text[at + wanted.size()] : ' ';
                if (!is_path_byte(next) || next == '.') return true;
            }
            const std::size_t dot = module.find('.');
            if (dot == std::string_view::npos) return false;
            module.remove_prefix(dot + 1);
        }
    });
}

std::vector<std::string> notebooks_and_stubs(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code failure;
    const auto options = fs::directory_options::skip_permission_denied;
    for (fs::recursive_directory_iterator at(folder, options, failure), end; !failure && at != end; at.increment(failure)) {
        const std::string name = at->path().filename().string();
        std::error_code ignored;
        if (at->is_directory(ignored) && is_skipped_folder(name)) {
            at.disable_recursion_pending();
        } else if ((name.ends_with(".ipynb") || name.ends_with(".pyi")) && at->is_regular_file(ignored)) {
            files.push_back(at->path().string());
        }
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace rowtype::workspace
