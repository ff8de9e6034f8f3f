#include <nlohmann/json.hpp>

#include <algorithm>

#include "lsp/cli/difference_report.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

Json nullable(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json change_object(const diff::Change& change) {
    return {{"change", word_of(change.kind)},
            {"aspect", word_of(change.aspect)},
            {"name", nullable(change.name)},
            {"from", nullable(change.before)},
            {"to", nullable(change.after)}};
}

Json note_objects(const std::vector<catalog::Note>& notes) {
    Json objects = Json::array();
    for (const catalog::Note& note : notes) {
        objects.push_back({{"file", nullable(note.file)},
                           {"line", note.line > 0 ? Json(note.line) : Json(nullptr)},
                           {"message", note.message}});
    }
    return objects;
}

}  // namespace

std::string difference_json(const diff::Difference& difference, const ComparedSchemas& schemas) {
    Json objects = Json::array();
    Json summary = {{"added", 0}, {"removed", 0}, {"changed", 0}};
    for (const diff::ObjectDifference& object : difference.objects) {
        Json changes = Json::array();
        for (const diff::Change& change : object.changes) changes.push_back(change_object(change));
        objects.push_back({{"change", word_of(object.kind)},
                           {"class", word_of(object.object)},
                           {"kind", object.what},
                           {"name", object.name},
                           {"changes", std::move(changes)}});
        Json& number = summary[std::string(word_of(object.kind))];
        number = number.get<int>() + 1;
    }
    const Json document = {{"version", 1},
                           {"from", schemas.before},
                           {"to", schemas.after},
                           {"objects", std::move(objects)},
                           {"not_compared", difference.not_compared},
                           {"notes", {{"from", note_objects(schemas.notes_before)}, {"to", note_objects(schemas.notes_after)}}},
                           {"summary", std::move(summary)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
