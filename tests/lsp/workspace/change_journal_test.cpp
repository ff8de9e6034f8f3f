#include "lsp/workspace/change_journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using testing::TemporaryFolder;

FileChange change_of(const std::string& file, const std::string& content) { return {file, content, std::nullopt, ""}; }

// The journal as it stands, in another state: as a kill would have left it.
void set_state(const TemporaryFolder& folder, Journal journal, JournalState state) {
    journal.state = state;
    folder.write(".rowtype/backup/" + journal.id + "/" + kJournalFile, journal_text(journal));
}

TEST(ChangeJournal, CopiesFirstAndUndoBringsEveryByteBack) {
    const TemporaryFolder folder;
    const std::string old_bytes("\xEF\xBB\xBFold\r\n\0\xFF", 10);
    const std::string a = folder.write("app/a.py", old_bytes);
    const std::string b = folder.write("b.py", "old b");
    ASSERT_EQ(::chmod(b.c_str(), 0750), 0);
    const Result<ChangedFiles> changed =
        change_files(folder.path(), "check --fix", {change_of(a, "new"), change_of(b, "new b"), change_of(folder / "c.py", "c")});
    ASSERT_TRUE(changed.ok());
    EXPECT_THAT(changed->folder, MatchesRegex(".*/\\.rowtype/backup/[0-9]{8}_[0-9]{6}"));
    EXPECT_THAT(changed->written, ElementsAre(a, b, folder / "c.py"));
    EXPECT_EQ(folder.read(changed->folder.substr(folder.path().size() + 1) + "/app/a.py"), old_bytes);
    EXPECT_EQ(folder.read(".rowtype/backup/.gitignore"), "*\n");
    EXPECT_EQ(folder.read("app/a.py"), "new");

    const Result<std::vector<Journal>> journals = list_journals(folder.path());
    ASSERT_TRUE(journals.ok());
    ASSERT_EQ(journals->size(), 1U);
    const Journal& journal = journals->front();
    EXPECT_EQ(journal.command, "check --fix");
    EXPECT_EQ(journal.state, JournalState::Done);
    ASSERT_EQ(journal.entries.size(), 3U);
    EXPECT_EQ(journal.entries[1].mode, 0750U);
    EXPECT_EQ(journal.entries[0].before, hash_bytes(old_bytes));
    EXPECT_EQ(journal.entries[0].after, hash_bytes("new"));

    ASSERT_EQ(::unlink(b.c_str()), 0);
    EXPECT_FALSE(undo_changes(folder.path(), journal, false).ok()) << "b.py is gone since";
    EXPECT_EQ(folder.read("app/a.py"), "new");
    const Result<ChangedFiles> undone = undo_changes(folder.path(), journal, true);
    ASSERT_TRUE(undone.ok());
    EXPECT_EQ(folder.read("app/a.py"), old_bytes);
    EXPECT_EQ(folder.read("b.py"), "old b");
    EXPECT_FALSE(std::filesystem::exists(folder / "c.py"));
    struct stat status {};
    ASSERT_EQ(::stat(b.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0750U) << "the mode of the file that was gone";

    const Result<std::vector<Journal>> after = list_journals(folder.path());
    ASSERT_TRUE(after.ok());
    ASSERT_EQ(after->size(), 2U);
    EXPECT_EQ(after->front().command, "undo " + journal.id) << "an undo is a change of its own";
    EXPECT_EQ(after->back().state, JournalState::Undone);
}

TEST(ChangeJournal, WhatChangedSinceIsLeft) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.py", "old a");
    const std::string b = folder.write("b.py", "old b");
    ASSERT_TRUE(change_files(folder.path(), "generate", {change_of(a, "new a"), change_of(b, "new b")}).ok());
    folder.write("b.py", "mine");
    const Journal journal = list_journals(folder.path())->front();
    const Result<ChangedFiles> undone = undo_changes(folder.path(), journal, false);
    ASSERT_FALSE(undone.ok());
    EXPECT_THAT(undone.error().message, HasSubstr("changed since"));
    EXPECT_EQ(undone.error().file, b);
    EXPECT_EQ(folder.read("a.py"), "new a") << "nothing is touched";
    const Result<ChangedFiles> forced = undo_changes(folder.path(), journal, true);
    ASSERT_TRUE(forced.ok());
    EXPECT_EQ(folder.read("b.py"), "old b");
    EXPECT_EQ(folder.read(forced->folder.substr(folder.path().size() + 1) + "/b.py"), "mine") << "backed up first";
}

TEST(ChangeJournal, AnInterruptedCommandIsPutBack) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.py", "old a");
    const std::string b = folder.write("b.py", "old b");
    const std::string c = folder.write("c.py", "old c");
    ASSERT_TRUE(
        change_files(folder.path(), "check --fix", {change_of(a, "new a"), change_of(b, "new b"), change_of(c, "new c")}).ok());
    set_state(folder, list_journals(folder.path())->front(), JournalState::Started);
    folder.write("b.py", "old b");  // as if it had not been written yet
    folder.write("c.py", "mine");   // somebody was there
    folder.write(".rowtype-a.py.Xy1234", "half");
    const Result<std::vector<Recovery>> recovered = recover_changes(folder.path());
    ASSERT_TRUE(recovered.ok());
    ASSERT_EQ(recovered->size(), 1U);
    EXPECT_THAT(recovered->front().restored, ElementsAre(a));
    EXPECT_THAT(recovered->front().left, ElementsAre(c));
    EXPECT_EQ(folder.read("a.py"), "old a");
    EXPECT_EQ(folder.read("c.py"), "mine");
    EXPECT_FALSE(std::filesystem::exists(folder / ".rowtype-a.py.Xy1234"));
    EXPECT_EQ(list_journals(folder.path())->front().state, JournalState::RolledBack);
    EXPECT_THAT(*recover_changes(folder.path()), IsEmpty());
}

