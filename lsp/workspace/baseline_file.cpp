#include "lsp/workspace/baseline_file.h"

#include <algorithm>
#include <limits>
#include <optional>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/json_reader.h"
#include "reflect/base/text.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kBaselineCap = 64UL * 1024 * 1024;
constexpr int kMaximumDepth = 16;
constexpr std::int64_t kMaximumCount = std::numeric_limits<std::int32_t>::max();
constexpr std::string_view kFormat = "rowtype-baseline";
constexpr const char* kWriteItAgain = "bring it back from version control, or delete it and write it with rowtype baseline";

std::optional<Error> find_version_problem(std::string_view text, const std::string& file);
void read_entry(JsonReader& reader, findings::Baseline& baseline);
Error failure(const JsonReader& reader, std::string_view text, const std::string& file);

}  // namespace

std::string baseline_path_of(const Configuration& configuration) {
    std::string path =
        configuration.baseline.empty() ? join_path(configuration.root, ".rowtype/baseline.json") : configuration.baseline;
    if (configuration.database.empty()) return path;
    // Each database has a file of its own: ".rowtype/baseline.legacy.json".
    const std::size_t dot = path.rfind('.');
    const std::size_t end = dot == std::string::npos || dot < path.rfind('/') ? path.size() : dot;
    return path.insert(end, "." + configuration.database);
}

Result<LoadedBaseline> load_baseline(const std::string& file) {
    LoadedBaseline loaded;
    loaded.file = file;
    loaded.baseline = std::make_shared<const findings::Baseline>();
    if (!is_file(file) && !is_folder(file)) return loaded;
    Result<std::string> text = read_file(file, kBaselineCap);
    if (!text) {
        Error error = text.error();
        error.kind = Error::Kind::Usage;
        return error;
    }
    Result<findings::Baseline> baseline = parse_baseline(*text, file);
    if (!baseline) return baseline.error();
    loaded.exists = true;
    loaded.text = std::move(*text);
    loaded.baseline = std::make_shared<const findings::Baseline>(std::move(*baseline));
    return loaded;
}

Result<findings::Baseline> parse_baseline(std::string_view text, const std::string& file) {
    if (!is_valid_utf8(text)) return Error{Error::Kind::Usage, "the baseline is not UTF-8 text", kWriteItAgain, file};
    if (std::optional<Error> problem = find_version_problem(text, file)) return *std::move(problem);
    findings::Baseline baseline;
    JsonReader reader(text, kMaximumDepth);
    reader.object([&](std::string_view key) {
        if (key == "findings") return reader.array([&] { read_entry(reader, baseline); });
        reader.skip();
    });
    reader.finish();
    if (!reader.ok()) return failure(reader, text, file);
    return baseline;
}

// Keys sort by file, rule and symbol; a line each, so that two branches that mend different findings merge.
std::string baseline_text(const findings::Baseline& baseline) {
    std::string text = "{\n  \"format\": \"" + std::string(kFormat) + "\",\n  \"version\": " + std::to_string(kBaselineVersion) +
                       ",\n  \"findings\": [";
    const char* separator = "\n";
    for (const auto& [file, entries] : baseline.files) {
        for (const auto& [key, count] : entries) {
            text += separator;
            text += "    {\"file\": ";
            snapshot::append_json_string(text, file);
            text += ", \"rule\": ";
            snapshot::append_json_string(text, key.first);
            text += ", \"symbol\": ";
            snapshot::append_json_string(text, key.second);
            text += ", \"count\": " + std::to_string(count) + "}";
            separator = ",\n";
        }
    }
    return text + (baseline.files.empty() ? "]\n}\n" : "\n  ]\n}\n");
}

namespace {

// The format and its version are looked at before the rest: a newer one may differ in anything.
std::optional<Error> find_version_problem(std::string_view text, const std::string& file) {
    JsonReader reader(text, kMaximumDepth);
    std::string format;
    std::int64_t version = 0;
    reader.object([&](std::string_view key) {
        if (key == "format") {
            format = reader.string();
        } else if (key == "version" && format == kFormat) {
            version = reader.integer(1, kMaximumCount);
            if (reader.ok() && version > kBaselineVersion) reader.fail("newer");  // the rest is not ours to judge
        } else {
            reader.skip();
        }
    });
    if (version > kBaselineVersion) {
        return Error{Error::Kind::Usage,
                     "the baseline has format version " + std::to_string(version) + ", this rowtype knows up to " +
                         std::to_string(kBaselineVersion),
                     "update rowtype; the file is left as it is", file};
    }
    if (!reader.ok()) return failure(reader, text, file);
    if (format != kFormat || version == 0) {
        return Error{Error::Kind::Usage, "this is not a baseline that rowtype wrote",
                     "name another file, or delete it and write one with rowtype baseline", file};
    }
    return std::nullopt;
}

void read_entry(JsonReader& reader, findings::Baseline& baseline) {
    std::string file;
    findings::RuleAndSymbol key;
    std::int64_t count = 0;
    reader.object([&](std::string_view member) {
        if (member == "file") {
            file = reader.string();
        } else if (member == "rule") {
            key.first = reader.string();
        } else if (member == "symbol") {
            key.second = reader.string();
        } else if (member == "count") {
            count = reader.integer(1, kMaximumCount);
        } else {
            reader.skip();
        }
    });
    if (!reader.ok()) return;
    if (file.empty() || key.first.empty() || key.second.empty() || count == 0) {
        return reader.fail("a finding has file, rule, symbol and count");
    }
    // A merge may leave a line twice: the larger count is the one that both sides had or added to.
    std::uint32_t& stored = baseline.files[file][key];
    stored = std::max(stored, static_cast<std::uint32_t>(count));
}

Error failure(const JsonReader& reader, std::string_view text, const std::string& file) {
    const auto offset = static_cast<std::uint32_t>(reader.problem_offset());
    const LineColumn place = LineIndex(text).line_column(text, offset);
    return Error{Error::Kind::Usage, "the baseline cannot be read: " + reader.problem(), kWriteItAgain, file, place.line,
                 place.column};
}

}  // namespace

}  // namespace rowtype::workspace
