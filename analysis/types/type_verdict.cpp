#include "analysis/types/type_verdict.h"

#include <algorithm>

#include "analysis/types/verdict_parts.h"
#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Kind = AnnotationKind;

constexpr int kMaximumDepth = 16;

TypeVerdict judge_type(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth);
TypeVerdict judge_any(const catalog::Type& type, const catalog::TypeDefinition* definition, const ColumnSite& site);
TypeVerdict judge_union(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth);
TypeVerdict judge_array(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth);
TypeVerdict judge_family(const Annotation& annotation, const catalog::Type& type, const Family& family, const ColumnSite& site);
TypeVerdict judge_scalar(const Annotation& annotation, const Family& family, const ColumnSite& site);
TypeVerdict judge_container(const Annotation& annotation, const Family& family, const ColumnSite& site);
TypeVerdict in_strict_mode(const Annotation& annotation, const ColumnSite& site, TypeVerdict verdict);
const Family* family_of(const catalog::Type& type, const catalog::TypeDefinition* definition, const catalog::Catalog& catalog);

}  // namespace

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::Exact: return "exact";
        case Verdict::Wide: return "wide";
        case Verdict::Narrow: return "narrow";
        case Verdict::Lossy: return "lossy";
        case Verdict::Wrong: return "wrong";
        case Verdict::NotCheckable: return "not-checkable";
    }
    return "not-checkable";
}

TypeVerdict judge(const Annotation& annotation, const ColumnSite& site) {
    const Annotation value = without_none(annotation);
    TypeVerdict judged = judge_type(value, site.column.type, site, 0);
    return site.legacy ? in_legacy(value, site, std::move(judged)) : judged;
}

