// Which files stand in the folders below one folder: each folder is listed once, when the first asks about it. Import statements ask of
// most folders of a project whether dozens of modules are there; nearly all are not.
//
// Thread: any.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "reflect/base/sharded_map.h"

namespace rowtype::workspace {

class FolderListings {
public:
    explicit FolderListings(std::string root) : root_(std::move(root)) {}

    // Whether that is a file (path relative to the root, with "/"); links are followed.
    [[nodiscard]] bool is_file(std::string_view path);
    // Whether a module of that name, a file or a folder, may stand in the folder (relative; "" is the root): most names that are asked
    // for are those of libraries.
    [[nodiscard]] bool may_hold_module(std::string_view folder, std::string_view name);
    // Something came or went there.
    void forget(const std::string& path);

private:
    struct Listing {
        std::unordered_set<std::string> files;
        std::unordered_set<std::string> folders;
        std::unordered_set<std::string> unsure;  // links, and what the disk does not tell the kind of
        bool is_closed = false;                  // it may be entered, and not listed
    };

    [[nodiscard]] std::shared_ptr<const Listing> listing_of(std::string_view folder);
    [[nodiscard]] Listing read(const std::string& folder);
    // Whether the listing of the folder around it says that it is none: nearly all names that import statements lead to are no folders.
    [[nodiscard]] bool is_certainly_none(const std::string& folder);

    std::string root_;
    std::atomic<std::uint64_t> changes_{0};
    ShardedMap<std::shared_ptr<const Listing>> folders_;  // by relative path; "" is the root
};

}  // namespace rowtype::workspace
