// The modules that a file imports, and those that they import, with their names, as far as the workspace has them; and which of
// those names somebody asked for.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "analysis/binding/facts_provider.h"
#include "analysis/binding/relation_makers.h"
#include "analysis/facts/module_search.h"
#include "analysis/facts/names.h"

namespace rowtype::binding {

// What was asked of other modules, and what they said then. Keeps the statements alive that they bound the names by.
struct ConsultedModules {
    struct Question {
        std::string importing_file;
        facts::ModuleReference module;
        std::string answer;  // the file; empty: none
    };
    struct Names {
        std::string file;
        facts::ConsultedNames names;
    };
    // Whether a class may get an attribute from outside.
    struct Addition {
        std::string class_name;
        std::string attribute;
        std::optional<bool> answer;
    };
    // On which line of a file a byte of one of its statements was said to stand.
    struct Text {
        std::string file;
        std::shared_ptr<const facts::StatementFacts> statement;
        std::uint32_t within = 0;  // the byte, from the statement's begin
        std::uint32_t line = 0;
    };
    std::vector<Question> questions;
    std::vector<Names> names;
    std::vector<std::pair<std::string, bool>> made_relations;  // a relation's name, and whether a file makes it
    std::vector<Addition> additions;
    std::vector<Text> texts;
};

// Characters of a text that another file holds.
struct PlaceElsewhere {
    std::string file;
    Span span;               // bytes of that file
    std::uint32_t line = 0;  // one-based; 0: not known
};

// A module as binding sees it. Its names record what is asked of them while that is on.
struct ProvidedModule {
    std::string path;
    std::shared_ptr<const facts::FileFacts> facts;  // null for the analysed file, whose facts are somebody else's
    facts::ModuleNames own_names;
    const facts::ModuleNames* names = nullptr;  // never null
};

// Lives as long as one analysis of one file, and keeps the facts that it handed out alive for that long. One thread.
class ProvidedModules final : public facts::ImportedModules {
public:
    // `names`: those of the analysed file, which outlive this. Another module that imports it gets the same.
    ProvidedModules(FactsProvider& provider, const std::string& analysed_file, const facts::ModuleNames& names);
    ProvidedModules(const ProvidedModules&) = delete;
    ProvidedModules& operator=(const ProvidedModules&) = delete;

    [[nodiscard]] const ProvidedModule& analysed_file() const { return *analysed_file_; }
    // Null where it is not known.
    [[nodiscard]] const ProvidedModule* find(const std::string& importing_file, const facts::ModuleReference& module);
    // The same of an import of the importing file, whose facts outlive this: most names lead over one, again and again.
    enum class ImportPart : std::uint8_t { Module, Submodule };  // facts::module_of, facts::submodule_of
    [[nodiscard]] const ProvidedModule* find(const std::string& importing_file, const facts::Import& import, ImportPart part);
    // One that was found before; null where it was not.
    [[nodiscard]] const ProvidedModule* loaded(const std::string& file) const;
    const facts::ModuleNames* names_of(const facts::ModuleNames& importing, const facts::ModuleReference& module) override;
    // RelationMakers::makes_relation, where the provider knows.
    [[nodiscard]] bool makes_relation(const std::string& name, const catalog::Catalog& catalog);

    // FactsProvider::may_be_added.
    [[nodiscard]] std::optional<bool> may_be_added(const std::string& class_name, const std::string& attribute);

    // Until they are numbered anew, places in texts of other modules get numbers by which place_of() knows them (file_places.h).
    void start_numbering();
    // From one up; 0 where there are too many, or nobody asks for numbers.
    [[nodiscard]] std::uint32_t number_of(const facts::ModuleNames& module, Span place);
    [[nodiscard]] std::optional<PlaceElsewhere> place_of(std::uint32_t number);
    void stop_numbering() { numbering_ = false; }

    // From start to take, what is asked of modules and of their names is noted; but for those of the analysed file, which its
    // own names note.
    void start_recording();
    [[nodiscard]] ConsultedModules take_recorded();
    [[nodiscard]] bool still_mean_the_same(const ConsultedModules& consulted, const catalog::Catalog& catalog);

private:
    using Key = std::pair<std::string, facts::ModuleReference>;  // the importing file, and how it names the module
    // Looks keys up by references to their parts: an edit asks again for each statement.
    struct KeyOrder {
        using is_transparent = void;
        template <class Left, class Right>
        bool operator()(const Left& left, const Right& right) const {
            return std::tie(left.first, left.second) < std::tie(right.first, right.second);
        }
    };

    [[nodiscard]] bool stands_there(const ConsultedModules::Text& text) const;
    const ProvidedModule* look_up(const std::string& importing_file, const facts::ModuleReference& module);
    const ProvidedModule* by_file(ModuleFile file);

    FactsProvider& provider_;
    RelationMakers* makers_ = nullptr;                                // the provider; null where it does not know
    std::map<std::string, std::unique_ptr<ProvidedModule>> modules_;  // by file
    std::map<Key, const ProvidedModule*, KeyOrder> answers_;
    std::map<std::pair<const facts::Import*, ImportPart>, const ProvidedModule*> by_import_;
    std::map<const facts::ModuleNames*, const ProvidedModule*> by_names_;
    const ProvidedModule* analysed_file_ = nullptr;
    bool recording_ = false;
    std::vector<Key> asked_;
    std::vector<std::pair<std::string, bool>> asked_relations_;
    std::vector<ConsultedModules::Addition> asked_additions_;
    std::vector<ConsultedModules::Text> asked_texts_;
    bool numbering_ = false;
    std::vector<std::pair<const ProvidedModule*, Span>> numbered_;
};

}  // namespace rowtype::binding
