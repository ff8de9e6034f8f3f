// What reads the tables of a configuration file, and notes what is wrong, each thing at its place. Internal to lsp/workspace.
#pragma once

// Its parser asserts what it then reports as an error: "[[[" in somebody's file would end a debug build.
#ifndef TOML_ASSERT
#define TOML_ASSERT(condition) static_cast<void>(0)
#endif
#include <toml++/impl/forward_declarations.h>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

using Names = std::span<const std::string_view>;

class TableReader {
public:
    TableReader(std::string_view text, LoadedConfiguration& loaded) : text_(text), loaded_(loaded) {}

    void problem_at(const toml::source_region& place, std::string message);

    // `where`: what stands before a key in messages, "schema.".
    void report_unknown_keys(const toml::table& table, Names known, const std::string& where);
    void wrong_type(const toml::node& node, std::string_view key, std::string_view wanted);
    const toml::table* read_table(const toml::table& table, std::string_view key);
    void read(const toml::table& table, std::string_view key, std::vector<std::string>& into);
    void read(const toml::table& table, std::string_view key, std::string& into);
    void read(const toml::table& table, std::string_view key, bool& into);
    void read(const toml::table& table, std::string_view key, std::map<std::string, std::string>& into);
    // The text of a key whose value must be one of `allowed`; empty when it is missing or wrong.
    std::string read_choice(const toml::table& table, std::string_view key, Names allowed);
    void check_globs(const toml::table& table, std::string_view key, std::vector<std::string>& globs);
    // "[[key]]": its tables; what is none is said.
    std::vector<const toml::table*> read_tables(const toml::table& table, std::string_view key);

    [[nodiscard]] std::uint32_t offset_of(const toml::source_position& position) const;
    [[nodiscard]] Span span_of(const toml::source_region& place) const;
    [[nodiscard]] LoadedConfiguration& loaded() { return loaded_; }

private:
    std::string_view text_;
    LoadedConfiguration& loaded_;
};

// Whether a text may be repeated in a message: a plain word, which no secret is.
[[nodiscard]] bool is_bare_name(std::string_view text);
[[nodiscard]] std::string listed(Names names);

// parse_configuration.cpp: the keys of [tool.rowtype.schema] in `table`, which may have others. `where`: see report_unknown_keys.
void read_schema_source(TableReader& reader, const toml::table& table, const std::string& where, SchemaSource& schema);
// parse_generate.cpp: [tool.rowtype.generate]
void read_generate(TableReader& reader, const toml::table& table);
// parse_calls.cpp: [[tool.rowtype.calls]]
void read_calls(TableReader& reader, const toml::table& table);
// parse_databases.cpp: [[tool.rowtype.databases]]
void read_databases(TableReader& reader, const toml::table& table);

// parse_redis.cpp: [[tool.rowtype.redis]]
void read_redis(TableReader& reader, const toml::table& table);

}  // namespace rowtype::workspace
