#include "analysis/types/known_names.h"

#include <algorithm>
#include <array>

namespace rowtype::types {

namespace {

using Kind = AnnotationKind;
using Type = PythonType;

struct KnownScalar {
    std::string_view name;
    Type type;
};

struct KnownContainer {
    std::string_view name;
    Kind kind;
};

struct KnownForm {
    std::string_view name;
    GenericForm form;
};

constexpr std::array kScalars = std::to_array<KnownScalar>({
    {"bool", Type::Bool},
    {"int", Type::Int},
    {"float", Type::Float},
    {"complex", Type::Complex},
    {"str", Type::Str},
    {"bytes", Type::Bytes},
    {"decimal.Decimal", Type::Decimal},
    {"datetime.date", Type::Date},
    {"datetime.time", Type::Time},
    {"datetime.datetime", Type::Datetime},
    {"datetime.timedelta", Type::Timedelta},
    {"uuid.UUID", Type::Uuid},
    {"ipaddress.IPv4Address", Type::Ipv4Address},
    {"ipaddress.IPv6Address", Type::Ipv6Address},
    {"ipaddress.IPv4Interface", Type::Ipv4Interface},
    {"ipaddress.IPv6Interface", Type::Ipv6Interface},
    {"ipaddress.IPv4Network", Type::Ipv4Network},
    {"ipaddress.IPv6Network", Type::Ipv6Network},
    {"pathlib.Path", Type::Path},
    {"pathlib.PurePath", Type::Path},
    {"pydantic.AwareDatetime", Type::AwareDatetime},
    {"pydantic.NaiveDatetime", Type::NaiveDatetime},
    {"pydantic.PastDatetime", Type::PastDatetime},
    {"pydantic.FutureDatetime", Type::FutureDatetime},
    {"pydantic.PastDate", Type::PastDate},
    {"pydantic.FutureDate", Type::FutureDate},
    {"pydantic.UUID1", Type::UuidVersion},
    {"pydantic.UUID3", Type::UuidVersion},
    {"pydantic.UUID4", Type::UuidVersion},
    {"pydantic.UUID5", Type::UuidVersion},
    {"pydantic.UUID6", Type::UuidVersion},
    {"pydantic.UUID7", Type::UuidVersion},
    {"pydantic.UUID8", Type::UuidVersion},
    {"pydantic.IPvAnyAddress", Type::IpAnyAddress},
    {"pydantic.IPvAnyInterface", Type::IpAnyInterface},
    {"pydantic.IPvAnyNetwork", Type::IpAnyNetwork},
    {"pydantic.JsonValue", Type::JsonValue},
    {"pydantic.EmailStr", Type::EmailStr},
    {"pydantic.AnyUrl", Type::Url},
    {"pydantic.AnyHttpUrl", Type::Url},
    {"pydantic.HttpUrl", Type::Url},
    {"pydantic.AnyWebsocketUrl", Type::Url},
    {"pydantic.WebsocketUrl", Type::Url},
    {"pydantic.FileUrl", Type::Url},
    {"pydantic.FtpUrl", Type::Url},
    {"pydantic.PostgresDsn", Type::Url},
    {"pydantic.SecretStr", Type::SecretStr},
    {"pydantic.SecretBytes", Type::SecretBytes},
    {"pydantic.Base64Bytes", Type::Base64Bytes},
    {"pydantic.Base64UrlBytes", Type::Base64Bytes},
    {"pydantic.Base64Str", Type::Base64Str},
    {"pydantic.Base64UrlStr", Type::Base64Str},
    // With a constraint of their own, see add_constraints.
    {"pydantic.PositiveInt", Type::Int},
    {"pydantic.NonNegativeInt", Type::Int},
    {"pydantic.NegativeInt", Type::Int},
    {"pydantic.NonPositiveInt", Type::Int},
    {"pydantic.StrictInt", Type::Int},
    {"pydantic.PositiveFloat", Type::Float},
    {"pydantic.NonNegativeFloat", Type::Float},
    {"pydantic.NegativeFloat", Type::Float},
    {"pydantic.NonPositiveFloat", Type::Float},
    {"pydantic.FiniteFloat", Type::Float},
    {"pydantic.StrictFloat", Type::Float},
    {"pydantic.StrictStr", Type::Str},
    {"pydantic.StrictBool", Type::Bool},
    {"pydantic.StrictBytes", Type::Bytes},
});

constexpr std::array kContainers = std::to_array<KnownContainer>({
    {"typing.Any", Kind::Any},
    {"object", Kind::Any},
    {"None", Kind::None},
    {"types.NoneType", Kind::None},
    {"list", Kind::List},
    {"typing.Sequence", Kind::List},
    {"typing.MutableSequence", Kind::List},
    {"typing.Collection", Kind::List},
    {"set", Kind::Set},
    {"frozenset", Kind::Set},
    {"typing.AbstractSet", Kind::Set},
    {"typing.MutableSet", Kind::Set},
    {"tuple", Kind::Tuple},
    {"dict", Kind::Dictionary},
    {"typing.Mapping", Kind::Dictionary},
    {"typing.MutableMapping", Kind::Dictionary},
    {"pydantic.Json", Kind::Json},
});

constexpr std::array kForms = std::to_array<KnownForm>({
    {"typing.Optional", GenericForm::Optional},
    {"typing.Union", GenericForm::Union},
    {"typing.Annotated", GenericForm::Annotated},
    {"typing.Literal", GenericForm::Literal},
    {"list", GenericForm::List},
    {"typing.Sequence", GenericForm::List},
    {"typing.MutableSequence", GenericForm::List},
    {"typing.Collection", GenericForm::List},
    {"set", GenericForm::Set},
    {"frozenset", GenericForm::Set},
    {"typing.AbstractSet", GenericForm::Set},
    {"typing.MutableSet", GenericForm::Set},
    {"tuple", GenericForm::Tuple},
    {"dict", GenericForm::Dictionary},
    {"typing.Mapping", GenericForm::Dictionary},
    {"typing.MutableMapping", GenericForm::Dictionary},
    {"pydantic.Json", GenericForm::Json},
    {"typing.ClassVar", GenericForm::Wrapper},
    {"typing.Final", GenericForm::Wrapper},
    {"typing.Required", GenericForm::Wrapper},
    {"typing.NotRequired", GenericForm::Wrapper},
    {"typing.ReadOnly", GenericForm::Wrapper},
    {"dataclasses.InitVar", GenericForm::Wrapper},
    {"pydantic.SkipValidation", GenericForm::Unpacked},
});

// typing's capitalised twins of builtins and of collections.abc.
constexpr std::array kTwins = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"typing.List", "list"},
    {"typing.Set", "set"},
    {"typing.FrozenSet", "frozenset"},
    {"typing.Tuple", "tuple"},
    {"typing.Dict", "dict"},
    {"typing.Text", "str"},
    {"typing.Type", "type"},
    {"collections.abc.Set", "typing.AbstractSet"},
    {"typing.DefaultDict", "dict"},
    {"typing.OrderedDict", "dict"},
    {"collections.defaultdict", "dict"},
    {"collections.OrderedDict", "dict"},
});

