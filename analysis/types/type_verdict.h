// Is this annotation right for that column? The matrix of both access profiles, kept as tables: one file a family of
// types (verdict_numbers.cpp, verdict_text.cpp …).
//
// To add a type: a row in the table of its family, samples in tests/analysis/types/annotation_oracle.py. The test then
// compares every cell with what pydantic does to those samples.
#pragma once

#include <cstdint>
#include <string>

#include "analysis/settings/settings.h"
#include "analysis/types/annotation.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::types {

enum class Verdict : std::uint8_t {
    Exact,
    Wide,          // every value is taken, but the annotation says less than the column does
    Narrow,        // a json document read into a shape of the program's own: meant so, worth a hint
    Lossy,         // some legal values fail or change
    Wrong,         // values normally fail or are corrupted
    NotCheckable,  // unknown type or annotation, or drivers differ
};

[[nodiscard]] std::string_view to_string(Verdict verdict);

// Read: rows become models. Write: models become rows; what a model refuses by itself is then its own business.
enum class Direction : std::uint8_t { Read, Write };

struct TypeVerdict {
    Verdict verdict = Verdict::NotCheckable;
    std::string reason;   // a clause for people, no full stop: "an interval with months does not parse as timedelta"
    std::string example;  // a value that breaks, as it arrives: '1 mon 2 days'; empty where none is needed
    std::string right;    // what would be right: "UUID"; empty where nothing better is known

    friend bool operator==(const TypeVerdict&, const TypeVerdict&) = default;
};

// What an annotation is judged against.
struct ColumnSite {
    const catalog::Catalog& catalog;
    const catalog::Relation* relation = nullptr;  // for its CHECK constraints; may be null
    const catalog::Column& column;
    AccessProfile profile = AccessProfile::Json;  // never Automatic
    Direction direction = Direction::Read;
    bool strict = false;  // the model's ConfigDict(strict=True)
    // Whether lengths, precision and bounds are compared: for models of whole rows. Others may be stricter than the table.
    bool compare_limits = true;
    bool legacy = false;  // the model is one of pydantic 1
};

// Whether None is accepted is not part of it (nullable-mismatch): None arms are left out.
[[nodiscard]] TypeVerdict judge(const Annotation& annotation, const ColumnSite& site);

}  // namespace rowtype::types
