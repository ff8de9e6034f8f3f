#include "analysis/binding/unserialisable.h"

#include <algorithm>
#include <array>

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
