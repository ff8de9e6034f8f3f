#include <algorithm>
#include <cstdint>
#include <tuple>

#include "reflect/snapshot/format.h"
#include "reflect/snapshot/json_writer.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::snapshot {

namespace {

using namespace catalog;

// One object or array. Members stand on one line, or each on its own line at `indent` spaces where `indent` is not 0.
class Scope {
public:
    Scope(std::string& out, char closing, std::size_t indent) : out_(out), closing_(closing), indent_(indent) {
        out_ += closing == '}' ? '{' : '[';
    }
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;
    ~Scope() {
        if (indent_ != 0 && !first_) out_.append(1, '\n').append(indent_ - 2, ' ');
        out_ += closing_;
    }

    void separate() {
        if (!first_) out_ += indent_ == 0 ? ", " : ",";
        first_ = false;
        if (indent_ != 0) out_.append(1, '\n').append(indent_, ' ');
    }
    void key(std::string_view name) {
        separate();
        append_json_string(out_, name);
        out_ += ": ";
    }

    void text(std::string_view name, std::string_view value) {
        key(name);
        append_json_string(out_, value);
    }
    void text_unless_empty(std::string_view name, std::string_view value) {
        if (!value.empty()) text(name, value);
    }
    void number(std::string_view name, std::int64_t value) {
        key(name);
        out_ += std::to_string(value);
    }
    void boolean_unless(std::string_view name, bool value, bool usual) {
        if (value == usual) return;
        key(name);
        out_ += value ? "true" : "false";
    }
    template <class Enum, std::size_t size>
    void word_unless_usual(std::string_view name, Enum value, const Words<Enum, size>& words) {
        if (value == words.front().first) return;
        const auto found = std::ranges::find(words, value, &std::pair<Enum, std::string_view>::first);
        if (found != words.end()) text(name, found->second);
    }
    void list(std::string_view name, const std::vector<std::string>& values) {
        key(name);
        Scope items(out_, ']', 0);
        for (const std::string& value : values) {
            items.separate();
            append_json_string(out_, value);
        }
    }
    void list_unless_empty(std::string_view name, const std::vector<std::string>& values) {
        if (!values.empty()) list(name, values);
    }
    // Each object on a line of its own, written by `write(scope, object)`.
    template <class Object, class Write>
    void lines(std::string_view name, const std::vector<Object>& objects, Write write) {
        if (objects.empty()) return;
        key(name);
        Scope items(out_, ']', indent_ + 2);
        for (const Object& object : objects) {
            items.separate();
            Scope line(out_, '}', 0);
            write(line, object);
        }
    }
    // Objects over several lines.
    template <class Object, class Write>
    void blocks(std::string_view name, const std::vector<Object>& objects, Write write) {
        if (objects.empty()) return;
        key(name);
        Scope items(out_, ']', indent_ + 2);
        for (const Object& object : objects) {
            items.separate();
            Scope block(out_, '}', indent_ + 4);
            write(block, object);
        }
    }
    [[nodiscard]] std::string& out() { return out_; }

private:
    std::string& out_;
    char closing_;
    std::size_t indent_;
    bool first_ = true;
};

// The members of a type stand beside those of what has it: a column's line stays short.
void write_type(Scope& scope, const Type& type) {
    scope.text("type", type.name.name);
    if (type.name.schema != "pg_catalog") scope.text("type_schema", type.name.schema);
    if (!type.modifiers.empty()) {
        scope.key("modifiers");
        Scope items(scope.out(), ']', 0);
        for (const std::int32_t modifier : type.modifiers) {
            items.separate();
            scope.out() += std::to_string(modifier);
        }
    }
    if (type.array_dimensions != 0) scope.number("dimensions", type.array_dimensions);
}

void write_name(Scope& scope, const QualifiedName& name) {
    scope.text("schema", name.schema);
    scope.text("name", name.name);
}

void write_expression(Scope& scope, std::string_view name, const std::optional<std::string>& expression) {
    if (expression) scope.text(name, *expression);
}

void write_column(Scope& scope, const Column& column) {
    scope.text("name", column.name);
    write_type(scope, column.type);
    scope.word_unless_usual("nullability", column.nullability, kNullabilityWords);
    write_expression(scope, "default", column.default_expression);
    scope.word_unless_usual("identity", column.identity, kIdentityWords);
    scope.word_unless_usual("generated", column.generated, kGeneratedWords);
    write_expression(scope, "generated_expression", column.generated_expression);
    scope.text_unless_empty("collation", column.collation);
    scope.text_unless_empty("comment", column.comment);
}

void write_key(Scope& scope, const Key& key) {
    scope.text("name", key.name);
    scope.list("columns", key.columns);
    scope.list_unless_empty("included_columns", key.included_columns);
    scope.boolean_unless("nulls_not_distinct", key.nulls_not_distinct, false);
    scope.boolean_unless("deferrable", key.deferrable, false);
}

void write_foreign_key(Scope& scope, const ForeignKey& key) {
    scope.text("name", key.name);
    scope.list("columns", key.columns);
    scope.text("referenced_schema", key.referenced_relation.schema);
    scope.text("referenced_relation", key.referenced_relation.name);
    scope.list("referenced_columns", key.referenced_columns);
    scope.word_unless_usual("on_update", key.on_update, kActionWords);
    scope.word_unless_usual("on_delete", key.on_delete, kActionWords);
    scope.boolean_unless("match_full", key.match_full, false);
    scope.boolean_unless("deferrable", key.deferrable, false);
    scope.boolean_unless("initially_deferred", key.initially_deferred, false);
}

void write_check(Scope& scope, const Check& check) {
    scope.text("name", check.name);
    scope.text("expression", check.expression);
}

void write_index(Scope& scope, const Index& index) {
    scope.text("name", index.name);
    if (index.method != "btree") scope.text("method", index.method);
    scope.list("columns", index.columns);
    scope.list_unless_empty("expressions", index.expressions);
    scope.list_unless_empty("included_columns", index.included_columns);
    scope.text_unless_empty("predicate", index.predicate);
    scope.boolean_unless("unique", index.unique, false);
    scope.boolean_unless("nulls_not_distinct", index.nulls_not_distinct, false);
}

void write_relation(Scope& scope, const Relation& relation) {
    write_name(scope, relation.name);
    scope.word_unless_usual("kind", relation.kind, kRelationKindWords);
    scope.text_unless_empty("comment", relation.comment);
    scope.text_unless_empty("extension", relation.extension);
    scope.boolean_unless("row_security", relation.row_security, false);
    scope.boolean_unless("columns_complete", relation.columns_complete, true);
    if (relation.partition_of) {
        scope.key("partition_of");
        Scope parent(scope.out(), '}', 0);
        write_name(parent, *relation.partition_of);
    }
    scope.text_unless_empty("definition", relation.definition);
    scope.lines("columns", relation.columns, write_column);
    if (relation.primary_key) {
        scope.key("primary_key");
        Scope key(scope.out(), '}', 0);
        write_key(key, *relation.primary_key);
    }
    scope.lines("unique_keys", relation.unique_keys, write_key);
    scope.lines("foreign_keys", relation.foreign_keys, write_foreign_key);
    scope.lines("checks", relation.checks, write_check);
    scope.lines("indexes", relation.indexes, write_index);
}

void write_attribute(Scope& scope, const Attribute& attribute) {
    scope.text("name", attribute.name);
    write_type(scope, attribute.type);
}

void write_type_definition(Scope& scope, const TypeDefinition& type) {
    write_name(scope, type.name);
    scope.word_unless_usual("kind", type.kind, kTypeKindWords);
    scope.text_unless_empty("comment", type.comment);
    scope.text_unless_empty("extension", type.extension);
    scope.list_unless_empty("labels", type.labels);
    if (type.base != Type{}) {
        scope.key("base");
        Scope base(scope.out(), '}', 0);
        write_type(base, type.base);
    }
    scope.boolean_unless("not_null", type.not_null, false);
    write_expression(scope, "default", type.default_expression);
    scope.lines("checks", type.checks, write_check);
    scope.lines("attributes", type.attributes, write_attribute);
}

void write_argument(Scope& scope, const Argument& argument) {
    scope.text_unless_empty("name", argument.name);
    write_type(scope, argument.type);
    scope.word_unless_usual("mode", argument.mode, kArgumentModeWords);
    scope.boolean_unless("has_default", argument.has_default, false);
}

void write_function(Scope& scope, const Function& function) {
    write_name(scope, function.name);
    scope.text_unless_empty("comment", function.comment);
    scope.text_unless_empty("extension", function.extension);
    scope.boolean_unless("is_procedure", function.is_procedure, false);
    scope.boolean_unless("returns_set", function.returns_set, false);
    if (function.result != Type{}) {
        scope.key("result");
        Scope result(scope.out(), '}', 0);
        write_type(result, function.result);
    }
    scope.lines("arguments", function.arguments, write_argument);
}

void write_note(Scope& scope, const Note& note) {
    scope.text_unless_empty("file", note.file);
    if (note.line != 0) scope.number("line", note.line);
    scope.text("message", note.message);
}

void write_migration(Scope& scope, const Migration& migration) {
    scope.text("name", migration.name);
    scope.text_unless_empty("hash", migration.hash);
}

// Also when it is empty: a database without any migration is another thing than one that does not tell.
void write_record(Scope& scope, std::vector<Migration> migrations) {
    std::ranges::sort(migrations, {}, [](const Migration& migration) { return std::tie(migration.name, migration.hash); });
    if (migrations.empty()) return scope.list("migrations", {});
    scope.lines("migrations", migrations, write_migration);
}

}  // namespace

std::string write_snapshot(const Catalog& catalog, MigrationRecord migrations) {
    const CatalogData& data = catalog.data();
    std::string text;
    {
        Scope top(text, '}', 2);
        top.number("version", kSnapshotVersion);  // first, so that a reader need not look for it
        if (data.server_version != 0) top.number("server_version", data.server_version);
        top.list("schemas", data.schemas);
        top.list("search_path", data.search_path);
        top.list_unless_empty("incomplete_schemas", data.incomplete_schemas);
        if (migrations) write_record(top, *std::move(migrations));
        top.blocks("relations", data.relations, write_relation);
        top.blocks("types", data.types, write_type_definition);
        top.blocks("functions", data.functions, write_function);
        top.lines("notes", data.notes, write_note);
    }
    text += '\n';
    return text;
}

}  // namespace rowtype::snapshot
