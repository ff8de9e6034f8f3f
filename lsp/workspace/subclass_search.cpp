#include "lsp/workspace/subclass_search.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace rowtype::workspace {

namespace {

// "common.Base, Generic[T]" → common, Base, Generic, T. A name too many costs a parse.
std::vector<std::string> names_in(std::string_view list) {
    const auto is_name = [](char letter) { return letter == '_' || std::isalnum(static_cast<unsigned char>(letter)) != 0; };
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin < list.size();) {
        std::size_t end = begin;
        while (end < list.size() && is_name(list[end])) ++end;
        if (end > begin) names.emplace_back(list.substr(begin, end - begin));
        begin = end + 1;
    }
    return names;
}

}  // namespace

void SubclassSearch::pass_over(const std::string& path, const std::vector<facts::ClassHead>& heads) {
    if (heads.empty()) return;
    std::vector<SeenClass> found;
    for (const facts::ClassHead& head : heads) found.push_back({std::string(head.name), names_in(head.bases), path});
    const std::lock_guard lock(mutex_);
    std::move(found.begin(), found.end(), std::back_inserter(classes_));
}

std::vector<std::string> SubclassSearch::derived_files(const std::function<bool(const std::string&)>& is_wanted) {
    const std::vector<std::string> roots = facts::Triggers().model_bases;
    std::set<std::string, std::less<>> models(roots.begin(), roots.end());
    const auto is_model = [&](const SeenClass& one) {
        return std::ranges::any_of(one.bases, [&](const std::string& base) { return models.contains(base); });
    };
    for (std::size_t known = 0; known < models.size();) {
        known = models.size();
        for (const SeenClass& one : classes_) {
            if (is_model(one)) models.insert(one.name);
        }
    }
    std::set<std::string> files;
    for (const SeenClass& one : classes_) {
        const std::string& file = one.passed_over_in;
        if (!file.empty() && !files.contains(file) && is_model(one) && is_wanted(one.name)) files.insert(file);
    }
    return {files.begin(), files.end()};
}

}  // namespace rowtype::workspace
