#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "analysis/facts/extract.h"
#include "analysis/facts/script.h"
#include "analysis/syntax/syntax_tree.h"
#include "tests/analysis/facts/facts_of.h"
#include "tests/support/paths.h"

namespace rowtype::facts {
namespace {

// A text with its tree and facts, edited as the engine does it.
class Document {
public:
    explicit Document(std::string text) : text_(std::move(text)), tree_(*syntax::parse(text_).tree) {
        facts_ = extract_facts(tree_, text_);
    }

    struct Edit {
        Span replaced;
        std::string text;
    };

    // False when the text is no longer analysed.
    bool apply(const std::vector<Edit>& edits) {
        std::vector<AppliedEdit> applied;
        for (const Edit& edit : edits) {
            const auto size = static_cast<std::uint32_t>(text_.size());
            const Span replaced{std::min(edit.replaced.begin, size), std::min(edit.replaced.end, size)};
            tree_.edit(syntax::make_input_edit(text_, replaced, edit.text));
            text_.replace(replaced.begin, replaced.size(), edit.text);
            applied.push_back({replaced, static_cast<std::uint32_t>(edit.text.size())});
        }
        syntax::ParseOutcome now = syntax::parse(text_, &tree_);
        if (!now.tree) return false;
        facts_ = update_facts(facts_, *now.tree, text_, applied, syntax::changed_ranges(tree_, *now.tree));
        tree_ = std::move(*now.tree);
        return true;
    }

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const FileFacts& facts() const { return facts_; }
    [[nodiscard]] FileFacts fresh() const { return extract_facts(tree_, text_); }

private:
    std::string text_;
    syntax::Tree tree_;
    FileFacts facts_;
};

void expect_equal(const FileFacts& updated, const FileFacts& fresh, const std::string& text) {
    ASSERT_EQ(updated.statements.size(), fresh.statements.size()) << text;
    EXPECT_EQ(updated.has_error, fresh.has_error);
    EXPECT_EQ(updated.inside_error, fresh.inside_error);
    for (std::size_t index = 0; index < fresh.statements.size(); ++index) {
        ASSERT_EQ(updated.statements[index].offset, fresh.statements[index].offset) << text;
        ASSERT_EQ(*updated.statements[index].facts, *fresh.statements[index].facts)
            << text << "\n-- the statement at " << fresh.statements[index].offset;
    }
    ASSERT_EQ(updated.script == nullptr, fresh.script == nullptr) << text;
    const bool is_same = fresh.script == nullptr || *updated.script == *fresh.script;
    ASSERT_TRUE(is_same) << text;
}

constexpr std::string_view kModule = R"(import a
from b import c, d

# rowtype: table=users
class User(BaseModel):
    """Doc."""
    id: int  # rowtype: ignore[x]
    name: str | None = None

TABLE = "users"  # rowtype: ignore

def load(client, name):
    query = client.table(TABLE).select("*")
    if name:
        query = query.eq("name", name)
    return query.execute()

# rowtype: ignore-file[y]

async def fetch(pool):
    return await pool.fetch("SELECT id FROM users WHERE id = $1", 1)

if __name__ == "__main__":
    load(None, f"{TABLE}")
)";

TEST(UpdateFacts, SharesAllStatementsButTheOneEdited) {
    Document document{std::string(kModule)};
    const FileFacts before = document.facts();
    const auto at = static_cast<std::uint32_t>(document.text().find("*\")"));
    ASSERT_TRUE(document.apply({{{at, at}, "x"}}));
    ASSERT_EQ(document.facts().statements.size(), before.statements.size());
    std::size_t shared = 0;
    for (std::size_t index = 0; index < before.statements.size(); ++index) {
        shared += document.facts().statements[index].facts == before.statements[index].facts ? 1 : 0;
    }
    EXPECT_EQ(shared, before.statements.size() - 1);
    expect_equal(document.facts(), document.fresh(), document.text());
    EXPECT_EQ(document.facts().statements.back().offset, before.statements.back().offset + 1);
}

TEST(UpdateFacts, AQuoteThatSwallowsTheRestAndItsEnd) {
    Document document{std::string(kModule)};
    const auto at = static_cast<std::uint32_t>(document.text().find("class User"));
    ASSERT_TRUE(document.apply({{{at, at}, "\"\"\""}}));
    expect_equal(document.facts(), document.fresh(), document.text());
    ASSERT_TRUE(document.apply({{{at, at + 3}, ""}}));
    expect_equal(document.facts(), document.fresh(), document.text());
    EXPECT_EQ(document.text(), kModule);
    expect_equal(document.facts(), test::facts_of(kModule), document.text());
}

TEST(UpdateFacts, CommentsJoinAndLeaveTheirStatement) {
    Document document{std::string(kModule)};
    const auto at = static_cast<std::uint32_t>(document.text().find("class User"));
    ASSERT_TRUE(document.apply({{{at, at}, "\n"}}));
    expect_equal(document.facts(), document.fresh(), document.text());
    for (const PlacedStatement& placed : document.facts().statements) {
        for (const Class& definition : placed.facts->classes) EXPECT_EQ(definition.table_directive, "");
    }
    ASSERT_TRUE(document.apply({{{at, at + 1}, ""}}));
    expect_equal(document.facts(), document.fresh(), document.text());
}

TEST(UpdateFacts, NoEditAtAll) {
    Document document{std::string(kModule)};
    ASSERT_TRUE(document.apply({}));
    expect_equal(document.facts(), document.fresh(), document.text());
}

TEST(UpdateFacts, ReplacingAndEmptyingTheText) {
    Document document{std::string(kModule)};
    ASSERT_TRUE(document.apply({{{0, static_cast<std::uint32_t>(kModule.size())}, ""}}));
    EXPECT_TRUE(document.facts().statements.empty());
    ASSERT_TRUE(document.apply({{{0, 0}, std::string(kModule)}}));
    expect_equal(document.facts(), test::facts_of(kModule), document.text());
}

// Its statements ask for the rows of one another.
constexpr std::string_view kScript = R"(import psycopg
client = make()
res = client.table("users").select("id").execute()
print(res.data[0]["id"])
def use(rows):
    for row in rows: row["x"] = res
use(res.data)
# about res
for row in res.data:
    if row["id"]:
        first = row
cur = psycopg.connect("").cursor()
cur.execute("SELECT id FROM users")
a, b = cur.fetchone()
res = cur.fetchall()
def other():
    cur = None
    return cur
print(res[0][1], first)
)";

