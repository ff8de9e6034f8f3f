// Everything that one full parse of a text gives; edits are computed on nothing else. Facts that somebody has of the same text, the
// caller or the provider (KnownFacts), are taken, and the text, or the part of it that is asked for, is then parsed for who asks for
// the tree. For analysis/engine and analysis/migration.
#pragma once

#include <cstdint>
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

inline constexpr Span kWholeText{0, 0xFFFFFFFF};

// Models that were bound in the statement at `offset`, with absolute spans.
[[nodiscard]] std::vector<binding::BoundModel> placed(std::vector<binding::BoundModel> models, std::uint32_t offset);

// Of values that must outlive it.
class FreshFile {
public:
    // `known`: the facts of this very text, or null. Not used where the text has syntax errors.
    FreshFile(const FileIdentity& identity, const std::string& text, const Environment& environment,
              std::shared_ptr<const facts::FileFacts> known = nullptr);
    FreshFile(const FreshFile&) = delete;
    FreshFile& operator=(const FreshFile&) = delete;

    [[nodiscard]] const std::string& not_analysed() const { return not_analysed_; }
    [[nodiscard]] const facts::FileFacts& facts() const { return *facts_; }
    [[nodiscard]] const LineIndex& lines() const { return lines_; }
    [[nodiscard]] const binding::Context& context() const { return *context_; }
    [[nodiscard]] std::string_view text() const { return text_; }
    // Null for an SQL file.
    [[nodiscard]] syntax::Node root() const;
    // A tree that holds at least the statements that `part` touches, at their places.
    [[nodiscard]] syntax::Node root_around(Span part) const;

    // The models of the file with absolute spans.
    [[nodiscard]] std::vector<binding::BoundModel> models() const { return models(kWholeText); }
    // Those of the statements that the selection touches.
    [[nodiscard]] std::vector<binding::BoundModel> models(Span selection) const;

private:
    void take_known(std::shared_ptr<const facts::FileFacts> known, const Environment& environment);
    void parse_and_extract();
    // Of the tree that facts were taken from; bodies of functions that have none may be missing. Sooner there than root().
    [[nodiscard]] syntax::Node root_of_facts() const;

    const FileIdentity& identity_;
    const std::string& text_;
    LineIndex lines_;
    std::string not_analysed_;
    mutable std::optional<syntax::Tree> tree_;
    mutable std::optional<syntax::Tree> part_tree_;
    mutable Span part_;                               // that it is of
    mutable std::optional<syntax::Tree> facts_tree_;  // where it is another
    mutable bool is_parsed_late_ = false;             // no tree was made of all of the text
    std::shared_ptr<const facts::FileFacts> facts_;
    std::optional<facts::ModuleNames> names_;
    std::optional<binding::ProvidedModules> modules_;
    std::optional<binding::Context> context_;
};

}  // namespace rowtype::engine
