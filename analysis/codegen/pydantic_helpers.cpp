#include "analysis/codegen/pydantic_helpers.h"

#include <array>

namespace rowtype::codegen {

namespace {

constexpr std::string_view kBytesHelper = R"(def _decode_bytea(value: object) -> object:
    """PostgreSQL writes bytea in JSON as a backslash, an x and hexadecimal digits."""
    if isinstance(value, str) and value.startswith("\\x"):
        return bytes.fromhex(value[2:])
    return value


def _encode_bytea(value: bytes) -> str:
    return "\\x" + value.hex()


HexBytes = Annotated[
    bytes,
    BeforeValidator(_decode_bytea),
    PlainSerializer(_encode_bytea, when_used="json"),
]
)";

constexpr std::string_view kVectorHelper = R"(def _decode_vector(value: object) -> object:
    """The extension vector writes its values as texts: "[1,2,3]"."""
    return json.loads(value) if isinstance(value, str) else value


Vector = Annotated[list[float], BeforeValidator(_decode_vector)]
)";

constexpr std::string_view kHstoreHelper = R"(def _quote_hstore(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encode_hstore(value: dict[str, OPTIONAL]) -> str:
    """PostgreSQL writes hstore in JSON as an object, and reads its own text alone."""
    pairs = [
        _quote_hstore(key) + "=>" + ("NULL" if text is None else _quote_hstore(text))
        for key, text in value.items()
    ]
    return ", ".join(pairs)


HStore = Annotated[
    dict[str, OPTIONAL],
    PlainSerializer(_encode_hstore, when_used="json"),
]
)";

constexpr std::string_view kDecimalHelper =
    R"(JsonDecimal = Annotated[
    Decimal,
    PlainSerializer(float, return_type=float, when_used="json"),
]
)";

// Infinity is what other libraries for PostgreSQL make of it: the last moment that Python has.
constexpr std::string_view kInfinityHelper = R"(_FIRST_CONSTANT = FIRST
_LAST_CONSTANT = LAST


def _decode_WORD(value: object) -> object:
    """PostgreSQL's infinity is the last that Python has, -infinity the first."""
    if value == "infinity":
        return _LAST_CONSTANT
    return _FIRST_CONSTANT if value == "-infinity" else value


def _encode_WORD(value: CLASS) -> str:
    if value == _LAST_CONSTANT:
        return "infinity"
    return "-infinity" if value == _FIRST_CONSTANT else value.isoformat()


NAME = Annotated[
    ANNOTATION,
    BeforeValidator(_decode_WORD),
    PlainSerializer(_encode_WORD, when_used="json"),
]
)";

constexpr std::string_view kFloatHelper = R"(def _encode_float(value: float) -> object:
    """JSON has no NaN and no infinity; PostgreSQL takes them as texts."""
    return value if math.isfinite(value) else str(Decimal(value))


PostgresFloat = Annotated[float, PlainSerializer(_encode_float, when_used="json")]
)";

constexpr std::string_view kNumericHelper = "PostgresNumeric = Annotated[Decimal, Field(allow_inf_nan=True)]\n";

constexpr std::string_view kNumericAsNumberHelper = R"(PostgresNumeric = Annotated[
    Decimal,
    Field(allow_inf_nan=True),
    PlainSerializer(float, return_type=float, when_used="json"),
]
)";

std::string with_words(std::string_view text, std::initializer_list<std::pair<std::string_view, std::string_view>> words) {
    std::string replaced(text);
    for (const auto& [word, value] : words) {
        for (std::size_t at = replaced.find(word); at != std::string::npos; at = replaced.find(word, at + value.size())) {
            replaced.replace(at, word.size(), value);
        }
    }
    return replaced;
}

void import_pydantic(ModuleText& module, std::initializer_list<const char*> names) {
    module.import("typing", "Annotated");
    for (const char* name : names) module.import("pydantic", name);
}

void add_infinity(ModuleText& module, const char* name, std::string_view constant, std::string_view word, bool has_time,
                  bool has_zone) {
    if (!module.has_noted(name)) return;
    const bool qualified = module.plan().choices.qualified_datetime;
    const std::string prefix = qualified ? "datetime." : "";
    const std::string type = has_time ? "datetime" : "date";
    const std::string zone = has_zone ? ".replace(tzinfo=" + prefix + "timezone.utc)" : "";
    const std::string annotation = has_zone ? "AwareDatetime" : prefix + type;
    module.import("datetime", qualified ? "" : type);
    if (has_zone && !qualified) module.import("datetime", "timezone");
    import_pydantic(module, {"BeforeValidator", "PlainSerializer"});
    if (has_zone) module.import("pydantic", "AwareDatetime");
    module.add_helper(name, with_words(kInfinityHelper, {{"CONSTANT", constant},
                                                         {"WORD", word},
                                                         {"NAME", name},
                                                         {"ANNOTATION", annotation},
                                                         {"CLASS", prefix + type},
                                                         {"= FIRST", "= " + prefix + type + ".min" + zone},
                                                         {"= LAST", "= " + prefix + type + ".max" + zone}}));
}

void add_special_values(ModuleText& module) {
    add_infinity(module, "PostgresDate", "DATE", "date", false, false);
    add_infinity(module, "PostgresTimestamp", "TIMESTAMP", "timestamp", true, false);
    add_infinity(module, "PostgresInstant", "INSTANT", "instant", true, true);
    if (module.has_noted("PostgresFloat")) {
        import_pydantic(module, {"PlainSerializer"});
        module.import("math", "");
        module.import("decimal", "Decimal");
        module.add_helper("PostgresFloat", std::string(kFloatHelper));
    }
    if (module.has_noted("PostgresNumeric")) {
        const bool as_number = module.plan().generation.decimal_json == DecimalJson::Number;
        import_pydantic(module, {"Field"});
        if (as_number) import_pydantic(module, {"PlainSerializer"});
        module.import("decimal", "Decimal");
        module.add_helper("PostgresNumeric", std::string(as_number ? kNumericAsNumberHelper : kNumericHelper));
    }
}

}  // namespace

void add_pydantic_helpers(ModuleText& module) {
    const ModulePlan& plan = module.plan();
    if (module.has_noted("HexBytes")) {
        import_pydantic(module, {"BeforeValidator", "PlainSerializer"});
        module.add_helper("HexBytes", std::string(kBytesHelper));
    }
    if (module.has_noted("Vector")) {
        import_pydantic(module, {"BeforeValidator"});
        module.import("json", "");
        module.add_helper("Vector", std::string(kVectorHelper));
    }
    if (module.has_noted("HStore")) {
        import_pydantic(module, {"PlainSerializer"});
        const bool has_operator = plan.choices.has_union_operator;
        if (!has_operator) module.import("typing", "Optional");
        module.add_helper("HStore", with_words(kHstoreHelper, {{"OPTIONAL", has_operator ? "str | None" : "Optional[str]"}}));
    }
    if (module.has_noted("JsonDecimal")) {
        import_pydantic(module, {"PlainSerializer"});
        module.import("decimal", "Decimal");
        module.add_helper("JsonDecimal", std::string(kDecimalHelper));
    }
    if (plan.choices.special_values) add_special_values(module);
}

}  // namespace rowtype::codegen