std::vector<std::string> sample_texts() {
    std::vector<std::string> texts{std::string(kModule), std::string(kScript)};
    std::vector<std::filesystem::path> paths;
    const std::filesystem::path project = std::filesystem::path(testing::source_folder()) / "tests/projects/shop";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(project)) {
        if (entry.path().extension() == ".py") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const std::filesystem::path& path : paths) {
        std::ifstream file(path, std::ios::binary);
        std::stringstream content;
        content << file.rdbuf();
        texts.push_back(content.str());
    }
    return texts;
}

// Random edits as they come while typing, cutting and pasting; after each, the facts must be those of a full extraction.
TEST(UpdateFacts, EqualAFullExtractionAfterRandomEdits) {
    const std::string pieces[] = {"x",
                                  "\n",
                                  "    ",
                                  "(",
                                  ")",
                                  "def f():\n    ",
                                  "class A(B):\n    c: int\n",
                                  "'",
                                  "\"",
                                  "\"\"\"",
                                  "# c\n",
                                  ":",
                                  ",",
                                  "# rowtype: ignore[z]\n",
                                  "\n\n",
                                  "\xc3\xa9",
                                  "import q\n",
                                  "[",
                                  "]",
                                  "\\\n",
                                  "q = c.table('t').select()\n",
                                  "if x:\n",
                                  ";",
                                  "\r\n",
                                  "f'{a}'",
                                  "# rowtype: table=t\n",
                                  "await c.fetch('SELECT 1')\n",
                                  "res = c.table('t').execute()\n",
                                  "print(res.data[0]['x'])\n",
                                  "cur.execute('SELECT 1')\n"};
    std::mt19937 random(41);
    const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % std::max<std::size_t>(limit, 1)); };
    std::size_t shared = 0;
    std::size_t compared = 0;
    for (const std::string& text : sample_texts()) {
        for (int round = 0; round < 3; ++round) {
            Document document(text);
            for (int step = 0; step < 25; ++step) {
                std::vector<Document::Edit> edits;
                const std::uint32_t count = 1 + below(10) / 9 * 2;
                for (std::uint32_t number = 0; number < count; ++number) {
                    const std::uint32_t begin = below(document.text().size() + 1);
                    const std::uint32_t length = below(3) == 0 ? below(30) : below(2);
                    std::string inserted = pieces[below(std::size(pieces))];
                    if (below(8) == 0) inserted = document.text().substr(below(document.text().size()), below(200));
                    if (below(4) == 0) inserted.clear();
                    edits.push_back({{begin, begin + length}, std::move(inserted)});
                }
                const FileFacts before = document.facts();
                if (!document.apply(edits)) break;
                expect_equal(document.facts(), document.fresh(), document.text());
                if (HasFatalFailure()) return;
                ++compared;
                for (const PlacedStatement& placed : document.facts().statements) {
                    shared += std::any_of(before.statements.begin(), before.statements.end(),
                                          [&](const PlacedStatement& old) { return old.facts == placed.facts; })
                                  ? 1
                                  : 0;
                }
            }
        }
    }
    EXPECT_GT(compared, 500U);
    EXPECT_GT(shared, compared);  // it is not a full extraction in disguise
}

}  // namespace
}  // namespace rowtype::facts
