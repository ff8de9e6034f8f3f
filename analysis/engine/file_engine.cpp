#include <algorithm>
#include <unordered_map>
#include <utility>

#include "analysis/binding/created_relations.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/engine/engine.h"
#include "analysis/engine/finding_order.h"
#include "analysis/engine/past_schema.h"
#include "analysis/engine/statement_result.h"
#include "analysis/engine/suppression.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/extract.h"
#include "analysis/facts/sql_file.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::engine {

namespace {

using facts::StatementFacts;

// A statement's result and what it was made from. Valid while the facts are the same object, the statement's environment
// is the same, every name that was looked up in the module still means the same, and so does all that was asked of other modules and of
// the catalog.
struct CachedStatement {
    std::shared_ptr<const StatementFacts> facts;  // keeps the key of the map alive
    binding::CreatedRelations created_relations;
    bool checked = false;
    StatementResult result;
    facts::ConsultedNames consulted;
    binding::ConsultedModules consulted_modules;
    catalog::Consulted consulted_catalog;
};
using StatementCache = std::unordered_map<const StatementFacts*, CachedStatement>;

// What every statement's result depends on, beside the catalog.
struct EnvironmentKey {
    const Settings* settings = nullptr;
    bool knows_modules = false;
    binding::DatabaseImports imports;
    binding::CreatedRelations created_relations;
    ServedApi api;

    friend bool operator==(const EnvironmentKey&, const EnvironmentKey&) = default;
};

void place(const StatementResult& result, std::uint32_t offset, const facts::FileFacts& file, Analysis& analysis) {
    for (findings::Finding& finding : placed_findings(result, offset, file)) analysis.findings.push_back(std::move(finding));
    for (const ModelSummary& model : result.models) {
        analysis.models.push_back(model);
        analysis.models.back().span = model.span.shifted(offset);
    }
    analysis.statistics += result.statistics;
}

}  // namespace

struct FileEngine::State {
    FileIdentity identity;
    std::string text;
    LineIndex lines;
    std::optional<syntax::Tree> tree;  // of `text`; none when it was not analysed
    std::string not_analysed;
    facts::FileFacts facts;
    StatementCache cache;  // exactly the statements of `facts`, after each analyse()
    EnvironmentKey key;
    std::uint64_t generation = 0;     // of the modules, at the last analysis
    catalog::CatalogPointer catalog;  // of the last analysis
    bool is_analysed = false;         // the text as it is
    std::size_t checked_anew = 0;     // statements, in this analysis
    const findings::Baseline* baseline = nullptr;

    void parse_in_full();
    facts::AppliedEdit apply(const Edit& edit);
    void refresh_cache();
    [[nodiscard]] binding::Context make_context(const facts::ModuleNames& names, const Environment& environment,
                                                const catalog::Catalog& noting, binding::ProvidedModules* modules);
    void forget_what_changed(const Environment& environment, const binding::Context& context);
    const StatementResult& result_of(const facts::PlacedStatement& statement, const binding::Context& context,
                                     catalog::Consulted& consulted);
};

FileEngine::FileEngine(FileIdentity identity, std::string text) : state_(std::make_unique<State>()) {
    state_->identity = std::move(identity);
    replace(std::move(text));
}

FileEngine::~FileEngine() = default;
FileEngine::FileEngine(FileEngine&&) noexcept = default;
FileEngine& FileEngine::operator=(FileEngine&&) noexcept = default;

const std::string& FileEngine::text() const { return state_->text; }
const LineIndex& FileEngine::lines() const { return state_->lines; }
const FileIdentity& FileEngine::identity() const { return state_->identity; }
const facts::FileFacts& FileEngine::facts() const { return state_->facts; }

std::size_t FileEngine::checked_anew() const { return state_->checked_anew; }

bool FileEngine::depends_on(const std::string& path) const {
    return std::ranges::any_of(state_->cache, [&](const auto& entry) {
        const std::vector<binding::ConsultedModules::Names>& names = entry.second.consulted_modules.names;
        return std::ranges::find(names, path, &binding::ConsultedModules::Names::file) != names.end();
    });
}

