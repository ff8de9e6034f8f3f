#include "analysis/orm/column_annotation.h"

#include <algorithm>
#include <array>

#include "analysis/alembic/values.h"
#include "analysis/binding/model_modules.h"
#include "analysis/orm/evaluation.h"
#include "analysis/types/class_kind.h"
#include "analysis/types/expression_parser.h"
#include "analysis/types/known_names.h"

namespace rowtype::orm {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr int kMaximumSteps = 16;
constexpr int kStepsOfOne = 8;  // what is left to each of several types; they have none of several in their turn

struct DefaultType {
    std::string_view python;
    std::string_view sqlalchemy;
};

// sqlalchemy/sql/sqltypes.py, _type_map.
constexpr std::array kDefaultTypes = std::to_array<DefaultType>({
    {"int", "sqlalchemy.Integer"},
    {"str", "sqlalchemy.String"},
    {"bool", "sqlalchemy.Boolean"},
    {"float", "sqlalchemy.Float"},
    {"bytes", "sqlalchemy.LargeBinary"},
    {"decimal.Decimal", "sqlalchemy.Numeric"},
    {"datetime.datetime", "sqlalchemy.DateTime"},
    {"datetime.date", "sqlalchemy.Date"},
    {"datetime.time", "sqlalchemy.Time"},
    {"datetime.timedelta", "sqlalchemy.Interval"},
    {"uuid.UUID", "sqlalchemy.Uuid"},
});

class AnnotationReader {
public:
    explicit AnnotationReader(ColumnAnnotation& made) : made_(made) {}

    void read(const Value& value, const types::ModuleScope& scope, int steps);

private:
    void read_arms(const std::vector<const Value*>& arms, const types::ModuleScope& scope, int steps);
    void read_subscript(const Value& value, const types::ModuleScope& scope, int steps);
    void read_name(const Value& value, const types::ModuleScope& scope, int steps);
    void read_definition(const Definition& found, int steps);
    void read_alternatives(const std::vector<Definition>& alternatives, int steps);

