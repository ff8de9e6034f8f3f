#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>

#include <algorithm>

#include "lsp/workspace/toml_text.h"
#include "reflect/base/similar_names.h"

namespace rowtype::workspace {

void TableReader::report_unknown_keys(const toml::table& table, Names known, const std::string& where) {
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& [key, value] : table) {
        if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
        const std::string name(key.str());
        std::string hyphens = name;
        std::replace(hyphens.begin(), hyphens.end(), '_', '-');
        const std::optional<std::string> near = nearest_name(hyphens, names);
        problem_at(key.source(), "unknown key \"" + where + name + "\"" +
                                     (near ? ": did you mean \"" + where + *near + "\"?" : "; known are " + listed(known)));
    }
}

void TableReader::wrong_type(const toml::node& node, std::string_view key, std::string_view wanted) {
    problem_at(node.source(), std::string(key) + " must be " + std::string(wanted));
}

const toml::table* TableReader::read_table(const toml::table& table, std::string_view key) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong_type(*node, key, "a table");
    return node->as_table();
}

void TableReader::read(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (!node->is_array()) {
        wrong_type(*node, key, "a list of strings" + std::string(node->is_string() ? ": put [ ] around it" : ""));
        return;
    }
    for (const toml::node& entry : *node->as_array()) {
        if (const auto* text = entry.as_string()) {
            into.push_back(text->get());
        } else {
            wrong_type(entry, key, "a list of strings");
        }
    }
}

void TableReader::read(const toml::table& table, std::string_view key, std::string& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* text = node->as_string()) {
        into = text->get();
    } else {
        wrong_type(*node, key, "a string");
    }
}

void TableReader::read(const toml::table& table, std::string_view key, bool& into) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return;
    if (const auto* truth = node->as_boolean()) {
        into = truth->get();
    } else {
        wrong_type(*node, key, "true or false");
    }
}

void TableReader::read(const toml::table& table, std::string_view key, std::map<std::string, std::string>& into) {
    const toml::table* entries = read_table(table, key);
    if (entries == nullptr) return;
    for (const auto& [name, value] : *entries) {
        if (const auto* text = value.as_string()) {
            into[std::string(name.str())] = text->get();
        } else if (value.is_table()) {
            wrong_type(value, key, "names with strings: write the name in quotes, \"" + std::string(name.str()) + ".…\"");
        } else {
            wrong_type(value, std::string(key) + "." + std::string(name.str()), "a string");
        }
    }
}

std::string TableReader::read_choice(const toml::table& table, std::string_view key, Names allowed) {
    const toml::node* node = table.get(key);
    if (node == nullptr) return {};
    const auto* text = node->as_string();
    if (text != nullptr && std::find(allowed.begin(), allowed.end(), text->get()) != allowed.end()) return text->get();
    if (text == nullptr) {
        wrong_type(*node, key, "one of " + listed(allowed));
        return {};
    }
    // A value that is no plain word may be a connection string at the wrong place: it is not repeated.
    const std::string shown = is_bare_name(text->get()) ? ", not \"" + text->get() + "\"" : "";
    const auto near = nearest_name(text->get(), std::vector<std::string>(allowed.begin(), allowed.end()));
    problem_at(node->source(), std::string(key) + " must be one of " + listed(allowed) + shown +
                                   (near ? ": did you mean \"" + *near + "\"?" : ""));
    return {};
}

// Globs are relative to the configuration's folder; one that starts at the root of the file system matches nothing.
void TableReader::check_globs(const toml::table& table, std::string_view key, std::vector<std::string>& globs) {
    for (const std::string& glob : globs) {
        if (!glob.starts_with('/')) continue;
        problem_at(table.get(key)->source(),
                   std::string(key) + " are paths relative to this file's folder, without a leading slash");
        return;
    }
}

void TableReader::problem_at(const toml::source_region& place, std::string message) {
    ConfigurationProblem problem;
    problem.message = std::move(message);
    if (place.begin) {
        problem.place = {place.begin.line, std::max<std::uint32_t>(1, place.begin.column)};
        problem.span.begin = offset_of(place.begin);
        problem.span.end = std::max(problem.span.begin, offset_of(place.end));
    }
    loaded_.problems.push_back(std::move(problem));
}

std::uint32_t TableReader::offset_of(const toml::source_position& position) const {
    return position ? toml_offset(text_, position.line, position.column) : 0;
}

Span TableReader::span_of(const toml::source_region& place) const {
    const std::uint32_t begin = offset_of(place.begin);
    return {begin, std::max(begin, offset_of(place.end))};
}

std::vector<const toml::table*> TableReader::read_tables(const toml::table& table, std::string_view key) {
    std::vector<const toml::table*> tables;
    const toml::node* node = table.get(key);
    if (node == nullptr) return tables;
    const std::string wanted = "a list of tables: write [[" + std::string(key) + "]]";
    if (!node->is_array()) {
        wrong_type(*node, key, wanted);
        return tables;
    }
    for (const toml::node& entry : *node->as_array()) {
        if (entry.is_table()) tables.push_back(entry.as_table());
        else wrong_type(entry, key, wanted);
    }
    return tables;
}

bool is_bare_name(std::string_view text) {
    return text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char letter) {
               return letter == '-' || letter == '_' || letter == '.' || (letter >= '0' && letter <= '9') ||
                      (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
           });
}

std::string listed(Names names) {
    std::string text;
    for (const std::string_view name : names) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
}

}  // namespace rowtype::workspace
