#include "analysis/migration/model_swaps.h"

#include <algorithm>
#include <optional>

#include "analysis/migration/written_class.h"

namespace rowtype::migration {

namespace {

using binding::BoundField;
using binding::BoundModel;
using binding::ModelRole;
using binding::ModelStyle;
using engine::FreshFile;

ModelSwap swap_of(const BoundModel& model, const FreshFile& file) {
    ModelSwap swap;
    swap.class_name = model.class_name;
    swap.table = model.relation->name.to_string();
    swap.role = model.role;
    swap.style = model.style;
    swap.line = file.lines().line_column(file.text(), model.name_span.begin).line;
    return swap;
}

// The styles of `generate` whose classes are made and used in the same way.
bool is_of_style(ModelStyle model, const std::string& style) {
    switch (model) {
        case ModelStyle::Pydantic: return style == "pydantic";
        case ModelStyle::LegacyPydantic: return style == "pydantic-v1";
        case ModelStyle::Dataclass: return style == "dataclass";
        case ModelStyle::TypedDict: return style == "typeddict";
        default: return false;
    }
}

std::string words_of(ModelStyle style) {
    switch (style) {
        case ModelStyle::Pydantic: return "a model of pydantic 2 (--style pydantic)";
        case ModelStyle::LegacyPydantic: return "a model of pydantic 1 (--style pydantic-v1)";
        case ModelStyle::Dataclass: return "a dataclass (--style dataclass)";
        case ModelStyle::TypedDict: return "a TypedDict (--style typeddict)";
        case ModelStyle::NamedTuple: return "a NamedTuple, which no style generates";
        case ModelStyle::Struct: return "a msgspec.Struct, which no style generates";
        default: return "an attrs class, which no style generates";
    }
}

// Whether a setting of pydantic's (1 or 2) says what holds without it, or concerns no class whose fields are columns.
bool is_without_effect(const std::string& name, const std::string& value) {
    static const std::map<std::string, std::set<std::string>, std::less<>> kDefaults = {
        {"alias_generator", {"None"}},
        {"allow_mutation", {"True"}},
        {"anystr_strip_whitespace", {"False"}},
        {"coerce_numbers_to_str", {"False"}},
        {"extra", {"\"ignore\"", "None", "Extra.ignore"}},
        {"frozen", {"False"}},
        {"revalidate_instances", {"\"never\""}},
        {"str_strip_whitespace", {"False"}},
        {"str_to_lower", {"False"}},
        {"str_to_upper", {"False"}},
        {"strict", {"False"}},
        {"use_enum_values", {"False"}},
        {"validate_all", {"False"}},
        {"validate_assignment", {"False"}},
        {"validate_by_alias", {"True"}},
        {"validate_by_name", {"True"}},  // what populate_by_name, which generated models have, was called before
        {"validate_default", {"False"}},
    };
    if (name == "arbitrary_types_allowed" || name == "protected_namespaces") return true;
    const auto known = kDefaults.find(name);
    return known != kDefaults.end() && known->second.contains(value);
}

// Compares one model with the class that would take its place.
class Comparison {
public:
    Comparison(const FreshFile& file, const BoundModel& model, const FreshFile& generated, binding::FactsProvider& provider,
               FileTexts& texts)
        : file_(file), model_(model), generated_(generated), provider_(provider), texts_(texts) {}

    // Why the model stays whatever is generated; empty where nothing is in the way.
    [[nodiscard]] std::string objection(const std::string& style);
    // The same beside its substitute; fills in what would change.
    [[nodiscard]] std::string objection_to(const BoundModel& substitute, ModelSwap& swap);

private:
    [[nodiscard]] std::string objection_to_bases();
    [[nodiscard]] std::string objection_to_settings(const WrittenClass& other) const;
    [[nodiscard]] std::string objection_to_use() const;
    [[nodiscard]] std::string objection_to_field(const BoundField& field, const BoundModel& substitute, const WrittenClass& other,
                                                 ModelSwap& swap) const;
    [[nodiscard]] std::string objection_to_writing(const WrittenField& mine, const WrittenField& theirs,
                                                   bool may_be_left_out) const;
    [[nodiscard]] std::string own_type(const WrittenField& mine) const;

