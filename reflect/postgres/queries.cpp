#include "reflect/postgres/queries.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace rowtype::postgres {

namespace {

bool line_is_wanted(std::string_view comment, std::uint32_t major);
std::string fill_in(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& values);
std::string oid_array(const std::vector<std::uint32_t>& oids);

}  // namespace

std::string make_query(std::string_view text, std::uint32_t server_version, const QueryParameters& parameters) {
    std::string query;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        std::string_view line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        const std::size_t comment = line.find("--");  // no literal of ours holds two hyphens
        if (comment != std::string_view::npos) {
            if (!line_is_wanted(line.substr(comment), server_version / 10'000)) continue;
            line = line.substr(0, comment);
        }
        query.append(line).append("\n");
    }
    return fill_in(query, {{":schemas", parameters.schemas},
                           {":namespaces", oid_array(parameters.namespaces)},
                           {":batch", std::to_string(parameters.batch)},
                           {":with_defaults", oid_array(parameters.with_defaults)},
                           {":checks", oid_array(parameters.checks)},
                           {":indexes", oid_array(parameters.indexes)},
                           {":policies", oid_array(parameters.policies)}});
}

std::string array_of(const std::vector<std::string>& names) {
    std::string list;
    for (const std::string& name : names) {
        list += list.empty() ? "E'" : ", E'";
        for (const char letter : name) list.append(letter == '\'' || letter == '\\' ? 2 : 1, letter);
        list += '\'';
    }
    return "ARRAY[" + list + "]::pg_catalog.text[]";
}

namespace {

bool line_is_wanted(std::string_view comment, std::uint32_t major) {
    const auto version_after = [comment](std::string_view word) -> std::uint32_t {
        std::uint32_t version = 0;
        if (comment.starts_with(word)) std::from_chars(comment.data() + word.size(), comment.data() + comment.size(), version);
        return version;
    };
    if (const std::uint32_t since = version_after("-- since "); since != 0) return major >= since;
    if (const std::uint32_t before = version_after("-- before "); before != 0) return major < before;
    return true;
}

// In one pass: what is filled in is not looked at again, so a schema may be named like a parameter.
std::string fill_in(std::string_view text, const std::vector<std::pair<std::string_view, std::string>>& values) {
    std::string filled;
    while (!text.empty()) {
        const auto value =
            std::ranges::find_if(values, [text](const auto& candidate) { return text.starts_with(candidate.first); });
        if (value == values.end()) {
            const std::size_t next = std::min(text.find(':', 1), text.size());
            filled += text.substr(0, next);
            text.remove_prefix(next);
        } else {
            filled += value->second;
            text.remove_prefix(value->first.size());
        }
    }
    return filled;
}

std::string oid_array(const std::vector<std::uint32_t>& oids) {
    std::string array = "'{";
    for (const std::uint32_t oid : oids) {
        if (array.size() > 2) array += ',';
        array += std::to_string(oid);
    }
    return array + "}'::pg_catalog.oid[]";
}

}  // namespace

}  // namespace rowtype::postgres
