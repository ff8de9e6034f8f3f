#include "lsp/workspace/file_walker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "lsp/workspace/paths.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using testing::TemporaryFolder;

class FileWalker : public ::testing::Test {
protected:
    std::vector<std::string> walk(const std::vector<std::string>& exclude = {}, bool use_gitignore = true) {
        return walk_from({folder_.path()}, exclude, use_gitignore);
    }
    std::vector<std::string> walk_from(const std::vector<std::string>& roots, const std::vector<std::string>& exclude = {},
                                       bool use_gitignore = true) {
        const Walk walk = collect_files({roots, folder_.path(), exclude, use_gitignore}, pool_);
        notes_ = walk.notes;
        std::vector<std::string> files;
        for (const std::string& file : walk.files) files.push_back(relative_path(file, folder_.path()));
        return files;
    }

    TemporaryFolder folder_;
    WorkerPool pool_{2};
    std::vector<WalkNote> notes_;
};

TEST_F(FileWalker, TakesPythonFilesSorted) {
    for (const char* name : {"b.py", "a/z.py", "a/stub.pyi", "a/notes.txt", "a/compiled.pyc", "no_ending"})
        folder_.write(name, "");
    EXPECT_THAT(walk(), ElementsAre("a/z.py", "b.py"));
    EXPECT_THAT(notes_, IsEmpty());
}

TEST_F(FileWalker, SkipsWhatIsNotTheProjectsOwn) {
    folder_.write("app.py", "");
    for (const char* name :
         {".venv", "venv", ".git", "node_modules", "__pycache__", "site-packages", ".hidden", "build", "dist"}) {
        folder_.write(std::string(name) + "/x.py", "");
    }
    folder_.write("myenv/pyvenv.cfg", "");
    folder_.write("myenv/lib/x.py", "");
    EXPECT_THAT(walk(), ElementsAre("app.py"));
}

TEST_F(FileWalker, PackagesCalledBuildAreWalked) {
    folder_.write("build/__init__.py", "");
    EXPECT_THAT(walk(), ElementsAre("build/__init__.py"));
}

TEST_F(FileWalker, FoldersCalledBuildAreEnteredWhereSomebodyWantsThem) {
    folder_.write("build/tables.py", "");
    folder_.write("build/venv/x.py", "");
    folder_.write("docker/dist/load.py", "");
    WalkRequest request{{folder_.path()}, folder_.path(), {}};
    request.enters_build_folders = true;
    EXPECT_THAT(collect_files(request, pool_).files, ElementsAre(folder_ / "build/tables.py", folder_ / "docker/dist/load.py"));
}

TEST_F(FileWalker, EndsWhereThereIsMoreThanAnybodyLooksAt) {
    folder_.write("a.py", "");
    folder_.write("notes.txt", "");
    folder_.write("app/b.py", "");
    WalkRequest request{{folder_.path()}, folder_.path(), {}};
    request.most_entries = 3;
    EXPECT_FALSE(collect_files(request, pool_).is_cut_off) << "notes.txt is no file that is taken";
    request.most_entries = 2;
    EXPECT_TRUE(collect_files(request, pool_).is_cut_off);
}

TEST_F(FileWalker, RootsAreWalkedWhateverTheirName) {
    folder_.write(".venv/site-packages/x.py", "");
    folder_.write("script", "");
    EXPECT_THAT(walk_from({folder_ / ".venv/site-packages", folder_ / "script"}),
                ElementsAre(".venv/site-packages/x.py", "script"));
}

TEST_F(FileWalker, ExcludesByGlob) {
    for (const char* name : {"app/a.py", "app/migrations/0001.py", "tests/t.py"}) folder_.write(name, "");
    EXPECT_THAT(walk({"**/migrations/**", "tests"}), ElementsAre("app/a.py"));
}

TEST_F(FileWalker, HonoursGitignore) {
    folder_.make_folder(".git");
    folder_.write(".gitignore", "# generated\n*_pb2.py\n/out/\nlocal/\n!keep_pb2.py\n\\#odd.py\n");
    folder_.write("app/.gitignore", "secret.py\n/only_here.py\n");
    for (const char* name : {"a_pb2.py", "keep_pb2.py", "out/x.py", "app/out/x.py", "app/local/x.py", "app/secret.py",
                             "app/deep/secret.py", "app/only_here.py", "app/deep/only_here.py", "local.py"}) {
        folder_.write(name, "");
    }
    EXPECT_THAT(walk(), ElementsAre("app/deep/only_here.py", "app/out/x.py", "keep_pb2.py", "local.py"));
    EXPECT_THAT(walk_from({folder_ / "app"}), ElementsAre("app/deep/only_here.py", "app/out/x.py"))
        << "rules of folders above the root hold as well";
    EXPECT_THAT(walk({}, false), SizeIs(10));
}

TEST_F(FileWalker, LinksInACircleEnd) {
    folder_.write("app/a.py", "");
    std::filesystem::create_directory_symlink(folder_.path(), folder_ / "app/up");
    std::filesystem::create_directory_symlink(folder_ / "app", folder_ / "app/self");
    std::filesystem::create_symlink(folder_ / "gone.py", folder_ / "app/dangling.py");
    EXPECT_THAT(walk_from({folder_ / "app"}), ElementsAre("app/a.py"));
    EXPECT_THAT(walk(), ElementsAre("app/a.py"));
}

TEST_F(FileWalker, WhatIsLinkedInsideTheTreeIsFoundOnce) {
    folder_.write("jobs/worker/a.py", "");
    folder_.write("app/b.py", "");
    std::filesystem::create_directory_symlink("../jobs/worker", folder_ / "app/worker");
    std::filesystem::create_symlink("b.py", folder_ / "app/same.py");
    EXPECT_THAT(walk(), ElementsAre("app/b.py", "jobs/worker/a.py"));
    EXPECT_THAT(walk_from({folder_ / "app"}), ElementsAre("app/b.py", "app/worker/a.py")) << "out of the root it is followed";
}

TEST_F(FileWalker, LinkedFoldersOutsideAreFollowed) {
    const TemporaryFolder other;
    other.write("shared.py", "");
    folder_.write("a.py", "");
    std::filesystem::create_directory_symlink(other.path(), folder_ / "linked");
    EXPECT_THAT(walk(), ElementsAre("a.py", "linked/shared.py"));
}

TEST_F(FileWalker, PipesAreLeftOut) {
    ASSERT_EQ(::mkfifo((folder_ / "pipe.py").c_str(), 0600), 0);
    EXPECT_THAT(walk(), IsEmpty());
}

// As another user, since root may read everything; no thread runs yet when the process forks.
TEST(FileWalkerWithoutRights, UnreadableFolderIsANoteAndTheRestIsWalked) {
    const TemporaryFolder folder;
    folder.write("open/a.py", "");
    folder.write("closed/b.py", "");
    ASSERT_EQ(::chmod(folder.path().c_str(), 0755), 0);
    ASSERT_EQ(::chmod((folder / "closed").c_str(), 0), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(10);
        WorkerPool pool(1);
        const Walk walk = collect_files({{folder.path()}, folder.path(), {}, true}, pool);
        const bool good = walk.files == std::vector<std::string>{folder / "open/a.py"} && walk.notes.size() == 1 &&
                          walk.notes[0].path == folder / "closed" && !walk.notes[0].message.empty();
        ::_exit(good ? 0 : 11);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ::chmod((folder / "closed").c_str(), 0755);
    EXPECT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace rowtype::workspace
