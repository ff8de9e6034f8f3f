// psql's \if, \elif, \else and \endif, and the variables that \set gives them.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::migrations {

class PsqlConditions {
public:
    // A meta-command, without its backslash; answers whether it is one of these.
    bool read(std::string_view command, std::string_view argument);

    // What stands here is certainly not run.
    [[nodiscard]] bool is_skipping() const;
    // What stands here depends on variables that the script does not set: psql's own, those of its command line.
    [[nodiscard]] bool is_unknown() const;

private:
    struct Branch {
        std::optional<bool> runs;  // nullopt: not known
        bool earlier_ran = false;
        bool earlier_may_have = false;
    };
    void start(std::optional<bool> condition);
    void next(std::optional<bool> condition);
    void set(std::string_view argument);
    [[nodiscard]] std::optional<bool> evaluate(std::string_view expression) const;

    std::vector<Branch> branches_;
    std::map<std::string, std::optional<std::string>, std::less<>> variables_;  // nullopt: of a value that is not known
};

}  // namespace rowtype::migrations
