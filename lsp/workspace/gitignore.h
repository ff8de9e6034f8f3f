// The part of gitignore(5) that decides whether a path below a folder is ignored.
//
// Immutable once made; shared between threads.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::workspace {

class IgnoreRules {
public:
    // The rules of `folder`'s .gitignore `text`, after those of the folder above (may be null).
    IgnoreRules(std::shared_ptr<const IgnoreRules> above, std::string folder, std::string_view text);

    // `path` is absolute, below `folder`. The last rule that matches decides, the nearest file first.
    [[nodiscard]] bool is_ignored(std::string_view path, bool is_folder) const;

private:
    struct Pattern {
        std::string glob;  // relative to the folder
        bool negated = false;
        bool folders_only = false;
    };

    std::shared_ptr<const IgnoreRules> above_;
    std::string folder_;
    std::vector<Pattern> patterns_;
};

// The rules that hold in `folder`: its own .gitignore, if it has one, after `above`.
[[nodiscard]] std::shared_ptr<const IgnoreRules> ignore_rules_of(std::shared_ptr<const IgnoreRules> above,
                                                                 const std::string& folder);

}  // namespace rowtype::workspace
