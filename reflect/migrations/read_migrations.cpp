#include <algorithm>
#include <map>
#include <set>

#include "reflect/migrations/handlers.h"
#include "reflect/migrations/migrations.h"
#include "reflect/migrations/paths.h"
#include "reflect/migrations/script.h"
#include "reflect/migrations/supabase.h"
#include "reflect/migrations/touched.h"
#include "reflect/migrations/transactions.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::migrations {

namespace {

constexpr int kMaximumIncludeDepth = 16;

// The scripts of one run, by path, with what they include.
class Scripts {
public:
    explicit Scripts(const std::vector<SqlFile>& files);

    // The script that `\i name` in `from` means; null where it was not handed over.
    [[nodiscard]] const std::string* find(std::string_view from, std::string_view name) const;
    [[nodiscard]] const std::vector<ScriptItem>& items(const std::string& path) const { return items_.at(path); }
    [[nodiscard]] bool is_included(const std::string& path) const { return included_.contains(path); }

private:
    std::map<std::string, std::string> texts_;  // by normalized path
    std::map<std::string, std::vector<ScriptItem>> items_;
    std::set<std::string> included_;
};

void apply_script(SchemaBuilder& schema, const Scripts& scripts, const std::string& path, int depth, bool conditional);
void apply_made(SchemaBuilder& schema, const Scripts& scripts, const std::string& path, const MadeStatement& made);

}  // namespace

Result<MigrationCatalog> read_migrations(const std::vector<SqlFile>& files, const Options& options) {
    if (files.empty()) {
        return Error{
            Error::Kind::SchemaUnavailable, "no SQL files to read the schema from", "name a folder with .sql files", "", 0, 0};
    }
    const bool supabase = options.platform == Platform::Supabase || (options.platform == Platform::Detect && is_supabase(files));
    SchemaBuilder schema;
    if (supabase) add_supabase_objects(schema, options.exposes_new_objects);
    apply_files(schema, files, [](std::size_t) { return true; });
    return schema.finish(options.search_path.empty() ? schema.default_search_path : options.search_path);
}

void apply_files(SchemaBuilder& schema, const std::vector<SqlFile>& files, const std::function<bool(std::size_t)>& is_wanted) {
    const Scripts scripts(files);
    for (std::size_t index = 0; index < files.size(); ++index) {
        const std::string path = normalized(files[index].path);
        if (scripts.is_included(path) || !is_wanted(index)) continue;
        schema.search_path = schema.default_search_path;  // a tool applies each file in a session of its own
        schema.access.current_role.clear();
        if (files[index].made.empty()) apply_script(schema, scripts, path, 0, false);
        for (const MadeStatement& made : files[index].made) apply_made(schema, scripts, path, made);
        schema.end_transaction();
    }
}

namespace {

Scripts::Scripts(const std::vector<SqlFile>& files) {
    for (const SqlFile& file : files) {
        const std::string path = normalized(file.path);
        if (!file.made.empty()) continue;
        const std::string& text = texts_.insert_or_assign(path, without_way_back(file.text)).first->second;
        items_[path] = read_script(text);
    }
    for (const auto& [path, items] : items_) {
        for (const ScriptItem& item : items) {
            if (item.kind != ScriptItem::Kind::Include) continue;
            const std::string* target = find(path, item.text);
            if (target != nullptr && *target != path) included_.insert(*target);
        }
    }
}

// \ir is relative to the including file, \i to psql's working folder, which is not known: both are tried from the file's
// folder upwards.
const std::string* Scripts::find(std::string_view from, std::string_view name) const {
    for (std::string_view folder = folder_of(from);; folder = folder_of(folder)) {
        const auto found = texts_.find(joined(folder, name));
        if (found != texts_.end()) return &found->first;
        if (folder.empty() || folder == "/") return nullptr;
    }
}

// Whether the statement runs is not known.
void apply_conditional(SchemaBuilder& schema, std::string_view text) {
    if (!is_irrelevant(text) && mark_touched(schema, text)) {
        schema.note(
            "a condition of psql that cannot be evaluated decides on this statement; what it could change is taken as unknown");
    }
}

void apply_item(SchemaBuilder& schema, const Scripts& scripts, const std::string& path, const ScriptItem& item, int depth,
                bool conditional) {
    schema.source = {item.text, path, item.line, {}};
    conditional = conditional || item.conditional;
    if (conditional && item.kind == ScriptItem::Kind::Statement) return apply_conditional(schema, item.text);
    if (item.kind == ScriptItem::Kind::Statement) return apply_statement(schema);
    if (item.kind == ScriptItem::Kind::Open) return apply_unparsed(schema, "a quote or comment is not closed");
    if (item.kind == ScriptItem::Kind::Database) {
        return schema.note("the statements behind \\connect belong to another database; they are taken as if to this one");
    }
    const std::string* target = scripts.find(path, item.text);
    if (target == nullptr) {
        schema.note("the included file " + std::string(item.text) + " was not found; what it creates is unknown");
        return schema.mark_everything_unknown();
    }
    if (depth >= kMaximumIncludeDepth) return schema.note("files include each other too deeply; the rest is left out");
    apply_script(schema, scripts, *target, depth + 1, conditional);
}

void apply_script(SchemaBuilder& schema, const Scripts& scripts, const std::string& path, int depth, bool conditional) {
    const std::vector<ScriptItem>& items = scripts.items(path);
    Transactions transactions(schema, items);
    for (std::size_t index = 0; index < items.size(); ++index) {
        if (conditional || !transactions.follow(index)) apply_item(schema, scripts, path, items[index], depth, conditional);
    }
}

void apply_made(SchemaBuilder& schema, const Scripts& scripts, const std::string& path, const MadeStatement& made) {
    using Kind = MadeStatement::Kind;
    schema.source = {made.text, path, made.line};
    schema.assumptions_open_schemas = true;
    if (made.kind == Kind::Anything) schema.mark_everything_unknown();
    const bool touches = made.kind != Kind::Possible || mark_touched(schema, made.text);
    if (touches && !made.note.empty()) schema.note(made.note);
    if (made.kind != Kind::Certain && made.kind != Kind::Guarded) return;
    schema.conditional = made.kind == Kind::Guarded;
    for (ScriptItem item : read_script(made.text)) {
        item.line += made.line - 1;
        apply_item(schema, scripts, path, item, 0, false);
    }
    schema.conditional = false;
}

}  // namespace

}  // namespace rowtype::migrations
