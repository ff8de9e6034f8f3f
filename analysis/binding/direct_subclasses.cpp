#include "analysis/binding/direct_subclasses.h"

#include <algorithm>
#include <string>
#include <utility>

#include "analysis/binding/provided_modules.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/deriving.h"
#include "analysis/facts/test_path.h"
#include "analysis/types/class_kind.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;
using types::Definition;

constexpr std::size_t kMostNamesakes = 300;  // subclasses of classes that are called like the base
constexpr std::size_t kMostNames = 8;        // that imports and assignments give the base

std::string last_name(const std::string& dotted) { return dotted.substr(dotted.rfind('.') + 1); }

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

class Search {
public:
    Search(const Definition& base, SubclassesOfTests tests, const Context& context, ModelModules& modules)
        : base_(base), tests_(tests), context_(context), modules_(modules), names_({base.class_definition->name}) {}

    std::optional<std::vector<Definition>> run();

private:
    enum class Meaning : std::uint8_t { Base, Other, NotTold };

    bool collect_called(const std::string& name);
    bool collect_in(const ModelModule& module, const std::string& name);
    bool add(const facts::Class& derived, const ModelModule& module);
    std::vector<std::string> names_in(const ModelModule& module, const std::string& name);
    [[nodiscard]] Meaning meaning_of(const std::string& dotted, const ModelModule& module) const;

    const Definition& base_;
    SubclassesOfTests tests_;
    const Context& context_;
    ModelModules& modules_;
    std::vector<std::string> names_;  // of the base, anywhere
    std::vector<Definition> found_;
};

std::optional<std::vector<Definition>> Search::run() {
    for (std::size_t index = 0; index < names_.size(); ++index) {
        const std::string name = names_[index];
        if (index == kMostNames || !collect_called(name)) return std::nullopt;
    }
    return std::move(found_);
}

// False where not all of them are known.
bool Search::collect_called(const std::string& name) {
    // What stands here may be newer than what others know of this file.
    if (!collect_in(modules_.analysed_file(), name)) return false;
    const ModelModule* last = nullptr;
    for (std::size_t number = 0; number < kMostNamesakes; ++number) {
        const facts::ModuleReference question = facts::subclassing_module(name, number);
        const ModelModule* module = modules_.find(context_.file.path, question);
        if (module == nullptr)
            return !context_.modules->may_be_added(std::string(facts::kAnySubclass), question.name).value_or(true);
        const bool counts =
            !module->is_analysed_file() && (tests_ == SubclassesOfTests::Counted || !facts::is_test_path(module->path()));
        if (module != last && counts && !collect_in(*module, name)) return false;  // it comes once for each of its subclasses
        last = module;
    }
    return false;
}

Search::Meaning Search::meaning_of(const std::string& dotted, const ModelModule& module) const {
    const Definition found = module.resolve(dotted);
    if (found.class_definition == base_.class_definition) return Meaning::Base;
    return found.kind == Definition::Kind::Unknown ? Meaning::NotTold : Meaning::Other;
}

// The name, and those that the module gives what is called so.
std::vector<std::string> Search::names_in(const ModelModule& module, const std::string& name) {
    std::vector<std::string> names = {name};
    const auto add = [&](const std::string& of, const std::string& other) {
        if (!contains(names, of) || contains(names, other) || meaning_of(other, module) == Meaning::Other) return;
        names.push_back(other);
        if (!contains(names_, last_name(other))) names_.push_back(last_name(other));
    };
    for (const facts::ModuleBinding& deriving : module.names().all(facts::kDeriving)) {
        for (const facts::Import& import : deriving.statement().imports) {
            if (!import.bound.empty()) add(import.name, import.bound);
        }
        for (const facts::Assignment& assignment : deriving.statement().assignments) {
            const bool is_path =
                assignment.value && (assignment.value->is(ValueKind::Name) || assignment.value->is(ValueKind::Attribute));
            if (is_path) add(assignment.value->text, assignment.target);
        }
    }
    return names;
}

bool Search::collect_in(const ModelModule& module, const std::string& name) {
    const std::vector<std::string> names = names_in(module, name);
    for (const facts::ModuleBinding& deriving : module.names().all(facts::kDeriving)) {
        for (const facts::Class& derived : deriving.statement().classes) {
            if (&derived == base_.class_definition) continue;
            for (const Value& one : derived.bases) {
                const std::string dotted = types::base_name(one);
                if (!contains(names, last_name(dotted))) continue;
                const Meaning meaning = meaning_of(dotted, module);
                if (meaning == Meaning::NotTold) return false;
                if (meaning == Meaning::Base && !add(derived, module)) return false;
            }
        }
    }
    return true;
}

// A class of a function has no name that anybody could ask for.
bool Search::add(const facts::Class& derived, const ModelModule& module) {
    Definition definition = derived.scope == 0 ? module.resolve(derived.name) : Definition{};
    if (definition.class_definition != &derived) return false;
    if (std::ranges::find(found_, &derived, &Definition::class_definition) == found_.end())
        found_.push_back(std::move(definition));
    return true;
}

}  // namespace

std::optional<std::vector<Definition>> direct_subclasses(const Definition& base, SubclassesOfTests tests, const Context& context,
                                                         ModelModules& modules) {
    if (context.modules == nullptr || base.class_definition == nullptr) return std::nullopt;
    return Search(base, tests, context, modules).run();
}

}  // namespace rowtype::binding