constexpr std::array<std::string_view, 17> kBuiltins = {"bool",      "int",        "float",  "complex", "str",     "bytes",
                                                        "bytearray", "memoryview", "object", "list",    "set",     "frozenset",
                                                        "tuple",     "dict",       "type",   "None",    "property"};

// Modules whose sub-modules export the same names as themselves.
constexpr std::array<std::string_view, 14> kKnownModules = {
    "typing", "typing_extensions", "collections", "datetime",          "decimal",        "uuid", "ipaddress", "pathlib", "enum",
    "types",  "dataclasses",       "pydantic",    "pydantic_settings", "annotated_types"};

constexpr std::array<std::string_view, 3> kBases = {"BaseModel", "GenericModel", "BaseSettings"};

std::string_view first_part(std::string_view dotted) { return dotted.substr(0, dotted.find('.')); }

void add_constraints(std::string_view name, Annotation& annotation) {
    Constraints& constraints = annotation.constraints;
    if (name.starts_with("pydantic.Positive")) constraints.gt = 0;
    if (name.starts_with("pydantic.NonNegative")) constraints.ge = 0;
    if (name.starts_with("pydantic.Negative")) constraints.lt = 0;
    if (name.starts_with("pydantic.NonPositive")) constraints.le = 0;
    if (name.starts_with("pydantic.Strict")) constraints.strict = true;
    if (name == "pydantic.FiniteFloat") constraints.has_pattern = true;
}

}  // namespace

std::string canonical_name(std::string_view dotted) {
    std::string name(dotted);
    const auto replace_prefix = [&](std::string_view from, std::string_view to) {
        if (name.starts_with(from)) name = std::string(to) + name.substr(from.size());
    };
    replace_prefix("builtins.", "");
    replace_prefix("typing_extensions.", "typing.");
    replace_prefix("pydantic_settings.", "pydantic.");
    const std::size_t last_dot = name.rfind('.');
    // pydantic.v1.Field says what pydantic.Field says; a model of v1 is another kind of class.
    const std::string_view last =
        last_dot == std::string::npos ? std::string_view() : std::string_view(name).substr(last_dot + 1);
    const bool is_legacy_base = name.starts_with("pydantic.v1.") && std::ranges::find(kBases, last) != kBases.end();
    if (name.starts_with("pydantic.") && !is_legacy_base && last_dot != std::string::npos) {
        name = "pydantic." + name.substr(last_dot + 1);  // pydantic.types.UUID4, pydantic.fields.Field …
    }
    for (const auto& [twin, original] : kTwins) {
        if (name == twin) return std::string(original);
    }
    replace_prefix("collections.abc.", "typing.");
    return name;
}

bool is_builtin_name(std::string_view name) { return std::ranges::find(kBuiltins, name) != kBuiltins.end(); }

bool is_known_module(std::string_view module) {
    return std::ranges::find(kKnownModules, first_part(module)) != kKnownModules.end();
}

std::optional<Annotation> known_annotation(std::string_view canonical) {
    const auto container = std::ranges::find(kContainers, canonical, &KnownContainer::name);
    if (container != kContainers.end()) return of_kind(container->kind);
    const auto known = std::ranges::find(kScalars, canonical, &KnownScalar::name);
    if (known == kScalars.end()) return std::nullopt;
    const std::size_t dot = canonical.rfind('.');
    Annotation annotation =
        scalar(known->type, std::string(dot == std::string_view::npos ? canonical : canonical.substr(dot + 1)));
    add_constraints(canonical, annotation);
    return annotation;
}

std::optional<GenericForm> generic_form(std::string_view canonical) {
    const auto found = std::ranges::find(kForms, canonical, &KnownForm::name);
    if (found == kForms.end()) return std::nullopt;
    return found->form;
}

}  // namespace rowtype::types
