// What every command that needs a schema does first: configuration, log, threads, schema.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::cli {

// Sets the log up as options and ROWTYPE_LOG ask; `fallback` is the level where neither does.
void set_up_log(std::optional<workspace::log::Level> level, const std::string& file, workspace::log::Level fallback,
                Console& console);

// The configuration that holds for `start` (absolute), or that --config names, with the schema source of the options put
// over it. None when it has problems: they were printed and the exit code is 2.
[[nodiscard]] std::optional<workspace::Configuration> set_up_configuration(const CommonOptions& options, const std::string& start,
                                                                           Console& console);

// Whether newer migrations of the checkout count: code is checked against the schema after them, a snapshot is taken before.
enum class Overlay : std::uint8_t { Pending, None };
// Whether code is held against the schema: LoadOptions::sees_scripts.
enum class Purpose : std::uint8_t { Schema, Code };

// Reads the schema. An Error is to be passed to report_error.
[[nodiscard]] Result<workspace::LoadedSchema> set_up_schema(const CommonOptions& options,
                                                            const workspace::Configuration& configuration,
                                                            workspace::WorkerPool& pool, Console& console,
                                                            Overlay overlay = Overlay::Pending,
                                                            Purpose purpose = Purpose::Schema);

// A path of the command line, made absolute; an Error where nothing stands there.
[[nodiscard]] Result<std::string> existing_path(const std::string& path, const std::string& remedy = {});

// The folder that all of `paths` (absolute) lie under, or the path itself when there is one.
[[nodiscard]] std::string common_folder(const std::vector<std::string>& paths);

// A path (absolute) for people: from the working directory where it lies below it, else as it is; printable.
[[nodiscard]] std::string shown_path(const std::string& path);

// Prints "error: place: message" and the remedy; gives the exit code of the error's kind.
int report_error(const Error& error, Console& console);

}  // namespace rowtype::cli
