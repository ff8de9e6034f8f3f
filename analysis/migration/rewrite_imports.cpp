#include "analysis/migration/rewrite_imports.h"

#include <algorithm>
#include <set>

#include "analysis/codegen/wrapped_import.h"
#include "analysis/fixes/import_layout.h"
#include "analysis/fixes/verify_edits.h"
#include "analysis/migration/import_statements.h"
#include "analysis/migration/module_uses.h"
#include "analysis/migration/sorted_imports.h"
#include "analysis/migration/statement_edits.h"
#include "analysis/migration/tree_walk.h"

namespace rowtype::migration {

namespace {

using facts::ModuleReference;
using findings::TextEdit;
using syntax::NodeKind;

// One name under which the file knows a module that names moved out of.
struct BoundModule {
    struct Place {
        std::size_t statement;
        std::size_t item;
    };
    const MovedNames* names = nullptr;
    ModuleReference module;
    std::vector<Place> places;
    bool is_ambiguous = false;  // the same name stands for something else elsewhere
};

// What an item is where it is a module.
ModuleReference module_of_item(const ImportStatement& statement, const ImportedItem& item) {
    return statement.is_from ? submodule(statement.module, item.name) : ModuleReference{item.name, 0};
}

class Rewriter {
public:
    Rewriter(std::string_view text, MovedModules& modules, bool is_package)
        : text_(text), modules_(modules), is_package_(is_package) {}

    RewrittenImports run();

private:
    void read_names();
    void read_bound_modules();
    void add_bound_module(const std::string& key, const ModuleReference& module, BoundModule::Place place);
    void move_names(std::size_t index, const MovedNames& names);
    void move_module(const std::string& key, const BoundModule& bound);
    void change_places(const BoundModule& bound, bool keeps_old, const std::string& new_key);
    [[nodiscard]] std::string known_as(const ModuleReference& old_module);
    void read_constructions();
    void leave(Span span, std::string reason) { result_.left.push_back({span, std::move(reason)}); }
    [[nodiscard]] std::string free_name(std::string name) const;

    std::string_view text_;
    MovedModules& modules_;
    const bool is_package_;
    std::vector<ImportStatement> statements_;
    std::map<std::size_t, StatementChange> changes_;                                // by statement
    std::map<std::string, std::pair<const MovedNames*, std::string>> local_names_;  // what code calls a class that moved
    std::map<std::string, BoundModule> bound_;                                      // by key
    FileUses uses_;
    RewrittenImports result_;
};

// Where each name has a statement of its own, no comma asks sorters of imports to keep lines: one name stands on the line up to the width
// that they have by themselves.
ImportWidths widths_of(const std::vector<ImportStatement>& statements, std::string_view text) {
    std::vector<Span> from_imports;
    std::vector<fixes::ImportedCount> counts;
    for (const ImportStatement& statement : statements) {
        if (statement.is_from) from_imports.push_back(statement.span);
        counts.push_back(counted(statement));
    }
    const std::size_t limit = fixes::line_limit(text, from_imports);
    return {limit, fixes::has_one_name_a_statement(counts) ? std::max(limit, codegen::kLineLength) : limit};
}

RewrittenImports Rewriter::run() {
    const syntax::ParseOutcome parsed = syntax::parse(text_);
    if (!parsed.tree) {
        result_.refusal = parsed.not_analysed;
        return std::move(result_);
    }
    statements_ = read_import_statements(parsed.tree->root(), text_);
    read_names();
    read_bound_modules();
    if (local_names_.empty() && bound_.empty()) return std::move(result_);
    if (parsed.tree->root().has_error()) {
        RewrittenImports refused;
        refused.refusal = "the file has a syntax error";
        return refused;
    }
    std::set<std::string> keys;
    for (const auto& [key, bound] : bound_) keys.insert(key);
    uses_ = read_uses(parsed.tree->root(), text_, keys);
    for (const auto& [key, bound] : bound_) move_module(key, bound);
    read_constructions();
    const ImportWidths widths = widths_of(statements_, text_);
    for (const auto& [index, change] : changes_) {
        for (TextEdit& edit : statement_edits(statements_[index], change, text_, widths)) {
            result_.edits.push_back(std::move(edit));
        }
    }
    std::ranges::stable_sort(result_.edits, {}, [](const TextEdit& edit) { return edit.span; });
    std::vector<Span> left;
    left.reserve(result_.left.size());
    for (const LeftPlace& place : result_.left) left.push_back(place.span);
    result_.edits = with_sorted_imports(text_, statements_, std::move(result_.edits), left);
    if (!result_.edits.empty()) result_.refusal = fixes::objection_to(text_, result_.edits);
    if (!result_.refusal.empty()) result_.edits.clear();
    return std::move(result_);
}

void Rewriter::read_names() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        const ImportStatement& statement = statements_[i];
        if (!statement.is_from) continue;
        const MovedNames* names = modules_.moved_names(statement.module);
        if (names == nullptr || names->empty()) continue;
        if (statement.has_star) {
            leave(statement.span, "a star import: what it brings still comes from the old module");
        } else {
            move_names(i, *names);
        }
    }
}

