#include "analysis/drafts/infer_type.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace rowtype::drafts {

namespace {

using types::Annotation;
using types::AnnotationKind;
using types::PythonType;

DraftedType plain(std::string sql) { return {std::move(sql), {}, {}, false}; }

DraftedType reviewed(std::string sql, std::string review) { return {std::move(sql), {}, {std::move(review)}, false}; }

std::optional<std::string_view> scalar_type(PythonType type) {
    switch (type) {
        case PythonType::Bool: return "boolean";
        case PythonType::Int: return "bigint";
        case PythonType::Float: return "double precision";
        case PythonType::Decimal: return "numeric";
        case PythonType::Bytes:
        case PythonType::SecretBytes:
        case PythonType::Base64Bytes: return "bytea";
        case PythonType::Date:
        case PythonType::PastDate:
        case PythonType::FutureDate: return "date";
        case PythonType::Time: return "time";
        case PythonType::Datetime:
        case PythonType::AwareDatetime:
        case PythonType::PastDatetime:
        case PythonType::FutureDatetime: return "timestamptz";
        case PythonType::NaiveDatetime: return "timestamp";
        case PythonType::Timedelta: return "interval";
        case PythonType::Uuid:
        case PythonType::UuidVersion: return "uuid";
        case PythonType::Ipv4Address:
        case PythonType::Ipv6Address:
        case PythonType::Ipv4Interface:
        case PythonType::Ipv6Interface:
        case PythonType::IpAnyAddress:
        case PythonType::IpAnyInterface: return "inet";
        case PythonType::Ipv4Network:
        case PythonType::Ipv6Network:
        case PythonType::IpAnyNetwork: return "cidr";
        case PythonType::JsonValue: return "jsonb";
        case PythonType::Str:
        case PythonType::EmailStr:
        case PythonType::Url:
        case PythonType::SecretStr:
        case PythonType::Path:
        case PythonType::Base64Str: return "text";
        default: return std::nullopt;
    }
}

DraftedType scalar_of(const Annotation& annotation) {
    const std::optional<std::string_view> sql = scalar_type(annotation.type);
    if (!sql) return guessed_type();
    const types::Constraints& limits = annotation.constraints;
    if (annotation.is_scalar(PythonType::Str) && limits.max_length && *limits.max_length > 0) {
        return plain("varchar(" + std::to_string(*limits.max_length) + ")");
    }
    if (annotation.is_scalar(PythonType::Decimal) && limits.max_digits && *limits.max_digits > 0) {
        const std::int64_t places = std::clamp<std::int64_t>(limits.decimal_places.value_or(0), 0, *limits.max_digits);
        return plain("numeric(" + std::to_string(*limits.max_digits) + ", " + std::to_string(places) + ")");
    }
    if (annotation.is_scalar(PythonType::Datetime)) {
        return reviewed(std::string(*sql), "datetime fits timestamptz and timestamp alike");
    }
    return plain(std::string(*sql));
}

// Values of a Literal or an enum; nothing where they are of several kinds or not all known.
DraftedType listed_values(const Annotation& annotation, const catalog::Catalog& catalog) {
    const auto all = [&](types::LiteralValue::Kind kind) {
        return annotation.values_complete && !annotation.values.empty() &&
               std::ranges::all_of(annotation.values, [kind](const auto& value) { return value.kind == kind; });
    };
    if (all(types::LiteralValue::Kind::Boolean)) return plain("boolean");
    std::vector<std::string> values;
    for (const types::LiteralValue& value : annotation.values) values.push_back(value.text);
    if (all(types::LiteralValue::Kind::String)) return labels_type(values, catalog);
    if (!all(types::LiteralValue::Kind::Integer)) return guessed_type();
    return plain("integer");
}

DraftedType array_of(DraftedType element) {
    // jsonb holds lists by itself.
    if (element.sql == "jsonb" || element.is_guess) {
        return reviewed("jsonb", "a list whose elements no type of PostgreSQL's is told for; an array may fit better");
    }
    element.sql += "[]";
    element.check.clear();
    return element;
}

}  // namespace

DraftedType guessed_type() { return {"text", {}, {"the type is a guess: nothing in the code tells it"}, true}; }

const catalog::TypeDefinition* enum_with_labels(const std::vector<std::string>& labels, const catalog::Catalog& catalog) {
    const catalog::TypeDefinition* only = nullptr;
    std::vector<std::string> wanted = labels;
    std::ranges::sort(wanted);
    for (const catalog::TypeDefinition& type : catalog.types()) {
        if (type.kind != catalog::TypeKind::Enum || !type.complete || !type.extension.empty()) continue;
        std::vector<std::string> own = type.labels;
        std::ranges::sort(own);
        if (own != wanted) continue;
        if (only != nullptr) return nullptr;
        only = &type;
    }
    return only;
}

DraftedType labels_type(const std::vector<std::string>& labels, const catalog::Catalog& catalog) {
    if (const catalog::TypeDefinition* type = enum_with_labels(labels, catalog)) {
        return plain(type_sql(catalog::Type{type->name, {}, 0, {}}));
    }
    DraftedType drafted = plain("text");
    for (const std::string& label : labels) drafted.check += (drafted.check.empty() ? "" : ", ") + text_literal(label);
    if (!drafted.check.empty()) drafted.check = "{} IN (" + drafted.check + ")";
    // A label with braces would be taken for the column's place.
    if (drafted.check.find("{}", 2) != std::string::npos) drafted.check.clear();
    return drafted;
}

