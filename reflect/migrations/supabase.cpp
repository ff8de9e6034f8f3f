#include "reflect/migrations/supabase.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/extensions.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::ObjectClass;
using catalog::Privilege;
using catalog::PrivilegeSet;
using catalog::Type;

namespace {

// Tables that migrations refer to, with the columns that are stable over the platform's versions: "name type" pairs,
// separated by commas; "!" behind a type: NOT NULL. The first column is the primary key.
struct PlatformTable {
    std::string_view schema;
    std::string_view name;
    std::string_view columns;
};

constexpr std::array<PlatformTable, 12> kTables = {{
    {"auth", "users",
     "id uuid!,instance_id uuid,aud varchar,role varchar,email varchar,encrypted_password varchar,email_confirmed_at timestamptz,"
     "invited_at timestamptz,confirmation_sent_at timestamptz,last_sign_in_at timestamptz,raw_app_meta_data jsonb,"
     "raw_user_meta_data jsonb,is_super_admin bool,created_at timestamptz,updated_at timestamptz,phone text,"
     "phone_confirmed_at timestamptz,confirmed_at timestamptz,banned_until timestamptz,is_sso_user bool!,deleted_at timestamptz,"
     "is_anonymous bool!"},
    {"auth", "identities",
     "id uuid!,provider_id text!,user_id uuid!,identity_data jsonb!,provider text!,last_sign_in_at timestamptz,"
     "created_at timestamptz,updated_at timestamptz,email text"},
    {"auth", "sessions", "id uuid!,user_id uuid!,created_at timestamptz,updated_at timestamptz"},
    {"auth", "refresh_tokens",
     "id int8!,token varchar,user_id varchar,revoked bool,created_at timestamptz,updated_at timestamptz"},
    {"auth", "mfa_factors", "id uuid!,user_id uuid!,friendly_name text,created_at timestamptz!,updated_at timestamptz!"},
    {"auth", "audit_log_entries", "id uuid!,instance_id uuid,payload json,created_at timestamptz"},
    {"storage", "buckets", "id text!,name text!,owner uuid,created_at timestamptz,updated_at timestamptz,public bool"},
    {"storage", "objects",
     "id uuid!,bucket_id text,name text,owner uuid,created_at timestamptz,updated_at timestamptz,"
     "last_accessed_at timestamptz,metadata jsonb"},
    {"vault", "secrets", "id uuid!,name text,description text!,secret text!"},
    {"vault", "decrypted_secrets", "id uuid,name text,description text,secret text,decrypted_secret text"},
    {"realtime", "messages", "id uuid!,topic text!,extension text!"},
    {"supabase_migrations", "schema_migrations", "version text!"},
}};

// Schema, name and result; none takes arguments.
constexpr std::array<std::array<std::string_view, 3>, 4> kFunctions = {{
    {"auth", "uid", "uuid"},
    {"auth", "role", "text"},
    {"auth", "email", "text"},
    {"auth", "jwt", "jsonb"},
}};

Column read_column(std::string_view text) {
    Column column;
    const std::size_t space = text.find(' ');
    column.name = text.substr(0, space);
    std::string_view type = text.substr(space + 1);
    if (type.ends_with('!')) {
        column.nullability = catalog::Nullability::NotNull;
        type.remove_suffix(1);
    }
    column.type = Type{{"pg_catalog", std::string(type)}, {}, 0};
    if (column.type.is_builtin("varchar")) column.type.modifiers = {255};
    return column;
}

void add_table(SchemaBuilder& schema, const PlatformTable& table) {
    catalog::Relation relation;
    relation.name = {std::string(table.schema), std::string(table.name)};
    relation.extension = "supabase";
    relation.columns_complete = false;
    for (std::string_view rest = table.columns; !rest.empty();) {
        const std::size_t comma = std::min(rest.find(','), rest.size());
        relation.columns.push_back(read_column(rest.substr(0, comma)));
        rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
    catalog::Key key;
    key.name = relation.name.name + "_pkey";
    key.columns = {relation.columns.front().name};
    relation.primary_key = std::move(key);
    schema.add_relation(std::move(relation));
}

// Migrations run as "postgres". (What supabase_admin creates is not the project's.)
void add_access(AccessState& access, bool exposes_new_objects) {
    access.decidable = true;
    access.own_names = {"postgres", "supabase_admin"};
    PrivilegeSet usage;
    usage.add(Privilege::Usage);
    PrivilegeSet unexposed;  // what new tables keep of the default privileges of the platform's image
    for (const Privilege privilege : {Privilege::Truncate, Privilege::References, Privilege::Trigger}) unexposed.add(privilege);
    for (const char* role : {"anon", "authenticated", "service_role"}) {
        for (const char* home : {"public", "extensions"}) add_grant(access.schemas[home], role, "", usage);
        for (const ObjectClass objects : {ObjectClass::Relations, ObjectClass::Sequences, ObjectClass::Functions}) {
            const PrivilegeSet rest = objects == ObjectClass::Relations ? unexposed : PrivilegeSet();
            const PrivilegeSet given = exposes_new_objects ? all_privileges(objects) : rest;
            if (!given.empty()) add_grant(access.default_privileges("", "public", objects).grants, role, "", given);
        }
    }
}

}  // namespace

// By its folder, its roles and its functions; tables of a schema "auth" alone count only where no file creates that schema.
bool is_supabase(const std::vector<SqlFile>& files) {
    constexpr std::array<std::string_view, 8> kMarks = {
        "auth.uid(",    "auth.jwt(",        "auth.role(",           "supabase_",
        "service_role", "to authenticated", "to \"authenticated\"", "\"auth\".\"users\"",
    };
    bool refers = false;
    bool creates = false;
    for (const SqlFile& file : files) {
        if (file.path.starts_with("supabase/") || file.path.find("/supabase/") != std::string::npos) return true;
        std::string text = sql::fold(file.made.empty() ? file.text : "");
        for (const MadeStatement& made : file.made) text += sql::fold(made.text) + '\n';
        const auto holds = [&text](std::string_view mark) { return text.find(mark) != std::string::npos; };
        if (std::ranges::any_of(kMarks, holds)) return true;
        refers = refers || holds("auth.users") || holds("storage.buckets");
        creates = creates || holds("create schema auth") || holds("create schema if not exists auth");
    }
    return refers && !creates;
}

void add_supabase_objects(SchemaBuilder& schema, bool exposes_new_objects) {
    schema.create_schema("extensions");
    for (const std::string_view name : {"auth", "storage", "realtime", "vault", "graphql", "graphql_public", "supabase_functions",
                                        "supabase_migrations", "net", "cron", "pgsodium"}) {
        schema.create_schema(std::string(name));
        schema.platform_schemas.insert(std::string(name));
        schema.mark_incomplete(std::string(name));
    }
    for (const PlatformTable& table : kTables) add_table(schema, table);
    for (const auto& [home, name, result] : kFunctions) {
        FunctionState state;
        state.function.name = {std::string(home), std::string(name)};
        state.function.result = Type{{"pg_catalog", std::string(result)}, {}, 0};
        state.function.extension = "supabase";
        state.function.grants = built_in_grants(catalog::ObjectClass::Functions);
        schema.functions().push_back(std::move(state));
    }
    schema.default_search_path = {"public", "extensions"};
    schema.search_path = schema.default_search_path;
    for (const std::string_view name : {"pg_stat_statements", "pgcrypto", "uuid-ossp"}) {
        add_extension(schema, std::string(name), "extensions");
    }
    // A migration may create them again elsewhere; the platform's copy gives way.
    schema.extensions.clear();
    add_access(schema.access, exposes_new_objects);
}

}  // namespace rowtype::migrations
