#include "analysis/codegen/constraints.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "analysis/codegen/checks.h"
#include "analysis/codegen/literals.h"
#include "analysis/codegen/patterns.h"

namespace rowtype::codegen {

namespace {

constexpr int kMaximumDomainDepth = 32;

void narrow_one(std::optional<std::string>& bound, const std::optional<std::string>& other, bool upper);
std::vector<std::string> text_arguments(const Bounds& bounds);
std::vector<std::string> number_arguments(const Bounds& bounds, std::string_view annotation);

}  // namespace

std::vector<std::string> constraint_arguments(const catalog::Type& type, const catalog::Catalog& catalog,
                                              std::string_view annotation, const Bounds& more) {
    Bounds bounds = more;
    catalog::Type current = type;
    for (int depth = 0; depth < kMaximumDomainDepth; ++depth) {
        if (current.is_array()) return {};
        const catalog::TypeDefinition* definition = current.is_known() ? catalog.find_type(current.name) : nullptr;
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
        for (const catalog::Check& check : definition->checks) {
            narrow(bounds, bounds_of_check(check.expression, "value"));
            const std::optional<PatternCheck> found = pattern_check(check.expression);
            if (found && found->column == "value" && !bounds.pattern) bounds.pattern = found->pattern;
        }
        current = definition->base;
    }
    if (annotation == "str") {
        const bool is_text = current.is_builtin("varchar") || current.is_builtin("text") || current.is_builtin("bpchar");
        // char(n) is padded to n.
        const bool has_limit = current.is_builtin("varchar") || current.is_builtin("bpchar");
        if (has_limit && current.modifiers.size() == 1) {
            narrow_one(bounds.max_length, std::to_string(current.modifiers.front()), true);
        }
        return is_text ? text_arguments(bounds) : std::vector<std::string>();
    }
    if (annotation == "int" && current.is_builtin("int2")) {
        // Of wider integers code rarely meets the bounds, and each integer column would have them.
        narrow_one(bounds.ge, std::string("-32768"), false);
        narrow_one(bounds.le, std::string("32767"), true);
    }
    std::vector<std::string> arguments;
    if (annotation == "Decimal" && !current.modifiers.empty()) {
        const std::int32_t precision = current.modifiers[0];
        const std::int32_t scale = current.modifiers.size() > 1 ? current.modifiers[1] : 0;
        // numeric(3,5) holds 0.00999, numeric(3,-2) holds 99900: digits are counted as pydantic counts them.
        arguments.push_back("max_digits=" + std::to_string(std::max(precision, scale) + std::max(0, -scale)));
        arguments.push_back("decimal_places=" + std::to_string(std::max(0, scale)));
    }
    if (annotation == "int" || annotation == "float" || annotation == "Decimal") {
        for (std::string& argument : number_arguments(bounds, annotation)) arguments.push_back(std::move(argument));
    }
    return arguments;
}

void narrow(Bounds& bounds, const Bounds& other) {
    narrow_one(bounds.ge, other.ge, false);
    narrow_one(bounds.gt, other.gt, false);
    narrow_one(bounds.le, other.le, true);
    narrow_one(bounds.lt, other.lt, true);
    narrow_one(bounds.min_length, other.min_length, false);
    narrow_one(bounds.max_length, other.max_length, true);
}

namespace {

void narrow_one(std::optional<std::string>& bound, const std::optional<std::string>& other, bool upper) {
    if (!other) return;
    if (!bound) {
        bound = other;
        return;
    }
    const double current = std::strtod(bound->c_str(), nullptr);
    const double wanted = std::strtod(other->c_str(), nullptr);
    if (upper ? wanted < current : wanted > current) bound = other;
}

std::vector<std::string> text_arguments(const Bounds& bounds) {
    std::vector<std::string> arguments;
    if (bounds.min_length) arguments.push_back("min_length=" + *bounds.min_length);
    if (bounds.max_length) arguments.push_back("max_length=" + *bounds.max_length);
    if (bounds.pattern) arguments.push_back("pattern=" + string_literal(*bounds.pattern));
    return arguments;
}

std::vector<std::string> number_arguments(const Bounds& bounds, std::string_view annotation) {
    using Bound = std::optional<std::string>;
    std::vector<std::string> arguments;
    const auto add = [&](std::string_view name, const Bound& bound) {
        if (!bound) return;
        const bool is_decimal = bound->find('.') != std::string::npos && annotation == "Decimal";
        arguments.push_back(std::string(name) + "=" + (is_decimal ? "Decimal(\"" + *bound + "\")" : *bound));
    };
    // Of two that a domain and its base set, the tighter says it all.
    const auto add_tighter = [&](bool upper, const Bound& included, const Bound& excluded) {
        const auto is_left = [&](const Bound& bound) {
            return bound && annotation == "int" && bound->find('.') != std::string::npos;
        };
        const Bound loose = is_left(included) ? std::nullopt : included;
        const Bound strict = is_left(excluded) ? std::nullopt : excluded;
        const double limit = loose ? std::strtod(loose->c_str(), nullptr) : 0;
        const double beside = strict ? std::strtod(strict->c_str(), nullptr) : 0;
        const bool is_strict = strict && (!loose || (upper ? beside <= limit : beside >= limit));
        if (is_strict) add(upper ? "lt" : "gt", strict);
        else add(upper ? "le" : "ge", loose);
    };
    add_tighter(false, bounds.ge, bounds.gt);
    add_tighter(true, bounds.le, bounds.lt);
    return arguments;
}

}  // namespace

}  // namespace rowtype::codegen
