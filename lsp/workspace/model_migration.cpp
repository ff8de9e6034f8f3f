#include "lsp/workspace/model_migration.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <optional>

#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/mentions.h"
#include "lsp/workspace/moved_imports.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::workspace {

namespace {

using migration::ModelSwap;

constexpr std::size_t kFileCap = 64UL * 1024 * 1024;

// A file of old models, or the generated one, and all that is known of it.
struct ModelsFile {
    std::string path;  // absolute
    FileIdentity identity;
    PythonText text;
    std::unique_ptr<engine::FreshFile> fresh;
};

// A file that names one of the old modules.
struct Importer {
    std::string path;      // absolute
    std::string relative;  // to the root
    PythonText text;
    migration::RewrittenImports imports;
    std::optional<Error> obstacle;
    std::string unread;  // why it could not be read
};

// What has been read of the project's files so far.
class ReadTexts final : public migration::FileTexts {
public:
    explicit ReadTexts(const std::string& root) : root_(root) {}

    const std::string* text_of(const std::string& path) override {
        const auto [found, is_new] = texts_.try_emplace(path);
        if (is_new) {
            Result<std::string> bytes = read_file(join_path(root_, path), kFileCap);
            if (!bytes) return nullptr;
            if (Result<PythonText> text = decode_python(std::move(*bytes))) found->second = std::move(text->text);
        }
        return found->second ? &*found->second : nullptr;
    }

private:
    const std::string& root_;
    std::map<std::string, std::optional<std::string>> texts_;
};

// Where a file does more with a base than to derive from it ("app/users.py:12"); empty: nowhere.
using UsesOfBases = std::map<migration::ClassPlace, std::string>;

class Planner {
public:
    Planner(const MigrationRequest& request, WorkerPool& pool)
        : request_(request),
          root_(request.configuration->root),
          pool_(pool),
          facts_(root_, request.configuration->extraction),
          environment_{request.catalog, &request.settings, &facts_, nullptr, &request.api},
          texts_(root_) {}

    Result<MigrationPlan> run();

private:
    Status read_old_files();
    Status generate();
    void choose_names(Settings& settings);
    void choose_variants(GenerationSettings& generation);
    [[nodiscard]] std::set<std::string> tables_to_generate();
    void find_swaps();
    void find_importers();
    void keep_models_whose_bases_are_used(const std::vector<std::string>& files);
    void find_uses_of_bases(const std::string& path, UsesOfBases& uses);
    void read_importer(Importer& importer, const std::string& path);
    void rewrite();
    void keep_models_that_are_made_by_hand();
    [[nodiscard]] std::string hand_made_at(const MigratedModel& model) const;
    void take_over_importers();
    void look_for_mentions();
    void leave(const Importer& importer, std::uint32_t offset, const std::string& reason);
    [[nodiscard]] bool is_chosen(const ModelSwap& swap) const {
        return request_.tables.empty() || request_.tables.contains(swap.table);
    }
    [[nodiscard]] std::string relative(const std::string& path) const { return relative_path(path, root_); }

