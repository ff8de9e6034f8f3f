// What a Python annotation says about the values that it accepts: a plain value, names resolved.
//
// Made by build_annotation.h from the facts of an annotation; compared with PostgreSQL types by type_verdict.h. What could
// not be resolved is Unknown, and Unknown never leads to a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::types {

enum class AnnotationKind : std::uint8_t {
    Unknown,
    Any,  // typing.Any, object
    None,
    Scalar,      // `type` says which
    Union,       // items: the arms, None included
    List,        // items: the element, or nothing; also Sequence and the like
    Set,         // items: the element, or nothing; also frozenset
    Tuple,       // items: the elements; `variadic`: one element, any number of times
    Dictionary,  // items: key and value, or nothing; also Mapping and the like
    Json,        // pydantic.Json: a text that is decoded; items: what it holds, or nothing
    Literal,     // values
    Enum,        // values: of the members; name: the class
    Model,       // a class of ours: pydantic, TypedDict, dataclass, NamedTuple; name: the class
};

// Types without parameters that the comparison knows.
enum class PythonType : std::uint8_t {
    Other,  // known by name, never compared
    Bool,
    Int,
    Float,
    Decimal,
    Complex,
    Str,
    Bytes,
    Date,
    PastDate,
    FutureDate,
    Time,
    Datetime,
    AwareDatetime,
    NaiveDatetime,
    PastDatetime,
    FutureDatetime,
    Timedelta,
    Uuid,
    UuidVersion,  // UuidVersion: UUID1 … UUID8, which accept one version only
    Ipv4Address,
    Ipv6Address,
    Ipv4Interface,
    Ipv6Interface,
    Ipv4Network,
    Ipv6Network,
    IpAnyAddress,
    IpAnyInterface,
    IpAnyNetwork,
    JsonValue,
    EmailStr,
    Url,
    SecretStr,
    SecretBytes,
    Path,
    Base64Bytes,
    Base64Str,
};

// A member of a Literal, or the value of an enum's member.
struct LiteralValue {
    enum class Kind : std::uint8_t { String, Integer, Boolean, None, Other };
    Kind kind = Kind::Other;
    std::string text;  // String: decoded; Integer and Boolean: as written

    friend bool operator==(const LiteralValue&, const LiteralValue&) = default;
};

// What Annotated, Field(…) and the con… types add. Bounds are numbers as doubles: only small ones are compared.
struct Constraints {
    std::optional<std::int64_t> max_length;
    std::optional<std::int64_t> min_length;
    std::optional<std::int64_t> max_digits;
    std::optional<std::int64_t> decimal_places;
    std::optional<double> ge;
    std::optional<double> gt;
    std::optional<double> le;
    std::optional<double> lt;
    bool strict = false;
    bool lenient = false;          // strict=False: the model's strictness does not hold
    bool has_pattern = false;      // pattern, regex, multiple_of: values that the type allows may be refused
    bool allows_infinity = false;  // allow_inf_nan=True

    [[nodiscard]] bool has_bounds() const { return ge || gt || le || lt; }

    friend bool operator==(const Constraints&, const Constraints&) = default;
};

struct Annotation {
    AnnotationKind kind = AnnotationKind::Unknown;
    PythonType type = PythonType::Other;
    std::string name;  // for messages: "AwareDatetime", "OrderStatus"; empty where the kind says it all
    std::vector<Annotation> items;
    std::vector<LiteralValue> values;
    bool values_complete = true;  // false: a member's value could not be told
    bool integer_enum = false;    // IntEnum, IntFlag: a member is an int
    bool string_enum = false;     // StrEnum, (str, Enum): a member is a str
    bool variadic = false;
    bool pydantic_model = false;  // Model: a pydantic class
    // A before, plain or wrap validator in Annotated may change what arrives: its type cannot be checked.
    bool has_before_validator = false;
    Constraints constraints;

    [[nodiscard]] bool is(AnnotationKind wanted) const { return kind == wanted; }
    [[nodiscard]] bool is_scalar(PythonType wanted) const { return kind == AnnotationKind::Scalar && type == wanted; }
    // Whether None is accepted. Unknown annotations answer yes: what cannot be told accepts anything.
    [[nodiscard]] bool accepts_none() const;
    // Short text for messages, much as one would write it: "list[str] | None".
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const Annotation&, const Annotation&) = default;
};

[[nodiscard]] Annotation scalar(PythonType type, std::string name);
[[nodiscard]] Annotation of_kind(AnnotationKind kind);

// The annotation without its None arms; the annotation itself where it has none. A union of None alone gives None.
[[nodiscard]] Annotation without_none(const Annotation& annotation);

// The class of ours that the annotation is or holds (Optional, list, tuple, set, dict values), or null.
[[nodiscard]] const Annotation* contained_model(const Annotation& annotation);

}  // namespace rowtype::types
