// Files whose classes are models only through a base class of another file: nothing in their bytes names pydantic, so that a scan
// for triggers (analysis/facts/triggers.h) passes them over. `check` asks for them to say which classes are not checked, `init` to
// find models.
//
// By bytes alone, names without their modules: whether such a class really is a model is for the parse that follows.
//
// Thread: any; derived_files when all files have been looked at.
#pragma once

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

    // Those passed over with a class that derives from BaseModel or SQLModel through classes that were seen; sorted.
    [[nodiscard]] std::vector<std::string> derived_files();

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