DraftedType type_of_annotation(const Annotation& annotation, const catalog::Catalog& catalog) {
    const Annotation type = types::without_none(annotation);
    switch (type.kind) {
        case AnnotationKind::Scalar: return scalar_of(type);
        case AnnotationKind::Literal:
        case AnnotationKind::Enum: return listed_values(type, catalog);
        case AnnotationKind::Dictionary: return plain("jsonb");
        case AnnotationKind::Json: return plain("text");
        case AnnotationKind::Model:
            return reviewed("jsonb", "a nested model is kept as a document; a table of its own may fit better");
        case AnnotationKind::List:
        case AnnotationKind::Set:
            if (type.items.size() == 1) return array_of(type_of_annotation(type.items.front(), catalog));
            return plain("jsonb");
        case AnnotationKind::Tuple:
            if (type.variadic && type.items.size() == 1) return array_of(type_of_annotation(type.items.front(), catalog));
            return plain("jsonb");
        default: return guessed_type();
    }
}

namespace {

using syntax::Node;
using syntax::NodeKind;

// The nodes from the root to the smallest that holds the span.
std::vector<Node> nodes_around(const Node& root, Span span) {
    std::vector<Node> path = {root};
    syntax::Cursor cursor(root);
    while (cursor.to_first_child_after(span.begin)) {
        const Span here = cursor.node().span();
        if (here.begin > span.begin || here.end < span.end) break;
        path.push_back(cursor.node());
    }
    return path;
}

std::vector<Node> arguments_in(const Node& list) {
    std::vector<Node> arguments;
    syntax::Cursor cursor(list);
    for (bool more = cursor.to_first_child(); more; more = cursor.to_next_sibling()) {
        const NodeKind kind = cursor.node().kind();
        if (kind != NodeKind::Token && kind != NodeKind::Comment) arguments.push_back(cursor.node());
    }
    return arguments;
}

// Whether the string holds the name and nothing else, so that it is the name of one column.
bool is_name_alone(const Node& string, Span name) {
    constexpr std::uint32_t kQuotes = 2;
    return string.kind() == NodeKind::String && string.span().contains(name.begin) && string.end() >= name.end &&
           string.span().size() <= name.size() + kQuotes;
}

std::optional<DraftedType> literal_type(const Node& value) {
    switch (value.kind()) {
        case NodeKind::True:
        case NodeKind::False: return plain("boolean");
        case NodeKind::Integer: return plain("bigint");
        case NodeKind::Float: return plain("double precision");
        case NodeKind::String:
        case NodeKind::ConcatenatedString:
            return reviewed("text", "a text in the code may be a date, a uuid or the label of an enum in the database");
        case NodeKind::Dictionary: return plain("jsonb");
        case NodeKind::UnaryOperator: {
            const Node operand = value.child(syntax::Field::Argument);
            const bool is_number = operand.kind() == NodeKind::Integer || operand.kind() == NodeKind::Float;
            return is_number ? literal_type(operand) : std::nullopt;
        }
        case NodeKind::List: {
            const std::vector<Node> elements = arguments_in(value);
            std::optional<DraftedType> common;
            for (const Node& element : elements) {
                const std::optional<DraftedType> type = literal_type(element);
                if (!type || (common && common->sql != type->sql)) return std::nullopt;
                common = type;
            }
            if (!common || common->sql.ends_with("[]")) return std::nullopt;
            return array_of(*std::move(common));
        }
        default: return std::nullopt;
    }
}

bool compares_with_argument(const Node& callee, std::string_view text) {
    constexpr std::array<std::string_view, 6> kFilters = {"eq", "neq", "gt", "gte", "lt", "lte"};
    if (callee.kind() != NodeKind::Attribute) return false;
    const std::string_view name = slice(text, callee.child(syntax::Field::Attribute).span());
    return std::ranges::find(kFilters, name) != kFilters.end();
}

}  // namespace

std::optional<DraftedType> type_of_literal_beside(const Node& root, std::string_view text, Span name) {
    const std::vector<Node> path = nodes_around(root, name);
    const auto string = std::ranges::find_if(path, [&](const Node& node) { return is_name_alone(node, name); });
    if (string == path.end() || string == path.begin()) return std::nullopt;
    const Node& holder = *(string - 1);
    if (holder.kind() == NodeKind::Pair) return literal_type(holder.child(syntax::Field::Value));
    if (holder.kind() != NodeKind::ArgumentList || string - path.begin() < 2) return std::nullopt;
    const Node& call = *(string - 2);
    const std::vector<Node> arguments = arguments_in(holder);
    const bool is_first = arguments.size() == 2 && arguments.front().id() == string->id();
    const bool compares =
        is_first && call.kind() == NodeKind::Call && compares_with_argument(call.child(syntax::Field::Function), text);
    return compares ? literal_type(arguments.back()) : std::nullopt;
}

}  // namespace rowtype::drafts
