// Files whose classes are models only through a base class of another file: nothing in their bytes names pydantic, so that a scan
// for triggers (analysis/facts/triggers.h) passes them over. `check` asks for them to say which classes are not checked, and passes
// over files of nothing but model classes as well: of those that it does not check only the ones called like a table are worth a word.
// `init` asks to find models.
//
// By bytes alone, names without their modules: whether such a class really is a model is for the parse that follows.
//
// Thread: any; derived_files when all files have been looked at.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/facts/triggers.h"

namespace rowtype::workspace {

class SubclassSearch {
public:
    // The classes of a file that was passed over, and that may become one of derived_files.
    void pass_over(const std::string& path, const std::vector<facts::ClassHead>& heads);
    // Those of a file that is analysed anyway.
    void take(const std::vector<facts::ClassHead>& heads) { pass_over({}, heads); }

    // Those passed over with a class that derives from BaseModel or SQLModel, or from them through classes that were seen, and whose
    // name `is_wanted`; sorted.
    [[nodiscard]] std::vector<std::string> derived_files(const std::function<bool(const std::string&)>& is_wanted =
                                                             [](const std::string&) { return true; });

private:
    struct SeenClass {
        std::string name;
        std::vector<std::string> bases;  // the last name of each
        std::string passed_over_in;      // empty: in a file that is analysed anyway
    };

    std::mutex mutex_;
    std::vector<SeenClass> classes_;
};

}  // namespace rowtype::workspace
