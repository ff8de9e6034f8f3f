// What may be in the database beside a schema that was found, and that nobody named: SQL that people run by hand (in the editor of
// Supabase's dashboard, with psql) and that no migration holds, and other schemas of the repository, of the same database or of
// another. What only these make is not called missing.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::workspace {

// Makes of `data` what may be, with other SQL run as well: relations and functions that only it makes are presumed, tables that it
// gives columns are not complete. What `data` says was removed stays so. Parses SQL: wants a pool thread's stack.
class PresumedSchema {
public:
    explicit PresumedSchema(catalog::CatalogData& data) : data_(data) {}

    // Each by itself: nobody knows their order, and several may be versions of one. A script that uses no table of the schema which it
    // does not make itself, and is no copy of it, may be of another database: with `needs_tie` only its functions count, since no more
    // than a call by that name is left alone for it.
    // more than a call by that name is left alone for it. So do its tables where the Python code beside it names one of them: that code's
    // database is another one, or the same. Relative paths of scripts begin at `root`.
    void add_scripts(const std::vector<migrations::SqlFile>& scripts, const migrations::Options& options, bool needs_tie,
                     const std::string& root);
    // The files of another schema, in order. `is_apart`: the tables that both have are not the same.
    void add_schema(const std::string& path, const std::vector<migrations::SqlFile>& files, const migrations::Options& options,
                    bool is_apart);

    // What was taken, for the user; empty where nothing was. The paths are shown in it.
    [[nodiscard]] std::string note() const;

private:
    // What only a schema of the same database uses and nobody makes is there as well. Of what is untied, functions alone count.
    enum class Kind : std::uint8_t { Script, Untied, Schema, SchemaApart };

    void presume(const catalog::CatalogData& other, const std::string& path, Kind kind);
    void presume(const catalog::Relation& relation, Kind kind);
    void presume(const catalog::Function& function);

    catalog::CatalogData& data_;
    std::vector<std::string> tables_;     // that only others make
    std::vector<std::string> altered_;    // that others give columns
    std::vector<std::string> functions_;  // that only others make, or otherwise
    std::vector<std::string> paths_;      // what made or altered any
};

}  // namespace rowtype::workspace
