// What a check says of the project as a whole.
#include "lsp/workspace/project_check.h"

#include <gtest/gtest.h>

#include "lsp/workspace/baseline_update.h"
#include "reflect/migrations/migrations.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

class CheckedProject : public ::testing::Test {
protected:
    CheckedProject() {
        configuration_.root = folder_.path();
        configuration_.cache = false;
        request_.configuration = &configuration_;
        request_.catalog = std::make_shared<const catalog::Catalog>(
            migrations::read_migrations({{"1.sql", "create table users (id bigint primary key);"}}, {})->data);
        folder_.write("app/b.py", "");
    }
    void write(const std::string& table) {
        folder_.write("a.py", "from supabase import create_client\nclient = create_client('u', 'k')\nclient.table('" + table +
                                  "').select('id').execute()\n");
    }
    std::size_t findings() {
        WorkerPool pool(2);
        check_ = check_project(request_, pool);
        std::size_t count = 0;
        for (const CheckedFile& file : check_.files) count += file.analysis.findings.size();
        return count;
    }

    testing::TemporaryFolder folder_;
    Configuration configuration_;
    ProjectCheckRequest request_;
    ProjectCheck check_;
};

TEST_F(CheckedProject, SaysThatItIsTooLargeToTellWhatIsMissing) {
    write("usrs");
    EXPECT_EQ(findings(), 1U);
    EXPECT_TRUE(check_.too_large_roots.empty());
    request_.most_entries = 2;  // a.py, app and app/b.py are three
    EXPECT_EQ(findings(), 0U);
    EXPECT_EQ(check_.too_large_roots, std::set{folder_.path()});
    ProjectCheck all;
    merge(all, check_);
    merge(all, std::move(check_));
    EXPECT_EQ(all.too_large_roots, std::set{folder_.path()});
    write("users");
    EXPECT_EQ(findings(), 0U);
    EXPECT_TRUE(check_.too_large_roots.empty()) << "nothing seemed missing, and nobody asked";
}

// What seems missing is not looked for there: that it is not found says nothing of a finding that a baseline excuses.
TEST_F(CheckedProject, ThatIsTooLargeTakesNothingOutOfItsBaseline) {
    write("usrs");
    EXPECT_EQ(findings(), 1U);
    const findings::Baseline baseline = baseline_of(check_, {}, configuration_, {});
    EXPECT_EQ(baseline.size(), 1U);
    request_.most_entries = 2;
    request_.baseline = &baseline;
    EXPECT_EQ(findings(), 0U);
    EXPECT_TRUE(compare_baseline(baseline, check_, configuration_, {}).gone.empty());
    EXPECT_EQ(compare_baseline(baseline, check_, configuration_, {}).remaining, baseline);
    request_.baseline = nullptr;
    EXPECT_EQ(findings(), 0U);
    EXPECT_EQ(baseline_of(check_, baseline, configuration_, {}), baseline);

    request_.baseline = &baseline;
    write("users");
    EXPECT_EQ(findings(), 0U);
    EXPECT_EQ(compare_baseline(baseline, check_, configuration_, {}).gone.size(), 1U)
        << "nobody asked, and nothing was left open";
}

TEST_F(CheckedProject, ThatIsTooLargeForgetsFilesThatAreGone) {
    write("usrs");
    EXPECT_EQ(findings(), 1U);
    findings::Baseline baseline = baseline_of(check_, {}, configuration_, {});
    baseline.files["gone.py"] = baseline.files["a.py"];
    request_.most_entries = 2;
    request_.baseline = &baseline;
    EXPECT_EQ(findings(), 0U);
    const BaselineComparison comparison = compare_baseline(baseline, check_, configuration_, {});
    ASSERT_EQ(comparison.gone.size(), 1U);
    EXPECT_EQ(comparison.gone.front().file, "gone.py");
    request_.baseline = nullptr;
    EXPECT_EQ(findings(), 0U);
    EXPECT_EQ(baseline_of(check_, baseline, configuration_, {}), comparison.remaining);
}

}  // namespace
}  // namespace rowtype::workspace
