// Trees as one line of text, so that a golden case fits on one line.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/select.h"

namespace rowtype::postgrest {

// "<name>" shows where a name begins and ends; quoted ones as "'name'".
inline std::string render(const Name& name) { return name.quoted ? "'" + name.text + "'" : "<" + name.text + ">"; }

inline std::string render(const std::vector<JsonStep>& path) {
    std::string text;
    for (const JsonStep& step : path) {
        text += step.as_text ? "->>" : "->";
        text += step.is_index ? "#" + step.key : step.key;
    }
    return text;
}

inline std::string render(const Field& field) { return render(field.name) + render(field.json_path); }

inline std::string render(const std::vector<SelectItem>& items);

inline std::string render_parameters(const std::vector<EmbedParameter>& parameters) {
    std::string text;
    for (const EmbedParameter& parameter : parameters) {
        text += parameter.kind == EmbedParameterKind::Inner  ? "!inner"
                : parameter.kind == EmbedParameterKind::Left ? "!left"
                                                             : "!" + render(parameter.name);
    }
    return text;
}

inline std::string render(const SelectItem& item) {
    if (item.kind == ItemKind::Star) return "*";
    std::string text = item.alias ? render(*item.alias) + ":" : "";
    if (item.is_embed()) {
        text += item.kind == ItemKind::Spread ? "spread " : "relation ";
        return text + render(item.name) + render_parameters(item.parameters) + "(" + render(item.items) + ")";
    }
    text += item.kind == ItemKind::Count ? "rows" : render(item.name) + render(item.json_path);
    if (item.cast) text += "::" + item.cast->type;
    if (item.aggregate) text += "." + std::string(to_string(item.aggregate->function));
    if (item.aggregate_cast) text += "::" + item.aggregate_cast->type;
    return text;
}

inline std::string render(const std::vector<SelectItem>& items) {
    std::string text;
    for (const SelectItem& item : items) text += (text.empty() ? "" : ", ") + render(item);
    return text;
}

inline std::string render(const OperatorExpression& expression) {
    std::string text = expression.negated ? "not " : "";
    text += to_string(expression.filter_operator);
    if (expression.quantifier != Quantifier::None) text += expression.quantifier == Quantifier::Any ? " any" : " all";
    if (expression.configuration) text += " in " + expression.configuration->text;
    for (const OperatorValue& value : expression.values) text += value.quoted ? " '" + value.text + "'" : " [" + value.text + "]";
    return text;
}

// "refused at 3-4: message (remedy)", or "right".
inline std::string render(const std::optional<ParseError>& error) {
    if (!error) return "right";
    const char* kind = error->kind == ErrorKind::Refused ? "refused" : error->kind == ErrorKind::Ignored ? "ignored" : "limit";
    return std::string(kind) + " at " + std::to_string(error->span.begin) + "-" + std::to_string(error->span.end) + ": " +
           error->to_string();
}

}  // namespace rowtype::postgrest