TEST(ChangeJournal, AJournalThatCameWithARepositoryReachesNothingElse) {
    const TemporaryFolder folder;
    const TemporaryFolder other;
    const std::string outside = other.write("profile", "new");
    folder.write(".git/hooks/post-checkout", "new");
    Journal journal;
    journal.id = "20260101_000000";
    journal.command = "check --fix";
    journal.entries = {{outside, "x", hash_bytes("evil"), hash_bytes("new"), 0644},
                       {".git/hooks/post-checkout", "x", hash_bytes("evil"), hash_bytes("new"), 0755}};
    folder.write(".rowtype/backup/20260101_000000/x", "evil");
    set_state(folder, journal, JournalState::Started);
    const Result<std::vector<Recovery>> recovered = recover_changes(folder.path());
    ASSERT_TRUE(recovered.ok());
    EXPECT_THAT(recovered->front().left, ElementsAre(outside, folder / ".git/hooks/post-checkout"));
    EXPECT_EQ(other.read("profile"), "new");
    EXPECT_EQ(folder.read(".git/hooks/post-checkout"), "new");
    set_state(folder, journal, JournalState::Done);
    EXPECT_FALSE(undo_changes(folder.path(), list_journals(folder.path())->front(), false).ok());
    EXPECT_EQ(other.read("profile"), "new");
}

TEST(ChangeJournal, ACopyThatIsNotWhatWasCopiedIsNotRestored) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.py", "old");
    const Result<ChangedFiles> changed = change_files(folder.path(), "generate", {change_of(a, "new")});
    ASSERT_TRUE(changed.ok());
    folder.write(changed->folder.substr(folder.path().size() + 1) + "/a.py", "other");
    const Result<ChangedFiles> undone = undo_changes(folder.path(), list_journals(folder.path())->front(), false);
    ASSERT_FALSE(undone.ok());
    EXPECT_THAT(undone.error().message, HasSubstr("copy was changed"));
    EXPECT_EQ(folder.read("a.py"), "new");
}

TEST(ChangeJournal, NewFilesAloneLeaveNoBackup) {
    const TemporaryFolder folder;
    const Result<ChangedFiles> changed = change_files(folder.path(), "generate", {change_of(folder / "new.py", "x")});
    ASSERT_TRUE(changed.ok());
    EXPECT_EQ(changed->folder, "");
    EXPECT_FALSE(std::filesystem::exists(folder / ".rowtype"));
}

TEST(ChangeJournal, KeepsLinksAndPrivateFilesPrivate) {
    const TemporaryFolder folder;
    const std::string target = folder.write("real/secret.py", "old");
    ASSERT_EQ(::chmod(target.c_str(), 0600), 0);
    std::filesystem::create_symlink("real/secret.py", folder / "link.py");
    const Result<ChangedFiles> changed = change_files(folder.path(), "check --fix", {change_of(folder / "link.py", "new")});
    ASSERT_TRUE(changed.ok());
    struct stat status {};
    ASSERT_EQ(::stat((changed->folder + "/link.py").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
    ASSERT_TRUE(undo_changes(folder.path(), list_journals(folder.path())->front(), false).ok());
    EXPECT_TRUE(std::filesystem::is_symlink(folder / "link.py"));
    EXPECT_EQ(folder.read("real/secret.py"), "old");
}

TEST(ChangeJournal, NamesThatAreNoUtf8AndPlacesOutsideSurvive) {
    Journal journal;
    journal.id = "20260101_000000_2";
    journal.command = "generate";
    journal.state = JournalState::Done;
    journal.entries = {{"a\xFF/b \"x\".py", "a\xFF/b \"x\".py", 1, std::nullopt, 0644}, {"/tmp/new.py", "", std::nullopt, 2, 0}};
    const Result<Journal> read = parse_journal(journal_text(journal), journal.id, "journal");
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->entries[0].file, journal.entries[0].file);
    EXPECT_EQ(read->entries[0].copy, journal.entries[0].copy);
    EXPECT_EQ(read->entries[0].after, std::nullopt);
    EXPECT_EQ(read->entries[1].before, std::nullopt);
    EXPECT_EQ(journal_text(*read), journal_text(journal));
    EXPECT_FALSE(parse_journal("{}", "x", "journal").ok());
    EXPECT_FALSE(parse_journal("{\"format\": \"rowtype-journal\", \"version\": 99}", "x", "journal").ok());
}

TEST(ChangeJournal, SeveralChangesWithinASecondAreListedNewestFirst) {
    const TemporaryFolder folder;
    const std::string a = folder.write("a.py", "0");
    for (int i = 1; i <= 12; ++i)
        ASSERT_TRUE(change_files(folder.path(), "run " + std::to_string(i), {change_of(a, std::to_string(i))}).ok());
    const Result<std::vector<Journal>> journals = list_journals(folder.path());
    ASSERT_TRUE(journals.ok());
    ASSERT_EQ(journals->size(), 12U);
    for (int i = 1; i <= 12; ++i) EXPECT_EQ((*journals)[static_cast<std::size_t>(12 - i)].command, "run " + std::to_string(i));
}

TEST(ChangeJournal, OneRunOverSeveralProjectsIsJournaledAtTheTop) {
    EXPECT_EQ(outermost_root("/w/a/b", {"/w/a/b", "/w/a", "/w/c"}), "/w/a");
    EXPECT_EQ(outermost_root("/w/c", {"/w/a/b", "/w/a", "/w/c"}), "/w/c");
}

}  // namespace
}  // namespace rowtype::workspace