bool FileEngine::depends_on_subclasses() const {
    return std::ranges::any_of(state_->cache, [](const auto& entry) {
        return std::ranges::any_of(entry.second.consulted_modules.questions,
                                   [](const auto& question) { return question.module.level == facts::kSubclassingLevel; });
    });
}

void FileEngine::replace(std::string text) {
    state_->is_analysed = false;
    state_->text = std::move(text);
    state_->lines = LineIndex(state_->text);
    state_->parse_in_full();
}

void FileEngine::apply(const std::vector<Edit>& edits) {
    if (edits.empty()) return;
    state_->is_analysed = false;
    std::vector<facts::AppliedEdit> applied;
    applied.reserve(edits.size());
    for (const Edit& edit : edits) applied.push_back(state_->apply(edit));
    state_->lines = LineIndex(state_->text);
    if (!state_->tree) return state_->parse_in_full();
    syntax::ParseOutcome outcome = syntax::parse(state_->text, &*state_->tree);
    if (!outcome.tree) {
        state_->tree.reset();
        state_->facts = {};
        state_->not_analysed = std::move(outcome.not_analysed);
        return;
    }
    state_->facts = facts::update_facts(state_->facts, *outcome.tree, state_->text, applied,
                                        syntax::changed_ranges(*state_->tree, *outcome.tree), state_->identity.extraction);
    state_->tree = std::move(outcome.tree);
}

void FileEngine::State::parse_in_full() {
    if (facts::is_sql_file(identity.path)) {
        facts = facts::extract_sql_file(text);
        return;
    }
    syntax::ParseOutcome outcome = syntax::parse(text);
    not_analysed = std::move(outcome.not_analysed);
    tree = std::move(outcome.tree);
    facts = tree ? facts::extract_facts(*tree, text, identity.extraction) : facts::FileFacts{};
}

facts::AppliedEdit FileEngine::State::apply(const Edit& edit) {
    const auto size = static_cast<std::uint32_t>(text.size());
    const std::uint32_t begin = std::min(edit.replaced.begin, size);
    const std::uint32_t end = std::clamp(edit.replaced.end, begin, size);
    if (tree) tree->edit(syntax::make_input_edit(text, {begin, end}, edit.text));
    text.replace(begin, end - begin, edit.text);
    return {{begin, end}, static_cast<std::uint32_t>(edit.text.size())};
}

// Keeps what is known of statements that are still there, and makes room for new ones.
void FileEngine::State::refresh_cache() {
    StatementCache kept;
    kept.reserve(facts.statements.size());
    for (const facts::PlacedStatement& statement : facts.statements) {
        if (auto node = cache.extract(statement.facts.get())) {
            kept.insert(std::move(node));
        } else {
            CachedStatement& entry = kept[statement.facts.get()];
            entry.facts = statement.facts;
            entry.created_relations = binding::created_relations(*statement.facts);
        }
    }
    cache = std::move(kept);
}

binding::Context FileEngine::State::make_context(const facts::ModuleNames& names, const Environment& environment,
                                                 const catalog::Catalog& noting, binding::ProvidedModules* modules) {
    binding::Context context{
        identity, facts, names, noting, *environment.settings, modules, AccessProfile::Json, binding::database_imports(facts),
        {}};
    context.access = binding::access_profile(context.imports, environment.settings->access);
    context.api = environment.api;
    for (const auto& [facts, entry] : cache) {
        context.created_relations.add(entry.created_relations);
    }
    return context;
}

const StatementResult& FileEngine::State::result_of(const facts::PlacedStatement& statement, const binding::Context& context,
                                                    catalog::Consulted& consulted) {
    CachedStatement& entry = cache.at(statement.facts.get());
    if (entry.checked && context.names.still_mean_the_same(entry.consulted, statement.offset)) return entry.result;
    context.names.start_recording();
    if (context.modules != nullptr) context.modules->start_recording();
    consulted = {};
    entry.result = check_statement({*statement.facts, statement.offset}, context);
    entry.consulted = context.names.take_recorded(statement.offset);
    entry.consulted_modules = context.modules != nullptr ? context.modules->take_recorded() : binding::ConsultedModules{};
    entry.consulted_catalog = std::exchange(consulted, {});
    entry.checked = true;
    ++checked_anew;
    return entry.result;
}