namespace {

TypeVerdict judge_type(const Annotation& annotation, const catalog::Type& declared, const ColumnSite& site, int depth) {
    if (depth > kMaximumDepth || annotation.has_before_validator) return {};
    if (annotation.is(Kind::Unknown) || annotation.is_scalar(PythonType::Other)) return {};
    if (!declared.is_known()) return {};
    const catalog::Type type = site.catalog.base_type(declared);
    if (!type.is_known()) return {};
    const catalog::TypeDefinition* definition = site.catalog.find_type(type.name);
    if (annotation.is(Kind::Any)) return judge_any(type, definition, site);
    if (annotation.is(Kind::Union)) return judge_union(annotation, type, site, depth);
    if (type.is_array()) return judge_array(annotation, type, site, depth);
    const bool is_enum = definition != nullptr && definition->kind == catalog::TypeKind::Enum;
    const bool has_values = annotation.is(Kind::Literal) || annotation.is(Kind::Enum);
    if (is_enum && has_values) {
        return in_strict_mode(annotation, site, judge_labels(annotation, definition->labels, site));
    }
    const Family* family = family_of(type, definition, site.catalog);
    if (family == nullptr) return {};
    return in_strict_mode(annotation, site, judge_family(annotation, type, *family, site));
}

// Any is right for documents, and where nothing better is known; elsewhere it says less than it could.
TypeVerdict judge_any(const catalog::Type& type, const catalog::TypeDefinition* definition, const ColumnSite& site) {
    const Family* family = family_of(type, definition, site.catalog);
    if (family == nullptr) return {};
    const bool is_document = !type.is_array() && family->shape == ValueShape::Document;
    if (is_document || site.direction == Direction::Write) return {Verdict::Exact, "", "", ""};
    const bool drivers_differ = site.profile == AccessProfile::Driver && family->driver_otherwise == Verdict::NotCheckable;
    if (drivers_differ) return {};
    return {Verdict::Wide, "it takes every value, but says nothing of the column's type", "", ""};
}

int rank(Verdict verdict) {
    switch (verdict) {
        case Verdict::Exact: return 0;
        case Verdict::Wide: return 1;
        case Verdict::Narrow: return 2;
        case Verdict::NotCheckable: return 3;
        case Verdict::Lossy: return 4;
        case Verdict::Wrong: return 5;
    }
    return 3;
}

// Whether the arms between them take every shape of a decoded document.
bool covers_documents(const Annotation& annotation) {
    const auto has = [&](auto wanted) { return std::ranges::any_of(annotation.items, wanted); };
    const auto is_bare = [](const Annotation& arm, Kind kind) {
        return arm.is(kind) && std::ranges::all_of(arm.items, [](const Annotation& item) {
                   return item.is(Kind::Any) || item.is_scalar(PythonType::Str) || item.is_scalar(PythonType::JsonValue);
               });
    };
    return has([&](const Annotation& arm) { return is_bare(arm, Kind::Dictionary); }) &&
           has([&](const Annotation& arm) { return is_bare(arm, Kind::List); }) &&
           has([](const Annotation& arm) { return arm.is_scalar(PythonType::Str); }) &&
           has([](const Annotation& arm) { return arm.is_scalar(PythonType::Float); });
}

// Any arm that takes every value makes the whole take every value, but for an arm that alters them and is as near.
TypeVerdict judge_union(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth) {
    TypeVerdict best;
    TypeVerdict altering;
    bool first = true;
    for (const Annotation& arm : annotation.items) {
        if (arm.is(Kind::None)) continue;
        TypeVerdict judged = judge_type(arm, type, site, depth + 1);
        // Smart mode takes text as the str that it is; numbers may go to the float.
        if (judged.verdict == Verdict::Lossy && arm.is_scalar(PythonType::Float)) altering = judged;
        if (first || rank(judged.verdict) < rank(best.verdict)) best = std::move(judged);
        first = false;
    }
    if (first) return {};
    const bool widest = best.verdict == Verdict::Narrow && covers_documents(annotation);
    if (best.verdict == Verdict::Wide && altering.verdict == Verdict::Lossy) return altering;
    if (best.verdict != Verdict::Exact && best.verdict != Verdict::Wide && !widest) return best;
    if (site.direction == Direction::Write) return {Verdict::Exact, "", "", ""};
    return {Verdict::Wide, "one of its arms takes every value, but it says more than the column does", "", best.right};
}

bool is_plain_builtin(const catalog::Type& type) { return type.name.schema == "pg_catalog"; }

// The elements of the site's column, as the schema declares them: of a domain that its checks are looked up by.
struct Elements {
    catalog::Column column;
    bool are_checked_together = false;  // by a domain over the array, whose checks say nothing of one element that is understood
};

Elements elements_of(const ColumnSite& site) {
    constexpr int kMaximumDomainDepth = 32;
    Elements elements;
    elements.column.name = site.column.name;  // the table's checks are looked through for it
    catalog::Type& type = elements.column.type;
    type = site.column.type;
    for (int walked = 0; walked < kMaximumDomainDepth && !type.is_array(); ++walked) {
        const catalog::TypeDefinition* definition = site.catalog.find_type(type.name);
        if (definition == nullptr || definition->kind != catalog::TypeKind::Domain) break;
        elements.are_checked_together = elements.are_checked_together || !definition->checks.empty();
        type = definition->base;
    }
    if (type.is_array()) --type.array_dimensions;
    return elements;
}

TypeVerdict judge_elements(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth) {
    const Annotation element = without_none(annotation.items.front());
    catalog::Type inner = type;
    inner.array_dimensions = static_cast<std::uint8_t>(type.array_dimensions - 1);
    const Elements elements = elements_of(site);
    const bool compare_limits = site.compare_limits && !elements.are_checked_together;
    const ColumnSite place{site.catalog,   site.relation, elements.column, site.profile,
                           site.direction, site.strict,   compare_limits,  site.legacy};
    TypeVerdict judged = judge_type(element, inner, place, depth + 1);
    // The declared number of dimensions is not enforced, and often left out.
    const bool dimensions_differ =
        inner.is_array() != (element.is(Kind::List) || element.is(Kind::Set) || element.is(Kind::Tuple));
    if (judged.verdict == Verdict::Wrong && dimensions_differ && !element.is(Kind::Json)) {
        judged = {Verdict::Lossy, "the annotation has another number of dimensions than the column", "", ""};
    }
    // How long an element may be a list's annotation has no place for.
    const bool is_about_length = judged.verdict == Verdict::Wide && judged.right.starts_with("max_length=");
    if (is_about_length) return {Verdict::Exact, "", "", ""};
    if (!judged.right.empty()) judged.right = "list[" + judged.right + "]";
    return judged;
}

TypeVerdict judge_array(const Annotation& annotation, const catalog::Type& type, const ColumnSite& site, int depth) {
    const bool reads = site.direction == Direction::Read;
    // A bare psycopg2 hands over arrays of the schema's own types as text.
    if (site.profile == AccessProfile::Driver && !is_plain_builtin(type)) return {};
    if (annotation.is_scalar(PythonType::JsonValue)) {
        if (site.profile == AccessProfile::Driver) return {};
        return {reads ? Verdict::Wide : Verdict::Exact, "it takes every value, but says less than the column does", "", ""};
    }
    const bool is_list = annotation.is(Kind::List);
    const bool is_set = annotation.is(Kind::Set);
    const bool is_tuple = annotation.is(Kind::Tuple);
    if (!is_list && !is_set && !is_tuple) {
        if (annotation.is(Kind::Model) || annotation.is(Kind::Json)) return {};
        return {Verdict::Wrong, "values arrive as lists", "[]", "list[...]"};
    }
    if (annotation.items.empty() && is_list) {
        return {reads ? Verdict::Wide : Verdict::Exact, "it says nothing of the elements", "", ""};
    }
    TypeVerdict judged = annotation.items.empty() || (is_tuple && !annotation.variadic)
                             ? TypeVerdict{Verdict::Exact, "", "", ""}
                             : judge_elements(annotation, type, site, depth);
    const bool fits = judged.verdict == Verdict::Exact || judged.verdict == Verdict::Wide;
    if (!fits || is_list || !reads) return judged;
    const bool strict = (site.strict && !annotation.constraints.lenient) || annotation.constraints.strict;
    if (strict) return {Verdict::Wrong, "strict mode takes lists as list only", "[]", ""};
    if (is_set) return {Verdict::Lossy, "a set loses the order and what stands twice", "[\"b\", \"a\", \"b\"]", ""};
    if (annotation.variadic || annotation.items.empty()) return {Verdict::Wide, "arrays arrive as lists", "", ""};
    return {Verdict::Lossy, "PostgreSQL does not fix the length of an array", "[]", ""};
}

std::string words_for_wrong(const Annotation& annotation, const Family& family, const ColumnSite& site) {
    const std::string_view form = site.profile == AccessProfile::Json ? family.json_form : family.driver_form;
    if (form.empty()) return annotation.to_string() + " does not take its values";
    return "values arrive as " + std::string(form) + ", which " + annotation.to_string() + " does not take";
}

std::string right_of(const Family& family, const ColumnSite& site) {
    return std::string(site.profile == AccessProfile::Json ? family.json_right : family.driver_right);
}

// Fills in what the table leaves to the family: reason, example and remedy.
TypeVerdict worded(Verdict verdict, const Annotation& annotation, const Family& family, const ColumnSite& site) {
    switch (verdict) {
        case Verdict::Wrong: {
            const bool json = site.profile == AccessProfile::Json;
            return {verdict, words_for_wrong(annotation, family, site), json ? std::string(family.json_sample) : "",
                    right_of(family, site)};
        }
        case Verdict::Wide:
            return {verdict, "it takes every value, but says less than the column does", "", right_of(family, site)};
        case Verdict::Narrow: return {verdict, "the column may hold documents of another shape", "", ""};
        case Verdict::Lossy: return {verdict, "", "", right_of(family, site)};
        default: return {verdict, "", "", ""};
    }
}

TypeVerdict judge_family(const Annotation& annotation, const catalog::Type& type, const Family& family, const ColumnSite& site) {
    switch (annotation.kind) {
        case Kind::Scalar: {
            const bool is_numeric = type.is_builtin("numeric") && !type.modifiers.empty();
            const bool whole = is_numeric && (type.modifiers.size() < 2 || type.modifiers[1] == 0) && type.modifiers[0] <= 18;
            TypeVerdict judged = judge_scalar(annotation, family, site);
            const bool reads = site.direction == Direction::Read;
            if (whole && reads && annotation.type == PythonType::Int) judged = worded(Verdict::Wide, annotation, family, site);
            return judge_limits(annotation, type, family, site, std::move(judged));
        }
        case Kind::Literal:
        case Kind::Enum: return judge_listed_values(annotation, family, site);
        case Kind::None:
        case Kind::Unknown:
        case Kind::Any:
        case Kind::Union: return {};
        default: return judge_container(annotation, family, site);
    }
}

TypeVerdict judge_scalar(const Annotation& annotation, const Family& family, const ColumnSite& site) {
    const bool json = site.profile == AccessProfile::Json;
    const auto cell = std::ranges::find(family.cells, annotation.type, &Cell::type);
    const bool has_cell = cell != family.cells.end();
    const Verdict otherwise = json ? family.json_otherwise : family.driver_otherwise;
    const Verdict verdict = !has_cell ? otherwise : json ? cell->json : cell->driver;
    if (site.direction == Direction::Write) {
        const bool writable = std::ranges::find(family.writable, annotation.type) != family.writable.end();
        const bool contradicts = verdict == Verdict::Wrong && !writable && family.shape != ValueShape::Document;
        if (!contradicts) return {verdict == Verdict::NotCheckable ? verdict : Verdict::Exact, "", "", ""};
        return {Verdict::Wrong, "its values are not of the column's type", "", right_of(family, site)};
    }
    TypeVerdict judged = worded(verdict, annotation, family, site);
    if (!has_cell) return judged;
    if (!cell->reason.empty() && verdict != Verdict::Exact) judged.reason = cell->reason;
    if (!cell->example.empty() && (verdict == Verdict::Lossy || verdict == Verdict::Wrong)) judged.example = cell->example;
    return judged;
}

// Lists, dictionaries, models and Json[...] for a column that is not an array.
TypeVerdict judge_container(const Annotation& annotation, const Family& family, const ColumnSite& site) {
    const bool json = site.profile == AccessProfile::Json;
    const bool writes = site.direction == Direction::Write;
    if (family.shape == ValueShape::Document) {
        if (writes) return {Verdict::Exact, "", "", ""};
        if (!annotation.is(Kind::Json)) return worded(Verdict::Narrow, annotation, family, site);
        if (!json) return {};  // asyncpg hands over text
        return {Verdict::Wrong, "documents arrive decoded, and Json refuses what is not text", "{\"a\": 1}",
                right_of(family, site)};
    }
    if (annotation.is(Kind::Json)) {  // text may hold a document; of vector it always does
        const bool is_text = family.shape != ValueShape::Number && family.shape != ValueShape::Boolean;
        return is_text || !json || writes ? TypeVerdict{} : worded(Verdict::Wrong, annotation, family, site);
    }
    if (family.shape == ValueShape::Object) {
        if (writes || !json || annotation.is(Kind::Model)) return {};
        if (!annotation.is(Kind::Dictionary)) return worded(Verdict::Wrong, annotation, family, site);
        if (annotation.items.size() < 2) return worded(Verdict::Wide, annotation, family, site);
        if (annotation.items[1].is(Kind::Any)) return {Verdict::Exact, "", "", ""};
        if (!annotation.items[1].accepts_none()) {
            return {Verdict::Lossy, "its values may be null", std::string(family.json_sample), right_of(family, site)};
        }
        return {};
    }
    if (annotation.is(Kind::Model)) return writes || !json ? TypeVerdict{} : worded(Verdict::Wrong, annotation, family, site);
    if (family.extension && family.shape != ValueShape::Text && (writes || !json)) return {};
    if (!json && family.driver_otherwise == Verdict::NotCheckable) return {};
    return writes ? TypeVerdict{Verdict::Wrong, "its values are not of the column's type", "", right_of(family, site)}
                  : worded(Verdict::Wrong, annotation, family, site);
}

// In strict mode a Python-side dict must hold the very type: JSON's texts are refused where another type is named.
TypeVerdict in_strict_mode(const Annotation& annotation, const ColumnSite& site, TypeVerdict verdict) {
    const bool strict = (site.strict && !annotation.constraints.lenient) || annotation.constraints.strict;
    if (!strict || site.profile != AccessProfile::Json || site.direction == Direction::Write) return verdict;
    if (verdict.verdict == Verdict::Wrong || verdict.verdict == Verdict::NotCheckable) return verdict;
    const bool is_enum = annotation.is(Kind::Enum);
    if (!is_enum && !annotation.is(Kind::Scalar)) return verdict;
    switch (annotation.type) {
        case PythonType::Bool:
        case PythonType::Int:
        case PythonType::Float:
        case PythonType::Str:
        case PythonType::JsonValue:
        case PythonType::SecretStr: return verdict;
        default: break;
    }
    if (annotation.is_scalar(PythonType::Complex)) return {};
    return {Verdict::Wrong,
            "in strict mode " + annotation.to_string() + " refuses the plain JSON value that supabase-py hands over", "",
            "Field(strict=False)"};
}

const Family* family_of(const catalog::Type& type, const catalog::TypeDefinition* definition, const catalog::Catalog& catalog) {
    if (definition != nullptr) {
        switch (definition->kind) {
            case catalog::TypeKind::Enum: return &enum_family();
            case catalog::TypeKind::Composite: return &composite_family();
            case catalog::TypeKind::Range: return &range_family();
            case catalog::TypeKind::Domain: return nullptr;
            case catalog::TypeKind::Other: break;
        }
    }
    return find_family(type, catalog);
}

}  // namespace

const Family* find_family(const catalog::Type& type, const catalog::Catalog& catalog) {
    const bool builtin = is_plain_builtin(type);
    const catalog::TypeDefinition* definition = builtin ? nullptr : catalog.find_type(type.name);
    if (!builtin && (definition == nullptr || definition->extension.empty())) return nullptr;
    constexpr std::string_view kRangeSuffix = "range";
    if (builtin && type.name.name.ends_with(kRangeSuffix)) return &range_family();
    for (const auto families : {number_families(), text_families(), time_families(), network_families(), document_families()}) {
        for (const Family& family : families) {
            const bool named = std::ranges::find(family.types, type.name.name) != family.types.end();
            if (named && family.extension != builtin) return &family;
        }
    }
    return nullptr;
}

}  // namespace rowtype::types
