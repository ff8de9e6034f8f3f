#include "lsp/workspace/project_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lsp/workspace/paths.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

class Projects : public ::testing::Test {
protected:
    Projects() { folder_.make_folder(".git"); }

    // "root: file file", one text for each project.
    std::vector<std::string> divided(const std::string& start = ".") {
        std::ranges::sort(files_);
        const std::string from = normalized_path(folder_ / start);
        std::vector<std::string> texts;
        for (const ProjectFiles& project : divide_by_project(load_configuration(from), from, files_)) {
            std::string text = relative_path(project.loaded.configuration.root, folder_.path()) + ":";
            for (const std::string& file : project.files) text += " " + relative_path(file, folder_.path());
            texts.push_back(text);
        }
        return texts;
    }
    void write(const std::string& file) { files_.push_back(folder_.write(file, "")); }

    TemporaryFolder folder_;
    std::vector<std::string> files_;
};

TEST_F(Projects, EachConfigurationHoldsForWhatIsBelowIt) {
    folder_.write("pyproject.toml", "[tool.rowtype]\n");
    folder_.write("services/b/rowtype.toml", "");
    folder_.write("services/a/pyproject.toml", "[tool.rowtype]\nexclude = [\"legacy\"]\n");
    folder_.write("services/c/pyproject.toml", "[project]\nname = \"c\"\n");
    for (const char* file :
         {"main.py", "services/a/x.py", "services/a/legacy/old.py", "services/b/deep/down/y.py", "services/c/z.py"}) {
        write(file);
    }
    EXPECT_THAT(divided(), ElementsAre(".: main.py services/c/z.py", "services/a: services/a/x.py",
                                       "services/b: services/b/deep/down/y.py"));
    EXPECT_THAT(divided("services"), ElementsAre(".: main.py services/c/z.py", "services/a: services/a/x.py",
                                                 "services/b: services/b/deep/down/y.py"));
}

// A monorepo's services, of which none has a pyproject.toml.
TEST_F(Projects, AFolderWithASchemaApartIsAProject) {
    folder_.write("backend/supabase/migrations/1_a.sql", "create table a (id int);\n");
    folder_.write("news/backend/supabase/migrations/1_b.sql", "create table b (id int);\n");
    folder_.write("worker/old/migrations/1_c.sql", "create table c (id int);\n");
    folder_.write("examples/shop/supabase/migrations/1_d.sql", "create table d (id int);\n");
    for (const char* file : {"main.py", "backend/x.py", "news/backend/src/y.py", "worker/old/z.py", "examples/shop/app.py"})
        write(file);
    EXPECT_THAT(divided(), ElementsAre(".: backend/x.py main.py worker/old/z.py", "examples/shop: examples/shop/app.py",
                                       "news/backend: news/backend/src/y.py"));
    EXPECT_EQ(load_configuration(folder_ / "news/backend/src").configuration.root, folder_ / "news/backend")
        << "an editor has the same";
    folder_.write("supabase/migrations/1_e.sql", "create table e (id int);\n");
    EXPECT_THAT(divided(), ElementsAre(".: backend/x.py main.py news/backend/src/y.py worker/old/z.py",
                                       "examples/shop: examples/shop/app.py"))
        << "what stands at the top is everybody's";
}

TEST_F(Projects, PackagesOverOneSchemaAreCheckedTogether) {
    folder_.write("supabase/migrations/1_a.sql", "create table a (id int);\n");
    folder_.write("api/pyproject.toml", "[project]\nname = \"api\"\n");
    folder_.write("worker/pyproject.toml", "[project]\nname = \"worker\"\n");
    for (const char* file : {"api/x.py", "worker/y.py"}) write(file);
    EXPECT_THAT(divided(), ElementsAre(".: api/x.py worker/y.py"));
}

TEST_F(Projects, PackagesWithSchemasOfTheirOwnAreProjects) {
    for (const char* name : {"a", "b"}) {
        folder_.write(std::string(name) + "/pyproject.toml", "[project]\nname = \"x\"\n");
        folder_.write(std::string(name) + "/migrations/1.sql", "create table t (id int);\n");
        write(std::string(name) + "/x.py");
    }
    EXPECT_THAT(divided(), ElementsAre("a: a/x.py", "b: b/x.py"));
}

TEST_F(Projects, ABrokenConfigurationIsThatOfItsFiles) {
    folder_.write("a/pyproject.toml", "[tool.rowtype\n");
    write("a/x.py");
    write("y.py");
    const std::vector<ProjectFiles> projects = divide_by_project(load_configuration(folder_.path()), folder_.path(), files_);
    ASSERT_EQ(projects.size(), 2U);
    EXPECT_THAT(projects[0].loaded.problems, IsEmpty());
    EXPECT_EQ(projects[1].loaded.problems.size(), 1U);
}

}  // namespace
}  // namespace rowtype::workspace