    ColumnAnnotation& made_;
};

void collect_arms(const Value& value, std::vector<const Value*>& arms) {
    if (!value.is(ValueKind::BitOr)) return arms.push_back(&value);
    for (const Value& item : value.items) collect_arms(item, arms);
}

void AnnotationReader::read(const Value& value, const types::ModuleScope& scope, int steps) {
    if (steps > kMaximumSteps) {
        made_.known = false;
        return;
    }
    switch (value.kind) {
        case ValueKind::String: {
            const Value parsed = types::parse_annotation_text(value.text);
            if (parsed.is(ValueKind::String)) made_.known = false;
            else read(parsed, scope, steps + 1);
            return;
        }
        case ValueKind::BitOr: {
            std::vector<const Value*> arms;
            collect_arms(value, arms);
            return read_arms(arms, scope, steps);
        }
        case ValueKind::Subscript: return read_subscript(value, scope, steps);
        case ValueKind::Name:
        case ValueKind::Attribute: return read_name(value, scope, steps);
        default: made_.known = false;
    }
}

void AnnotationReader::read_arms(const std::vector<const Value*>& arms, const types::ModuleScope& scope, int steps) {
    const Value* only = nullptr;
    for (const Value* arm : arms) {
        if (arm->is(ValueKind::None)) {
            made_.optional = true;
        } else if (only != nullptr) {
            made_.known = false;
        } else {
            only = arm;
        }
    }
    if (only != nullptr && made_.known) return read(*only, scope, steps + 1);
    made_.known = false;
    made_.optional_told = steps < kStepsOfOne && std::ranges::all_of(arms, [&](const Value* arm) {
                              if (arm->is(ValueKind::None)) return true;
                              ColumnAnnotation one;
                              AnnotationReader(one).read(*arm, scope, steps + kStepsOfOne);
                              made_.optional = made_.optional || one.optional;
                              return one.known || one.optional_told;
                          });
}

void AnnotationReader::read_subscript(const Value& value, const types::ModuleScope& scope, int steps) {
    const std::string name = value.items.size() < 2 ? std::string() : library_name(value.items.front(), scope);
    if (name == "sqlalchemy.Mapped" || name == "sqlalchemy.MappedColumn") {
        made_.is_mapped = true;
        return read(value.items[1], scope, steps + 1);
    }
    if (name == "typing.Optional") {
        made_.optional = true;
        return read(value.items[1], scope, steps + 1);
    }
    if (name == "typing.Union") {
        std::vector<const Value*> arms;
        for (std::size_t index = 1; index < value.items.size(); ++index) collect_arms(value.items[index], arms);
        return read_arms(arms, scope, steps);
    }
    if (name == "typing.Annotated") {
        for (std::size_t index = 2; index < value.items.size(); ++index)
            made_.extras.push_back(evaluate(value.items[index], scope));
        return read(value.items[1], scope, steps + 1);
    }
    made_.whole = evaluate(value, scope);
    if (name.empty()) made_.known = false;
}

void AnnotationReader::read_name(const Value& value, const types::ModuleScope& scope, int steps) {
    const std::string dotted = value.dotted();
    read_definition(dotted.empty() ? Definition{} : scope.resolve(dotted), steps);
}

void AnnotationReader::read_definition(const Definition& found, int steps) {
    if (found.kind == Definition::Kind::External) {
        made_.path = types::canonical_name(found.name);
        made_.whole = alembic::path_value(canonical_library(found.name));
    } else if (found.kind == Definition::Kind::Class) {
        made_.class_definition = found;
    } else if (found.kind == Definition::Kind::Assignment && found.assignment->value && !found.assignment->augmented) {
        made_.aliases.push_back(found.assignment);
        const Value& held = *found.assignment->value;
        const bool is_new_type = held.is(ValueKind::Call) && library_name(held, *found.module) == "typing.NewType";
        const Value* base = is_new_type ? held.positional(1) : &held;
        if (base != nullptr) read(*base, *found.module, steps + 1);
        else made_.known = false;
    } else {
        made_.known = false;
        read_alternatives(found.alternatives, steps);
    }
}

// Branches that differ: `if sys.version_info >= (3, 13): DateTime = …`.
void AnnotationReader::read_alternatives(const std::vector<Definition>& alternatives, int steps) {
    if (alternatives.empty() || steps >= kStepsOfOne) return;
    std::size_t optional = 0;
    for (const Definition& alternative : alternatives) {
        ColumnAnnotation one;
        AnnotationReader(one).read_definition(alternative, steps + kStepsOfOne);
        if (!one.known && !one.optional_told) return;
        optional += one.optional ? 1 : 0;
    }
    made_.optional_told = optional == 0 || optional == alternatives.size();
    made_.optional = made_.optional || optional == alternatives.size();
}

bool is_same_type(const ColumnAnnotation& key, const ColumnAnnotation& annotation) {
    if (!key.aliases.empty()) return std::ranges::find(annotation.aliases, key.aliases.front()) != annotation.aliases.end();
    if (!key.path.empty()) return key.path == annotation.path;
    if (key.class_definition) {
        return annotation.class_definition &&
               key.class_definition->class_definition == annotation.class_definition->class_definition;
    }
    return key.known && alembic::same_value(key.whole, annotation.whole);
}

struct MapEntry {
    bool may_have_one = false;
    std::optional<Value> type;
};

// Of type_annotation_map, or of the registry's.
MapEntry entry_of_map(const ColumnAnnotation& annotation, const ClassLine& line) {
    const Value* map = nullptr;
    Definition place = line.classes.front();
    if (const auto own = line.find("type_annotation_map"); own && own->field->default_value) {
        map = &*own->field->default_value;
        place = *own->declared_in;
    } else if (const auto held = line.find("registry"); held && held->field->default_value) {
        map = held->field->default_value->keyword("type_annotation_map");
        place = *held->declared_in;
    } else if (line.root_call != nullptr) {
        map = line.root_call->keyword("type_annotation_map");
        place.module = line.root_module;
    }
    if (map == nullptr) return {};
    if (!map->is(ValueKind::Dictionary)) {
        const std::string dotted = map->dotted();
        const Definition held = dotted.empty() ? Definition{} : place.module->resolve(dotted);
        if (held.kind != Definition::Kind::Assignment || !held.assignment->value) return {true, std::nullopt};
        map = &*held.assignment->value;
        place.module = held.module;
        if (!map->is(ValueKind::Dictionary)) return {true, std::nullopt};
    }
    MapEntry plain;
    // SQLAlchemy looks the bases of an enumeration up, too, and makes the entry's type one of its members: by name or by value, as
    // that entry says.
    bool may_be_of_base = false;
    for (std::size_t index = 0; index + 1 < map->items.size(); index += 2) {
        const Value& written = map->items[index];
        if (written.is(ValueKind::Unknown)) return {true, std::nullopt};  // **others
        const ColumnAnnotation key = read_annotation(written, place);
        if (annotation.class_definition && key.path.starts_with("enum.")) may_be_of_base = true;
        if (!is_same_type(key, annotation)) continue;
        MapEntry found{true, evaluate_in(place, map->items[index + 1])};
        if (!key.aliases.empty()) return found;
        plain = std::move(found);
    }
    if (!plain.may_have_one && may_be_of_base) return {true, std::nullopt};
    return plain;
}

}  // namespace

ColumnAnnotation read_annotation(const Value& annotation, const Definition& declared_in) {
    ColumnAnnotation made;
    if (declared_in.class_definition == nullptr || declared_in.statement == nullptr) {
        AnnotationReader(made).read(annotation, *declared_in.module, 0);
        return made;
    }
    const binding::ClassScope scope(*declared_in.module, *declared_in.statement, declared_in.class_definition->body_scope);
    AnnotationReader(made).read(annotation, scope, 0);
    return made;
}

Value type_of_annotation(const ColumnAnnotation& annotation, const ClassLine& line) {
    if (!annotation.known) return alembic::unknown_value();
    if (MapEntry entry = entry_of_map(annotation, line); entry.may_have_one) {
        return entry.type ? std::move(*entry.type) : alembic::unknown_value();
    }
    if (annotation.class_definition) {
        // A type of the project may also be one of a parent class in the map.
        std::optional<Value> made = enum_of_class(*annotation.class_definition);
        return made ? std::move(*made) : alembic::unknown_value();
    }
    const auto row = std::ranges::find(kDefaultTypes, annotation.path, &DefaultType::python);
    return row == kDefaultTypes.end() ? alembic::unknown_value() : alembic::path_value(std::string(row->sqlalchemy));
}

}  // namespace rowtype::orm
