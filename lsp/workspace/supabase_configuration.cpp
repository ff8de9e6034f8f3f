#include "lsp/workspace/supabase_configuration.h"

// Its parser asserts what it then reports as an error: "[[[" in somebody's file would end a debug build.
#define TOML_ASSERT(condition) static_cast<void>(0)
#include <toml++/toml.h>

#include <algorithm>
#include <limits>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/toml_text.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kFileCap = 2UL * 1024 * 1024;

// Reads the few keys that concern a schema; the many others are Supabase's business, unknown ones included.
class Reader {
public:
    explicit Reader(SupabaseConfiguration& into) : into_(into) {}

    void read(const toml::table& document);
    void problem_at(const toml::source_region& place, std::string message);

private:
    const toml::table* section(const toml::table& document, std::string_view name);
    void read_names(const toml::table& table, const std::string& section, std::string_view key, std::vector<std::string>& into);
    template <class Number>
    void read_number(const toml::table& table, const std::string& section, std::string_view key, std::int64_t least,
                     Number& into);

    SupabaseConfiguration& into_;
};

}  // namespace

std::optional<SupabaseConfiguration> supabase_beside(const std::string& migrations) {
    const std::string folder = parent_folder(migrations);
    const std::string file = join_path(folder, "config.toml");
    if (file_name(folder) != "supabase" || !is_file(file)) return std::nullopt;
    return read_supabase_configuration(file);
}

std::optional<SupabaseConfiguration> supabase_above(const std::string& root) {
    const std::string repository = repository_root(root);
    for (std::string folder = root;; folder = parent_folder(folder)) {
        const std::string file = join_path(folder, "supabase/config.toml");
        if (is_file(file)) return read_supabase_configuration(file);
        if (repository.empty() || folder == repository) return std::nullopt;
    }
}

std::string describe(const SupabaseConfiguration& configuration) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    const auto listed = [](const std::vector<std::string>& names) {
        std::string list;
        for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
        return list;
    };
    if (configuration.major_version > 0) add("PostgreSQL " + std::to_string(configuration.major_version));
    if (!configuration.exposed_schemas.empty()) add("serves " + listed(configuration.exposed_schemas));
    if (!configuration.extra_search_path.empty()) add("extra search path " + listed(configuration.extra_search_path));
    return text;
}

SupabaseConfiguration read_supabase_configuration(const std::string& file) {
    const Result<std::string> text = read_file(file, kFileCap);
    if (text) return parse_supabase_configuration(*text, file);
    SupabaseConfiguration unreadable;
    unreadable.file = file;
    unreadable.problems.push_back({file, {}, {}, text.error().message});
    return unreadable;
}

SupabaseConfiguration parse_supabase_configuration(std::string_view text, const std::string& file) {
    SupabaseConfiguration configuration;
    configuration.file = file;
    Reader reader(configuration);
    if (is_nested_too_deeply(text)) {
        reader.problem_at({}, "the file is nested too deeply to be read");
        return configuration;
    }
    try {
        reader.read(toml::parse(text));
    } catch (const toml::parse_error& error) {
        reader.problem_at(error.source(), "not valid TOML: " + std::string(error.description()));
    } catch (const std::exception&) {
        reader.problem_at({}, "the file cannot be read as TOML");
    }
    return configuration;
}

namespace {

void Reader::read(const toml::table& document) {
    if (const toml::table* api = section(document, "api")) {
        read_names(*api, "api", "schemas", into_.exposed_schemas);
        read_names(*api, "api", "extra_search_path", into_.extra_search_path);
    }
    if (const toml::table* database = section(document, "db")) {
        read_number(*database, "db", "major_version", 1, into_.major_version);
        read_number(*database, "db", "port", 1, into_.port);
    }
}

const toml::table* Reader::section(const toml::table& document, std::string_view name) {
    const toml::node* node = document.get(name);
    if (node != nullptr && !node->is_table()) problem_at(node->source(), std::string(name) + " must be a table");
    return node == nullptr ? nullptr : node->as_table();
}

void Reader::read_names(const toml::table& table, const std::string& section, std::string_view key,
                        std::vector<std::string>& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const std::string wanted = section + "." + std::string(key) + " must be a list of schema names";
    const toml::array* names = node->as_array();
    if (names == nullptr) return problem_at(node->source(), wanted);
    for (const toml::node& name : *names) {
        const auto* text = name.as_string();
        if (text == nullptr) {
            problem_at(name.source(), wanted);
        } else if (!text->get().empty() && std::ranges::find(into, text->get()) == into.end()) {
            into.push_back(text->get());
        }
    }
}

template <class Number>
void Reader::read_number(const toml::table& table, const std::string& section, std::string_view key, std::int64_t least,
                         Number& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    const auto* number = node->as_integer();
    constexpr std::int64_t kMost = std::min<std::int64_t>(std::numeric_limits<Number>::max(), 65'535);
    if (number != nullptr && number->get() >= least && number->get() <= kMost) {
        into = static_cast<Number>(number->get());
        return;
    }
    problem_at(node->source(), section + "." + std::string(key) + " must be a number from " + std::to_string(least) + " to " +
                                   std::to_string(kMost));
}

void Reader::problem_at(const toml::source_region& place, std::string message) {
    ConfigurationProblem problem;
    problem.file = into_.file;
    problem.message = std::move(message);
    if (place.begin) problem.place = {place.begin.line, std::max<std::uint32_t>(1, place.begin.column)};
    into_.problems.push_back(std::move(problem));
}

}  // namespace

}  // namespace rowtype::workspace
