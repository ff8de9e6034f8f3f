#include "lsp/workspace/project_check.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

#include "analysis/binding/model_table.h"
#include "analysis/engine/file_uses.h"
#include "analysis/facts/extract.h"
#include "analysis/facts/sql_file.h"
#include "analysis/facts/triggers.h"
#include "analysis/syntax/syntax_tree.h"
#include "lsp/workspace/cache_folder.h"
#include "lsp/workspace/cached_analysis.h"
#include "lsp/workspace/file_notes.h"
#include "lsp/workspace/loaded_sql_files.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/program_identity.h"
#include "lsp/workspace/project_files.h"
#include "lsp/workspace/read_into.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/subclass_search.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::workspace {

namespace {

// Above this a file is not even scanned; the parser's own cap is far below and says so itself.
constexpr std::size_t kReadCap = 256UL * 1024 * 1024;
// Bytes of files to analyse; less is done in some hundredths of a second, and a small project is left alone.
constexpr std::size_t kWorthKeeping = 256UL * 1024;

// Texts of files that wait to be analysed; what is more is read again.
constexpr std::size_t kMostKeptBytes = 64UL * 1024 * 1024;

// The bytes of a file where somebody has them: from the disk, or in place of what is there, and then to the end of the run.
struct Bytes {
    const std::string* text = nullptr;
    bool is_given = false;
};

// A file that is to be analysed.
struct Waiting {
    CheckedFile file;
    FileNotesPointer notes;
    bool has_classes = false;
    std::optional<std::string> read = {};
    const std::string* given = nullptr;

    [[nodiscard]] const std::string* text() const { return read ? &*read : given; }
};

// One run: what its threads share.
class Run {
public:
    explicit Run(const ProjectCheckRequest& request)
        : request_(request),
          configuration_(*request.configuration),
          facts_(std::make_unique<WorkspaceFacts>(configuration_.root, configuration_.extraction, request.most_entries)),
          loaded_sql_(configuration_.root) {
        environment_.catalog = request.catalog;
        environment_.settings = &configuration_.settings;
        environment_.provider = facts_.get();
        environment_.baseline = request.baseline;
        environment_.api = &request.api;
        open_cache();
        if (request.changed_files != nullptr) take_changed_files(*facts_, configuration_, *request.changed_files);
    }

    ProjectCheck check(WorkerPool& pool);
    std::optional<CheckedFile> missing_models(WorkerPool& pool);

private:
    void open_cache();
    [[nodiscard]] bool may_use_cache() const;
    void save_cache();
    [[nodiscard]] std::vector<std::string> roots() const;
    [[nodiscard]] Walk files_below(const std::vector<std::string>& roots, WorkerPool& pool) const;
    [[nodiscard]] std::vector<std::string> own_files(std::vector<std::string> files) const;
    bool look_at(const std::string& path);
    bool look_at_text(const std::string& path, const std::string& text);
    bool look_at_noted(const std::string& path, FileNotesPointer notes, Bytes bytes);
    void let_wait(Waiting waiting, Bytes bytes);
    [[nodiscard]] bool may_keep(std::size_t size);
    void analyse_waiting(WorkerPool& pool, const std::function<void()>& finish_one);
    void check_loaded_sql(const std::vector<std::string>& python_files, WorkerPool& pool);
    void analyse(CheckedFile file, const FileNotes& notes, const std::string* text);
    void analyse_text(CheckedFile file, const KeyedHash& bytes, const std::string& text);
    [[nodiscard]] bool read_text(CheckedFile& file, const std::optional<KeyedHash>& bytes, const std::string* text);
    void take(CheckedFile file, std::size_t size);
    [[nodiscard]] CheckedFile start(const std::string& path) const;
    [[nodiscard]] engine::Analysis analysis_of(const FileIdentity& identity, const KeyedHash& bytes, const std::string& text);
    void look_for_lookalikes(WorkerPool& pool);
    void note(const std::string& path, const std::string& message);
    void add_missing_models(WorkerPool& pool);
    std::optional<CheckedFile> at_models_key(std::vector<findings::Finding> missing);
    // Puts aside what the baseline excuses.
    void hand_over(std::vector<findings::Finding> missing, CheckedFile& file);
    [[nodiscard]] std::vector<engine::ModelSummary> models_outside(const std::vector<std::string>& checked, WorkerPool& pool);

