// The last schema of a database on disk, and word of its changes. The helper program is a script here: what it says, and when,
// is what matters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <thread>
#include <vector>

#include "lsp/workspace/consent.h"
#include "lsp/workspace/database_watch.h"
#include "lsp/workspace/redaction.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/lsp/workspace/load_on_pool.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using testing::TemporaryFolder;

constexpr std::chrono::seconds kPatience{60};

// What came from other threads, in order.
template <class T>
class Heard {
public:
    void add(T value) {
        const std::lock_guard lock(mutex_);
        values_.push_back(std::move(value));
        changed_.notify_all();
    }
    // Waits for so many; all that there are.
    std::vector<T> wait_for(std::size_t count) {
        std::unique_lock lock(mutex_);
        EXPECT_TRUE(changed_.wait_for(lock, kPatience, [&] { return values_.size() >= count; })) << "only " << values_.size();
        return values_;
    }
    std::vector<T> all() { return wait_for(0); }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<T> values_;
};

class Freshness : public ::testing::Test {
protected:
    Freshness() {
        for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL", "PGSERVICE", "PGHOST", "PGDATABASE"}) ::unsetenv(name);
        ::setenv("ROWTYPE_DB_PROGRAM", (folder_ / "rowtype-db").c_str(), 1);
        ::setenv("XDG_CONFIG_HOME", (folder_ / "home").c_str(), 1);
        folder_.make_folder("project/.git");
        configuration_.root = folder_ / "project";
        options_.database_url = "postgres://app:topsecret1@localhost/shop";
        options_.allow_stale = true;
        options_.deadline = kPatience;
        serve("films");
    }
    ~Freshness() override {
        ::unsetenv("ROWTYPE_DB_PROGRAM");
        ::unsetenv("XDG_CONFIG_HOME");
        forget_secrets();
    }

