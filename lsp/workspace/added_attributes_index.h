// Which attributes code gives to classes from outside, anywhere below one folder (analysis/facts/added_attributes.h), and which classes
// and tables there are (analysis/facts/declared_names.h). The files are read when somebody asks for the first time: only a name that its
// class seems to lack, or a class that a text names and no import, makes anybody ask.
//
// Thread: any; the first who asks reads while others wait.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "analysis/facts/added_attributes.h"
#include "analysis/facts/deriving.h"
#include "lsp/workspace/changed_paths.h"
#include "lsp/workspace/file_notes.h"
#include "lsp/workspace/listed_files.h"

namespace rowtype::workspace {

class AddedAttributesIndex {
public:
    // `project` outlives it; paths of files are relative to its root.
    explicit AddedAttributesIndex(ListedFiles& project) : project_(project) {}

    // Has the files read by what keeps notes of them; before the first question. It outlives this.
    void use_notes(NotedFiles& files) { noted_ = &files; }

    // Nothing where the project is too large to be listed (ListedFiles::is_too_large).
    [[nodiscard]] std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute);
    // The same without looking at the disk, or waiting for somebody who does. `is_current` is false where a look would help.
    [[nodiscard]] std::optional<bool> known(std::string_view class_name, std::string_view attribute, bool& is_current);
    // The file (relative) that declares a class of that name; of several the one with that number, sorted. Empty: none.
    [[nodiscard]] std::string declaring_file(std::string_view class_name, std::size_t number);
    // The same of a class that has a base of that name; a file once for each such class. Open documents count as they are.
    [[nodiscard]] std::string subclassing_file(std::string_view base_name, std::size_t number);
    // The same without looking at the disk, or waiting for somebody who does; nothing where a look would help.
    [[nodiscard]] std::optional<std::string> known_subclassing_file(std::string_view base_name, std::size_t number);
    // What a document says of bases comes before its file, until it is withdrawn. True where it says something else than before.
    bool set_bases(const std::string& path, facts::SubclassCounts counts);
    void withdraw_bases(const std::string& path);
    // Reads what was not read yet.
    void load();
    // The file changed on disk.
    void forget(const std::string& path);

private:
    void read_all();
    void read_changed();
    [[nodiscard]] std::set<std::string> touched_by(std::set<std::string> changed) const;
    void gather();
    [[nodiscard]] facts::AddedAttributes added_by(const std::string& path) const;
    [[nodiscard]] std::optional<bool> answer(std::string_view class_name, std::string_view attribute) const;
    [[nodiscard]] std::string find_subclassing(std::string_view base_name, std::size_t number) const;

    ListedFiles& project_;
    NotedFiles* noted_ = nullptr;
    std::mutex mutex_;  // held while the disk is read
    bool is_read_ = false;
    bool is_too_large_ = false;
    std::map<std::string, facts::AddedAttributes> files_;  // those that add something, by relative path
    facts::AddedAttributes all_;
    ChangedPaths changed_;
    mutable std::mutex open_mutex_;  // never held while the disk is read
    std::map<std::string, facts::SubclassCounts> open_;
};

}  // namespace rowtype::workspace
