#include "reflect/postgres/queries.h"

#include <algorithm>
#include <charconv>

namespace rowtype::postgres {

namespace {

bool line_is_wanted(std::string_view comment, std::uint32_t major);
void replace_all(std::string& text, std::string_view parameter, std::string_view value);
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
    replace_all(query, ":schemas", parameters.schemas);
    replace_all(query, ":namespaces", oid_array(parameters.namespaces));
    return query;
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

void replace_all(std::string& text, std::string_view parameter, std::string_view value) {
    for (std::size_t found = text.find(parameter); found != std::string::npos; found = text.find(parameter, found + value.size())) {
        text.replace(found, parameter.size(), value);
    }
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
