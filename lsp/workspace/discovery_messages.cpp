#include "lsp/workspace/discovery_messages.h"

#include "lsp/workspace/name_list.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kMostNamed = 6;
constexpr const char* kRemedy =
    "name one: --schema migrations:PATH, alembic:PATH or snapshot:PATH, or --schema postgres with DATABASE_URL set";

}  // namespace

std::string_view word_of(SourceKind kind) {
    if (kind == SourceKind::Alembic) return "alembic";
    return kind == SourceKind::Snapshot ? "snapshot" : "migrations";
}

std::string schema_option(const DiscoveredSource& source) {
    const std::string here = current_folder();
    const std::string path = is_inside(source.path, here) ? relative_path(source.path, here) : source.path;
    const std::string value = std::string(word_of(source.kind)) + ":" + path;
    const bool is_plain =
        value.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+./:@,") == std::string::npos;
    return "--schema " + (is_plain ? value : "\"" + value + "\"");
}

Error ambiguous_schema(const std::string& root, const SchemaDiscovery& discovery) {
    std::vector<std::string> options;
    for (std::size_t i = 0; i < discovery.equals; ++i) options.push_back(schema_option(discovery.sources[i]));
    return Error{
        Error::Kind::SchemaUnavailable,
        "there are " + std::to_string(discovery.equals) + " equally likely schemas, and which one this code uses is not guessed",
        "choose: " + name_list(options, kMostNamed, " or ") + "; or write a rowtype.toml into each project's folder", root};
}

Error no_schema(const std::string& root, const SchemaDiscovery& discovery, const std::string& remark) {
    Error error{
        Error::Kind::SchemaUnavailable,
        "no schema was found: no .rowtype/schema.json, supabase/migrations, migrations/*.sql, Alembic revisions or single SQL "
        "file that creates tables here or in a folder near",
        kRemedy, root};
    std::vector<std::string> foreign;
    for (const std::string& path : discovery.foreign) foreign.push_back(shown_from(root, path));
    if (!foreign.empty()) error.message += "; " + name_list(foreign, kMostNamed, " and ") + ": SQL for another database";
    if (!remark.empty()) error.message += "; " + remark;
    if (!discovery.django.empty()) {
        error.message += "; " + shown_from(root, discovery.django) + ": Django's migrations are Python and are not read";
        error.remedy =
            "read a database that manage.py migrate has filled: --schema postgres with DATABASE_URL set; rowtype pull keeps what "
            "it says in .rowtype/schema.json";
    } else if (const std::string supabase = find_supabase_configuration(root); !supabase.empty()) {
        error.message += "; " + shown_from(root, supabase) + " is there, but there are no migrations beside it";
        error.remedy =
            "have `supabase db pull` write the migrations, or read the local stack: --schema local; " + std::string(kRemedy);
    }
    if (!discovery.alembic.empty()) {
        error.message += "; " + shown_from(root, discovery.alembic) + " is there, but " + discovery.alembic_problem;
        error.remedy =
            "name the revisions: --schema alembic:PATH, the folder with env.py or the one with the revisions; or read the "
            "database: "
            "--schema postgres with DATABASE_URL set";
    }
    return error;
}

Error unfitting_schema(const std::string& root, const DiscoveredSource& source, const std::string& places,
                       const std::vector<std::string>& absent) {
    return Error{Error::Kind::SchemaUnavailable,
                 "the schema that was found in " + shown_from(root, source.path) + " does not seem to be this code's: " + places +
                     " that name a table name one that it lacks (" + name_list(absent, kMostNamed, " and ") + ")",
                 std::string(kRemedy) + "; if this one is right, " + schema_option(source), root};
}

Error schema_of_other_program(const std::string& root, const DiscoveredSource& source) {
    return Error{Error::Kind::SchemaUnavailable,
                 "the schema that was found in " + shown_from(root, source.path) +
                     " is kept by a JavaScript package, and the Python code creates the tables of its models itself (create_all)",
                 std::string(kRemedy) + "; if this one is right, " + schema_option(source), root};
}

std::string left_note(const std::string& root, const SchemaDiscovery& discovery, const std::vector<std::string>& further) {
    std::vector<std::string> names;
    for (std::size_t i = 1; i < discovery.sources.size(); ++i) names.push_back(shown_from(root, discovery.sources[i].path));
    for (const std::string& path : discovery.foreign) names.push_back(shown_from(root, path) + " (another database's SQL)");
    names.insert(names.end(), further.begin(), further.end());
    return names.empty() ? "" : "found as well and left: " + name_list(names, kMostNamed) + " (choose with --schema)";
}

}  // namespace rowtype::workspace