    const ProjectCheckRequest& request_;
    const Configuration& configuration_;
    std::unique_ptr<WorkspaceFacts> facts_;
    LoadedSqlFiles loaded_sql_;
    SubclassSearch subclasses_;
    std::vector<Waiting> waiting_;
    std::size_t kept_bytes_ = 0;
    engine::Environment environment_;
    std::optional<CheckCache> cache_;
    std::optional<NotedFiles> noted_;
    std::optional<CachedAnalysis> cached_;
    std::mutex mutex_;
    ProjectCheck result_;
};

bool is_mapped(const Configuration& configuration, const FileIdentity& identity);
bool concerns_us(const Configuration& configuration, const FileIdentity& identity, std::string_view text);
bool has_something_to_say(const CheckedFile& file);
bool shows_text(const CheckedFile& file);

}  // namespace

void take_changed_files(WorkspaceFacts& facts, const Configuration& configuration,
                        const std::map<std::string, std::string>& changed) {
    for (const auto& [path, bytes] : changed) {
        const Result<PythonText> text = decode_python(bytes);
        if (!text || facts::is_sql_file(path)) continue;
        const FileIdentity identity = identify(configuration, path);
        const syntax::ParseOutcome outcome = syntax::parse(text->text);
        if (!outcome.tree) continue;
        auto said =
            std::make_shared<const facts::FileFacts>(facts::extract_facts(*outcome.tree, text->text, identity.extraction));
        facts::SubclassCounts bases = facts::subclass_counts(*said);
        facts.set_facts(identity.path, std::move(said), std::move(bases), LineIndex(text->text));
    }
}

ProjectCheck check_project(const ProjectCheckRequest& request, WorkerPool& pool) {
    auto run = std::make_shared<Run>(request);
    ProjectCheck result = run->check(pool);
    // What it kept is given back while the caller goes on; nothing of the request is looked at then.
    pool.post([held = std::move(run)] {});
    return result;
}

std::optional<CheckedFile> find_missing_models(const Configuration& configuration, const catalog::CatalogPointer& catalog,
                                               const findings::Baseline* baseline, WorkerPool& pool) {
    if (configuration.models_key.empty()) return std::nullopt;
    ProjectCheckRequest request;
    request.configuration = &configuration;
    request.catalog = catalog;
    request.baseline = baseline;
    return Run(request).missing_models(pool);
}

void merge(ProjectCheck& into, ProjectCheck other) {
    std::move(other.files.begin(), other.files.end(), std::back_inserter(into.files));
    std::move(other.notes.begin(), other.notes.end(), std::back_inserter(into.notes));
    std::ranges::sort(into.files, {}, &CheckedFile::absolute_path);
    std::ranges::sort(into.notes, {}, &WalkNote::path);
    into.too_large_roots.merge(other.too_large_roots);
    into.statistics += other.statistics;
    into.files_found += other.files_found;
    into.files_analysed += other.files_analysed;
    into.bytes_found += other.bytes_found;
    into.bytes_analysed += other.bytes_analysed;
    into.has_models_files = into.has_models_files || other.has_models_files;
    into.creates_mapped_tables = into.creates_mapped_tables || other.creates_mapped_tables;
}

