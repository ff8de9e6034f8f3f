// Hover and completion at every byte of real files, and of the same files cut off there: whatever stands around the cursor,
// the answer lies in the text, and nothing breaks (the sanitizer tree runs this too).
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/features/completion.h"
#include "analysis/features/hover.h"
#include "reflect/migrations/migrations.h"
#include "tests/support/paths.h"
#include "tests/support/sanitized.h"

namespace rowtype::features {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

catalog::CatalogPointer shop_schema() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(testing::source_folder() + "/tests/projects/shop/supabase/migrations"))
        files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    std::vector<migrations::SqlFile> sources;
    for (const fs::path& file : files) sources.push_back({file.filename().string(), read(file)});
    return std::make_shared<const catalog::Catalog>(migrations::read_migrations(sources, {})->data);
}

struct Seen {
    std::size_t hovers = 0;
    std::size_t completions = 0;
};

// Looks at `offset` of the text.
void look(const Snapshot& snapshot, std::uint32_t offset, Seen& seen) {
    const auto size = static_cast<std::uint32_t>(snapshot.text.size());
    if (const auto found = hover(snapshot, offset, MarkupKind::Markdown)) {
        ++seen.hovers;
        ASSERT_LE(found->span.begin, offset);
        ASSERT_LT(offset, found->span.end);
        ASSERT_LE(found->span.end, size);
        ASSERT_FALSE(found->text.empty());
    }
    const Completion completion = complete(snapshot, offset, MarkupKind::Markdown);
    ASSERT_LE(completion.replaced.begin, offset);
    ASSERT_LE(offset, completion.replaced.end);
    ASSERT_LE(completion.replaced.end, size);
    ASSERT_EQ(slice(snapshot.text, completion.replaced).find('\n'), std::string_view::npos);
    if (!completion.items.empty()) ++seen.completions;
}

class EveryOffset : public ::testing::TestWithParam<const char*> {};

TEST_P(EveryOffset, AnswersLieInTheText) {
    static const catalog::CatalogPointer catalog = shop_schema();
    const std::string text = read(fs::path(testing::source_folder()) / "tests/projects/shop" / GetParam());
    ASSERT_FALSE(text.empty());
    const Settings settings;
    const engine::Environment environment{catalog, &settings, nullptr};
    const FileIdentity identity{GetParam(), "app.file", true};
    const engine::FileEngine whole(identity, text);
    Seen complete_text;
    Seen cut_text;
    const std::uint32_t step = testing::kIsSanitized ? 7 : 1;
    for (std::uint32_t offset = 0; offset <= text.size(); offset += step) {
        ASSERT_NO_FATAL_FAILURE(look(snapshot_of(whole, environment), offset, complete_text)) << "at byte " << offset;
        if (offset % 41 != 0) continue;
        const engine::FileEngine cut(identity, text.substr(0, offset));
        ASSERT_NO_FATAL_FAILURE(look(snapshot_of(cut, environment), offset, cut_text)) << "cut at byte " << offset;
        // The rest of the line gone: what typing in the middle of a file looks like.
        const std::size_t line_end = std::min(text.find('\n', offset), text.size());
        const engine::FileEngine gap(identity, text.substr(0, offset) + text.substr(line_end));
        ASSERT_NO_FATAL_FAILURE(look(snapshot_of(gap, environment), offset, cut_text)) << "line cut at byte " << offset;
    }
    EXPECT_GT(complete_text.hovers, 0U);
    EXPECT_GT(complete_text.completions + cut_text.completions, 0U);
}

INSTANTIATE_TEST_SUITE_P(Shop, EveryOffset,
                         ::testing::Values("app/services/orders.py", "app/services/customers.py", "app/services/catalogue.py",
                                           "scripts/sales_report.py"));

}  // namespace
}  // namespace rowtype::features