    const FreshFile& file_;
    const BoundModel& model_;
    const FreshFile& generated_;
    binding::FactsProvider& provider_;
    FileTexts& texts_;
    std::optional<WrittenClass> written_;
    Inheritance inheritance_;
};

std::string Comparison::objection(const std::string& style) {
    if (model_.role == ModelRole::Projection) return "by its name it holds a part of the table on purpose";
    if (!is_of_style(model_.style, style))
        return "it is " + words_of(model_.style) + ", and the generated ones are of style " + style;
    if (file_.context().names.only(model_.class_name) == nullptr) return "its name is bound more than once in its file";
    if (!model_.fields_complete) return "a base class, an alias or its configuration could not be resolved";
    if (model_.body_span.empty()) return "a call makes it";
    written_ = read_class(file_.root(), file_.text(), model_.name_span);
    if (!written_) return "the class was not found in the file";
    if (!written_->own.empty()) return "it has " + written_->own + (written_->own.starts_with("the ") ? " of its own" : "");
    if (std::string reason = objection_to_bases(); !reason.empty()) return reason;
    return objection_to_use();
}

std::string Comparison::objection_to_bases() {
    for (const std::string& decorator : written_->decorators) {
        const bool is_dataclass = decorator == "dataclass" || decorator == "dataclasses.dataclass";
        if (model_.style != ModelStyle::Dataclass || !is_dataclass) return "it is decorated with @" + decorator;
    }
    inheritance_ = read_inheritance(*written_, file_, texts_);
    // A base of pydantic's models has nothing but settings; of a dataclass it may be what isinstance() is asked for alone.
    if (inheritance_.objection.empty() && !inheritance_.bases.empty() && !model_.is_pydantic())
        return "it derives from " + written_->bases.front();
    return inheritance_.objection;
}

std::string Comparison::objection_to_use() const {
    const std::optional<Span> use = use_outside(file_.root(), file_.text(), model_.class_name, written_->span);
    if (!use) return "";
    const std::uint32_t line = file_.lines().line_column(file_.text(), use->begin).line;
    return "line " + std::to_string(line) + " of its file, which stays, uses it";
}

std::string Comparison::objection_to(const BoundModel& substitute, ModelSwap& swap) {
    const std::optional<WrittenClass> other = read_class(generated_.root(), generated_.text(), substitute.name_span);
    if (!other) return "the generated class was not found";
    if (written_->keywords != other->keywords && !written_->keywords.empty())
        return "it is made with " + written_->keywords.front();
    if (std::string reason = objection_to_settings(*other); !reason.empty()) return reason;
    for (const BoundField& field : model_.fields) {
        if (std::string reason = objection_to_field(field, substitute, *other, swap); !reason.empty()) return reason;
    }
    for (const BoundField& field : substitute.fields) {
        const bool is_known =
            std::ranges::any_of(model_.fields, [&](const BoundField& mine) { return mine.column == field.column; });
        if (!is_known) swap.gains.push_back(field.name);
    }
    const bool writes = model_.role == ModelRole::Insert || model_.role == ModelRole::Update;
    if (writes && !swap.gains.empty()) {
        return "the generated class has " + swap.gains.front() + " too, which a dump of it would write";
    }
    swap.bases = inheritance_.bases;
    return "";
}

std::string Comparison::objection_to_settings(const WrittenClass& other) const {
    std::map<std::string, std::string> settings = written_->configuration;
    settings.insert(inheritance_.configuration.begin(), inheritance_.configuration.end());
    for (const auto& [name, value] : settings) {
        const auto theirs = other.configuration.find(name);
        const bool is_same = theirs == other.configuration.end() ? is_without_effect(name, value) : theirs->second == value;
        if (is_same) continue;
        const bool is_own = written_->configuration.contains(name);
        return is_own ? "its configuration says " + name + " = " + value
                      : "it derives from " + written_->bases.front() + ", whose configuration says " + name + " = " + value;
    }
    return "";
}

std::string Comparison::objection_to_field(const BoundField& field, const BoundModel& substitute, const WrittenClass& other,
                                           ModelSwap& swap) const {
    if (field.is_embed) return "its field " + field.name + " holds other models";
    if (field.column == nullptr || !field.is_column) return "its field " + field.name + " is no column of the table";
    const auto same = std::ranges::find(substitute.fields, field.column, &BoundField::column);
    if (same == substitute.fields.end()) return "the generated class has no field for " + field.column_name;
    if (same->name != field.name) return "its field " + field.name + " is called " + same->name + " in the generated class";
    const WrittenField* mine = written_->find_field(field.name);
    const WrittenField* theirs = other.find_field(same->name);
    if (mine == nullptr || theirs == nullptr) return "its field " + field.name + " was not found in the class";
    if (!field.required && same->required) {
        return "its field " + field.name + " may be left out, and must not be in the generated class";
    }
    if (std::string reason = objection_to_writing(*mine, *theirs, !field.required); !reason.empty()) return reason;
    if (mine->annotation != theirs->annotation) {
        swap.changes.push_back(field.name + ": " + mine->annotation + " becomes " + theirs->annotation);
    }
    return "";
}

std::string Comparison::objection_to_writing(const WrittenField& mine, const WrittenField& theirs, bool may_be_left_out) const {
    if (may_be_left_out && mine.fallback != theirs.fallback)
        return "its field " + mine.name + " is " + mine.fallback + " by default";
    for (const auto& [option, value] : mine.options) {
        const auto other = theirs.options.find(option);
        if (other == theirs.options.end() || other->second != value) {
            return "its field " + mine.name + " says " + option + ", which the generated one does not";
        }
    }
    const bool has_limits =
        mine.annotation.find('(') != std::string::npos || mine.annotation.find("Annotated[") != std::string::npos;
    if (has_limits && mine.annotation != theirs.annotation)
        return "the annotation of its field " + mine.name + " says more than a type";
    const std::string own = own_type(mine);
    const std::vector<std::string> their_names = names_in(theirs.annotation);
    if (!own.empty() && std::ranges::find(their_names, own) == their_names.end()) {
        return "its field " + mine.name + " is of the project's own type " + own +
               " (`types` of [tool.rowtype.generate] can name it)";
    }
    return "";
}

// A name in the annotation that this project gives its meaning; empty where there is none.
std::string Comparison::own_type(const WrittenField& mine) const {
    for (const std::string& name : names_in(mine.annotation)) {
        for (const facts::ModuleBinding& bound : file_.context().names.all(name)) {
            if (bound.import == nullptr) return name;
            const facts::Import& import = *bound.import;
            const bool is_own = !provider_.find_module(file_.context().file.path, facts::module_of(import)).path.empty() ||
                                !provider_.find_module(file_.context().file.path, facts::submodule_of(import)).path.empty();
            if (import.level > 0 || is_own) return name;
        }
    }
    return "";
}

}  // namespace

std::vector<ModelSwap> find_models(const FreshFile& file) {
    std::vector<ModelSwap> found;
    for (const BoundModel& model : file.models()) {
        if (model.relation != nullptr) found.push_back(swap_of(model, file));
    }
    return found;
}

std::vector<ModelSwap> find_swaps(const FreshFile& file, const FreshFile& generated, const std::string& style,
                                  const std::set<std::string>& tables, binding::FactsProvider& provider, FileTexts& texts) {
    const std::vector<BoundModel> substitutes = generated.models();
    std::vector<ModelSwap> swaps;
    for (const BoundModel& model : file.models()) {
        if (model.relation == nullptr || (!tables.empty() && !tables.contains(model.relation->name.to_string()))) continue;
        ModelSwap& swap = swaps.emplace_back(swap_of(model, file));
        Comparison comparison(file, model, generated, provider, texts);
        swap.reason = comparison.objection(style);
        if (!swap.reason.empty()) continue;
        const auto substitute = std::ranges::find_if(
            substitutes, [&](const BoundModel& other) { return other.relation == model.relation && other.role == model.role; });
        if (substitute == substitutes.end()) {
            swap.reason = "no such model of " + swap.table + " is generated";
            continue;
        }
        swap.reason = comparison.objection_to(*substitute, swap);
        if (swap.reason.empty()) swap.new_name = substitute->class_name;
    }
    return swaps;
}

}  // namespace rowtype::migration
