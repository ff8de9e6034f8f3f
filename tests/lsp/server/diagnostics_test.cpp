#include "lsp/server/diagnostics.h"

#include <gtest/gtest.h>

#include <string>

namespace rowtype::server {
namespace {

const std::string kText = "a = 'é😀'; b\nc\n";

Diagnostic made(const findings::Finding& finding, const DiagnosticStyle& style) {
    const LineIndex lines(kText);
    return diagnostic_of(finding, {kText, lines, PositionEncoding::Utf16}, style);
}

findings::Finding finding_at(Span span, findings::Severity severity = findings::Severity::Error) {
    findings::Finding finding;
    finding.rule = "unknown-column";
    finding.severity = severity;
    finding.span = span;
    finding.message = "public.users has no column \"nmae\"";
    return finding;
}

TEST(Diagnostics, CountInTheUnitsOfTheClient) {
    EXPECT_EQ(made(finding_at({14, 15}), {}).range, (Range{{0, 11}, {0, 12}}));
    EXPECT_EQ(made(finding_at({16, 17}), {}).range, (Range{{1, 0}, {1, 1}}));
    EXPECT_EQ(made(finding_at({500, 600}), {}).range, (Range{{2, 0}, {2, 0}})) << "a place past the end is the end";
}

TEST(Diagnostics, SeveritiesAndSuggestions) {
    EXPECT_EQ(made(finding_at({0, 1}, findings::Severity::Error), {}).severity, DiagnosticSeverity::Error);
    EXPECT_EQ(made(finding_at({0, 1}, findings::Severity::Warning), {}).severity, DiagnosticSeverity::Warning);
    EXPECT_EQ(made(finding_at({0, 1}, findings::Severity::Info), {}).severity, DiagnosticSeverity::Hint);
    findings::Finding finding = finding_at({0, 1});
    finding.suggestion = "name";
    EXPECT_EQ(made(finding, {}).message, "public.users has no column \"nmae\": did you mean \"name\"?");
}

TEST(Diagnostics, CarryOnlyWhatTheClientTakes) {
    findings::Finding finding = finding_at({0, 1});
    finding.status = findings::FindingStatus::MissingInDatabase;
    finding.table = "public.users";
    finding.related.push_back({"here too", "", {16, 17}, 0});
    finding.related.push_back({"dropped here", "supabase/migrations/2 drop.sql", {}, 4});
    const Diagnostic plain = made(finding, {});
    EXPECT_TRUE(plain.code_page.empty());
    EXPECT_TRUE(plain.related.empty());
    EXPECT_FALSE(plain.data.has_value());

    ClientCapabilities client;
    client.shows_related_information = client.shows_code_descriptions = client.keeps_diagnostic_data = true;
    const Diagnostic full = made(finding, diagnostic_style(client, "file:///w/a.py", "/w", "https://example.org/RULES.md"));
    EXPECT_EQ(full.code_page, "https://example.org/RULES.md#unknown-column");
    ASSERT_EQ(full.related.size(), 2U);
    EXPECT_EQ(full.related[0], (RelatedInformation{"file:///w/a.py", {{1, 0}, {1, 1}}, "here too"}));
    EXPECT_EQ(full.related[1],
              (RelatedInformation{"file:///w/supabase/migrations/2%20drop.sql", {{3, 0}, {3, 0}}, "dropped here"}));
    EXPECT_EQ(full.data->status, "missing_in_db");
    EXPECT_EQ(full.data->table, "public.users");
}

TEST(Diagnostics, WhatWasNotAnalysedIsSaid) {
    engine::Analysis analysis;
    analysis.not_analysed = "the file is larger than 2 MiB";
    analysis.findings.push_back(finding_at({0, 1}, findings::Severity::Off));
    const LineIndex lines(kText);
    const auto diagnostics = diagnostics_of(analysis, {kText, lines, PositionEncoding::Utf8}, {});
    ASSERT_EQ(diagnostics.size(), 1U) << "a finding that is off is not shown";
    EXPECT_EQ(diagnostics[0].severity, DiagnosticSeverity::Information);
    EXPECT_EQ(diagnostics[0].message, "not analysed: the file is larger than 2 MiB");
    EXPECT_EQ(diagnostics[0].range, (Range{{0, 0}, {0, 0}}));
}

}  // namespace
}  // namespace rowtype::server
