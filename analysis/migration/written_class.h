// A class of fields as it is written: what a comparison with another one of the same table needs. Internal to analysis/migration.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/syntax_tree.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

struct WrittenField {
    std::string name;
    std::string annotation;                      // without quotes, and as the newest Python spells it: "str|None"
    std::string fallback;                        // the default's or its factory's text; empty: there is none
    std::map<std::string, std::string> options;  // of Field(…), beside default and aliases: "max_length" → "50"
};

struct WrittenClass {
    Span span;  // decorators included
    std::vector<std::string> bases;
    std::vector<std::string> keywords;                 // "frozen=True"
    std::vector<std::string> decorators;               // "dataclass"
    std::map<std::string, std::string> configuration;  // of model_config or Config: "from_attributes" → "True"
    std::vector<WrittenField> fields;
    std::string own;  // the first thing in the body that is none of these, in words: "the method full_name"; empty: there is none

    [[nodiscard]] const WrittenField* find_field(std::string_view name) const;
};

// The class whose name stands at `name`.
[[nodiscard]] std::optional<WrittenClass> read_class(const syntax::Node& root, std::string_view text, Span name);

// Where a name stands outside of `own`: in code, or in an annotation that is a text.
[[nodiscard]] std::optional<Span> use_outside(const syntax::Node& root, std::string_view text, std::string_view name, Span own);

// The names that an annotation begins with: of "list[schemas.Mood|None]" list, schemas, None.
[[nodiscard]] std::vector<std::string> names_in(std::string_view annotation);

}  // namespace rowtype::migration
