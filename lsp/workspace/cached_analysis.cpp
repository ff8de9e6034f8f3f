#include "lsp/workspace/cached_analysis.h"

#include <atomic>
#include <memory>
#include <set>
#include <type_traits>
#include <utility>
#include <vector>

#include "reflect/base/binary.h"

namespace rowtype::workspace {

namespace {

// What an analysis asked of other modules, and what it was told.
struct ModuleQuestion {
    std::string importing_file;
    std::string module;
    std::uint32_t level = 0;
    std::string answer;  // the file; empty: none
};
struct ModuleText {
    std::string file;
    std::optional<KeyedHash> hash;  // none: it could not be read
};

// Any other question.
struct OtherQuestion {
    std::uint8_t kind = 0;  // OtherKind
    std::string first;
    std::string second;
    std::optional<bool> answer;
};
enum OtherKind : std::uint8_t { kMakesRelation, kMayBeAdded };

struct Record {
    KeyedHash catalog;  // all of it
    catalog::Consulted consulted;
    KeyedHash answers;  // to what was consulted
    std::vector<ModuleQuestion> questions;
    std::vector<ModuleText> modules;
    std::vector<OtherQuestion> other_questions;
    bool has_fixes = false;
    engine::Analysis analysis;
};

std::optional<bool> ask(WorkspaceFacts& provider, const OtherQuestion& question, const catalog::Catalog& catalog) {
    return question.kind == kMakesRelation ? provider.makes_relation(question.first, catalog)
                                           : provider.may_be_added(question.first, question.second);
}

// Hands questions on and notes them. To add a question to FactsProvider: note it here, and have read() ask it again; what is not
// handed on is answered otherwise with the cache than without.
class NotingProvider final : public binding::FactsProvider, public binding::RelationMakers, public binding::KnownFacts {
public:
    NotingProvider(WorkspaceFacts& provider, const catalog::Catalog& catalog) : provider_(provider), catalog_(catalog) {}

    binding::ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) override {
        binding::ModuleFile found = provider_.find_module(importing_file, module);
        if (asked_.emplace(importing_file, module).second) {
            questions_.push_back({importing_file, module.name, module.level, found.path});
            if (!found.path.empty()) files_.insert(found.path);
        }
        return found;
    }
    [[nodiscard]] bool makes_relation(const std::string& name, const catalog::Catalog&) override {
        return other({kMakesRelation, name, {}, {}}).value_or(false);
    }
    std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) override {
        return other({kMayBeAdded, std::string(class_name), std::string(attribute), {}});
    }
    // A module's text is part of the record.
    std::uint32_t line_of(const std::string& file, std::uint32_t offset) override { return provider_.line_of(file, offset); }
    [[nodiscard]] std::uint64_t generation() const override { return provider_.generation(); }
    // Nothing that an answer depends on: the file's own text is part of the entry's key.
    [[nodiscard]] std::shared_ptr<const facts::FileFacts> known_facts(const FileIdentity& file, std::string_view text) override {
        return provider_.known_facts(file, text);
    }

    void hand_over(Record& record) {
        record.questions = std::move(questions_);
        for (const std::string& file : files_) record.modules.push_back({file, provider_.text_hash(file)});
        record.other_questions = std::move(other_questions_);
    }

private:
    std::optional<bool> other(OtherQuestion question) {
        question.answer = ask(provider_, question, catalog_);
        other_questions_.push_back(question);
        return question.answer;
    }

    WorkspaceFacts& provider_;
    const catalog::Catalog& catalog_;  // notes what it is asked
    std::set<std::pair<std::string, facts::ModuleReference>> asked_;
    std::vector<ModuleQuestion> questions_;
    std::set<std::string> files_;
    std::vector<OtherQuestion> other_questions_;
};

