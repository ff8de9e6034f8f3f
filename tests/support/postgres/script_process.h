// A helper script of this folder, started and ended with the test program.
#pragma once

#include <string>
#include <vector>

namespace rowtype::testing {

// Starts `python3 SCRIPT ARGUMENT...`, waits for the one line of JSON that says it is ready, and ends it by closing its standard
// input. Also a crash of this program does that. Throws std::runtime_error where no line comes; the script's words are on the terminal.
class ScriptProcess {
public:
    // `script`: a file of this folder.
    ScriptProcess(const std::string& script, const std::vector<std::string>& arguments);
    ~ScriptProcess();
    ScriptProcess(const ScriptProcess&) = delete;
    ScriptProcess& operator=(const ScriptProcess&) = delete;

    // A member of the line, a flat object of strings and numbers; "" where there is none.
    [[nodiscard]] std::string member(const std::string& name) const;

private:
    int input_ = -1;
    int process_ = 0;
    std::string line_;
};

}  // namespace rowtype::testing
