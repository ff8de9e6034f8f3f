#include "tests/analysis/binding/model_project.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/provided_modules.h"
#include "analysis/facts/added_attributes.h"
#include "analysis/facts/extract.h"
#include "analysis/orm/orm_class.h"
#include "analysis/syntax/syntax_tree.h"
#include "analysis/types/build_annotation.h"
#include "tests/support/analysis.h"

namespace rowtype::test {

namespace {

std::shared_ptr<const facts::FileFacts> facts_of(const std::string& text) {
    const syntax::ParseOutcome parsed = syntax::parse(text);
    if (!parsed.tree) return nullptr;
    return std::make_shared<const facts::FileFacts>(facts::extract_facts(*parsed.tree, text));
}

FileIdentity identity_of(const std::string& path) {
    std::string module = path.substr(0, path.rfind('.'));
    std::ranges::replace(module, '/', '.');
    return {path, module, path.find("models") != std::string::npos};
}

std::string described(const orm::OrmClass& made) {
    static constexpr std::array<std::string_view, 9> kKinds = {"",           "relationship", "hybrid", "proxy",  "synonym",
                                                               "expression", "composite",    "other",  "unknown"};
    std::string text = made.name + " " + (made.relation == nullptr ? "-" : made.relation->name.to_string());
    for (const orm::MappedAttribute& attribute : made.attributes) {
        const bool is_column = attribute.kind == orm::AttributeKind::Column;
        text += " " + attribute.name +
                (is_column ? "=" + attribute.column_name : "~" + std::string(kKinds[static_cast<std::size_t>(attribute.kind)]));
        if (made.is_absent(attribute)) text += "!";
    }
    return text + (made.attributes_complete ? "" : " …");
}

constexpr std::string_view kImports =
    "import datetime, decimal, uuid; from datetime import date, datetime as dt, time, timedelta; from decimal import Decimal; "
    "from enum import Enum, IntEnum, StrEnum; from typing import Annotated, Any, ClassVar, Literal, Optional; from uuid import "
    "UUID; "
    "from pydantic import AliasChoices, AliasPath, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, Json, "
    "JsonValue, "
    "NaiveDatetime, PositiveInt, PrivateAttr, RootModel, computed_field, field_validator, model_validator; "
    "from pydantic.alias_generators import to_camel";

}  // namespace

// Modules as Python would find them with the project's root on its path.
class ProjectFacts final : public binding::FactsProvider {
public:
    explicit ProjectFacts(const ModelProject& project) : project_(project) {}

    binding::ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) override {
        if (module.level == facts::kDeclaringLevel) return declaring(facts::declaring_question(module));
        if (module.level == facts::kSubclassingLevel) return subclassing(facts::declaring_question(module));
        std::string folder;
        for (std::uint32_t level = 0; level < module.level; ++level) {
            folder = level == 0 ? importing_file : folder;
            const std::size_t slash = folder.rfind('/');
            folder = slash == std::string::npos ? "" : folder.substr(0, slash);
        }
        if (!folder.empty()) folder += "/";
        std::string name = module.name;
        std::ranges::replace(name, '.', '/');
        for (const std::string_view ending : {".py", "/__init__.py"}) {
            std::string path = folder + name + std::string(ending);
            if (name.empty()) path = folder + "__init__.py";
            if (project_.files_.contains(path)) return {path, facts_of(project_.files_.at(path))};
        }
        return {};
    }

    std::optional<bool> may_be_added(std::string_view class_name, std::string_view attribute) override {
        facts::AddedAttributes added;
        for (const auto& [path, text] : project_.files_) added.add(facts::added_attributes(text));
        added.settle();
        return added.may_be_added(class_name, attribute);
    }

    std::uint64_t generation() const override { return 1; }

private:
    binding::ModuleFile declaring(facts::DeclaringQuestion question) const {
        for (const auto& [path, text] : project_.files_) {
            const bool declares = facts::declared_names(text).classes.contains(question.class_name);
            if (declares && question.number-- == 0) return {path, facts_of(text)};
        }
        return {};
    }

    binding::ModuleFile subclassing(facts::DeclaringQuestion question) const {
        for (const auto& [path, text] : project_.files_) {
            const std::size_t count = facts::declared_names(text).subclasses_of(question.class_name);
            if (question.number < count) return {path, facts_of(text)};
            question.number -= count;
        }
        return {};
    }