// What all analyses of a run depend on. Not the catalog and the provider, which note what they are asked, nor the baseline, of which a
// file needs a part. A member that is added to the environment is among it by itself.
void add_environment(const engine::Environment& environment, BinaryWriter& run) {
    for_each_member(environment, [&]<class Member>(const Member& member) {
        using Pointee = std::remove_cvref_t<decltype(*member)>;
        constexpr bool is_noted = std::is_same_v<Pointee, catalog::Catalog> || std::is_same_v<Pointee, binding::FactsProvider>;
        constexpr bool is_of_file = std::is_same_v<Pointee, findings::Baseline>;
        constexpr bool is_about_time = std::is_same_v<Pointee, std::atomic<bool>>;
        if constexpr (!is_noted && !is_of_file && !is_about_time) {
            run.number(member != nullptr ? 1 : 0);
            if (member != nullptr) run.add(*member);
        }
    });
}

}  // namespace

CachedAnalysis::CachedAnalysis(CheckCache& cache, std::string_view program, WorkspaceFacts& facts,
                               const engine::Environment& environment, bool wants_fixes)
    : cache_(cache),
      facts_(facts),
      environment_(environment),
      wants_fixes_(wants_fixes),
      catalog_(*environment.catalog, cache.hash_key()) {
    BinaryWriter common;
    common.text(program);
    add_environment(environment, common);
    common_ = keyed_hash(cache_.hash_key(), common.bytes());
}

std::optional<engine::Analysis> CachedAnalysis::recall(const FileIdentity& identity, const KeyedHash& bytes) const {
    const auto entry = cache_.find(key_of(identity, bytes));
    return entry ? read(*entry) : std::nullopt;
}

engine::Analysis CachedAnalysis::analyse(const FileIdentity& identity, const KeyedHash& bytes, const std::string& text) {
    Record record;
    engine::Environment environment = environment_;
    environment.catalog = std::make_shared<const catalog::Catalog>(environment_.catalog->noting(record.consulted));
    NotingProvider modules(facts_, *environment.catalog);
    environment.provider = &modules;
    record.has_fixes = wants_fixes_;
    record.analysis = wants_fixes_ ? engine::analyse_with_fixes(identity, text, environment)
                                   : engine::analyse_text(identity, text, environment);
    record.catalog = catalog_.everything();
    record.answers = catalog_.to(record.consulted);
    modules.hand_over(record);
    BinaryWriter writer;
    writer.add(record);
    cache_.store(key_of(identity, bytes), writer.take());
    return std::move(record.analysis);
}

KeyedHash CachedAnalysis::key_of(const FileIdentity& identity, const KeyedHash& bytes) const {
    BinaryWriter parts;
    parts.add(common_).add(identity).add(bytes);
    if (const findings::Baseline* baseline = environment_.baseline) {
        const auto excused = baseline->files.find(findings::baseline_path(identity.path));
        if (excused != baseline->files.end()) parts.add(excused->second);
    }
    return keyed_hash(cache_.hash_key(), parts.bytes());
}

// Nothing where something would be answered otherwise now.
std::optional<engine::Analysis> CachedAnalysis::read(std::string_view entry) const {
    BinaryReader reader(entry);
    auto record = reader.take<Record>();
    if (reader.has_failed() || !reader.is_at_end()) return std::nullopt;
    if (wants_fixes_ && !record.has_fixes && !record.analysis.findings.empty()) return std::nullopt;
    if (record.catalog != catalog_.everything() && record.answers != catalog_.to(record.consulted)) return std::nullopt;
    for (const ModuleQuestion& question : record.questions) {
        if (facts_.find_file(question.importing_file, {question.module, question.level}) != question.answer) return std::nullopt;
    }
    for (const ModuleText& module : record.modules) {
        if (facts_.text_hash(module.file) != module.hash) return std::nullopt;
    }
    for (const OtherQuestion& question : record.other_questions) {
        if (ask(facts_, question, *environment_.catalog) != question.answer) return std::nullopt;
    }
    return std::move(record.analysis);
}

}  // namespace rowtype::workspace
