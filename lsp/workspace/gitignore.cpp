#include "lsp/workspace/gitignore.h"

#include <algorithm>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kIgnoreFileCap = 1024UL * 1024;

std::string_view without_trailing_spaces(std::string_view line) {
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r')) {
        if (line.size() > 1 && line[line.size() - 2] == '\\') break;
        line.remove_suffix(1);
    }
    return line;
}

}  // namespace

IgnoreRules::IgnoreRules(std::shared_ptr<const IgnoreRules> above, std::string folder, std::string_view text)
    : above_(std::move(above)), folder_(std::move(folder)) {
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = without_trailing_spaces(text.substr(0, end));
        text.remove_prefix(std::min(text.size(), end + 1));
        if (line.empty() || line.front() == '#') continue;
        Pattern pattern;
        if (line.front() == '!') {
            pattern.negated = true;
            line.remove_prefix(1);
        }
        if (line.ends_with('/')) {
            pattern.folders_only = true;
            line.remove_suffix(1);
        }
        if (line.empty()) continue;
        // A slash at the start or in the middle ties the pattern to this folder; else it holds at any depth.
        const bool anchored = line.find('/') != std::string_view::npos;
        if (line.starts_with('/')) line.remove_prefix(1);
        pattern.glob = (anchored ? "" : "**/") + std::string(line);
        patterns_.push_back(std::move(pattern));
    }
}

bool IgnoreRules::is_ignored(std::string_view path, bool is_folder) const {
    const std::string_view relative = path.substr(std::min(path.size(), folder_.size() + 1));
    for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
        if (pattern->folders_only && !is_folder) continue;
        if (matches_glob(relative, pattern->glob)) return !pattern->negated;
    }
    return above_ != nullptr && above_->is_ignored(path, is_folder);
}

std::shared_ptr<const IgnoreRules> ignore_rules_of(std::shared_ptr<const IgnoreRules> above, const std::string& folder) {
    const std::string file = folder + "/.gitignore";
    if (!is_file(file)) return above;
    const Result<std::string> text = read_file(file, kIgnoreFileCap);
    if (!text) return above;
    return std::make_shared<const IgnoreRules>(std::move(above), folder, *text);
}

}  // namespace rowtype::workspace