    const MigrationRequest& request_;
    const std::string& root_;
    WorkerPool& pool_;
    WorkspaceFacts facts_;
    engine::Environment environment_;
    std::vector<std::unique_ptr<ModelsFile>> old_files_;
    ModelsFile generated_;
    ReadTexts texts_;
    MovedByFile moved_;
    std::vector<std::string> modules_;  // how the old ones are called from the root
    std::vector<std::string> words_;    // the last part of each
    std::vector<Importer> importers_;
    MigrationPlan plan_;
};

Result<std::unique_ptr<ModelsFile>> read_models_file(const std::string& path, const Configuration& configuration) {
    Result<std::string> bytes = read_file(path, kFileCap);
    if (!bytes) return bytes.error();
    Result<PythonText> text = decode_python(std::move(*bytes));
    if (!text) return Error{Error::Kind::Usage, text.error().message, text.error().remedy, path};
    auto file = std::make_unique<ModelsFile>();
    file->path = path;
    file->identity = identify(configuration, path);
    file->identity.holds_models = true;  // whoever names it says so
    file->text = std::move(*text);
    return file;
}

Result<MigrationPlan> Planner::run() {
    Status ready;
    pool_.run_all(1, [&](std::size_t) {  // whose threads have the stack that analysis needs
        ready = read_old_files();
        if (ready) ready = generate();
        if (ready) find_swaps();
    });
    if (!ready) return ready.error();
    find_importers();
    rewrite();
    keep_models_that_are_made_by_hand();
    take_over_importers();
    look_for_mentions();
    std::ranges::sort(plan_.left, {}, [](const LeftPlace& left) { return std::pair(left.file, left.line); });
    return std::move(plan_);
}

Status Planner::read_old_files() {
    for (const std::string& path : request_.from) {
        Result<std::unique_ptr<ModelsFile>> read = read_models_file(path, *request_.configuration);
        if (!read) return read.error();
        ModelsFile& file = **read;
        file.fresh = std::make_unique<engine::FreshFile>(file.identity, file.text.text, environment_);
        if (!file.fresh->not_analysed().empty()) return Error{Error::Kind::Usage, file.fresh->not_analysed(), "", path};
        if (file.fresh->root().has_error()) {
            return Error{Error::Kind::Usage, "the file has a syntax error, so that nobody knows what its models are",
                         "mend it first", path};
        }
        for (ModelSwap& swap : migration::find_models(*file.fresh)) plan_.models.push_back({path, std::move(swap)});
        old_files_.push_back(std::move(*read));
    }
    return {};
}

Status Planner::generate() {
    plan_.module_is_new = !is_file(request_.to);
    if (!plan_.module_is_new) {
        Result<std::string> present = read_file(request_.to, kFileCap);
        if (!present) return present.error();
        plan_.module_before = std::move(*present);
        if (!plan_.module_before.empty() && !codegen::is_generated(plan_.module_before)) {
            return Error{Error::Kind::Usage, "rowtype did not generate this file and leaves it as it is",
                         "name another one with --to", request_.to};
        }
    }
    Settings settings = request_.settings;
    GenerationSettings generation = request_.generation;
    generation.layout = OutputLayout::File;  // imports of one module become imports of one module
    choose_names(settings);
    choose_variants(generation);
    const AccessProfile access = settings.access == AccessProfile::Automatic ? AccessProfile::Json : settings.access;
    const std::set<std::string> tables = tables_to_generate();
    plan_.module = codegen::generate_module(*request_.catalog, settings, generation, access, {tables.begin(), tables.end()});
    if (plan_.module.models.empty()) {
        return Error{Error::Kind::Usage, "there is no table to generate a model of", "rowtype show says what the schema has", ""};
    }
    return {};
}

// An old model's name is its table's, unless the configuration names it.
void Planner::choose_names(Settings& settings) {
    std::set<std::string> taken;
    for (const auto& [table, name] : settings.generate.class_names) taken.insert(name);
    for (const MigratedModel& model : plan_.models) {
        const ModelSwap& swap = model.swap;
        if (swap.role != binding::ModelRole::Row || settings.generate.class_names.contains(swap.table)) continue;
        if (!taken.insert(swap.class_name).second) continue;
        settings.generate.class_names[swap.table] = swap.class_name;
        plan_.class_names[swap.table] = swap.class_name;
    }
}

void Planner::choose_variants(GenerationSettings& generation) {
    const auto add = [&](binding::ModelRole role, ModelVariant variant, const char* name) {
        const bool is_wanted = std::ranges::any_of(
            plan_.models, [&](const MigratedModel& model) { return model.swap.role == role && is_chosen(model.swap); });
        if (!is_wanted || std::ranges::find(generation.variants, variant) != generation.variants.end()) return;
        generation.variants.push_back(variant);
        plan_.variants.emplace_back(name);
    };
    add(binding::ModelRole::Insert, ModelVariant::Insert, "insert");
    add(binding::ModelRole::Update, ModelVariant::Update, "update");
}

// Table by table: those that the module has by now stay in it.
std::set<std::string> Planner::tables_to_generate() {
    std::set<std::string> tables = request_.tables;
    if (tables.empty() || plan_.module_before.empty()) return tables;
    FileIdentity identity = identify(*request_.configuration, request_.to);
    identity.holds_models = true;
    const engine::FreshFile present(identity, plan_.module_before, environment_);
    for (const ModelSwap& swap : migration::find_models(present)) tables.insert(swap.table);
    return tables;
}

void Planner::find_swaps() {
    generated_.path = request_.to;
    generated_.identity = identify(*request_.configuration, request_.to);
    generated_.identity.holds_models = true;
    generated_.text.text = plan_.module.text;
    generated_.fresh = std::make_unique<engine::FreshFile>(generated_.identity, generated_.text.text, environment_);
    plan_.models.clear();
    for (const auto& file : old_files_) {
        const std::string name = relative(file->path);
        for (ModelSwap& swap : migration::find_swaps(*file->fresh, *generated_.fresh, request_.settings.generate.style,
                                                     request_.tables, facts_, texts_)) {
            if (!swap.new_name.empty()) moved_[name][swap.class_name] = swap.new_name;
            plan_.models.push_back({file->path, std::move(swap)});
        }
        std::string module = module_path(name);
        words_.push_back(module.substr(module.rfind('/') + 1));
        std::ranges::replace(module, '/', '.');
        modules_.push_back(std::move(module));
    }
}

void Planner::find_importers() {
    const Configuration& configuration = *request_.configuration;
    const Walk walk = collect_files({{root_}, root_, configuration.exclude}, pool_);
    std::vector<Importer> found(walk.files.size());
    std::atomic<std::size_t> done = 0;
    pool_.run_all(walk.files.size(), [&](std::size_t index) {
        if (walk.files[index] != request_.to) read_importer(found[index], walk.files[index]);
        if (request_.progress) request_.progress(++done, walk.files.size());
    });
    plan_.files_read = walk.files.size();
    keep_models_whose_bases_are_used(walk.files);
    for (Importer& importer : found) {
        if (importer.obstacle) plan_.obstacles.push_back(*importer.obstacle);
        if (!importer.unread.empty()) plan_.left.push_back({importer.path, 0, importer.unread, 0});
        if (!importer.path.empty() && !importer.obstacle && importer.unread.empty()) importers_.push_back(std::move(importer));
    }
}

// A class of settings that more is done with than to derive from it is missed where a class no longer derives from it.
void Planner::keep_models_whose_bases_are_used(const std::vector<std::string>& files) {
    UsesOfBases uses;
    for (const MigratedModel& model : plan_.models) {
        for (const migration::ClassPlace& base : model.swap.bases) uses[base];
    }
    if (uses.empty()) return;
    std::vector<UsesOfBases> found(files.size(), uses);
    pool_.run_all(files.size(), [&](std::size_t index) {
        if (files[index] != request_.to) find_uses_of_bases(files[index], found[index]);
    });
    for (const UsesOfBases& of_file : found) {
        for (const auto& [base, place] : of_file) {
            if (uses[base].empty()) uses[base] = place;
        }
    }
    for (MigratedModel& model : plan_.models) {
        for (const migration::ClassPlace& base : model.swap.bases) {
            if (model.swap.new_name.empty() || uses[base].empty()) continue;
            model.swap.reason = "it derives from " + base.name + ", which " + uses[base] + " uses";
            moved_[relative(model.file)].erase(model.swap.class_name);
            model.swap.new_name.clear();
        }
    }
}

// Of the bases in `uses`; those that the file does not name are taken out.
void Planner::find_uses_of_bases(const std::string& path, UsesOfBases& uses) {
    Result<std::string> bytes = read_file(path, kFileCap);
    if (!bytes) return;
    std::erase_if(uses, [&](const auto& use) { return bytes->find(use.first.name) == std::string::npos; });
    if (uses.empty()) return;
    const std::string name = relative(path);
    for (auto& [base, place] : uses) place = name;  // as long as nothing more is known of the file
    const Result<PythonText> text = decode_python(std::move(*bytes));
    if (!text) return;
    const FileIdentity identity = identify(*request_.configuration, path);
    const engine::FreshFile file(identity, text->text, environment_);
    if (!file.not_analysed().empty()) return;
    for (auto& [base, place] : uses) {
        const std::optional<Span> use = migration::use_of_base(file, base);
        place = use ? name + ":" + std::to_string(file.lines().line_column(file.text(), use->begin).line) : "";
    }
}

// Keeps the text of a file that names one of the old modules.
void Planner::read_importer(Importer& importer, const std::string& path) {
    Result<std::string> bytes = read_file(path, kFileCap);
    if (!bytes) {
        importer.path = path;
        importer.unread = bytes.error().message;
        return;
    }
    const bool concerns =
        std::ranges::any_of(words_, [&](const std::string& word) { return bytes->find(word) != std::string::npos; });
    if (!concerns) return;
    Result<PythonText> text = decode_python(std::move(*bytes));
    importer.path = path;
    importer.relative = relative(path);
    if (text) {
        importer.text = std::move(*text);
    } else {
        importer.obstacle = Error{Error::Kind::Usage, text.error().message, text.error().remedy, path};
    }
}

void Planner::rewrite() {
    pool_.run_all(importers_.size(), [&](std::size_t index) {
        Importer& importer = importers_[index];
        MovedImports modules(root_, importer.relative, relative(request_.to), moved_, facts_);
        importer.imports = migration::rewrite_imports(importer.text.text, modules, importer.relative.ends_with("__init__.py"));
    });
}

// A class with more fields than its predecessor is no substitute where code makes one field by field.
void Planner::keep_models_that_are_made_by_hand() {
    bool is_changed = false;
    for (MigratedModel& model : plan_.models) {
        if (model.swap.new_name.empty()) continue;
        const std::string place = hand_made_at(model);
        if (place.empty()) continue;
        const bool gains = !model.swap.gains.empty();
        model.swap.reason =
            place + (gains ? " makes one without " + model.swap.gains.front() + ", which the generated class has too"
                           : " makes one by the places of its fields");
        moved_[relative(model.file)].erase(model.swap.class_name);
        model.swap.new_name.clear();
        is_changed = true;
    }
    if (is_changed) rewrite();
}

// "app/users.py:12"; empty where the class is made of rows alone, or with all that the new one has.
std::string Planner::hand_made_at(const MigratedModel& model) const {
    const migration::MovedNames& names = moved_.at(relative(model.file));
    for (const Importer& importer : importers_) {
        for (const migration::Construction& construction : importer.imports.constructions) {
            if (construction.module != &names || construction.name != model.swap.class_name) continue;
            const bool lacks = !construction.has_splat && std::ranges::any_of(model.swap.gains, [&](const std::string& gain) {
                return std::ranges::find(construction.keywords, gain) == construction.keywords.end();
            });
            if (!lacks && !construction.has_positional) continue;
            const LineIndex lines(importer.text.text);
            return importer.relative + ":" + std::to_string(lines.line_column(importer.text.text, construction.span.begin).line);
        }
    }
    return "";
}

// Why a file that would have to be written cannot be.
std::optional<Error> write_objection(const std::string& path, const std::string& root) {
    const auto objection = [&](std::string message, std::string remedy) {
        return Error{Error::Kind::Io, std::move(message), std::move(remedy), path};
    };
    struct stat status {};
    if (!is_inside(real_path(path), real_path(root))) {
        return objection("the file is a link that leads out of the project", "replace the link by a copy, or exclude it");
    }
    if (::stat(path.c_str(), &status) != 0) return objection("the file is gone", "run the command again");
    if (status.st_nlink > 1) {
        return objection("the file has several hard links, which a safe write would part", "make a copy of it the file");
    }
    if (::access(path.c_str(), W_OK) != 0) return objection("the file must not be written", write_remedy(errno));
    if (::access(parent_folder(real_path(path)).c_str(), W_OK) != 0) {
        return objection("no file can be made in its folder", write_remedy(errno));
    }
    return std::nullopt;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char byte) { return static_cast<unsigned char>(byte) < 0x80; });
}

