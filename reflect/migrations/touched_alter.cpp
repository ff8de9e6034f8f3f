#include "reflect/migrations/touched_alter.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/doubts.h"

namespace rowtype::migrations {

using catalog::Column;
using catalog::Nullability;

namespace {

// One sub-command, and the relations that it could mean.
struct Meant {
    SchemaBuilder& schema;
    WrittenName written;
    bool only = false;

    void each(const std::function<void(RelationState&)>& visit) const {
        if (!only || written.name.empty()) return for_each_meant(schema, written, visit);
        if (RelationState* state = schema.find_relation(written)) visit(*state);
    }
    void each_column(const WrittenName& name, const std::function<void(RelationState&, Column&)>& visit) const {
        each([&](RelationState& state) {
            if (state.relation.is_view()) return;
            for (Column& column : state.relation.columns) {
                if (name.name.empty() || column.name == name.name) visit(state, column);
            }
        });
    }
    void parts() const {
        each([](RelationState& state) { state.relation.parts_complete = false; });
    }
    void may_become_not_null(const WrittenName& name) const {
        each_column(name, [&](RelationState& state, Column& column) {
            if (column.nullability == Nullability::Nullable) doubt_not_null(schema, state, column);
        });
    }
};

// Of the columns behind PRIMARY KEY, or of those of an index that is not named here.
void mark_primary_key(const Meant& meant, Words words) {
    words.skip_behind("primary");
    if (!words.take("key")) return;
    if (words.is("using")) return meant.may_become_not_null({});
    words.advance();
    for (const WrittenName& name : words.take_names()) meant.may_become_not_null(name);
}

bool mark_added_constraint(const Meant& meant, Words words) {
    meant.parts();
    mark_primary_key(meant, words);
    if (words.take("constraint")) (void)words.take_name();
    if (words.take("not") && words.take("null")) meant.may_become_not_null(words.take_name());  // since PostgreSQL 18
    return true;
}

bool mark_add(const Meant& meant, Words words) {
    for (const std::string_view kind : {"constraint", "primary", "foreign", "unique", "check", "exclude", "not"}) {
        if (words.is(kind)) return mark_added_constraint(meant, words);
    }
    words.skip_any({"column", "if", "not", "exists"});
    const WrittenName name = words.take_name();
    const bool makes_parts = words.holds("primary") || words.holds("unique") || words.holds("references") || words.holds("check");
    meant.each([&](RelationState& state) {
        if (!name.name.empty() && state.relation.find_column(name.name) != nullptr) return;
        doubt_columns(state);
        if (makes_parts) state.relation.parts_complete = false;
    });
    return true;
}

bool mark_dropped_constraint(const Meant& meant, Words words) {
    meant.parts();
    words.skip_any({"if", "exists"});
    const std::string name = words.take_name().name;
    meant.each([&](RelationState& state) {  // what a check says of values may hold no longer
        std::erase_if(state.relation.checks, [&](const catalog::Check& check) { return name.empty() || check.name == name; });
    });
    // NOT NULL has a name since PostgreSQL 18.
    if (name.find("not_null") != std::string::npos) {
        meant.each_column({}, [&](RelationState& state, Column& column) {
            if (column.nullability == Nullability::NotNull) doubt_not_null(meant.schema, state, column);
        });
    }
    if (!words.holds("cascade")) return true;
    std::vector<catalog::QualifiedName> targets;
    meant.each([&](const RelationState& state) { targets.push_back(state.relation.name); });
    meant.schema.for_each_relation([&](RelationState& state) {
        const bool refers = std::ranges::any_of(state.relation.foreign_keys, [&](const catalog::ForeignKey& key) {
            return std::ranges::find(targets, key.referenced_relation) != targets.end();
        });
        if (refers) state.relation.parts_complete = false;
    });
    return true;
}

bool mark_drop(const Meant& meant, Words words) {
    if (words.take("constraint")) return mark_dropped_constraint(meant, words);
    words.skip_any({"column", "if", "exists"});
    meant.each_column(words.take_name(),
                      [&](RelationState& state, Column& column) { doubt_existence(meant.schema, state, column); });
    return true;
}

void mark_new_type(const Meant& meant, const WrittenName& column_name, const Words& words) {
    // A domain may refuse NULL.
    const bool is_builtin = words.is_readable() && catalog::builtin_type_name(words.value()).has_value();
    meant.each_column(column_name, [&](RelationState& state, Column& column) {
        doubt_type(column);
        if (!is_builtin && column.nullability == Nullability::Nullable) doubt_not_null(meant.schema, state, column);
    });
}

bool mark_alter_column(const Meant& meant, Words words) {
    if (words.take("constraint")) {
        meant.parts();
        return true;
    }
    words.take("column");
    const WrittenName name = words.take_name();
    const auto not_null = [&](Nullability from) {
        meant.each_column(name, [&](RelationState& state, Column& column) {
            if (column.nullability == from) doubt_not_null(meant.schema, state, column);
        });
    };
    if (words.is("restart") || words.is("reset")) return false;
    const bool sets = words.take("set");
    const bool drops = !sets && words.take("drop");
    if (sets) words.take("data");
    if (!drops && words.take("type")) {
        mark_new_type(meant, name, words);
    } else if ((sets || drops) && words.is("not")) {
        not_null(sets ? Nullability::Nullable : Nullability::NotNull);
    } else if (sets && (!words.is_word() || words.is("statistics") || words.is("storage") || words.is("compression"))) {
        return false;
    } else if (sets || drops || words.is("add")) {  // an identity is NOT NULL already
        meant.each_column(name, [](RelationState&, Column& column) { doubt_default(column); });
    } else {
        meant.each_column(name, [&](RelationState& state, Column& column) {
            doubt_type(column);
            doubt_not_null(meant.schema, state, column);
            doubt_default(column);
        });
    }
    return true;
}

bool mark_moved(const Meant& meant) {
    meant.each([&](RelationState& state) { doubt_relation_exists(meant.schema, state, false); });
    meant.schema.mark_incomplete("*");
    return true;
}

bool mark_rename(const Meant& meant, Words words) {
    if (words.is("to")) return mark_moved(meant);
    if (words.is("constraint")) return meant.parts(), true;
    words.take("column");
    const WrittenName name = words.take_name();
    meant.each_column(name, [&](RelationState& state, Column& column) { doubt_existence(meant.schema, state, column); });
    meant.each(doubt_columns);
    return true;
}

// What the relations that come to be partitions, or no longer are, have of their keys and parents.
bool mark_partition(const Meant& meant, Words words) {
    meant.parts();
    words.take("partition");
    Meant{meant.schema, words.take_name()}.parts();
    return true;
}

bool mark_command(const Meant& meant, Words words) {
    if (words.take("add")) return mark_add(meant, words);
    if (words.take("drop")) return mark_drop(meant, words);
    if (words.take("alter")) return mark_alter_column(meant, words);
    if (words.take("rename")) return mark_rename(meant, words);
    if (words.take("attach") || words.take("detach")) return mark_partition(meant, words);
    if (words.take("set")) return words.is("schema") && mark_moved(meant);
    if (words.is("validate") || words.is("inherit") || words.is("of")) return meant.parts(), true;
    if (words.take("no") || words.take("not")) {
        if (words.is("inherit") || words.is("of")) return meant.parts(), true;
        meant.schema.access.known = false;
        return false;
    }
    for (const std::string_view row_security : {"enable", "disable", "force", "owner"}) {
        if (!words.is(row_security)) continue;
        if (words.holds("trigger") || words.holds("rule")) {
            meant.each([](RelationState& state) { state.relation.triggers_complete = false; });
            return false;
        }
        meant.schema.access.known = false;
        return false;
    }
    for (const std::string_view harmless : {"cluster", "reset", "replica"}) {
        if (words.is(harmless)) return false;
    }
    meant.each([&](RelationState& state) { doubt_everything(meant.schema, state); });
    return true;
}

}  // namespace

bool mark_alter_table(SchemaBuilder& schema, Words& words) {
    words.skip_any({"if", "exists"});
    const bool only = words.take("only");
    const Meant meant{schema, words.take_name(), only};
    words.take_star();
    bool touched = false;
    for (const Words& command : words.take_commands()) touched = mark_command(meant, command) || touched;
    return touched;
}

bool mark_alter_type(SchemaBuilder& schema, Words& words) {
    const WrittenName written = words.take_name();
    std::vector<Words> commands = words.take_commands();
    const bool of_labels = !commands.empty() && commands.front().holds("value");
    const bool is_owner = !commands.empty() && commands.front().is("owner");
    const bool moves = !commands.empty() && (commands.front().holds("to") || commands.front().holds("schema"));
    if (is_owner) return false;
    for_each_meant_type(schema, written, [&](catalog::TypeDefinition& type) {
        if (of_labels && type.kind != catalog::TypeKind::Enum) return;
        doubt_definition(type);
        if (of_labels || !(moves || type.kind == catalog::TypeKind::Composite)) return;
        schema.for_each_relation([&](RelationState& state) {  // typed tables, and columns of a type that is called otherwise now
            if (state.of_type == type.name) doubt_everything(schema, state);
            for (Column& column : state.relation.columns) {
                if (moves && column.type.name == type.name) doubt_type(column);
            }
        });
    });
    if (moves && !of_labels) schema.mark_incomplete("*");
    return true;
}

}  // namespace rowtype::migrations
