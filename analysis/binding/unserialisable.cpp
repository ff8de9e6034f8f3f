#include "analysis/binding/unserialisable.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "analysis/binding/definition_at.h"
#include "analysis/binding/model_class.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"
#include "analysis/types/build_annotation.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// A maker of such values, by its canonical name.
struct Maker {
    std::string_view name;
    std::string_view type;
    Serialisation remedy;
};

constexpr std::array<Maker, 19> kMakers{{
    {"datetime.datetime", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.now", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.utcnow", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.today", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.fromtimestamp", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.utcfromtimestamp", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.fromisoformat", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.strptime", "datetime", Serialisation::Isoformat},
    {"datetime.datetime.combine", "datetime", Serialisation::Isoformat},
    {"datetime.date", "date", Serialisation::Isoformat},
    {"datetime.date.today", "date", Serialisation::Isoformat},
    {"datetime.date.fromisoformat", "date", Serialisation::Isoformat},
    {"datetime.time", "time", Serialisation::Isoformat},
    {"uuid.uuid1", "UUID", Serialisation::Text},
    {"uuid.uuid4", "UUID", Serialisation::Text},
    {"uuid.uuid5", "UUID", Serialisation::Text},
    {"uuid.UUID", "UUID", Serialisation::Text},
    {"decimal.Decimal", "Decimal", Serialisation::Text},
    {"datetime.timedelta", "timedelta", Serialisation::None},
}};

constexpr int kMaximumDepth = 6;  // from a name to what it stands for

std::optional<Unserialisable> of_value(const Value& value, const Place& place, int depth);

const Maker* maker_of(const Value& call, const Place& place) {
    if (!call.is(ValueKind::Call) || call.items.empty()) return nullptr;
    const types::Definition definition = definition_at(call.items[0].dotted(), place);
    if (definition.kind != types::Definition::Kind::External) return nullptr;
    const auto found = std::ranges::find(kMakers, std::string_view(definition.name), &Maker::name);
    return found == kMakers.end() ? nullptr : &*found;
}

std::optional<Unserialisable> of_call(const Value& call, const Place& place, int depth) {
    if (const Maker* maker = maker_of(call, place)) return Unserialisable{std::string(maker->type), maker->remedy};
    // "datetime.now().replace(microsecond=0)" is one as well, "moment.date()" a date.
    const Value* callee = call.items.empty() ? nullptr : &call.items[0];
    if (callee == nullptr || !callee->is(ValueKind::Attribute)) return std::nullopt;
    const bool keeps = callee->text == "replace" || callee->text == "astimezone";
    if (!keeps && callee->text != "date" && callee->text != "time") return std::nullopt;
    const std::optional<Unserialisable> object = of_value(callee->items[0], place, depth + 1);
    if (!object || object->type != "datetime") return std::nullopt;
    return keeps ? object : Unserialisable{callee->text, Serialisation::Isoformat};
}

// "datetime.now() + timedelta(days=1)" is a datetime.
std::optional<Unserialisable> of_sum(const Value& sum, const Place& place, int depth) {
    const std::optional<Unserialisable> left = of_value(sum.items[0], place, depth + 1);
    const std::optional<Unserialisable> right = left ? of_value(sum.items[1], place, depth + 1) : std::nullopt;
    if (!right || right->type != "timedelta" || left->type != "datetime") return std::nullopt;
    return Unserialisable{left->type, Serialisation::None};
}

// What one scope says of a name that it binds. Nobody holds a caller to a parameter's annotation.
std::optional<Unserialisable> of_bound(std::string_view name, const Place& here, int depth) {
    const facts::StatementFacts& facts = *here.statement;
    const auto is_parameter = [&](const facts::Parameter& each) { return each.scope == here.scope && each.name == name; };
    const auto is_it = [&](const facts::Assignment& each) { return each.scope == here.scope && each.target == name; };
    const std::vector<std::string>& opaque = facts.scopes[here.scope].opaque_names;
    if (std::ranges::any_of(facts.parameters, is_parameter) || std::ranges::find(opaque, name) != opaque.end())
        return std::nullopt;
    if (std::ranges::count_if(facts.assignments, is_it) != 1) return std::nullopt;
    const facts::Assignment& only = *std::ranges::find_if(facts.assignments, is_it);
    return only.value && !only.augmented ? of_value(*only.value, here, depth + 1) : std::nullopt;
}

std::optional<Unserialisable> of_name(const Value& name, const Place& place, int depth) {
    const facts::StatementFacts& facts = *place.statement;
    if (facts::innermost_loop(facts, name.text, name.span.begin) != nullptr) return std::nullopt;
    for (std::uint32_t scope = place.scope; scope != 0; scope = facts.scopes[scope].parent) {
        if (facts.scopes[scope].kind == facts::ScopeKind::Class) continue;
        if (import_in(name.text, scope, facts) != nullptr) return std::nullopt;
        if (binds(name.text, scope, facts)) return of_bound(name.text, {&facts, scope, place.module}, depth);
    }
    const types::Definition found = place.module->resolve(name.text);
    const bool has_value = found.kind == types::Definition::Kind::Assignment && found.assignment->value;
    if (!has_value || found.assignment->augmented) return std::nullopt;
    return of_value(*found.assignment->value, {found.statement, 0, found.module}, depth + 1);
}

// A member of an enumeration, or the field of a model, which pydantic holds to its annotation.
std::optional<Unserialisable> of_attribute(const Value& attribute, const Place& place) {
    const auto holds = [&](const types::Definition& link) {
        return std::ranges::find(link.class_definition->fields, attribute.text, &facts::Field::name);
    };
    const types::Definition named = class_at(attribute.items[0], place);
    if (named.class_definition != nullptr) {
        const bool is_member = holds(named) != named.class_definition->fields.end();
        return is_member ? unserialisable(types::annotation_of_class(named), false) : std::nullopt;
    }
    const types::Definition owner = class_of_object(attribute.items[0], place);
    if (owner.class_definition == nullptr || types::kind_of_class(owner) != types::ClassKind::Pydantic) return std::nullopt;
    const Lineage lineage = lineage_of(owner);
    if (lineage.configuration.dumps_enum_values) return std::nullopt;
    for (auto link = lineage.classes.rbegin(); link != lineage.classes.rend(); ++link) {
        const auto field = holds(*link);
        if (field == link->class_definition->fields.end()) continue;
        const ClassScope scope(*link->module, *link->statement, link->class_definition->body_scope);
        if (!field->annotation) return std::nullopt;
        const types::Annotation annotation = types::build_annotation(*field->annotation, scope);
        std::optional<Unserialisable> found = unserialisable(annotation, false);
        // Neither None nor a list has isoformat().
        if (found && !annotation.is(types::AnnotationKind::Scalar)) found->remedy = Serialisation::None;
        return found;
    }
    return std::nullopt;
}

std::optional<Unserialisable> of_value(const Value& value, const Place& place, int depth) {
    if (depth > kMaximumDepth) return std::nullopt;
    switch (value.kind) {
        case ValueKind::Bytes: return Unserialisable{"bytes", Serialisation::None};
        case ValueKind::Set: return Unserialisable{"set", Serialisation::None};
        case ValueKind::Call: return of_call(value, place, depth);
        case ValueKind::Add: return value.items.size() == 2 ? of_sum(value, place, depth) : std::nullopt;
        case ValueKind::Name: return of_name(value, place, depth);
        case ValueKind::Attribute: return of_attribute(value, place);
        default: return std::nullopt;
    }
}

}  // namespace