void Planner::take_over_importers() {
    std::set<std::string> seen;  // a link and what it leads to are one file
    for (const Importer& importer : importers_) {
        for (const migration::LeftPlace& left : importer.imports.left) leave(importer, left.span.begin, left.reason);
        if (!importer.imports.refusal.empty()) plan_.left.push_back({importer.path, 0, importer.imports.refusal, 0});
        if (importer.imports.edits.empty() || !seen.insert(real_path(importer.path)).second) continue;
        std::optional<Error> objection = write_objection(importer.path, root_);
        const bool is_encodable =
            importer.text.encoding == PythonEncoding::Utf8 ||
            std::ranges::all_of(importer.imports.edits, [](const findings::TextEdit& edit) { return is_ascii(edit.text); });
        if (!objection && !is_encodable) {
            objection = Error{Error::Kind::Io, "a class has a name that the encoding of the file may not have", "make it UTF-8",
                              importer.path};
        }
        if (objection) plan_.obstacles.push_back(std::move(*objection));
        std::string after = migration::applied(importer.text.text, importer.imports.edits);
        plan_.files.push_back({importer.path, importer.text, std::move(after)});
    }
    if (!plan_.module_is_new && plan_.module.text != plan_.module_before) {
        if (std::optional<Error> objection = write_objection(request_.to, root_))
            plan_.obstacles.push_back(std::move(*objection));
    }
}