void Rewriter::move_names(std::size_t index, const MovedNames& names) {
    const ImportStatement& statement = statements_[index];
    const std::optional<ModuleReference> target = modules_.new_module(statement.module);
    for (std::size_t item = 0; item < statement.items.size(); ++item) {
        const ImportedItem& imported = statement.items[item];
        const auto moved = names.find(imported.name);
        if (moved == names.end()) continue;
        if (!target) {
            leave(statement.span, "the new module cannot be imported from here the way the old one is");
            return;
        }
        const std::string& new_name = moved->second;
        const bool needs_alias = imported.key() != new_name || imported.alias == new_name;
        changes_[index].moves[item] = {*target, needs_alias ? new_name + " as " + imported.key() : new_name};
        local_names_[imported.key()] = {&names, imported.name};
    }
}

void Rewriter::read_bound_modules() {
    for (std::size_t i = 0; i < statements_.size(); ++i) {
        const ImportStatement& statement = statements_[i];
        for (std::size_t item = 0; item < statement.items.size(); ++item) {
            const ImportedItem& imported = statement.items[item];
            add_bound_module(imported.key(), module_of_item(statement, imported), {i, item});
        }
    }
    // "import a.b as z" here and "import c as z" there.
    for (auto& [key, bound] : bound_) {
        for (const ImportStatement& statement : statements_) {
            for (const ImportedItem& item : statement.items) {
                if (item.key() == key && modules_.moved_names(module_of_item(statement, item)) != bound.names) {
                    bound.is_ambiguous = true;
                }
            }
        }
    }
}

void Rewriter::add_bound_module(const std::string& key, const ModuleReference& module, BoundModule::Place place) {
    const MovedNames* names = modules_.moved_names(module);
    if (names == nullptr || names->empty()) return;
    BoundModule& bound = bound_[key];
    if (bound.names != nullptr && bound.names != names) bound.is_ambiguous = true;
    bound.names = names;
    bound.module = module;
    bound.places.push_back(place);
}

void Rewriter::move_module(const std::string& key, const BoundModule& bound) {
    const UsesOfModule& uses = uses_.modules[key];
    std::vector<const ModuleUse*> moved;
    for (const ModuleUse& use : uses.uses) {
        if (bound.names->contains(use.name)) moved.push_back(&use);
    }
    for (const Span text : uses.texts) leave(text, "a text that is no annotation names it");
    if (!uses.bare.empty()) {
        leave(uses.bare.front(), "the module itself, " + key + ", is handed on or bound anew here: what it brings stays");
        return;
    }
    if (moved.empty()) return;
    const ImportedItem& first = statements_[bound.places.front().statement].items[bound.places.front().item];
    const std::optional<ModuleReference> target = modules_.new_module(bound.module);
    if (!target || bound.is_ambiguous) {
        leave(first.span, bound.is_ambiguous ? key + " stands for several modules in this file"
                                             : "the new module cannot be imported from here the way the old one is");
        return;
    }
    const bool keeps_old = moved.size() < uses.uses.size() || !uses.texts.empty() || is_package_;
    std::string new_key = key;
    const bool is_path = !statements_[bound.places.front().statement].is_from && first.alias.empty();
    const std::string known = known_as(bound.module);
    if (keeps_old && !known.empty()) {
        new_key = known;
    } else {
        const bool takes_new_name = keeps_old || first.alias.empty();
        if (is_path && target->name.find('.') != std::string::npos) {
            new_key = target->name;
        } else if (takes_new_name) {
            new_key = free_name(last_name(*target));
        }
        change_places(bound, keeps_old, new_key);
    }
    for (const ModuleUse* use : moved) {
        if (new_key != key) result_.edits.push_back({use->module_span, new_key});
        const std::string& new_name = bound.names->find(use->name)->second;
        if (new_name != use->name) result_.edits.push_back({use->name_span, new_name});
    }
}

