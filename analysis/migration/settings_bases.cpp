#include "analysis/migration/settings_bases.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "analysis/binding/model_modules.h"
#include "analysis/binding/other_module.h"
#include "analysis/migration/tree_walk.h"

namespace rowtype::migration {

using binding::ModelModule;
using binding::ModelModules;
using engine::FreshFile;
using syntax::Field;
using syntax::Node;
using syntax::NodeKind;
using types::Definition;

namespace {

constexpr std::size_t kMaximumBases = 8;

// A base as it is written somewhere, and the module whose names it is written in.
struct NamedBase {
    std::string name;
    const types::ModuleScope* module = nullptr;
};

class InheritanceReader {
public:
    InheritanceReader(const FreshFile& file, FileTexts& texts) : file_(file), texts_(texts), modules_(file.context()) {}

    Inheritance read(const WrittenClass& model);

private:
    // The next base up; nothing where there is none of the project's own, or with an objection.
    std::optional<NamedBase> follow(const NamedBase& base);
    // The one base of a class; nothing with none, or with an objection.
    std::optional<NamedBase> only_base(const WrittenClass& written, const types::ModuleScope& module);
    [[nodiscard]] std::optional<WrittenClass> written(const Definition& definition, const ModelModule& module);
    static std::string addition_of(const WrittenClass& base);

    const FreshFile& file_;
    FileTexts& texts_;
    ModelModules modules_;
    Inheritance result_;
};

Inheritance InheritanceReader::read(const WrittenClass& model) {
    std::optional<NamedBase> next = only_base(model, modules_.analysed_file());
    while (next) next = follow(*next);
    return std::move(result_);
}

std::optional<NamedBase> InheritanceReader::only_base(const WrittenClass& written, const types::ModuleScope& module) {
    if (written.bases.empty()) return std::nullopt;
    if (written.bases.size() == 1) return NamedBase{written.bases.front(), &module};
    // What is named is the one that the reader does not expect.
    const auto own = std::ranges::find_if(
        written.bases, [&](const std::string& base) { return module.resolve(base).kind != Definition::Kind::External; });
    result_.objection = "it derives from " + (own == written.bases.end() ? written.bases.back() : *own);
    return std::nullopt;
}

std::optional<NamedBase> InheritanceReader::follow(const NamedBase& base) {
    const Definition found = base.module->resolve(base.name);
    const bool is_library =
        found.kind == Definition::Kind::External && (found.name.starts_with("pydantic.") || found.name.starts_with("typing.") ||
                                                     found.name.starts_with("typing_extensions."));
    if (is_library) return std::nullopt;
    result_.objection = "it derives from " + base.name;
    const auto* module = dynamic_cast<const ModelModule*>(found.module);
    if (found.kind != Definition::Kind::Class || module == nullptr || result_.bases.size() == kMaximumBases) return std::nullopt;
    const std::optional<WrittenClass> is = written(found, *module);
    if (!is) return std::nullopt;
    if (const std::string addition = addition_of(*is); !addition.empty()) {
        result_.objection += ", which " + addition;
        return std::nullopt;
    }
    result_.objection.clear();
    result_.bases.push_back({module->path(), found.class_definition->name});
    result_.configuration.insert(is->configuration.begin(), is->configuration.end());  // a nearer one has said it already
    return only_base(*is, *module);
}

std::optional<WrittenClass> InheritanceReader::written(const Definition& definition, const ModelModule& module) {
    const std::uint32_t offset = binding::offset_of(*definition.statement, module, file_.context());
    const Span own = definition.class_definition->name_span;
    const Span name{own.begin + offset, own.end + offset};
    if (module.is_analysed_file()) return read_class(file_.root(), file_.text(), name);
    const std::string* text = texts_.text_of(module.path());
    if (text == nullptr || slice(*text, name) != definition.class_definition->name) return std::nullopt;
    const syntax::ParseOutcome parsed = syntax::parse(*text);
    return parsed.tree ? read_class(parsed.tree->root(), *text, name) : std::nullopt;
}

// What a class gives those that derive from it beside settings; empty where that is nothing.
std::string InheritanceReader::addition_of(const WrittenClass& base) {
    if (!base.decorators.empty()) return "is decorated with @" + base.decorators.front();
    if (!base.keywords.empty()) return "is made with " + base.keywords.front();
    if (!base.fields.empty()) return "has the field " + base.fields.front().name;
    return base.own.empty() ? "" : "has " + base.own;
}

// Looks through one file for uses of a class.
class UseFinder {
public:
    UseFinder(const FreshFile& file, const ClassPlace& base) : file_(file), base_(base), modules_(file.context()) {}

