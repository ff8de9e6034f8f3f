#include "analysis/binding/model_table.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

void check_reference(const binding::RelationReference& reference, const binding::Context& context, FindingSink& sink) {
    if (reference.relation != nullptr || reference.unknown || reference.name.empty()) return;
    const catalog::Catalog& catalog = context.catalog;
    const std::string written = reference.schema.empty() ? reference.name : reference.schema + "." + reference.name;
    std::string message = "the database has no table or view " + quoted(written);
    std::vector<std::string> elsewhere;
    for (const catalog::Relation* relation : catalog.relations_named(reference.name)) {
        // realtime.messages is nobody's table but Supabase's; auth.users is what people mean.
        const std::string& schema = relation->name.schema;
        if (schema == "auth" || !binding::is_platform_schema(schema)) elsewhere.push_back(quoted(schema));
    }
    if (!elsewhere.empty()) {
        message += "; it stands in schema " + join_words(elsewhere) +
                   (reference.schema.empty() ? ", which is not on the search path" : "");
    }
    Finding* finding = sink.report(kUnknownTable, kUnknownTable.default_severity, reference.span, std::move(message));
    if (finding == nullptr) return;
    finding->table = written;
    if (elsewhere.empty()) {
        finding->suggestion = nearest_name(reference.name, catalog.relation_names(reference.schema)).value_or("");
    }
    explain_removal(catalog.find_removed(reference.schema, reference.name), *finding);
}

// What stands before the dot of a column.
void check_refused(const binding::RefusedName& name, FindingSink& sink) {
    if (name.reason != binding::RefusedName::Reason::NoItem) return;
    const bool is_renamed = name.places.size() == 1;
    std::string message = is_renamed ? quoted(name.name) + " cannot be named here: its alias is " + quoted(name.places.front())
                                     : "no table or alias " + quoted(name.name) + " is in sight here";
    Finding* finding = sink.report(kUnknownTable, kUnknownTable.default_severity, name.span, std::move(message));
    if (finding == nullptr) return;
    finding->suggestion = is_renamed ? name.places.front() : nearest_name(name.name, name.candidates).value_or("");
}

// ForeignKey("usres.id")
void check_key(const binding::DeclaredForeignKey& key, const binding::Context& context, FindingSink& sink) {
    for (const binding::KeyText& text : key.texts) {
        if (!text.table_absent) continue;
        binding::RelationReference reference;
        reference.schema = text.schema;
        reference.name = text.table;
        reference.span = text.table_span;
        check_reference(reference, context, sink);
    }
}

// relationship(secondary="user_tgas")
void check_target(const binding::UnknownTarget& target, const binding::Context& context, FindingSink& sink) {
    const std::size_t dot = target.name.find('.');
    binding::RelationReference reference;
    if (dot != std::string::npos) reference.schema = target.name.substr(0, dot);
    reference.name = dot == std::string::npos ? target.name : target.name.substr(dot + 1);
    const auto begin = static_cast<std::uint32_t>(dot == std::string::npos ? 0 : dot + 1);
    reference.span = {target.span.begin + begin, target.span.end};
    check_reference(reference, context, sink);
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundModel& model : statement.models) {
        if (model.relation != nullptr || model.relation_unknown || model.matched_by == binding::MatchedBy::Name) continue;
        const std::size_t dot = model.table_name.find('.');
        binding::RelationReference reference;
        if (dot != std::string::npos) reference.schema = model.table_name.substr(0, dot);
        reference.name = dot == std::string::npos ? model.table_name : model.table_name.substr(dot + 1);
        reference.span = model.table_span.empty() ? model.name_span : model.table_span;
        check_reference(reference, context, sink);
    }
    for (const binding::BoundTable& table : statement.tables) {
        for (const binding::DeclaredForeignKey& key : table.foreign_keys) check_key(key, context, sink);
        if (table.relation != nullptr || table.relation_unknown) continue;
        const std::size_t dot = table.table_name.find('.');
        binding::RelationReference reference;
        if (dot != std::string::npos) reference.schema = table.table_name.substr(0, dot);
        reference.name = dot == std::string::npos ? table.table_name : table.table_name.substr(dot + 1);
        reference.span = table.table_span;
        check_reference(reference, context, sink);
    }
    for (const binding::UnknownTarget& target : statement.orm_uses.targets) {
        if (target.is_table) check_target(target, context, sink);
    }
    for (const binding::BoundQuery& query : statement.queries) {
        check_reference(query.table, context, sink);
        for (const binding::RelationReference& table : query.other_tables) check_reference(table, context, sink);
    }
    for (const binding::BoundSql& sql : statement.sql) {
        for (const binding::RelationReference& relation : sql.relations) check_reference(relation, context, sink);
        for (const binding::RefusedName& name : sql.refused) check_refused(name, sink);
    }
}

}  // namespace

constinit const Rule kUnknownTable = {
    .id = "unknown-table",
    .family = RuleFamily::Query,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInDatabase,
    .since = "0.1.0",
    .summary = "A query or model names a table or view that the database does not have",
    .docs = R"(The name is in no schema where the query would look for it. PostgREST answers such a request with
PGRST205, PostgreSQL with 42P01, both at run time. In SQL the same is said of what stands before a column's dot and is
neither a table nor an alias in sight there: `SELECT users.id FROM users u`. So it is of the table of a mapped class (SQLAlchemy,
SQLModel, Flask-SQLAlchemy) or of a `Table(...)`, and of the tables that `ForeignKey("users.id")`, SQLModel's `foreign_key=` and
`relationship(secondary="user_tags")` name, where no code of the project declares one of that name either.

Not reported: names that the statement itself defines (CTEs, aliases, temporary tables), names in schemas that were not
read, or read in part unless a migration surely dropped them, system catalogs, tables of well-known extensions, names that are not literal or constant, mapped classes of tests, which make their tables themselves, and those of
programs that call `metadata.create_all()`.

Mend it by correcting the name, by naming the schema (`client.schema("billing").table("invoices")`), or by adding the
migration that creates the table.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);",
    .bad_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("usrs").select("id").execute()
)",
    .good_example = R"(from supabase import create_client

client = create_client("http://localhost", "key")
rows = client.table("users").select("id").execute()
)",
    .check = check,
    .fix = replace_by_suggestion,
};

}  // namespace rowtype::rules