bool sends_dates(std::string_view client_version) {
    constexpr int kMajor = 2;
    constexpr int kMinor = 34;
    int major = 0;
    int minor = 0;
    const char* end = client_version.data() + client_version.size();
    const auto first = std::from_chars(client_version.data(), end, major);
    if (first.ec != std::errc() || first.ptr == end || *first.ptr != '.') return first.ec == std::errc() && major > kMajor;
    const auto second = std::from_chars(first.ptr + 1, end, minor);
    return second.ec == std::errc() && (major > kMajor || (major == kMajor && minor >= kMinor));
}

std::string with_article(const std::string& type) {
    const char first = type.empty() ? ' ' : type.front();
    const bool is_vowel = first == 'A' || first == 'E' || first == 'I' || first == 'O';
    return (is_vowel ? "an " : "a ") + type;
}

bool is_sent_as_text(std::string_view type, std::string_view client_version) {
    constexpr std::array<std::string_view, 5> kSent = {"datetime", "date", "time", "UUID", "bytes"};
    return std::ranges::find(kSent, type) != kSent.end() && sends_dates(client_version);
}

std::optional<Unserialisable> unserialisable(const types::Annotation& annotation, bool dumps_enum_values) {
    using types::AnnotationKind;
    using types::PythonType;
    const types::Annotation plain = types::without_none(annotation);
    if (plain.is(AnnotationKind::List) && plain.items.size() == 1) return unserialisable(plain.items.front(), dumps_enum_values);
    if (plain.is(AnnotationKind::Set)) return Unserialisable{"set", Serialisation::None};
    if (plain.is(AnnotationKind::Enum) && !plain.string_enum && !plain.integer_enum && !dumps_enum_values) {
        return Unserialisable{plain.name, Serialisation::None};
    }
    if (!plain.is(AnnotationKind::Scalar)) return std::nullopt;
    switch (plain.type) {
        case PythonType::Datetime:
        case PythonType::AwareDatetime:
        case PythonType::NaiveDatetime:
        case PythonType::PastDatetime:
        case PythonType::FutureDatetime: return Unserialisable{"datetime", Serialisation::Isoformat};
        case PythonType::Date:
        case PythonType::PastDate:
        case PythonType::FutureDate: return Unserialisable{"date", Serialisation::Isoformat};
        case PythonType::Time: return Unserialisable{"time", Serialisation::Isoformat};
        case PythonType::Timedelta: return Unserialisable{"timedelta", Serialisation::None};
        case PythonType::Uuid:
        case PythonType::UuidVersion: return Unserialisable{"UUID", Serialisation::Text};
        case PythonType::Decimal: return Unserialisable{"Decimal", Serialisation::Text};
        case PythonType::Bytes: return Unserialisable{"bytes", Serialisation::None};
        default: return std::nullopt;
    }
}

std::optional<Unserialisable> unserialisable(const Value& value, const Place& place) { return of_value(value, place, 0); }

}  // namespace rowtype::binding
