// What an attribute of a class, or of its objects, stands for. Internal to analysis/facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "analysis/facts/constants.h"
#include "analysis/facts/module_search.h"

namespace rowtype::facts {

// A class that a name leads to.
struct FoundClass {
    const Class* definition = nullptr;
    Constant body;  // the place of its body; value is null
};

// The way from a base down to the class that was asked for.
struct Derivation {
    const FoundClass* found = nullptr;
    const Derivation* next = nullptr;  // derived from that
};

// Classes of a question, over modules. Bounded: a hierarchy that goes in circles ends.
class ClassSearch {
public:
    explicit ClassSearch(ImportedModules* modules) : modules_(modules) {}

    // The innermost class around a place in a method of it.
    [[nodiscard]] static std::optional<FoundClass> enclosing(const Constant& at);
    // A class whose body is in `module_place`'s module, or what a dotted name of it leads to from there.
    [[nodiscard]] std::optional<FoundClass> named(const Constant& place, std::string_view dotted);
    // "Inner" or "Inner.Deeper" in the body of a class; none where it has no such class.
    [[nodiscard]] static std::optional<FoundClass> nested(const FoundClass& outer, std::string_view name);

    // Next places to look at for an attribute as the class itself has it, its own or a base's. Nothing where neither has it. A
    // member of an enumeration is its value only where that is asked for ("X.value") or the enumeration is of text.
    [[nodiscard]] std::optional<PossibleConstants> attribute(const FoundClass& found, std::string_view name, bool through_value);
    // The same as one of its objects has it: what methods set, too, and what a constructor hands on to the base's.
    [[nodiscard]] std::optional<PossibleConstants> attribute_of_object(const FoundClass& found, std::string_view name);

private:
    enum class Of : std::uint8_t { Class, EnumValue, Object };
    std::optional<PossibleConstants> look_up(const FoundClass& found, std::string_view name, Of of, const Derivation* derived);
    std::optional<PossibleConstants> set_by_methods(const FoundClass& found, std::string_view name, const Derivation* derived);
    std::optional<PossibleConstants> of_bases(const FoundClass& found, std::string_view name, Of of, const Derivation* derived);
    struct EnumTraits {
        bool is_enum = false;
        bool is_text = false;
    };
    void read_enum_traits(const FoundClass& found, EnumTraits& traits);

    ImportedModules* modules_;
    std::uint32_t visited_ = 0;
};

}  // namespace rowtype::facts