    std::optional<Span> find();

private:
    bool visit(const WalkedNode& walked);
    void pass_over_parts_of_class(const Node& definition);
    void look_at_import(const facts::Import& import, std::uint32_t offset);
    [[nodiscard]] bool may_be_base(const std::string& dotted);
    [[nodiscard]] std::string of(const Node& node) const { return std::string(slice(file_.text(), node.span())); }

    const FreshFile& file_;
    const ClassPlace& base_;
    ModelModules modules_;
    std::set<Span> passed_over_;
    std::optional<Span> use_;
};

std::optional<Span> UseFinder::find() {
    walk(file_.root(), [&](const WalkedNode& walked) { return !use_ && visit(walked); });
    // Under another name nobody finds it by its own.
    for (const facts::PlacedStatement& statement : file_.facts().statements) {
        for (const facts::Import& import : statement.facts->imports) look_at_import(import, statement.offset);
    }
    return use_;
}

bool UseFinder::visit(const WalkedNode& walked) {
    const Node& node = walked.node;
    if (passed_over_.contains(node.span())) return false;
    switch (node.kind()) {
        case NodeKind::ImportStatement:
        case NodeKind::ImportFromStatement:
        case NodeKind::FutureImportStatement: return false;
        case NodeKind::ClassDefinition: pass_over_parts_of_class(node); return true;
        case NodeKind::Attribute: {
            if (of(node.child(Field::Attribute)) == base_.name && may_be_base(of(node)))
                use_ = node.child(Field::Attribute).span();
            return true;
        }
        case NodeKind::Identifier: {
            const bool is_label =
                (walked.parent == NodeKind::KeywordArgument && walked.field == Field::Name) || walked.field == Field::Attribute;
            if (!is_label && of(node) == base_.name && may_be_base(base_.name)) use_ = node.span();
            return false;
        }
        case NodeKind::String: {
            if (!walked.in_annotation && walked.parent != NodeKind::Type) return true;
            const std::vector<std::string> names = names_in(of(node));
            if (std::ranges::find(names, base_.name) != names.end() && may_be_base(base_.name)) use_ = node.span();
            return true;
        }
        default: return true;
    }
}

// The name of a class and the names that it derives from.
void UseFinder::pass_over_parts_of_class(const Node& definition) {
    passed_over_.insert(definition.child(Field::Name).span());
    const Node bases = definition.child(Field::Superclasses);
    syntax::Cursor cursor(bases ? bases : definition.child(Field::Name));
    if (!bases || !cursor.to_first_child()) return;
    do {
        const NodeKind kind = cursor.node().kind();
        if (kind == NodeKind::Identifier || kind == NodeKind::Attribute) passed_over_.insert(cursor.node().span());
    } while (cursor.to_next_sibling());
}

void UseFinder::look_at_import(const facts::Import& import, std::uint32_t offset) {
    if (use_ || import.name != base_.name || import.bound == import.name || !may_be_base(import.bound)) return;
    use_ = Span{import.span.begin + offset, import.span.end + offset};
}

bool UseFinder::may_be_base(const std::string& dotted) {
    const Definition found = modules_.analysed_file().resolve(dotted);
    if (found.kind == Definition::Kind::Unknown) return true;
    const auto* module = dynamic_cast<const ModelModule*>(found.module);
    return found.kind == Definition::Kind::Class && found.class_definition->name == base_.name &&
           (module == nullptr || module->path() == base_.file);
}

}  // namespace

Inheritance read_inheritance(const WrittenClass& model, const FreshFile& file, FileTexts& texts) {
    return InheritanceReader(file, texts).read(model);
}

std::optional<Span> use_of_base(const FreshFile& file, const ClassPlace& base) { return UseFinder(file, base).find(); }

}  // namespace rowtype::migration