    // What the database has from now on.
    void serve(const std::string& table) const {
        catalog::CatalogData data;
        data.schemas = {"public"};
        data.relations.emplace_back().name = {"public", table};
        folder_.write("next.json", snapshot::write_snapshot(catalog::Catalog(data)));
        std::filesystem::rename(folder_ / "next.json", folder_ / "answer.json");
    }
    // What rowtype-db does to read, and to watch; $F is the test's folder.
    void program(const std::string& to_read, const std::string& to_watch) const {
        const std::string file = folder_.write(
            "rowtype-db", "#!/bin/sh\nF='" + folder_.path() + "'\ncat > \"$F/input\"\ncase \" $* \" in *' --watch '*)\n" +
                              "echo \"$*\" >> \"$F/watches\"\n" + to_watch + "\n;; *)\n" + to_read + "\n;; esac\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    }
    // The names of the relations of a load; "-" where it failed.
    static std::string tables_of(const Result<LoadedSchema>& loaded) {
        if (!loaded) return "-";
        std::string names;
        for (const catalog::Relation& relation : loaded->catalog->relations()) names += relation.name.name;
        return names;
    }
    Result<LoadedSchema> load() { return testing::load_on_pool(configuration_, options_); }
    std::vector<std::string> cache_files() const {
        std::vector<std::string> files;
        std::error_code none;
        for (const auto& entry : std::filesystem::directory_iterator(folder_ / "project/.rowtype/cache", none)) {
            if (entry.path().filename() != ".gitignore") files.push_back(entry.path().string());
        }
        return files;
    }

    static constexpr const char* kRead = "cat \"$F/answer.json\"";
    static constexpr const char* kRefuse =
        "echo '{\"kind\": \"refused\", \"message\": \"nothing listens\", \"remedy\": \"\"}'; exit 1";
    static constexpr const char* kSilent = "exec sleep 1000";

    TemporaryFolder folder_;
    Configuration configuration_;
    LoadOptions options_;
};

using Watch = Freshness;

TEST_F(Watch, TellsWhatTheChildSays) {
    program(kRead, "printf 'listening\\nchanged\\nlo'; printf 'st\\nlooking\\nchanged\\n'; exec sleep 1000");
    Heard<DatabaseNews> heard;
    const DatabaseWatch watch({"postgres://app:topsecret1@localhost/shop", true, {"public"}, {"pgrst", "mine"}},
                              [&](DatabaseNews news) { heard.add(news); });
    EXPECT_THAT(heard.wait_for(5), ElementsAre(DatabaseNews::Listening, DatabaseNews::Changed, DatabaseNews::Lost,
                                               DatabaseNews::Looking, DatabaseNews::Changed));
    EXPECT_EQ(folder_.read("input"), "postgres://app:topsecret1@localhost/shop");
    EXPECT_THAT(folder_.read("watches"), HasSubstr("--workspace --schema public --watch --channel pgrst --channel mine"));
    EXPECT_FALSE(watch.is_over());
}

TEST_F(Watch, AChildThatDiesIsStartedAgain) {
    program(kRead, "echo listening; [ $(wc -l < \"$F/watches\") -ge 2 ] || kill -9 $$; exec sleep 1000");
    Heard<DatabaseNews> heard;
    const DatabaseWatch watch({"postgres://app@localhost/shop", false, {}, {}}, [&](DatabaseNews news) { heard.add(news); });
    EXPECT_THAT(heard.wait_for(2), ElementsAre(DatabaseNews::Listening, DatabaseNews::Listening));
}

TEST_F(Watch, AChildThatSaysWhyItCannotIsNot) {
    program(kRead, kRefuse);
    Heard<DatabaseNews> heard;
    const DatabaseWatch watch({"postgres://app@localhost/shop", false, {}, {}}, [&](DatabaseNews news) { heard.add(news); });
    for (int attempt = 0; attempt < 6000 && !watch.is_over(); ++attempt)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    EXPECT_TRUE(watch.is_over());
    EXPECT_THAT(heard.all(), IsEmpty());
}

TEST_F(Watch, TheChildEndsWithIt) {
    program(kRead, "echo $$ > \"$F/pid\"; echo listening; exec sleep 1000");
    Heard<DatabaseNews> heard;
    {
        const DatabaseWatch watch({"postgres://app@localhost/shop", false, {}, {}}, [&](DatabaseNews news) { heard.add(news); });
        heard.wait_for(1);
    }
    EXPECT_EQ(::kill(std::stoi(folder_.read("pid")), 0), -1);
}

// A host whose loads come as a server's do: whatever is heard leads to one.
class Host : public Freshness {
protected:
    void start() {
        host_.emplace(
            pool_, options_, [this](const Result<LoadedSchema>& loaded) { loads_.add(tables_of(loaded)); },
            [this](DatabaseNews news) {
                news_.add(news);
                host_->request_load(configuration_);
            });
        host_->request_load(configuration_);
    }

    Heard<std::string> loads_;
    Heard<DatabaseNews> news_;
    WorkerPool pool_{1};
    std::optional<SchemaHost> host_;
};

// Says `changed` when a file appears.
constexpr const char* kTellOfNotice =
    "echo listening; while :; do if [ -e \"$F/notice\" ]; then rm \"$F/notice\"; echo changed; fi; sleep 0.02; done";

TEST_F(Host, ReadsAgainWhenItHearsOfAChange) {
    program(kRead, kTellOfNotice);
    start();
    EXPECT_THAT(loads_.wait_for(2), ElementsAre("films", "films")) << "what happened before it listened is not known";
    serve("movies");
    folder_.write("notice", "");
    EXPECT_THAT(loads_.wait_for(3), ElementsAre("films", "films", "movies"));
}

// The load in question has read the old schema already and is held up.
TEST_F(Host, AChangeDuringALoadIsNotLost) {
    program(
        "answer=$(cat \"$F/answer.json\"); echo . >> \"$F/reads\"; "
        "while [ -e \"$F/hold\" ]; do sleep 0.02; done; printf '%s\\n' \"$answer\"",
        kTellOfNotice);
    folder_.write("hold", "");
    folder_.write("reads", "");
    start();
    const auto wait_for_reads = [&](std::size_t count) {
        for (int attempt = 0; attempt < 6000 && folder_.read("reads").size() < 2 * count; ++attempt) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    };
    wait_for_reads(1);
    std::filesystem::remove(folder_ / "hold");
    loads_.wait_for(2);
    folder_.write("hold", "");
    folder_.write("notice", "");
    wait_for_reads(3);
    news_.wait_for(2);
    serve("movies");
    folder_.write("notice", "");
    news_.wait_for(3);
    std::filesystem::remove(folder_ / "hold");
    EXPECT_THAT(loads_.wait_for(4), ElementsAre("films", "films", "films", "movies"));
}

TEST_F(Host, WatchesWhatTheConfigurationNamesAndNothingElse) {
    configuration_.schema.listen = "mine";
    program(kRead, kTellOfNotice);
    start();
    loads_.wait_for(2);
    EXPECT_THAT(folder_.read("watches"), HasSubstr("--channel pgrst --channel mine"));
    configuration_.schema.listen = "yours";
    host_->request_load(configuration_);
    news_.wait_for(2);
    EXPECT_THAT(folder_.read("watches"), HasSubstr("--channel pgrst --channel yours")) << "another channel is another watch";
    EXPECT_EQ(std::ranges::count(folder_.read("watches"), '\n'), 2) << "and the same is the same";
}

TEST_F(Host, ADatabaseThatComesLaterIsFound) {
    program("if [ -e \"$F/up\" ]; then cat \"$F/answer.json\"; else " + std::string(kRefuse) + "; fi",
            "while [ ! -e \"$F/up\" ]; do sleep 0.02; done; echo listening; exec sleep 1000");
    start();
    EXPECT_THAT(loads_.wait_for(1), ElementsAre("-"));
    folder_.write("up", "");
    EXPECT_THAT(loads_.wait_for(2), ElementsAre("-", "films"));
}

TEST_F(Host, TheLastSchemaServesBeforeTheDatabaseAnswers) {
    program(kRead, kSilent);
    ASSERT_TRUE(load().ok());
    serve("movies");
    program("while [ -e \"$F/hold\" ]; do sleep 0.02; done; cat \"$F/answer.json\"", kSilent);
    folder_.write("hold", "");
    start();
    EXPECT_THAT(loads_.wait_for(1), ElementsAre("films"));
    EXPECT_EQ(host_->current()->freshness, workspace::Freshness::Connecting);
    EXPECT_EQ(host_->current()->description, "localhost:5432/shop, from cache");
    std::filesystem::remove(folder_ / "hold");
    EXPECT_THAT(loads_.wait_for(2), ElementsAre("films", "movies"));
    EXPECT_EQ(host_->current()->freshness, workspace::Freshness::Current);
    EXPECT_EQ(host_->current()->description, "localhost:5432/shop");
}

using Cache = Freshness;

TEST_F(Cache, IsTheOwnersAndHoldsNoSecret) {
    program(kRead, kSilent);
    ASSERT_TRUE(load().ok());
    ASSERT_THAT(cache_files(), SizeIs(1));
    struct stat status {};
    ASSERT_EQ(::stat(cache_files().front().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(folder_.read("project/.rowtype/cache/.gitignore"), "*\n");
    const std::string text =
        folder_.read("project/.rowtype/cache/" + std::filesystem::path(cache_files().front()).filename().string());
    EXPECT_THAT(text, HasSubstr("films"));
    for (const char* part : {"topsecret1", "localhost", "app"}) EXPECT_THAT(text, Not(HasSubstr(part)));
}

TEST_F(Cache, ServesTheSameDatabaseUserAndSchemasAlone) {
    program(kRead, kSilent);
    ASSERT_TRUE(load().ok());
    program(kRefuse, kSilent);
    EXPECT_EQ(tables_of(load()), "films");
    for (const char* other : {"postgres://app@localhost/other", "postgres://admin@localhost/shop",
                              "postgres://app@localhost:5433/shop", "postgres://app@example.org/shop"}) {
        options_.database_url = other;
        EXPECT_FALSE(load().ok()) << other;
    }
    options_.database_url = "postgres://app:anotherone@localhost/shop";
    EXPECT_EQ(tables_of(load()), "films") << "a new password is no other database";
    configuration_.schemas = {"billing"};
    EXPECT_FALSE(load().ok());
}

TEST_F(Cache, DamagedAndForeignFilesAreNotReadAndWrittenAnew) {
    program(kRead, kSilent);
    ASSERT_TRUE(load().ok());
    const std::string file = cache_files().front();
    const std::string name = "project/.rowtype/cache/" + std::filesystem::path(file).filename().string();
    const std::string good = folder_.read(name);
    std::string other = good;
    other.replace(other.find("films"), 5, "filmz");
    for (const std::string& damaged : {std::string(), std::string("{"), good.substr(0, good.size() / 2), good + " ", other,
                                       good.substr(good.find('\n') + 1)}) {
        folder_.write(name, damaged);
        program(kRefuse, kSilent);
        EXPECT_FALSE(load().ok()) << damaged;
        program(kRead, kSilent);
        ASSERT_TRUE(load().ok());
        EXPECT_EQ(folder_.read(name), good);
    }
    std::filesystem::permissions(file, std::filesystem::perms::others_write, std::filesystem::perm_options::add);
    program(kRefuse, kSilent);
    EXPECT_FALSE(load().ok()) << "others may have written it";
}

TEST_F(Cache, NothingIsKeptOfADatabaseWithoutConsent) {
    options_.database_url.reset();
    folder_.write("project/.env", "DATABASE_URL=postgres://app@localhost/shop\n");
    options_.ask = [](const ConsentQuestion&) {};
    program(kRead, kSilent);
    EXPECT_FALSE(load().ok());
    EXPECT_THAT(cache_files(), IsEmpty());
    EXPECT_FALSE(std::filesystem::exists(folder_ / "project/.rowtype"));
}

TEST_F(Cache, OldFilesGo) {
    program(kRead, kSilent);
    for (int database = 0; database < 12; ++database) {
        options_.database_url = "postgres://app@localhost/shop" + std::to_string(database);
        ASSERT_TRUE(load().ok());
    }
    EXPECT_THAT(cache_files(), SizeIs(8));
    program(kRefuse, kSilent);
    EXPECT_TRUE(load().ok()) << "the newest stays";
}

}  // namespace
}  // namespace rowtype::workspace
