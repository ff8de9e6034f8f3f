#include "analysis/binding/extraction_of_settings.h"

#include <algorithm>

#include "analysis/binding/redis_methods.h"

namespace rowtype::binding {

facts::ExtractionSettings extraction_of_settings(const Settings& settings) {
    facts::ExtractionSettings extraction;
    std::vector<std::string>& names = extraction.call_names;
    for (const TaughtCall& call : settings.calls) {
        if (call.is_of_other_database()) continue;
        for (const std::string& name : call.names) names.push_back(name.substr(name.rfind('.') + 1));
    }
    if (!settings.cached_keys.empty()) {
        for (const RedisMethod& method : redis_methods()) names.emplace_back(method.name);
        names.emplace_back("loads");  // of JSON, around what get() gives
        names.emplace_back("json");   // client.json().get(key), which is read with it
    }
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return extraction;
}

}  // namespace rowtype::binding
