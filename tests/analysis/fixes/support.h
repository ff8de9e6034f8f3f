// One Python file bound to a schema, for tests of edits.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::test {

// Parses `python` as a file of models against the tables of `sql`.
class BoundFile {
public:
    BoundFile(std::string python, const std::string& sql, const std::string& target_python = "");
    BoundFile(const BoundFile&) = delete;
    BoundFile& operator=(const BoundFile&) = delete;

    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] const facts::FileFacts& facts() const { return facts_; }
    [[nodiscard]] const binding::Context& context() const { return *context_; }
    // The model of that class, spans absolute. Fails the test where there is none.
    [[nodiscard]] binding::BoundModel model(const std::string& class_name) const;
    [[nodiscard]] static const binding::BoundField& field(const binding::BoundModel& model, const std::string& name);

private:
    std::string text_;
    FileIdentity identity_{"app/models.py", "app.models", true};
    Settings settings_;
    std::unique_ptr<catalog::Catalog> catalog_;
    facts::FileFacts facts_;
    std::optional<facts::ModuleNames> names_;
    std::optional<binding::Context> context_;
};

// The text with the edits made; overlapping edits fail the test.
[[nodiscard]] std::string applied(const std::string& text, std::vector<findings::TextEdit> edits);

}  // namespace rowtype::test
