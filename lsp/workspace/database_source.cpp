#include "lsp/workspace/database_source.h"

#include "lsp/workspace/consent.h"
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/environment_file.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/supabase_configuration.h"

namespace rowtype::workspace {

namespace {

DatabaseSource of_environment_file(const Configuration& configuration, const std::string& name, EnvironmentVariable variable) {
    return {std::move(variable.value), true, true, name + " in " + shown_from(configuration.root, variable.file)};
}

std::optional<std::string> own_variable(const std::string& name) {
    std::optional<std::string> value = platform::environment_variable(name.c_str());
    return value && !value->empty() ? std::move(value) : std::nullopt;
}

// "--schema postgres" and nothing more: what a run without any option would find.
Result<DatabaseSource> any_database(const Configuration& configuration) {
    std::string remark;
    if (std::optional<DatabaseSource> source = discovered_database(configuration, true, remark)) return std::move(*source);
    if (!remark.empty()) remark = "; " + remark;
    return Error{
        Error::Kind::SchemaUnavailable,
        "no database is named: DATABASE_URL, SUPABASE_DB_URL and libpq's variables (PGSERVICE, PGHOST, PGDATABASE) are not "
        "set, and no .env sets one of the first two" +
            remark,
        "set one, or name another variable with --database-url-env NAME", configuration.file};
}

}  // namespace

Result<DatabaseSource> configured_database(const Configuration& configuration) {
    const SchemaSource& schema = configuration.schema;
    if (schema.url_env.empty()) return any_database(configuration);
    const std::string& name = schema.url_env;
    if (std::optional<std::string> value = own_variable(name)) {
        const bool is_users_choice = schema.chosen_by_user || configuration.file.empty();
        const std::string by =
            is_users_choice ? name : name + ", which " + shown_from(configuration.root, configuration.file) + " names";
        return DatabaseSource{std::move(*value), false, !is_users_choice, by};
    }
    Result<std::optional<EnvironmentVariable>> written = read_environment_file(configuration.root, name);
    if (!written) return written.error();
    if (*written) return of_environment_file(configuration, name, std::move(**written));
    return Error{Error::Kind::SchemaUnavailable,
                 "the environment variable " + name + ", which holds the connection string, is not set, and no .env sets it",
                 "set it, or name another one with --database-url-env NAME", configuration.file};
}

Result<DatabaseSource> local_database(const Configuration& configuration) {
    const std::string file = find_supabase_configuration(configuration.root);
    if (file.empty()) {
        return Error{Error::Kind::SchemaUnavailable,
                     "no supabase/config.toml was found here, above up to the repository's root, or as the only one below",
                     "the local stack is Supabase's: supabase init makes the file; for another local database use --schema "
                     "postgres with DATABASE_URL set",
                     configuration.root};
    }
    const SupabaseConfiguration supabase = read_supabase_configuration(file);
    std::string named_by = shown_from(configuration.root, file);
    for (const ConfigurationProblem& problem : supabase.problems) {
        named_by += ", which has a mistake in line " + std::to_string(problem.place.line) + ": " + problem.message;
    }
    // What supabase start documents and prints; the stack listens on this machine.
    return DatabaseSource{"postgresql://postgres:postgres@127.0.0.1:" + std::to_string(supabase.port) + "/postgres", true, true,
                          std::move(named_by)};
}

std::optional<DatabaseSource> discovered_database(const Configuration& configuration, bool allow_environment,
                                                  std::string& remark) {
    constexpr const char* kVariables[] = {"DATABASE_URL", "SUPABASE_DB_URL"};
    if (allow_environment) {
        for (const char* name : kVariables) {
            if (std::optional<std::string> value = own_variable(name))
                return DatabaseSource{std::move(*value), false, false, name};
        }
        for (const char* name : {"PGSERVICE", "PGHOST", "PGDATABASE"}) {
            if (platform::environment_variable(name)) return DatabaseSource{"", false, false, name};
        }
    }
    for (const char* name : kVariables) {
        Result<std::optional<EnvironmentVariable>> written = read_environment_file(configuration.root, name);
        if (!written) {
            remark = written.error().to_string();
            continue;
        }
        if (!*written) continue;
        DatabaseSource source = of_environment_file(configuration, name, std::move(**written));
        const Result<DatabaseEndpoint> endpoint = endpoint_of_database(source.connection, true);
        if (endpoint) return source;
        remark = source.named_by + " is not used: " + endpoint.error().message;
    }
    return std::nullopt;
}

Result<DatabaseSource> database_to_consent_to(const Configuration& configuration) {
    if (configuration.schema.kind == SourceKind::Postgres) return configured_database(configuration);
    if (configuration.schema.kind == SourceKind::Local) return local_database(configuration);
    std::string remark;
    if (configuration.schema.kind == SourceKind::Automatic) {
        if (std::optional<DatabaseSource> source = discovered_database(configuration, false, remark)) return std::move(*source);
    }
    return Error{Error::Kind::Usage,
                 "the project names no database, so there is none to allow" + (remark.empty() ? "" : "; " + remark),
                 "a project names one by source = \"postgres\" or \"local\" in its configuration, or by DATABASE_URL in its .env",
                 configuration.file.empty() ? configuration.root : configuration.file};
}

Status admit(const DatabaseSource& source, const Configuration& configuration, const LoadOptions& options) {
    if (!source.needs_consent) return {};
    const Result<DatabaseEndpoint> endpoint = endpoint_of_database(source.connection, source.from_workspace);
    if (!endpoint) {
        Error error = endpoint.error();
        error.message = source.named_by + ": " + error.message;
        return error;
    }
    const std::string place = to_string(*endpoint);
    if (!options.ask) {
        if (options.announce) options.announce("opening the database " + place + " (" + source.named_by + ")");
        return {};
    }
    const Result<std::optional<Decision>> answer = consent_for(configuration.root, *endpoint);
    if (answer && *answer == Decision::Allow) return {};
    Error refusal{Error::Kind::SchemaUnavailable, "", "", configuration.file.empty() ? configuration.root : configuration.file};
    const bool is_declined = answer && *answer == Decision::Never;
    options.ask({configuration.root, *endpoint, source.named_by, is_declined});
    if (is_declined) {
        refusal.message = "the database " + place + " (" + source.named_by + ") is not opened: you chose never for this folder";
        refusal.remedy = "to be asked again: rowtype consent revoke";
        return refusal;
    }
    refusal.message = "the database " + place + " (" + source.named_by + ") is not opened without your consent";
    if (!answer) refusal.message += ", and what you said before cannot be read: " + answer.error().to_string();
    refusal.remedy = "to allow it: rowtype consent allow";
    return refusal;
}

}  // namespace rowtype::workspace
