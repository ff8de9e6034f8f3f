// The files of a revision of git's, copied to a folder of their own: the working tree, the index and the repository stay as they are.
//
// Git is asked for its objects (ls-tree, cat-file), so that neither hooks nor filters run. Only what can concern a schema or its
// code is copied: Python, SQL, configuration, snapshots.
#pragma once

#include <memory>
#include <string>

#include "reflect/base/result.h"

namespace rowtype::workspace {

class RevisionCopy {
public:
    // `folder` (absolute) lies in the repository. An Error where git is missing, it is no repository, or there is no such revision.
    [[nodiscard]] static Result<RevisionCopy> make(const std::string& folder, const std::string& revision);

    RevisionCopy(RevisionCopy&&) noexcept = default;
    RevisionCopy& operator=(RevisionCopy&&) noexcept = default;

    // The copy of a path (absolute) of the working tree, whether there is one or not; of others the path itself.
    [[nodiscard]] std::string in_copy(const std::string& path) const;
    // The path of the working tree that a path of the copy stands for.
    [[nodiscard]] std::string in_tree(const std::string& path) const;
    // "1a2b3c4d5e6f"
    [[nodiscard]] const std::string& commit() const { return commit_; }

private:
    RevisionCopy() = default;

    // Takes itself away.
    class Folder {
    public:
        explicit Folder(std::string path) : path_(std::move(path)) {}
        ~Folder();
        Folder(const Folder&) = delete;
        Folder& operator=(const Folder&) = delete;
        [[nodiscard]] const std::string& path() const { return path_; }

    private:
        std::string path_;
    };

    std::unique_ptr<Folder> folder_;
    std::string tree_;  // the repository's top folder
    std::string commit_;
};

}  // namespace rowtype::workspace