    const ModelProject& project_;
};

ModelProject& ModelProject::file(const std::string& path, std::string text) {
    files_[path] = std::move(text);
    return *this;
}

engine::Analysis ModelProject::analyse(const std::string& path) const {
    ProjectFacts provider(*this);
    return engine::analyse_with_fixes(identity_of(path), files_.at(path), {catalog_, &settings, &provider});
}

std::string ModelProject::check(const std::string& path, bool hints) const {
    engine::Analysis analysis = analyse(path);
    if (!hints)
        std::erase_if(analysis.findings, [](const auto& finding) { return finding.severity == findings::Severity::Info; });
    return describe(analysis, files_.at(path));
}

std::vector<binding::BoundModel> ModelProject::models(const std::string& path) const {
    ProjectFacts provider(*this);
    const auto file = facts_of(files_.at(path));
    const facts::ModuleNames names(*file);
    const FileIdentity identity = identity_of(path);
    binding::ProvidedModules modules(provider, identity.path, names);
    const binding::Context context{identity, *file, names, *catalog_, settings, &modules, AccessProfile::Json, {}, {}};
    std::vector<binding::BoundModel> models;
    for (const facts::PlacedStatement& placed : file->statements) {
        for (binding::BoundModel& model : binding::bind_models({*placed.facts, placed.offset}, context).models) {
            models.push_back(std::move(model));
        }
    }
    return models;
}

std::string ModelProject::mapped(const std::string& path) const {
    ProjectFacts provider(*this);
    const auto file = facts_of(files_.at(path));
    const facts::ModuleNames names(*file);
    const FileIdentity identity = identity_of(path);
    binding::ProvidedModules modules(provider, identity.path, names);
    const binding::Context context{identity, *file, names, *catalog_, settings, &modules, AccessProfile::Json, {}, {}};
    binding::ModelModules scopes(context);
    std::string text;
    const auto add = [&](const std::string& name) {
        const std::optional<orm::OrmClass> made = orm::mapped_by(scopes.analysed_file().resolve(name), context);
        if (made) text += described(*made) + "\n";
    };
    for (const facts::PlacedStatement& placed : file->statements) {
        for (const facts::Class& one : placed.facts->classes) {
            if (one.scope == 0) add(one.name);
        }
        for (const facts::Assignment& one : placed.facts->assignments) {
            if (one.scope == 0) add(one.target);
        }
    }
    return text;
}

std::string ModelProject::after_fix(const std::string& path, const std::string& rule, const std::string& title) const {
    const engine::Analysis analysis = analyse(path);
    std::string offered;
    for (const findings::Finding& finding : analysis.findings) {
        if (finding.rule != rule) continue;
        for (const findings::Fix& fix : finding.fixes) {
            offered += fix.title + "\n";
            if (fix.title != title) continue;
            std::string text = files_.at(path);
            std::vector<findings::TextEdit> edits = fix.edits;
            std::ranges::stable_sort(edits, [](const auto& left, const auto& right) { return left.span > right.span; });
            for (const findings::TextEdit& edit : edits) text.replace(edit.span.begin, edit.span.size(), edit.text);
            return text;
        }
        break;
    }
    return "no such fix; offered:\n" + offered;
}

std::string check_models(const std::string& schema, const std::string& classes, bool hints, AccessProfile access) {
    ModelProject project(schema);
    project.settings.access = access;
    const std::string head = std::string(kImports) + "\n";
    project.file("app/models.py", head + classes);
    return counted_behind(head, project.check("app/models.py", hints));
}

types::Annotation annotation_of(const std::string& module_text) {
    const auto file = facts_of(module_text);
    const facts::ModuleNames names(*file);
    const FileIdentity identity{"app/models.py", "app.models", true};
    const catalog::Catalog catalog(catalog::CatalogData{});
    const Settings settings;
    const binding::Context context{identity, *file, names, catalog, settings, nullptr, AccessProfile::Json, {}, {}};
    binding::ModelModules modules(context);
    for (const facts::PlacedStatement& placed : file->statements) {
        for (const facts::Assignment& assignment : placed.facts->assignments) {
            if (assignment.target != "value" || !assignment.annotation) continue;
            return types::build_annotation(*assignment.annotation, modules.analysed_file());
        }
    }
    ADD_FAILURE() << "no annotated name \"value\" in:\n" << module_text;
    return {};
}

}  // namespace rowtype::test
