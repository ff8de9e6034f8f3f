// The settings that analysis needs: a plain value. Reading them from pyproject.toml is lsp/workspace's business.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/facts/extraction_settings.h"
#include "analysis/findings/finding.h"
#include "analysis/settings/cached_keys.h"
#include "analysis/settings/taught_calls.h"

namespace rowtype {

// What rows look like to Python code (TYPES.md): decoded JSON from PostgREST, or a driver's Python objects.
enum class AccessProfile : std::uint8_t {
    Automatic,  // Json where the file imports supabase or postgrest or no driver at all, else Driver
    Json,
    Driver,
};

struct GenerateSettings {
    std::string output;              // relative to the configuration file; empty: not configured
    std::string style = "pydantic";  // the only one so far
    std::string target_python = "3.10";
    bool strict_arrays = false;                      // list[T | None] for arrays
    std::map<std::string, std::string> class_names;  // "public.users" → "User"

    friend bool operator==(const GenerateSettings&, const GenerateSettings&) = default;
};

struct Settings {
    AccessProfile access = AccessProfile::Automatic;
    std::vector<std::string> search_path;       // empty: the catalog's own
    std::vector<std::string> exclude_tables;    // globs over "name" or "schema.name": never reported as without a model
    std::map<std::string, std::string> tables;  // "public.user_profiles" → "app.models:Profile"
    std::map<std::string, findings::Severity> rule_levels;  // by rule id; a rule not named has its default
    GenerateSettings generate;
    // The lowest version of supabase-py or postgrest that the project's files allow: "2.30.0". Empty: not told.
    std::string client_version;
    std::vector<TaughtCall> calls;        // the project's own database layer; the first that a call matches holds
    std::vector<CachedKey> cached_keys;   // the first that a key matches holds
    std::uint32_t postgrest_version = 0;  // 1202 of 12.2; 0: not told

    friend bool operator==(const Settings&, const Settings&) = default;
};

// What analysis must know of a file besides its text.
struct FileIdentity {
    std::string path;           // relative to the workspace, forward slashes; "" for a text without a file
    std::string module;         // "app.models"; as an import would spell it from the configuration's folder
    bool holds_models = false;  // matched by `models`: its classes are row models
    std::map<std::string, findings::Severity> rule_levels{};  // by rule id, for this file; they win over the settings'
    facts::ExtractionSettings extraction{};                   // what facts are extracted by

    friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

}  // namespace rowtype