void FileEngine::State::forget_what_changed(const Environment& environment, const binding::Context& context) {
    EnvironmentKey now{environment.settings, environment.provider != nullptr, context.imports, context.created_relations,
                       environment.api == nullptr ? ServedApi{} : *environment.api};
    if (!(now == key)) {
        for (auto& [facts, entry] : cache) entry.checked = false;
        key = std::move(now);
    }
    const std::uint64_t modules_now = environment.provider == nullptr ? 0 : environment.provider->generation();
    if (std::exchange(generation, modules_now) != modules_now && context.modules != nullptr) {
        for (auto& [facts, entry] : cache) {
            entry.checked = entry.checked && context.modules->still_mean_the_same(entry.consulted_modules, *environment.catalog);
        }
    }
    if (catalog && catalog != environment.catalog) {
        const catalog::CatalogChange change(*catalog, *environment.catalog);
        for (auto& [facts, entry] : cache) entry.checked = entry.checked && !change.concerns(entry.consulted_catalog);
    }
    catalog = environment.catalog;
}

Analysis FileEngine::analyse(const Environment& environment) {
    State& state = *state_;
    Analysis analysis;
    analysis.has_syntax_error = state.facts.has_error;
    if (!state.not_analysed.empty()) {
        analysis.not_analysed = state.not_analysed;
        return analysis;
    }
    state.refresh_cache();
    const facts::ModuleNames names(state.facts);
    std::optional<binding::ProvidedModules> modules;
    if (environment.provider != nullptr) modules.emplace(*environment.provider, state.identity.path, names);
    catalog::Consulted consulted;
    const catalog::Catalog noting = environment.catalog->noting(consulted);
    const binding::Context context = state.make_context(names, environment, noting, modules ? &*modules : nullptr);
    state.forget_what_changed(environment, context);
    state.checked_anew = 0;
    for (const facts::PlacedStatement& statement : state.facts.statements) {
        if (environment.is_given_up != nullptr && environment.is_given_up->load()) {
            state.is_analysed = false;
            analysis = {};
            analysis.was_given_up = true;
            return analysis;
        }
        place(state.result_of(statement, context, consulted), statement.offset, state.facts, analysis);
    }
    const bool is_baseline_same = std::exchange(state.baseline, environment.baseline) == environment.baseline;
    analysis.is_unchanged = std::exchange(state.is_analysed, true) && is_baseline_same && state.checked_anew == 0;
    if (is_of_past_schema(state.facts, state.identity.path)) {
        leave_unchecked(state.facts, analysis);
        return analysis;
    }
    apply_ignores(state.facts, state.lines, *environment.settings, state.identity, true, analysis.findings);
    put_in_order(analysis.findings);
    excuse_baselined(environment, state.identity, analysis);
    return analysis;
}

Statistics& Statistics::operator+=(const Statistics& other) {
    models_checked += other.models_checked;
    queries_checked += other.queries_checked;
    queries_faulty += other.queries_faulty;
    queries_skipped += other.queries_skipped;
    sql_checked += other.sql_checked;
    sql_faulty += other.sql_faulty;
    sql_skipped += other.sql_skipped;
    relations_found += other.relations_found;
    fields_checked += other.fields_checked;
    columns_checked += other.columns_checked;
    for (std::size_t index = 0; index < muted.size(); ++index) muted[index] += other.muted[index];
    unchecked_lookalikes.insert(unchecked_lookalikes.end(), other.unchecked_lookalikes.begin(), other.unchecked_lookalikes.end());
    pending_uses.insert(pending_uses.end(), other.pending_uses.begin(), other.pending_uses.end());
    return *this;
}

}  // namespace rowtype::engine
