// What the user asked for, as plain values. Only options.cpp knows how a command line is taken apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "analysis/findings/finding.h"
#include "lsp/cli/outputs.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/log.h"

namespace rowtype::cli {

enum class DifferenceFormat : std::uint8_t { Text, Json, Markdown };

struct CommonOptions {
    std::string config_file;
    std::optional<workspace::SchemaSource> schema;  // --schema; paths absolute
    std::string database;                           // --database: the name of a configured one, or empty
    std::string database_url_env;                   // --database-url-env, or empty
    std::string database_url;                       // --database-url; a secret
    std::string openapi_schema;                     // --openapi-schema, or empty
    bool openapi_complete = false;                  // --openapi-complete
    ColorChoice color = ColorChoice::Automatic;
    bool quiet = false;
    std::size_t jobs = 0;
    std::optional<workspace::log::Level> log_level;
    std::string log_file;
};

struct BaselineChoice {
    std::string file;   // --baseline, as given; empty: the configured one, else the default place
    bool none = false;  // --no-baseline
    bool keep = false;  // --no-update
};

// `check` and `validate`; paths as given.
struct CheckOptions {
    CommonOptions common;
    std::vector<std::string> paths;
    std::vector<std::string> model_paths;
    std::vector<std::string> select;
    std::vector<std::string> ignore;
    std::optional<findings::Severity> fail_on;
    bool exit_zero = false;
    bool hints = false;
    bool allow_not_analysed = false;
    bool queries_only = false;                 // validate
    std::vector<Output> outputs = {Output{}};  // --output-format and -o; the one of standard output first
    std::string stdin_filename;
    bool force_exclude = false;
    BaselineChoice baseline;
    bool statistics = false;
    bool no_cache = false;
    bool add_ignores = false;
    bool fix = false;  // or unsafe_fixes, or diff without add_ignores
    bool unsafe_fixes = false;
    bool dry_run = false;  // of add_ignores and fix
    bool diff = false;     // of add_ignores and fix
};

struct BaselineOptions {
    CommonOptions common;
    std::vector<std::string> paths;
    std::string file;    // as given; empty: as for `check`
    bool check = false;  // write nothing
    bool prune = false;  // take out only
};

struct GenerateOptions {
    CommonOptions common;
    std::vector<std::string> tables;
    std::string output;                 // "-" is standard output
    std::string style;                  // empty: as configured
    std::vector<std::string> variants;  // empty: as configured
    std::string target_python;          // empty: as configured
    std::string layout;                 // empty: as configured
    bool check = false;
    bool diff = false;
    bool force = false;
    std::vector<std::string> updates;  // --update: files of models, as given
};

// `migrate`; paths as given.
struct MigrateOptions {
    CommonOptions common;
    std::vector<std::string> from;  // files and folders of models; empty: `models` of the configuration
    std::string to;                 // empty: generate.output
    std::string redis_output = "redis_schemas.json";
    std::vector<std::string> tables;
    std::string style;          // empty: as configured
    std::string target_python;  // empty: as configured
    bool no_redis = false;
    bool dry_run = false;
    bool rollback = false;
    bool force = false;
    bool as_json = false;
};

struct PullOptions {
    CommonOptions common;
    std::string output;
    bool check = false;
};

struct ShowOptions {
    CommonOptions common;
    std::vector<std::string> names;  // as given: "orders", "billing.invoices"
    bool as_json = false;
};

struct UsageOptions {
    CommonOptions common;
    std::vector<std::string> tables;  // as given; empty: an overview
    std::vector<std::string> paths;   // --path, as given
    bool unused = false;
    bool as_json = false;
};

enum class ImpactFormat : std::uint8_t { Text, Json, GitHub };

struct ImpactOptions {
    CommonOptions common;
    std::vector<std::string> arguments;  // migrations (*.sql), then files and folders of Python; as given
    std::string base;                    // --base: a revision of git's
    ImpactFormat format = ImpactFormat::Text;
    bool exit_zero = false;
    bool hints = false;
};

// What `diff` compares: one source, against the configured schema, or two.
struct DiffOptions {
    CommonOptions common;
    std::vector<workspace::SchemaSource> sources;
    std::vector<std::string> schemas;  // --schemas; empty: as configured
    DifferenceFormat format = DifferenceFormat::Text;
    bool exit_zero = false;
};

enum class RedisAction : std::uint8_t { Export, Check, Verify };
enum class RedisFormat : std::uint8_t { Shapes, JsonSchema, SearchHash, SearchJson };

// `redis export`, `redis check`, `redis verify` and `export-redis`.
struct RedisOptions {
    CommonOptions common;
    RedisAction action = RedisAction::Export;
    std::string output = "redis_schemas.json";  // of export; the file of check
    std::vector<std::string> tables;            // of export; of verify one at most
    RedisFormat format = RedisFormat::Shapes;
    bool only_listed = false;  // of check: tables that the file lacks are no difference
    bool as_json = false;      // of check and verify
    std::string url_env;       // of verify; empty: REDIS_URL
    std::string pattern;       // of verify
    int sample = 1'000;        // of verify: entries at most
    int rate = 1'000;          // of verify: commands a second
};

enum class SimilarColumn : std::uint8_t { Rename, Add };

struct DraftOptions {
    CommonOptions common;
    std::vector<std::string> paths;  // as given; each may end in :LINE
    bool write = false;
    std::optional<SimilarColumn> similar;  // what becomes of a field that is called nearly as a column is
    std::string name;                      // of the migration; empty: made of its changes
};

struct ModelOptions {
    CommonOptions common;
    std::string place;  // FILE:LINE, as given
    std::string name;   // of the class; empty: made of the query's table
    std::string style;  // empty: as configured
    bool write = false;
};

struct InitOptions {
    CommonOptions common;
    std::string folder;  // as given; empty: the current one
    bool dry_run = false;
    bool wants_own_file = false;  // rowtype.toml also where there is a pyproject.toml
};

struct ConfigSchemaOptions {};

struct ExplainOptions {
    std::string rule;  // empty: list all rules
    ColorChoice color = ColorChoice::Automatic;
};

struct ConsentOptions {
    std::string action;  // list, allow, never or revoke
    std::string folder;  // empty: this one
    bool all = false;    // revoke
    CommonOptions common;
};

struct UndoOptions {
    CommonOptions common;
    std::string id;  // empty: the last change
    bool list = false;
    bool force = false;
};

struct ServerOptions {
    std::optional<workspace::log::Level> log_level;
    std::string log_file;
};

// A text that answers the command line itself: --help, --version, or what is wrong with it.
struct Answer {
    std::string text;
    int exit_code = 0;
};

using Command = std::variant<Answer, CheckOptions, BaselineOptions, GenerateOptions, MigrateOptions, PullOptions, ShowOptions,
                             UsageOptions, ImpactOptions, DiffOptions, RedisOptions, DraftOptions, ModelOptions, InitOptions,
                             ConfigSchemaOptions, ExplainOptions, ConsentOptions, UndoOptions, ServerOptions>;

[[nodiscard]] Command parse_command_line(int argument_count, const char* const* arguments);

}  // namespace rowtype::cli
