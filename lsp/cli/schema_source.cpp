#include "lsp/cli/schema_source.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "lsp/workspace/paths.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

using workspace::SourceKind;

// To add a kind: a row here, or a case below where it takes no path, and both lists of words.
constexpr std::array<std::pair<std::string_view, SourceKind>, 4> kWithPath = {{
    {"migrations", SourceKind::Migrations},
    {"alembic", SourceKind::Alembic},
    {"snapshot", SourceKind::Snapshot},
    {"openapi", SourceKind::OpenApi},
}};
constexpr const char* kAll = "postgres, local, migrations:PATH, alembic:PATH, snapshot:PATH or openapi:PATH";

std::optional<SourceKind> kind_with_path(std::string_view word) {
    for (const auto& [name, kind] : kWithPath) {
        if (name == word) return kind;
    }
    return std::nullopt;
}

bool is_variable(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char letter) {
        return letter == '_' || (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= 'a' && letter <= 'z');
    });
}

Error usage(std::string message) { return {Error::Kind::Usage, std::move(message), "", ""}; }

}  // namespace

Result<workspace::SchemaSource> parse_schema_source(const std::string& text, const std::string& url_env) {
    if (text.find("://") != std::string::npos) {
        return usage("names a kind of source, not a connection string: use --schema postgres with --database-url-env NAME");
    }
    workspace::SchemaSource source;
    source.chosen_by_user = true;
    const std::size_t colon = text.find(':');
    const std::string word = text.substr(0, colon);
    const std::string path = colon == std::string::npos ? "" : text.substr(colon + 1);
    if (word == "postgres") {
        source.kind = SourceKind::Postgres;
        source.url_env = colon == std::string::npos ? url_env : path;
        if ((colon == std::string::npos && url_env.empty()) || is_variable(source.url_env)) return source;
        return usage("takes the NAME of an environment variable behind postgres:, never a connection string");
    }
    if (word == "local" && colon == std::string::npos) {
        source.kind = SourceKind::Local;
        return source;
    }
    if (const std::optional<SourceKind> kind = kind_with_path(word)) {
        if (path.empty()) return usage(word + " needs a path: " + word + ":PATH");
        source.kind = *kind;
        const bool is_input = *kind == SourceKind::OpenApi && path == workspace::kStandardInput;
        source.path = is_input ? path : workspace::absolute_path(path);
        return source;
    }
    std::vector<std::string> words = {"postgres", "local"};
    for (const auto& [name, kind] : kWithPath) words.emplace_back(name);
    const std::optional<std::string> near = nearest_name(word, words);
    return usage(std::string("must be ") + kAll + (near ? ": did you mean " + *near + "?" : std::string()));
}

}  // namespace rowtype::cli
