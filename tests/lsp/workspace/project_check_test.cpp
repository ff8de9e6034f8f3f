// What a check says of the project as a whole.
#include "lsp/workspace/project_check.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace rowtype::workspace
