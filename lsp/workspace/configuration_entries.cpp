#include "lsp/workspace/configuration_entries.h"

// As in parse_configuration.cpp: what the parser asserts is somebody's typing.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <tuple>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/toml_text.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kConfigurationCap = 2UL * 1024 * 1024;

LineColumn place_of(const toml::source_region& region) {
    return {region.begin.line, std::max<std::uint32_t>(1, region.begin.column)};
}

void add_list(const toml::table& table, const char* key, std::vector<ConfigurationEntry>& entries) {
    const toml::array* list = table.get_as<toml::array>(key);
    if (list == nullptr) return;
    for (const toml::node& node : *list) {
        if (const auto* text = node.as_string()) entries.push_back({key, text->get(), place_of(node.source())});
    }
}

void add_table(const toml::table& table, const char* key, std::vector<ConfigurationEntry>& entries) {
    const toml::table* named = table.get_as<toml::table>(key);
    if (named == nullptr) return;
    for (const auto& [name, value] : *named) entries.push_back({key, std::string(name.str()), place_of(name.source())});
}

}  // namespace

std::vector<ConfigurationEntry> configuration_entries(std::string_view text, const std::string& file) {
    std::vector<ConfigurationEntry> entries;
    if (is_nested_too_deeply(text)) return entries;
    try {
        const toml::table document = toml::parse(text);
        const bool is_shared = file_name(file) == "pyproject.toml";
        const toml::table* table = is_shared ? document.at_path("tool.rowtype").as_table() : &document;
        if (table == nullptr) return entries;
        for (const char* key : {"models", "exclude", "schemas"}) add_list(*table, key, entries);
        for (const char* key : {"per-path", "tables"}) add_table(*table, key, entries);
    } catch (const std::exception&) {
        return {};  // whoever parses the configuration says so
    }
    std::ranges::stable_sort(entries, {},
                             [](const ConfigurationEntry& entry) { return std::tuple(entry.place.line, entry.place.column); });
    return entries;
}

std::vector<ConfigurationEntry> read_configuration_entries(const Configuration& configuration) {
    if (configuration.file.empty()) return {};
    const Result<std::string> text = read_file(configuration.file, kConfigurationCap);
    return text ? configuration_entries(*text, configuration.file) : std::vector<ConfigurationEntry>();
}

}  // namespace rowtype::workspace
