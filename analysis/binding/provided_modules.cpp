#include "analysis/binding/provided_modules.h"

#include <algorithm>
#include <iterator>

#include "analysis/binding/file_places.h"

namespace rowtype::binding {

ProvidedModules::ProvidedModules(FactsProvider& provider, const std::string& analysed_file, const facts::ModuleNames& names)
    : provider_(provider), makers_(dynamic_cast<RelationMakers*>(&provider)) {
    auto own = std::make_unique<ProvidedModule>();
    own->path = analysed_file;
    own->names = &names;
    analysed_file_ = own.get();
    by_names_[&names] = analysed_file_;
    modules_[analysed_file] = std::move(own);
}

const ProvidedModule* ProvidedModules::find(const std::string& importing_file, const facts::ModuleReference& module) {
    if (recording_) {
        Key key(importing_file, module);
        if (std::ranges::find(asked_, key) == asked_.end()) asked_.push_back(std::move(key));
    }
    return look_up(importing_file, module);
}

const ProvidedModule* ProvidedModules::find(const std::string& importing_file, const facts::Import& import, ImportPart part) {
    const auto known = by_import_.find({&import, part});
    // What is asked while somebody records is to be noted, known or not.
    if (known != by_import_.end() && !recording_) return known->second;
    const bool is_module = part == ImportPart::Module;
    const ProvidedModule* const found = find(importing_file, is_module ? facts::module_of(import) : facts::submodule_of(import));
    by_import_[{&import, part}] = found;
    return found;
}

const ProvidedModule* ProvidedModules::loaded(const std::string& file) const {
    const auto found = modules_.find(file);
    return found == modules_.end() ? nullptr : found->second.get();
}

const facts::ModuleNames* ProvidedModules::names_of(const facts::ModuleNames& importing, const facts::ModuleReference& module) {
    const auto found = by_names_.find(&importing);
    const ProvidedModule* named = found == by_names_.end() ? nullptr : find(found->second->path, module);
    return named == nullptr ? nullptr : named->names;
}

bool ProvidedModules::makes_relation(const std::string& name, const catalog::Catalog& catalog) {
    const bool is_made = makers_ != nullptr && makers_->makes_relation(name, catalog);
    if (recording_) asked_relations_.emplace_back(name, is_made);
    return is_made;
}

std::optional<bool> ProvidedModules::may_be_added(const std::string& class_name, const std::string& attribute) {
    const std::optional<bool> answer = provider_.may_be_added(class_name, attribute);
    if (recording_) asked_additions_.push_back({class_name, attribute, answer});
    return answer;
}

void ProvidedModules::start_numbering() {
    numbering_ = true;
    numbered_.clear();
}

std::uint32_t ProvidedModules::number_of(const facts::ModuleNames& module, Span place) {
    const auto found = by_names_.find(&module);
    if (!numbering_ || found == by_names_.end()) return 0;
    const std::pair<const ProvidedModule*, Span> wanted(found->second, place);
    const auto known = std::ranges::find(numbered_, wanted);
    if (known != numbered_.end()) return static_cast<std::uint32_t>(known - numbered_.begin()) + 1;
    if (numbered_.size() == kMaximumNumber) return 0;
    numbered_.push_back(wanted);
    return static_cast<std::uint32_t>(numbered_.size());
}

std::optional<PlaceElsewhere> ProvidedModules::place_of(std::uint32_t number) {
    if (number == 0 || number > numbered_.size()) return std::nullopt;
    const auto& [module, span] = numbered_[number - 1];
    const std::uint32_t line = provider_.line_of(module->path, span.begin);
    if (recording_ && module->facts != nullptr) {
        const auto behind = std::ranges::upper_bound(module->facts->statements, span.begin, {}, &facts::PlacedStatement::offset);
        if (behind != module->facts->statements.begin()) {
            const facts::PlacedStatement& holder = *std::prev(behind);
            asked_texts_.push_back({module->path, holder.facts, span.begin - holder.offset, line});
        }
    }
    return PlaceElsewhere{module->path, span, line};
}

// Whether a statement that says the same has the byte on that line.
bool ProvidedModules::stands_there(const ConsultedModules::Text& text) const {
    const ProvidedModule* module = loaded(text.file);
    if (module == nullptr || module->facts == nullptr) return false;
    return std::ranges::any_of(module->facts->statements, [&](const facts::PlacedStatement& placed) {
        const bool is_it = placed.facts == text.statement || *placed.facts == *text.statement;
        return is_it && provider_.line_of(text.file, placed.offset + text.within) == text.line;
    });
}

void ProvidedModules::start_recording() {
    recording_ = true;
    asked_.clear();
    asked_relations_.clear();
    asked_additions_.clear();
    asked_texts_.clear();
    for (const auto& [file, module] : modules_) {
        if (module.get() != analysed_file_) module->own_names.start_recording();
    }
}

ConsultedModules ProvidedModules::take_recorded() {
    recording_ = false;
    ConsultedModules consulted;
    consulted.made_relations = std::exchange(asked_relations_, {});
    consulted.additions = std::exchange(asked_additions_, {});
    consulted.texts = std::exchange(asked_texts_, {});
    for (Key& key : std::exchange(asked_, {})) {
        const ProvidedModule* module = look_up(key.first, key.second);
        consulted.questions.push_back({std::move(key.first), std::move(key.second), module == nullptr ? "" : module->path});
    }
    for (const auto& [file, module] : modules_) {
        if (module.get() == analysed_file_) continue;
        facts::ConsultedNames names = module->own_names.take_recorded();
        if (!names.empty()) consulted.names.push_back({file, std::move(names)});
    }
    return consulted;
}

bool ProvidedModules::still_mean_the_same(const ConsultedModules& consulted, const catalog::Catalog& catalog) {
    for (const ConsultedModules::Question& question : consulted.questions) {
        const ProvidedModule* module = look_up(question.importing_file, question.module);
        if ((module == nullptr ? std::string_view() : std::string_view(module->path)) != question.answer) return false;
    }
    const auto is_answered_alike = [&](const ConsultedModules::Addition& addition) {
        return provider_.may_be_added(addition.class_name, addition.attribute) == addition.answer;
    };
    if (!std::ranges::all_of(consulted.additions, is_answered_alike)) return false;
    if (!std::ranges::all_of(consulted.texts, [&](const ConsultedModules::Text& text) { return stands_there(text); }))
        return false;
    const bool makes_the_same = std::ranges::all_of(consulted.made_relations, [&](const auto& relation) {
        return (makers_ != nullptr && makers_->makes_relation(relation.first, catalog)) == relation.second;
    });
    return makes_the_same && std::ranges::all_of(consulted.names, [&](const ConsultedModules::Names& entry) {
               const auto module = modules_.find(entry.file);
               return module != modules_.end() && module->second->names->still_mean_the_same(entry.names);
           });
}

const ProvidedModule* ProvidedModules::look_up(const std::string& importing_file, const facts::ModuleReference& module) {
    using Parts = std::pair<const std::string&, const facts::ModuleReference&>;
    const auto known = answers_.find(Parts(importing_file, module));
    if (known != answers_.end()) return known->second;
    const ProvidedModule* const found = by_file(provider_.find_module(importing_file, module));
    return answers_.emplace(Key(importing_file, module), found).first->second;
}

const ProvidedModule* ProvidedModules::by_file(ModuleFile file) {
    if (file.path.empty()) return nullptr;
    if (const auto known = modules_.find(file.path); known != modules_.end()) return known->second.get();
    if (file.facts == nullptr) return nullptr;
    auto module = std::make_unique<ProvidedModule>();
    module->path = file.path;
    module->facts = std::move(file.facts);
    module->own_names = facts::ModuleNames(*module->facts);
    module->names = &module->own_names;
    if (recording_) module->own_names.start_recording();
    const ProvidedModule* made = module.get();
    by_names_[made->names] = made;
    modules_[file.path] = std::move(module);
    return made;
}

}  // namespace rowtype::binding