// The name under which the whole file knows the new module already, from an earlier run; empty where it does not.
std::string Rewriter::known_as(const ModuleReference& old_module) {
    const std::optional<ModuleReference> wanted = modules_.new_module(old_module);
    for (const ImportStatement& statement : statements_) {
        if (statement.span.begin > 0 && text_[statement.span.begin - 1] != '\n' && text_[statement.span.begin - 1] != '\r')
            continue;
        for (const ImportedItem& item : statement.items) {
            if (wanted && module_of_item(statement, item) == *wanted) return item.key();
        }
    }
    return "";
}

void Rewriter::change_places(const BoundModule& bound, bool keeps_old, const std::string& new_key) {
    for (const BoundModule::Place& place : bound.places) {
        const ImportStatement& statement = statements_[place.statement];
        const std::optional<ModuleReference> target = modules_.new_module(module_of_item(statement, statement.items[place.item]));
        if (!target) continue;
        const ModuleReference& module = *target;
        StatementChange& change = changes_[place.statement];
        const std::string name = statement.is_from ? last_name(module) : module.name;
        const std::string text = name == new_key ? name : name + " as " + new_key;
        const ModuleReference package = package_of(module);
        if (keeps_old) {
            if (statement.is_from) change.new_names.push_back({package, text});
            else change.new_paths.push_back(text);
        } else if (!statement.is_from || package == statement.module) {
            change.replacements[place.item] = text;
        } else {
            change.moves[place.item] = {package, text};
        }
    }
}

// A name that the file does not have yet.
std::string Rewriter::free_name(std::string name) const {
    const auto is_imported = [&](const std::string& wanted) {
        return std::ranges::any_of(statements_, [&](const ImportStatement& statement) {
            return std::ranges::any_of(
                statement.items, [&](const ImportedItem& item) { return item.key().substr(0, item.key().find('.')) == wanted; });
        });
    };
    while (uses_.identifiers.contains(name) || is_imported(name)) name += "_";
    return name;
}

void Rewriter::read_constructions() {
    for (const NamedCall& call : uses_.calls) {
        Construction construction;
        if (const auto local = local_names_.find(call.path); local != local_names_.end()) {
            construction.module = local->second.first;
            construction.name = local->second.second;
        } else if (const std::size_t dot = call.path.rfind('.'); dot != std::string::npos) {
            const auto bound = bound_.find(call.path.substr(0, dot));
            if (bound == bound_.end() || !bound->second.names->contains(call.path.substr(dot + 1))) continue;
            construction.module = bound->second.names;
            construction.name = call.path.substr(dot + 1);
        }
        if (construction.module == nullptr) continue;
        construction.span = call.span;
        syntax::Cursor cursor(call.arguments);
        if (call.arguments.kind() != NodeKind::ArgumentList || !cursor.to_first_child()) continue;
        do {
            const syntax::Node argument = cursor.node();
            if (argument.kind() == NodeKind::KeywordArgument) {
                construction.keywords.emplace_back(slice(text_, argument.child(syntax::Field::Name).span()));
            } else if (argument.kind() == NodeKind::DictionarySplat) {
                construction.has_splat = true;
            } else if (argument.kind() != NodeKind::Token && argument.kind() != NodeKind::Comment) {
                construction.has_positional = true;
            }
        } while (cursor.to_next_sibling());
        result_.constructions.push_back(std::move(construction));
    }
}

}  // namespace

RewrittenImports rewrite_imports(std::string_view text, MovedModules& modules, bool is_package) {
    return Rewriter(text, modules, is_package).run();
}

std::string applied(std::string_view text, const std::vector<TextEdit>& edits) { return fixes::apply_edits(text, edits); }

}  // namespace rowtype::migration
