#include "tests/support/analysis.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "analysis/binding/extraction_of_settings.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::test {

catalog::CatalogPointer catalog_from_sql(const std::string& sql) {
    const auto read = migrations::read_migrations({{"schema.sql", sql}}, {});
    EXPECT_TRUE(read.ok());
    if (!read.ok()) return std::make_shared<const catalog::Catalog>(catalog::CatalogData{});
    for (const catalog::Note& note : read->data.notes) ADD_FAILURE() << note.file << ":" << note.line << ": " << note.message;
    return std::make_shared<const catalog::Catalog>(read->data);
}

engine::Analysis analyse(const std::string& python, const catalog::CatalogPointer& catalog, bool holds_models,
                         const Settings& settings, const ServedApi* api) {
    FileIdentity identity{"app/example.py", "app.example", holds_models};
    identity.extraction = binding::extraction_of_settings(settings);
    engine::Environment environment{catalog, &settings, nullptr};
    environment.api = api;
    return engine::analyse_with_fixes(identity, python, environment);
}

std::string describe(const engine::Analysis& analysis, const std::string& python) {
    const LineIndex lines(python);
    std::string text;
    for (const findings::Finding& finding : analysis.findings) {
        const LineColumn place = lines.line_column(python, finding.span.begin);
        text += std::to_string(place.line) + ":" + std::to_string(place.column) + ": " +
                std::string(findings::to_string(finding.severity)) + "[" + finding.rule + "]: " + finding.message + "\n";
    }
    return text;
}

std::string counted_behind(std::string_view head, std::string_view described) {
    const auto lines = std::ranges::count(head, '\n');
    std::string shifted;
    while (!described.empty()) {
        const std::size_t end = std::min(described.find('\n'), described.size() - 1) + 1;
        const std::size_t colon = described.find(':');
        shifted += std::to_string(std::stol(std::string(described.substr(0, colon))) - lines);
        shifted += described.substr(colon, end - colon);
        described.remove_prefix(end);
    }
    return shifted;
}

}  // namespace rowtype::test
