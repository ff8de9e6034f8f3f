// A Python project in memory, for tests of models: several files that import one another, a schema from SQL.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/types/annotation.h"
#include "tests/support/analysis.h"

namespace rowtype::test {

class ModelProject {
public:
    explicit ModelProject(const std::string& schema) : catalog_(catalog_from_sql(schema)) {}

    // `path`: "app/models.py". Its classes are models where `path` holds "models".
    ModelProject& file(const std::string& path, std::string text);
    Settings settings;

    // The findings of a file as lines "line:column: severity[rule]: message"; hints only where asked for.
    [[nodiscard]] std::string check(const std::string& path, bool hints = false) const;
    [[nodiscard]] engine::Analysis analyse(const std::string& path) const;
    // What bind_models made of the whole file, spans relative to each statement.
    [[nodiscard]] std::vector<binding::BoundModel> models(const std::string& path) const;
    // The mapped classes and Core tables of a file, a line each: "User public.users id=id name=full_name posts~relationship", "…" at the
    // end where there may be more attributes.
    [[nodiscard]] std::string mapped(const std::string& path) const;
    // The file after the named fix of its first finding of that rule; a message where there is none.
    [[nodiscard]] std::string after_fix(const std::string& path, const std::string& rule, const std::string& title) const;

private:
    friend class ProjectFacts;
    catalog::CatalogPointer catalog_;
    std::map<std::string, std::string> files_;
};

// Findings of one file of models that starts with `from pydantic import BaseModel, Field, …` and the usual imports, so that
// line 1 of `classes` is line 1 of the findings.
[[nodiscard]] std::string check_models(const std::string& schema, const std::string& classes, bool hints = false,
                                       AccessProfile access = AccessProfile::Json);

// What the annotation of the first annotated field or variable named "value" means in a module text.
[[nodiscard]] types::Annotation annotation_of(const std::string& module_text);

}  // namespace rowtype::test