// A place in a file, by its lines now and behind the edits.
void Planner::leave(const Importer& importer, std::uint32_t offset, const std::string& reason) {
    const std::string& text = importer.text.text;
    const std::uint32_t line = LineIndex(text).line_column(text, offset).line;
    std::ptrdiff_t after = line;
    for (const findings::TextEdit& edit : importer.imports.edits) {
        if (edit.span.end > offset) continue;
        after += std::ranges::count(edit.text, '\n') - std::ranges::count(slice(text, edit.span), '\n');
    }
    plan_.left.push_back({importer.path, line, reason, static_cast<std::uint32_t>(after)});
}

void Planner::look_for_mentions() {
    std::vector<std::string> modules;  // that something moved out of
    for (std::size_t i = 0; i < old_files_.size(); ++i) {
        const auto moved = moved_.find(relative(old_files_[i]->path));
        if (moved != moved_.end() && !moved->second.empty()) modules.push_back(modules_[i]);
    }
    if (modules.empty()) return;
    for (const Importer& importer : importers_) {
        for (const Mention& mention : mentions_in_strings(importer.text.text, modules)) {
            const Span place{mention.offset, mention.offset + static_cast<std::uint32_t>(mention.text.size())};
            const auto is_here = [&](const auto& other) { return other.span.begin < place.end && place.begin < other.span.end; };
            // An annotation is rewritten where it stands; of other texts that name what the file imports it was said already.
            const bool is_known =
                std::ranges::any_of(importer.imports.edits, is_here) || std::ranges::any_of(importer.imports.left, is_here);
            if (!is_known) leave(importer, mention.offset, "the text \"" + mention.text + "\" names the old module");
        }
    }
    for (const std::string& path : notebooks_and_stubs(root_)) {
        const Result<std::string> bytes = read_file(path, kFileCap);
        if (bytes && seems_to_import(*bytes, modules)) {
            plan_.left.push_back(
                {path, 0,
                 path.ends_with(".pyi") ? "imports of stubs are not rewritten" : "imports of notebooks are not rewritten", 0});
        }
    }
}

}  // namespace

Result<MigrationPlan> plan_migration(const MigrationRequest& request, WorkerPool& pool) { return Planner(request, pool).run(); }

std::vector<std::string> configured_model_files(const Configuration& configuration, const std::string& generated,
                                                WorkerPool& pool) {
    Walk walk = collect_files({{configuration.root}, configuration.root, configuration.exclude}, pool);
    std::erase_if(walk.files, [&](const std::string& file) {
        if (file == generated || !is_selected(relative_path(file, configuration.root), configuration.models)) return true;
        const Result<std::string> bytes = read_file(file, kFileCap);
        return bytes && codegen::is_generated(*bytes);
    });
    return walk.files;
}

}  // namespace rowtype::workspace
