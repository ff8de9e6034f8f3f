#include "lsp/workspace/configuration_entries.h"

// As in parse_configuration.cpp: what the parser asserts is somebody's typing.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/toml_text.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kConfigurationCap = 2UL * 1024 * 1024;

class Gatherer {
public:
    explicit Gatherer(std::string_view text) : text_(text) {}

    void add_list(const toml::table& table, const char* key);
    void add_table(const toml::table& table, const char* key);
    void add_redis(const toml::table& table);
    [[nodiscard]] std::vector<ConfigurationEntry> take();

private:
    void add(const char* key, std::string value, const toml::source_region& region);

    std::string_view text_;
    std::vector<ConfigurationEntry> entries_;
};

}  // namespace

std::vector<ConfigurationEntry> configuration_entries(std::string_view text, const std::string& file) {
    if (is_nested_too_deeply(text)) return {};
    try {
        const toml::table document = toml::parse(text);
        const bool is_shared = file_name(file) == "pyproject.toml";
        const toml::table* table = is_shared ? document.at_path("tool.rowtype").as_table() : &document;
        Gatherer gatherer(text);
        if (table == nullptr) return {};
        for (const char* key : {"models", "exclude", "schemas"}) gatherer.add_list(*table, key);
        for (const char* key : {"per-path", "tables"}) gatherer.add_table(*table, key);
        gatherer.add_redis(*table);
        return gatherer.take();
    } catch (const std::exception&) {
        return {};  // whoever parses the configuration says so
    }
}

std::vector<ConfigurationEntry> read_configuration_entries(const Configuration& configuration) {
    if (configuration.file.empty()) return {};
    const Result<std::string> text = read_file(configuration.file, kConfigurationCap);
    return text ? configuration_entries(*text, configuration.file) : std::vector<ConfigurationEntry>();
}

namespace {

void Gatherer::add_list(const toml::table& table, const char* key) {
    const toml::array* list = table.get_as<toml::array>(key);
    if (list == nullptr) return;
    for (const toml::node& node : *list) {
        if (const auto* text = node.as_string()) add(key, text->get(), node.source());
    }
}

void Gatherer::add_table(const toml::table& table, const char* key) {
    const toml::table* named = table.get_as<toml::table>(key);
    if (named == nullptr) return;
    for (const auto& [name, value] : *named) add(key, std::string(name.str()), name.source());
}

// The tables that [[redis]] names.
void Gatherer::add_redis(const toml::table& table) {
    const toml::array* list = table.get_as<toml::array>("redis");
    if (list == nullptr) return;
    for (const toml::node& node : *list) {
        const toml::table* entry = node.as_table();
        const toml::node* named = entry == nullptr ? nullptr : entry->get("table");
        if (named != nullptr && named->is_string()) add("redis.table", **named->as_string(), named->source());
    }
}

std::vector<ConfigurationEntry> Gatherer::take() {
    std::ranges::stable_sort(entries_, {}, [](const ConfigurationEntry& entry) { return entry.span.begin; });
    return std::move(entries_);
}

void Gatherer::add(const char* key, std::string value, const toml::source_region& region) {
    const auto offset = [&](const toml::source_position& position) { return toml_offset(text_, position.line, position.column); };
    const Span span{offset(region.begin), std::max(offset(region.begin), offset(region.end))};
    entries_.push_back({key, std::move(value), {region.begin.line, std::max<std::uint32_t>(1, region.begin.column)}, span});
}

}  // namespace

}  // namespace rowtype::workspace
