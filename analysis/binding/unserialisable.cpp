#include "analysis/binding/unserialisable.h"

#include <algorithm>
#include <array>
#include <charconv>

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

const Maker* maker_of(const Value& call, const types::ModuleScope& module) {
    if (!call.is(ValueKind::Call) || call.items.empty()) return nullptr;
    const std::string dotted = call.items[0].dotted();
    if (dotted.empty()) return nullptr;
    const types::Definition definition = module.resolve(dotted);
    if (definition.kind != types::Definition::Kind::External) return nullptr;
    const auto found = std::ranges::find(kMakers, std::string_view(definition.name), &Maker::name);
    return found == kMakers.end() ? nullptr : &*found;
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

bool may_be_unserialisable(const Value& value) {
    return value.is(ValueKind::Bytes) || value.is(ValueKind::Set) || value.is(ValueKind::Add) || value.is(ValueKind::Call);
}

std::optional<Unserialisable> unserialisable(const Value& value, const types::ModuleScope& module) {
    if (value.is(ValueKind::Bytes)) return Unserialisable{"bytes", Serialisation::None};
    if (value.is(ValueKind::Set)) return Unserialisable{"set", Serialisation::None};
    // "datetime.now() + timedelta(days=1)" is a datetime.
    const Value* made = &value;
    if (value.is(ValueKind::Add) && value.items.size() == 2) made = &value.items[0];
    const Maker* maker = maker_of(*made, module);
    if (maker == nullptr) return std::nullopt;
    if (made != &value) {
        const Maker* added = maker_of(value.items[1], module);
        if (added == nullptr || added->type != "timedelta" || maker->type != "datetime") return std::nullopt;
        return Unserialisable{std::string(maker->type), Serialisation::None};
    }
    return Unserialisable{std::string(maker->type), maker->remedy};
}

}  // namespace rowtype::binding
