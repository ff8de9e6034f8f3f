#include <nlohmann/json.hpp>

#include "lsp/cli/impact_report.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

using Json = nlohmann::ordered_json;

Json nullable(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json place_object(const workspace::ImpactPlace& place) {
    return {{"file", workspace::relative_path(place.file, workspace::current_folder())},
            {"line", place.begin.line},
            {"column", place.begin.column},
            {"end_line", place.end.line},
            {"end_column", place.end.column},
            {"severity", findings::to_string(place.severity)},
            {"rule", nullable(place.rule)},
            {"details", place.details}};
}

Json section_object(const ImpactSection& section) {
    Json changes = Json::array();
    for (const workspace::ImpactChange& change : section.impact.changes) {
        Json places = Json::array();
        for (const workspace::ImpactPlace& place : change.places) places.push_back(place_object(place));
        changes.push_back({{"object", nullable(change.object)},
                           {"change", change.what},
                           {"migration", nullable(change.file)},
                           {"places", std::move(places)}});
    }
    return {{"id", section.id},
            {"safe", section.impact.breaks == 0},
            {"breaks", section.impact.breaks},
            {"warnings", section.impact.warnings},
            {"infos", section.impact.hints},
            {"changes", std::move(changes)}};
}

}  // namespace

std::string impact_json(const ImpactReport& report) {
    Json sections = Json::array();
    for (const ImpactSection& section : report.sections) sections.push_back(section_object(section));
    Json not_analysed = Json::array();
    for (const workspace::WalkNote& note : report.not_analysed) {
        not_analysed.push_back({{"file", note.path}, {"reason", note.message}});
    }
    const Json all = {{"version", 1},
                      {"before", report.before},
                      {"after", report.after},
                      {"base", nullable(report.base)},
                      {"migrations", report.migrations},
                      {"schema_changes", report.changes},
                      {"sections", std::move(sections)},
                      {"recommendation", nullable(report.recommendation)},
                      {"not_told", report.untold},
                      {"files", report.files},
                      {"not_analysed_files", std::move(not_analysed)}};
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace rowtype::cli
