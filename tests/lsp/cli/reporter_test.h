// A run on one file, made by hand: no engine is needed to test how findings are shown.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

#include "lsp/cli/reporters.h"
#include "lsp/workspace/paths.h"

namespace rowtype::testing {

// SOURCE_DATE_EPOCH is set while it lives.
class ReporterTest : public ::testing::Test {
protected:
    ReporterTest() {
        ::setenv("SOURCE_DATE_EPOCH", "1764000000", 1);
        catalog::CatalogData data;
        data.schemas = {"public"};
        catalog::Relation users;
        users.name = {"public", "users"};
        data.relations.push_back(users);
        schema_.catalog = std::make_shared<const catalog::Catalog>(data);
        schema_.description = "supabase/migrations (2 files)";
        schema_.kind = workspace::SourceKind::Migrations;
        schema_.watched_paths = {workspace::current_folder() + "/supabase/migrations"};
        configuration_.root = workspace::current_folder();
        configuration_.models = {"app/models/**/*.py"};
        check_.files_found = 3;
        check_.statistics.models_checked = 1;
        check_.statistics.queries_checked = 2;
        check_.statistics.sql_checked = 1;
        add_file("app/users.py", "rows = client.table(\"users\").select(\"id, nmae\")\nclass User: pass\n");
    }
    ~ReporterTest() override { ::unsetenv("SOURCE_DATE_EPOCH"); }

    workspace::CheckedFile& add_file(const std::string& path, const std::string& text) {
        workspace::CheckedFile file;
        file.identity.path = path;
        file.absolute_path = workspace::current_folder() + "/" + path;
        file.text = text;
        file.lines = LineIndex(text);
        check_.files.push_back(std::move(file));
        return check_.files.back();
    }
    findings::Finding& add_finding(const std::string& rule, findings::Severity severity, const std::string& under,
                                   const std::string& message) {
        workspace::CheckedFile& file = check_.files.front();
        findings::Finding finding;
        finding.rule = rule;
        finding.severity = severity;
        finding.status = findings::FindingStatus::MissingInDatabase;
        const auto at = static_cast<std::uint32_t>(file.text.find(under));
        finding.span = {at, at + static_cast<std::uint32_t>(under.size())};
        finding.message = message;
        finding.table = "public.users";
        finding.field = under;
        file.analysis.findings.push_back(finding);
        return file.analysis.findings.back();
    }
    void add_unknown_column(findings::Fix::Safety safety = findings::Fix::Safety::Safe) {
        findings::Finding& finding =
            add_finding("unknown-column", findings::Severity::Error, "nmae", "public.users has no column \"nmae\"");
        finding.suggestion = "name";
        finding.fixes.push_back({"Replace by \"name\"", safety, true, {}});
        finding.related.push_back({"renamed here", "supabase/migrations/2.sql", {}, 7});
    }
    cli::Report report() { return cli::make_report(check_, schema_, configuration_); }

    workspace::ProjectCheck check_;
    workspace::LoadedSchema schema_;
    workspace::Configuration configuration_;
    cli::TextLayout layout_;
};

}  // namespace rowtype::testing
