#include "analysis/postgrest/builder_methods.h"

#include <algorithm>
#include <array>

namespace rowtype::postgrest {

namespace {

constexpr std::uint16_t bit(BuilderType type) { return static_cast<std::uint16_t>(type); }

constexpr std::uint16_t kClient = bit(BuilderType::Client);
constexpr std::uint16_t kTable = bit(BuilderType::Table);
constexpr std::uint16_t kRpc = bit(BuilderType::Rpc);
constexpr std::uint16_t kSelected = bit(BuilderType::Select);
constexpr std::uint16_t kFilterable = kSelected | bit(BuilderType::Filter) | kRpc;
constexpr std::uint16_t kSortable = kSelected | kRpc;
constexpr std::uint16_t kStarted = kFilterable | bit(BuilderType::Query);
constexpr std::uint16_t kExecutable =
    kStarted | bit(BuilderType::Single) | bit(BuilderType::MaybeSingle) | bit(BuilderType::Explain);

using Parameter = BuilderParameter;
using Role = ParameterRole;

constexpr std::array kTableParameters{Parameter{"table", Role::Table, 0}, Parameter{"table_name", Role::Table, 0}};
constexpr std::array kSchemaParameters{Parameter{"schema", Role::Schema, 0}};
constexpr std::array kRpcParameters{
    Parameter{"fn", Role::Function, 0},  Parameter{"func", Role::Function, 0}, Parameter{"params", Role::FunctionArguments, 1},
    Parameter{"count", Role::Option, 2}, Parameter{"head", Role::Option, 3},   Parameter{"get", Role::Option, 4}};
constexpr std::array kSelectParameters{Parameter{"columns", Role::SelectList, kVariadic},
                                       Parameter{"count", Role::Option, kKeywordOnly},
                                       Parameter{"head", Role::Option, kKeywordOnly}};
constexpr std::array kReturningSelectParameters{Parameter{"columns", Role::SelectList, kVariadic}};
constexpr std::array kInsertParameters{Parameter{"json", Role::Payload, 0}, Parameter{"count", Role::Option, kKeywordOnly},
                                       Parameter{"returning", Role::Option, kKeywordOnly},
                                       Parameter{"upsert", Role::Option, kKeywordOnly},
                                       Parameter{"default_to_null", Role::Option, kKeywordOnly}};
constexpr std::array kUpsertParameters{Parameter{"json", Role::Payload, 0},
                                       Parameter{"on_conflict", Role::ConflictColumns, kKeywordOnly},
                                       Parameter{"count", Role::Option, kKeywordOnly},
                                       Parameter{"returning", Role::Option, kKeywordOnly},
                                       Parameter{"ignore_duplicates", Role::Option, kKeywordOnly},
                                       Parameter{"default_to_null", Role::Option, kKeywordOnly}};
constexpr std::array kUpdateParameters{Parameter{"json", Role::Payload, 0}, Parameter{"count", Role::Option, kKeywordOnly},
                                       Parameter{"returning", Role::Option, kKeywordOnly}};
constexpr std::array kDeleteParameters{Parameter{"count", Role::Option, kKeywordOnly},
                                       Parameter{"returning", Role::Option, kKeywordOnly}};
constexpr std::array kValueParameters{Parameter{"column", Role::Column, 0}, Parameter{"value", Role::Value, 1}};
constexpr std::array kValuesParameters{Parameter{"column", Role::Column, 0}, Parameter{"values", Role::Value, 1}};
constexpr std::array kPatternParameters{Parameter{"column", Role::Column, 0}, Parameter{"pattern", Role::Value, 1}};
constexpr std::array kQueryParameters{Parameter{"column", Role::Column, 0}, Parameter{"query", Role::Value, 1}};
constexpr std::array kPairParameters{Parameter{"column", Role::Column, 0}, Parameter{"range", Role::Value, 1}};
constexpr std::array kFilterParameters{Parameter{"column", Role::Column, 0}, Parameter{"operator", Role::Operator, 1},
                                       Parameter{"criteria", Role::Value, 2}};
constexpr std::array kMatchParameters{Parameter{"query", Role::Equalities, 0}};
constexpr std::array kOrParameters{Parameter{"filters", Role::Logic, 0}, Parameter{"reference_table", Role::EmbedPath, 1}};
constexpr std::array kTextSearchParameters{Parameter{"column", Role::Column, 0}, Parameter{"query", Role::Value, 1},
                                           Parameter{"options", Role::Option, 2}};
constexpr std::array kOrderParameters{Parameter{"column", Role::Column, 0}, Parameter{"desc", Role::Option, kKeywordOnly},
                                      Parameter{"nullsfirst", Role::Option, kKeywordOnly},
                                      Parameter{"foreign_table", Role::EmbedPath, kKeywordOnly}};
constexpr std::array kLimitParameters{Parameter{"size", Role::Option, 0},
                                      Parameter{"foreign_table", Role::EmbedPath, kKeywordOnly}};
constexpr std::array kRangeParameters{Parameter{"start", Role::Option, 0}, Parameter{"end", Role::Option, 1},
                                      Parameter{"foreign_table", Role::EmbedPath, 2}};
constexpr std::array kOffsetParameters{Parameter{"size", Role::Option, 0}};
constexpr std::array kExplainParameters{Parameter{"analyze", Role::Option, 0},  Parameter{"verbose", Role::Option, 1},
                                        Parameter{"settings", Role::Option, 2}, Parameter{"buffers", Role::Option, 3},
                                        Parameter{"wal", Role::Option, 4},      Parameter{"format", Role::Option, 5}};
constexpr std::array kMaxAffectedParameters{Parameter{"value", Role::Option, 0}};
constexpr std::array kRetryParameters{Parameter{"enabled", Role::Option, 0}};

constexpr BuilderMethod method(std::string_view name, MethodRole role, std::uint16_t receivers, std::optional<BuilderType> result,
                               std::span<const BuilderParameter> parameters = {}) {
    return {name, role, receivers, result, parameters, std::nullopt, Quantifier::None, ValueShape::None};
}

constexpr BuilderMethod filter(std::string_view name, FilterOperator filter_operator, ValueShape shape,
                               std::span<const BuilderParameter> parameters, Quantifier quantifier = Quantifier::None) {
    return {name, MethodRole::ColumnFilter, kFilterable, std::nullopt, parameters, filter_operator, quantifier, shape};
}

constexpr auto kSame = std::nullopt;
using Operator = FilterOperator;
using Shape = ValueShape;

constexpr std::array kMethods{
    method("table", MethodRole::Table, kClient, BuilderType::Table, kTableParameters),
    method("from_", MethodRole::Table, kClient, BuilderType::Table, kTableParameters),
    method("from_table", MethodRole::Table, kClient, BuilderType::Table, kTableParameters),
    method("schema", MethodRole::Schema, kClient, BuilderType::Client, kSchemaParameters),
    method("rpc", MethodRole::Rpc, kClient, BuilderType::Rpc, kRpcParameters),

    method("select", MethodRole::Select, kTable, BuilderType::Select, kSelectParameters),
    method("select", MethodRole::Select, kStarted, kSame, kReturningSelectParameters),
    method("insert", MethodRole::Insert, kTable, BuilderType::Query, kInsertParameters),
    method("upsert", MethodRole::Upsert, kTable, BuilderType::Query, kUpsertParameters),
    method("update", MethodRole::Update, kTable, BuilderType::Filter, kUpdateParameters),
    method("delete", MethodRole::Delete, kTable, BuilderType::Filter, kDeleteParameters),

    filter("eq", Operator::Equal, Shape::Scalar, kValueParameters),
    filter("neq", Operator::NotEqual, Shape::Scalar, kValueParameters),
    filter("gt", Operator::Greater, Shape::Scalar, kValueParameters),
    filter("gte", Operator::GreaterOrEqual, Shape::Scalar, kValueParameters),
    filter("lt", Operator::Less, Shape::Scalar, kValueParameters),
    filter("lte", Operator::LessOrEqual, Shape::Scalar, kValueParameters),
    filter("is_", Operator::Is, Shape::Keyword, kValueParameters),
    filter("like", Operator::Like, Shape::Pattern, kPatternParameters),
    filter("ilike", Operator::CaseInsensitiveLike, Shape::Pattern, kPatternParameters),
    filter("like_all_of", Operator::Like, Shape::PatternList, kPatternParameters, Quantifier::All),
    filter("like_any_of", Operator::Like, Shape::PatternList, kPatternParameters, Quantifier::Any),
    filter("ilike_all_of", Operator::CaseInsensitiveLike, Shape::PatternList, kPatternParameters, Quantifier::All),
    filter("ilike_any_of", Operator::CaseInsensitiveLike, Shape::PatternList, kPatternParameters, Quantifier::Any),
    filter("in_", Operator::In, Shape::List, kValuesParameters),
    filter("cs", Operator::Contains, Shape::Strings, kValuesParameters),
    filter("cd", Operator::ContainedBy, Shape::Strings, kValuesParameters),
    filter("contains", Operator::Contains, Shape::StringsOrText, kValueParameters),
    filter("contained_by", Operator::ContainedBy, Shape::StringsOrText, kValueParameters),
    filter("ov", Operator::Overlaps, Shape::StringsOrText, kValueParameters),
    filter("overlaps", Operator::Overlaps, Shape::StringsOrText, kValuesParameters),
    filter("fts", Operator::FullText, Shape::SearchQuery, kQueryParameters),
    filter("plfts", Operator::FullTextPlain, Shape::SearchQuery, kQueryParameters),
    filter("phfts", Operator::FullTextPhrase, Shape::SearchQuery, kQueryParameters),
    filter("wfts", Operator::FullTextWebsearch, Shape::SearchQuery, kQueryParameters),
    filter("sl", Operator::StrictlyLeft, Shape::RangePair, kPairParameters),
    filter("sr", Operator::StrictlyRight, Shape::RangePair, kPairParameters),
    filter("nxl", Operator::NotExtendsLeft, Shape::RangePair, kPairParameters),
    filter("nxr", Operator::NotExtendsRight, Shape::RangePair, kPairParameters),
    filter("adj", Operator::Adjacent, Shape::RangePair, kPairParameters),
    filter("range_gt", Operator::StrictlyRight, Shape::RangePair, kPairParameters),
    filter("range_gte", Operator::NotExtendsLeft, Shape::RangePair, kPairParameters),
    filter("range_lt", Operator::StrictlyLeft, Shape::RangePair, kPairParameters),
    filter("range_lte", Operator::NotExtendsRight, Shape::RangePair, kPairParameters),
    filter("range_adjacent", Operator::Adjacent, Shape::RangePair, kPairParameters),

    method("filter", MethodRole::Filter, kFilterable, kSame, kFilterParameters),
    method("match", MethodRole::Match, kFilterable, kSame, kMatchParameters),
    method("or_", MethodRole::Or, kFilterable, kSame, kOrParameters),
    method("not_", MethodRole::Not, kFilterable, kSame),
    method("text_search", MethodRole::TextSearch, kSelected, BuilderType::Query, kTextSearchParameters),

    method("order", MethodRole::Order, kSortable, kSame, kOrderParameters),
    method("limit", MethodRole::Limit, kSortable, kSame, kLimitParameters),
    method("range", MethodRole::Range, kSortable, kSame, kRangeParameters),
    method("offset", MethodRole::Offset, kSortable, kSame, kOffsetParameters),

    method("single", MethodRole::Single, kSelected, BuilderType::Single),
    method("maybe_single", MethodRole::MaybeSingle, kSelected, BuilderType::MaybeSingle),
    method("csv", MethodRole::Csv, kSelected, BuilderType::Single),
    method("single", MethodRole::Single, kRpc, kSame),
    method("maybe_single", MethodRole::MaybeSingle, kRpc, kSame),
    method("csv", MethodRole::Csv, kRpc, kSame),
    method("explain", MethodRole::Explain, kSelected, BuilderType::Explain, kExplainParameters),
    method("max_affected", MethodRole::Setting, kFilterable, kSame, kMaxAffectedParameters),
    method("retry", MethodRole::Setting, kExecutable, kSame, kRetryParameters),
    method("execute", MethodRole::Execute, kExecutable, BuilderType::Response),
};

}  // namespace

std::span<const BuilderMethod> builder_methods() { return kMethods; }

const BuilderMethod* find_method(BuilderType type, std::string_view name) {
    for (const BuilderMethod& each : kMethods) {
        if (each.name == name && each.exists_on(type)) return &each;
    }
    return nullptr;
}

const BuilderMethod* find_method(std::string_view name) {
    const auto found =
        std::find_if(kMethods.begin(), kMethods.end(), [&](const BuilderMethod& each) { return each.name == name; });
    return found == kMethods.end() ? nullptr : &*found;
}

bool is_builder_method(std::string_view name) { return find_method(name) != nullptr; }

BuilderType result_of(const BuilderMethod& method, BuilderType receiver) { return method.result.value_or(receiver); }

bool BuilderMethod::exists_on(BuilderType type) const { return (receivers & bit(type)) != 0; }

const BuilderParameter* BuilderMethod::parameter(ParameterRole wanted) const {
    for (const BuilderParameter& each : parameters) {
        if (each.role == wanted) return &each;
    }
    return nullptr;
}

const BuilderParameter* BuilderMethod::positional(std::size_t index) const {
    for (const BuilderParameter& each : parameters) {
        const bool here = each.position >= 0 && static_cast<std::size_t>(each.position) == index;
        if (each.position == kVariadic || here) return &each;
    }
    return nullptr;
}

const BuilderParameter* BuilderMethod::keyword(std::string_view keyword) const {
    for (const BuilderParameter& each : parameters) {
        if (each.name == keyword && each.position != kVariadic) return &each;
    }
    return nullptr;
}

}  // namespace rowtype::postgrest