std::vector<std::string> concerned_files(const Configuration& configuration, const std::vector<std::string>& files,
                                         WorkerPool& pool) {
    std::vector<char> concerned(files.size(), 0);
    pool.run_all(files.size(), [&](std::size_t index) {
        const Result<std::string> text = read_file(files[index], kReadCap);
        concerned[index] = !text || concerns_us(configuration, identify(configuration, files[index]), *text) ? 1 : 0;
    });
    std::vector<std::string> found;
    for (std::size_t index = 0; index < files.size(); ++index) {
        if (concerned[index] != 0) found.push_back(files[index]);
    }
    return found;
}

bool may_hold_models(const Configuration& configuration, const FileIdentity& identity, std::string_view text) {
    return identity.holds_models || is_mapped(configuration, identity) || text.find("rowtype:") != std::string_view::npos;
}

namespace {

ProjectCheck Run::check(WorkerPool& pool) {
    Walk walk;
    if (request_.walk) {
        walk = *request_.walk;
    } else if (!request_.given_text || !request_.paths.empty()) {
        walk = files_below(roots(), pool);
    }
    const std::vector<std::string>& files = walk.files;
    result_.notes = std::move(walk.notes);
    std::atomic<std::size_t> done{0};
    const std::size_t total = files.size() + (request_.given_text ? 1 : 0);
    result_.files_found = total;
    const auto finish_one = [&] {
        const std::size_t finished = done.fetch_add(1) + 1;
        if (request_.progress) request_.progress(finished, total);
    };
    pool.run_all(files.size(), [&](std::size_t index) {
        if (look_at(files[index])) finish_one();
    });
    if (request_.given_text && look_at_text(request_.given_text->path, request_.given_text->text)) finish_one();
    analyse_waiting(pool, finish_one);
    check_loaded_sql(files, pool);
    look_for_lookalikes(pool);
    if (request_.report_missing_models && result_.has_models_files) add_missing_models(pool);
    if (request_.asks_for_created_tables) result_.creates_mapped_tables = facts_->creates_mapped_tables(*request_.catalog);
    if (facts_->is_known_too_large()) result_.too_large_roots.insert(configuration_.root);
    std::erase_if(result_.files, [](const CheckedFile& file) { return !has_something_to_say(file); });
    std::sort(result_.files.begin(), result_.files.end(),
              [](const CheckedFile& left, const CheckedFile& right) { return left.identity.path < right.identity.path; });
    std::sort(result_.notes.begin(), result_.notes.end(),
              [](const WalkNote& left, const WalkNote& right) { return left.path < right.path; });
    std::ranges::sort(result_.statistics.unchecked_lookalikes);  // the threads' order is nobody's
    save_cache();
    return std::move(result_);
}

void Run::open_cache() {
    const std::string program = may_use_cache() ? program_identity() : "";
    const std::optional<HashKey> key = program.empty() ? std::nullopt : user_cache_key();
    if (key) cache_.emplace(configuration_.root, *key);
    noted_.emplace(cache_ ? &*cache_ : nullptr, program, configuration_.extraction);
    facts_->use_notes(*noted_);
    if (cache_) cached_.emplace(*cache_, program, *facts_, environment_, request_.wants_fixes);
}

bool Run::may_use_cache() const {
    // A text from standard input is another each time.
    if (!request_.uses_cache || !configuration_.cache || request_.given_text || request_.changed_files != nullptr ||
        request_.gather_uses) {
        return false;
    }
    return !configuration_.file.empty() || !repository_root(configuration_.root).empty();
}

void Run::save_cache() {
    if (cache_ && (cache_->existed() || result_.bytes_analysed >= kWorthKeeping)) cache_->save();
}

engine::Analysis Run::analysis_of(const FileIdentity& identity, const KeyedHash& bytes, const std::string& text) {
    if (cached_) return cached_->analyse(identity, bytes, text);
    return request_.wants_fixes ? engine::analyse_with_fixes(identity, text, environment_)
                                : engine::analyse_text(identity, text, environment_);
}

std::vector<std::string> Run::roots() const {
    return request_.paths.empty() ? std::vector<std::string>{configuration_.root} : request_.paths;
}

Walk Run::files_below(const std::vector<std::string>& roots, WorkerPool& pool) const {
    WalkRequest walk_request;
    walk_request.roots = roots;
    walk_request.base = configuration_.root;
    walk_request.exclude = configuration_.exclude;
    return collect_files(walk_request, pool);
}

// Says whether that is all: other files wait to be analysed.
bool Run::look_at(const std::string& path) {
    if (request_.changed_files != nullptr) {
        const auto changed = request_.changed_files->find(path);
        if (changed != request_.changed_files->end()) return look_at_text(path, changed->second);
    }
    constexpr std::size_t kMostKept = 1UL * 1024 * 1024;
    thread_local std::string text;
    bool was_read = false;
    const auto part = facts::is_sql_file(path) ? NotedFiles::Part::Hash : NotedFiles::Part::Scan;
    Result<FileNotesPointer> notes = noted_->of(path, part, kReadCap, text, was_read);
    if (!notes) {
        note(path, notes.error().message);
        return true;
    }
    const bool is_done = look_at_noted(path, std::move(*notes), {was_read ? &text : nullptr, false});
    if (text.capacity() > kMostKept) text = {};
    return is_done;
}

bool Run::look_at_text(const std::string& path, const std::string& text) {
    return look_at_noted(path, std::make_shared<const FileNotes>(noted_->notes_of(text)), {&text, true});
}

bool Run::look_at_noted(const std::string& path, FileNotesPointer notes, Bytes bytes) {
    CheckedFile file = start(path);
    if (facts::is_sql_file(path)) {
        let_wait({.file = std::move(file), .notes = std::move(notes)}, bytes);
        return false;
    }
    const ScanNotes& scan = *notes->scan;
    loaded_sql_.take(path, scan.sql_loads);
    std::vector<facts::ClassHead> heads;
    heads.reserve(scan.classes.size());
    for (const auto& [name, bases] : scan.classes) heads.push_back({name, bases});
    // A models file is analysed whatever it holds; any other only when its bytes show that it can hold a fact.
    if (scan.shown == facts::Shown::Facts || binding::names_count(file.identity) || is_mapped(configuration_, file.identity)) {
        subclasses_.take(heads);
        let_wait({.file = std::move(file), .notes = std::move(notes), .has_classes = !heads.empty()}, bytes);
        return false;
    }
    subclasses_.pass_over(path, heads);
    const std::lock_guard lock(mutex_);
    result_.bytes_found += notes->size;
    result_.judged_files.push_back(std::move(file.identity.path));
    return true;
}

void Run::let_wait(Waiting waiting, Bytes bytes) {
    if (bytes.is_given) {
        waiting.given = bytes.text;
    } else if (bytes.text != nullptr && may_keep(bytes.text->size())) {
        waiting.read = *bytes.text;  // others go on meanwhile
    }
    const std::lock_guard lock(mutex_);
    waiting_.push_back(std::move(waiting));
}

bool Run::may_keep(std::size_t size) {
    const std::lock_guard lock(mutex_);
    if (kept_bytes_ + size > kMostKeptBytes) return false;
    kept_bytes_ += size;
    return true;
}

// All files have been looked at by now: what the first questions to the whole project need of each is known. Files with classes come
// last, since what is imported for its facts is mostly among them: when the others have been analysed many of these are parsed already
// (binding/known_facts.h), a sixth to a quarter of all that was parsed, on four projects of 40 to 600 files. Large ones come before
// small ones, so that no thread is left alone with one at the end.
void Run::analyse_waiting(WorkerPool& pool, const std::function<void()>& finish_one) {
    std::ranges::sort(waiting_, [](const Waiting& left, const Waiting& right) {
        return std::tuple(left.has_classes, right.notes->size, std::string_view(left.file.identity.path)) <
               std::tuple(right.has_classes, left.notes->size, std::string_view(right.file.identity.path));
    });
    pool.run_all(waiting_.size(), [&](std::size_t index) {
        Waiting one = std::move(waiting_[index]);
        analyse(std::move(one.file), *one.notes, one.text());
        finish_one();
    });
    waiting_.clear();
    kept_bytes_ = 0;
}

// What Python files loaded, wherever in the project it stands; files that somebody named are among those checked already.
void Run::check_loaded_sql(const std::vector<std::string>& python_files, WorkerPool& pool) {
    if (loaded_sql_.empty()) return;
    WalkRequest walk_request;
    walk_request.roots = {configuration_.root};
    walk_request.base = configuration_.root;
    walk_request.exclude = configuration_.exclude;
    walk_request.endings = {".sql"};
    const auto has_other_database = [&] {
        std::atomic<bool> found{false};
        pool.run_all(python_files.size(), [&](std::size_t index) {
            if (found.load()) return;
            const Result<std::string> text = read_file(python_files[index], kReadCap);
            if (text && names_other_database(*text)) found = true;
        });
        return found.load();
    };
    std::vector<std::string> files = loaded_sql_.among(own_files(collect_files(walk_request, pool).files), has_other_database);
    std::erase_if(files, [&](const std::string& file) { return std::ranges::binary_search(python_files, file); });
    pool.run_all(files.size(), [&](std::size_t index) { (void)look_at(files[index]); });
    analyse_waiting(pool, [] {});
}

// Classes that look like tables are counted where `models` does not name their file, also those whose base class alone, in
// another file, shows what they are. Nothing else is said of a class that is in no `models` file, so only a table's name is worth a parse.
void Run::look_for_lookalikes(WorkerPool& pool) {
    if (!request_.report_missing_models) return;
    const std::vector<std::string> files = subclasses_.derived_files([&](const std::string& name) {
        return binding::table_by_name(name, *request_.catalog, configuration_.settings).has_value();
    });
    pool.run_all(files.size(), [&](std::size_t index) {
        const Result<FileNotesPointer> notes = noted_->of(files[index], NotedFiles::Part::Hash, kReadCap);
        if (!notes) return;
        {
            const std::lock_guard lock(mutex_);
            result_.bytes_found -= (*notes)->size;  // once more below
        }
        analyse(start(files[index]), **notes, nullptr);
    });
}

CheckedFile Run::start(const std::string& path) const {
    CheckedFile file;
    file.identity = identify(configuration_, path);
    file.absolute_path = path;
    file.fail_on = configuration_.fail_on;
    return file;
}

// A file of which an earlier run knows all that is said of it is not even read, unless its lines are to be shown.
void Run::analyse(CheckedFile file, const FileNotes& notes, const std::string* text) {
    if (cached_) {
        if (auto analysis = cached_->recall(file.identity, notes.hash)) {
            file.analysis = std::move(*analysis);
            if (!shows_text(file) || read_text(file, notes.hash, text)) return take(std::move(file), notes.size);
            file.analysis = {};  // the file changed under our hands
        }
    }
    if (text != nullptr) return analyse_text(std::move(file), notes.hash, *text);
    const Result<std::string> now = read_file(file.absolute_path, kReadCap);
    if (!now) return note(file.absolute_path, now.error().message);
    analyse_text(std::move(file), noted_->hash_of(*now), *now);
}

void Run::analyse_text(CheckedFile file, const KeyedHash& bytes, const std::string& text) {
    Result<PythonText> decoded = decode_python(text);
    file.text = decoded ? std::move(decoded->text) : text;
    if (decoded) {
        file.encoding = decoded->encoding;
        file.analysis = request_.gather_uses ? engine::analyse_with_uses(file.identity, file.text, environment_, file.uses)
                                             : analysis_of(file.identity, bytes, file.text);
    } else {
        file.analysis.not_analysed = decoded.error().message;
    }
    take(std::move(file), text.size());
}

// False where the file no longer has those bytes. `text`: it, where somebody has read it.
bool Run::read_text(CheckedFile& file, const std::optional<KeyedHash>& bytes, const std::string* text) {
    std::string now;
    if (text != nullptr) now = *text;
    else if (!read_file_into(file.absolute_path, kReadCap, now) || (bytes && noted_->hash_of(now) != *bytes)) return false;
    Result<PythonText> decoded = decode_python(std::move(now));
    if (!decoded) return false;
    file.encoding = decoded->encoding;
    file.text = std::move(decoded->text);
    return true;
}

void Run::take(CheckedFile file, std::size_t size) {
    if (log::is_enabled(log::Level::Trace)) log::write(log::Level::Trace, "analysed " + file.absolute_path);
    const bool says_something = has_something_to_say(file);
    if (says_something) file.lines = LineIndex(file.text);
    const std::lock_guard lock(mutex_);
    result_.bytes_found += size;
    result_.bytes_analysed += size;
    ++result_.files_analysed;
    if (!file.analysis.not_analysed && !file.analysis.has_syntax_error) result_.judged_files.push_back(file.identity.path);
    result_.statistics += file.analysis.statistics;
    result_.has_models_files = result_.has_models_files || file.identity.holds_models;
    // Text that nobody will show need not wait for the end of the run.
    if (says_something) result_.files.push_back(std::move(file));
}

void Run::note(const std::string& path, const std::string& message) {
    const std::lock_guard lock(mutex_);
    result_.notes.push_back({path, message});
}

// A table without a model is said where the configuration says which files hold models; where it does not (--model-path),
// at the first of those files. Models elsewhere in the project count, also when only a part of it is being checked.
void Run::add_missing_models(WorkerPool& pool) {
    std::vector<engine::ModelSummary> models = models_outside(roots(), pool);
    CheckedFile* first = nullptr;
    // A file that holds models already comes before an empty __init__.py.
    const auto rank = [](const CheckedFile& file) {
        return std::pair(file.analysis.models.empty(), std::string_view(file.identity.path));
    };
    for (CheckedFile& file : result_.files) {
        models.insert(models.end(), file.analysis.models.begin(), file.analysis.models.end());
        if (file.identity.holds_models && (first == nullptr || rank(file) < rank(*first))) first = &file;
    }
    if (first == nullptr) return;
    std::vector<findings::Finding> missing = engine::missing_models(*request_.catalog, configuration_.settings, models);
    if (configuration_.models_key.empty()) {
        if (!missing.empty() && first->text.empty() && read_text(*first, std::nullopt, nullptr))
            first->lines = LineIndex(first->text);
        return hand_over(std::move(missing), *first);
    }
    result_.judged_files.push_back(identify(configuration_, configuration_.file).path);
    if (auto file = at_models_key(std::move(missing))) result_.files.push_back(std::move(*file));
}

void Run::hand_over(std::vector<findings::Finding> missing, CheckedFile& file) {
    if (request_.baseline != nullptr) {
        file.baselined_project_findings = findings::take_baselined(*request_.baseline, file.identity.path, missing);
    }
    file.project_findings = std::move(missing);
}

std::optional<CheckedFile> Run::missing_models(WorkerPool& pool) {
    const std::vector<engine::ModelSummary> models = models_outside({}, pool);
    if (!result_.has_models_files) return std::nullopt;
    return at_models_key(engine::missing_models(*request_.catalog, configuration_.settings, models));
}

std::optional<CheckedFile> Run::at_models_key(std::vector<findings::Finding> missing) {
    if (missing.empty()) return std::nullopt;
    Result<std::string> text = read_file(configuration_.file, kReadCap);
    if (!text) {
        note(configuration_.file, text.error().message);
        return std::nullopt;
    }
    CheckedFile file;
    file.identity = identify(configuration_, configuration_.file);
    file.identity.holds_models = false;
    file.absolute_path = configuration_.file;
    file.fail_on = configuration_.fail_on;
    file.text = std::move(*text);
    file.lines = LineIndex(file.text);
    for (findings::Finding& finding : missing) finding.span = configuration_.models_key;
    hand_over(std::move(missing), file);
    return file;
}

// Without those that a configuration further down, or another database, holds for.
std::vector<std::string> Run::own_files(std::vector<std::string> files) const {
    for (ProjectFiles& project : divide_by_project({configuration_, {}, {}}, configuration_.root, files)) {
        if (project.loaded.configuration.root != configuration_.root) continue;
        std::erase_if(project.files, [&](const std::string& file) {
            const DatabaseEntry* const entry = database_of_file(configuration_, file);
            return configuration_.database != (entry == nullptr ? "" : entry->name);
        });
        return std::move(project.files);
    }
    return {};
}

// The models of those files of the project that are not below one of `checked`.
std::vector<engine::ModelSummary> Run::models_outside(const std::vector<std::string>& checked, WorkerPool& pool) {
    const auto covers_root = [&](const std::string& path) { return is_inside(configuration_.root, path); };
    if (std::any_of(checked.begin(), checked.end(), covers_root)) return {};
    std::vector<std::string> files = own_files(files_below({configuration_.root}, pool).files);
    std::erase_if(files, [&](const std::string& path) {
        return std::any_of(checked.begin(), checked.end(), [&](const auto& root) { return is_inside(path, root); });
    });
    std::vector<engine::ModelSummary> models;
    pool.run_all(files.size(), [&](std::size_t index) {
        const Result<std::string> text = read_file(files[index], kReadCap);
        if (!text) return;
        const FileIdentity identity = identify(configuration_, files[index]);
        if (!may_hold_models(configuration_, identity, *text)) return;
        const Result<PythonText> decoded = decode_python(*text);
        if (!decoded) return;  // a check of the file itself says why
        const engine::Analysis analysis = analysis_of(identity, noted_->hash_of(*text), decoded->text);
        const std::lock_guard lock(mutex_);
        result_.has_models_files = result_.has_models_files || identity.holds_models;
        models.insert(models.end(), analysis.models.begin(), analysis.models.end());
    });
    return models;
}

// Whether [tool.rowtype.tables] names a class of this module: "app.models:Profile", by its full path or the end of it, as
// binding reads it.
bool is_mapped(const Configuration& configuration, const FileIdentity& identity) {
    const auto& tables = configuration.settings.tables;
    return std::any_of(tables.begin(), tables.end(), [&](const auto& entry) {
        const std::string module = entry.second.substr(0, entry.second.find(':'));
        return identity.module == module || identity.module.ends_with("." + module);
    });
}

// A models file is analysed whatever it holds; any other only when its bytes show that it can hold a fact.
bool concerns_us(const Configuration& configuration, const FileIdentity& identity, std::string_view text) {
    if (facts::is_sql_file(identity.path)) return true;
    facts::Triggers triggers;
    triggers.extraction = identity.extraction;
    return identity.holds_models || is_mapped(configuration, identity) || facts::may_hold_facts(text, triggers) ||
           facts::may_hold_facts(text_of_wide_bytes(text), triggers);
}

// Models files stay: a table without a model is said at one of them.
bool has_something_to_say(const CheckedFile& file) {
    return !file.analysis.findings.empty() || !file.analysis.models.empty() || file.analysis.not_analysed.has_value() ||
           !file.analysis.baselined.empty() || !file.project_findings.empty() || !file.baselined_project_findings.empty() ||
           !file.analysis.statistics.unchecked_lookalikes.empty() || file.identity.holds_models || !file.uses.empty();
}

// Whether reports name places in it.
bool shows_text(const CheckedFile& file) {
    return !file.analysis.findings.empty() || !file.analysis.baselined.empty() || file.analysis.not_analysed.has_value();
}

}  // namespace

}  // namespace rowtype::workspace
