// Everything that one full parse of a text gives; edits are computed on nothing else. Facts that the provider has of the same text are
// taken from it (KnownFacts), and the text is then parsed for who asks for the tree. For analysis/engine and
// analysis/migration.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/engine/engine.h"
#include "analysis/facts/names.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::engine {

// Of values that must outlive it.
class FreshFile {
public:
    FreshFile(const FileIdentity& identity, const std::string& text, const Environment& environment);
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;

    [[nodiscard]] const std::string& not_analysed() const { return not_analysed_; }
    [[nodiscard]] const facts::FileFacts& facts() const { return *facts_; }
    [[nodiscard]] const LineIndex& lines() const { return lines_; }
    [[nodiscard]] const binding::Context& context() const { return *context_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    // Null for an SQL file.
    [[nodiscard]] syntax::Node root() const;
    // The same where facts were taken from; bodies of functions that have none may be missing. Sooner there.
    [[nodiscard]] syntax::Node root_of_facts() const;

    // The models of the file with absolute spans.
    [[nodiscard]] std::vector<binding::BoundModel> models() const { return models({0, 0xFFFFFFFF}); }
    // Those of the statements that the selection touches.
    [[nodiscard]] std::vector<binding::BoundModel> models(Span selection) const;

private:
    void parse_and_extract();

    const FileIdentity& identity_;
    const std::string& text_;
    LineIndex lines_;
    std::string not_analysed_;
    mutable std::optional<syntax::Tree> tree_;
    mutable std::optional<syntax::Tree> facts_tree_;  // where it is another
    mutable bool is_parsed_late_ = false;             // no tree was made of all of the text
    std::shared_ptr<const facts::FileFacts> facts_;
    std::optional<facts::ModuleNames> names_;
    std::optional<binding::ProvidedModules> modules_;
    std::optional<binding::Context> context_;
};

}  // namespace rowtype::engine
