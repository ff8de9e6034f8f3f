// The files that a ModuleText becomes: a module, or a package of them that import from each other.
#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>
#include <unordered_map>

#include "analysis/codegen/import_order.h"
#include "analysis/codegen/imports.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/names.h"
#include "analysis/codegen/parts.h"

namespace rowtype::codegen {

namespace {

constexpr const char* kShared = "_shared";

// Whether the part's first statement is a class or a function: those stand apart.
bool is_block(std::string_view part) {
    while (part.starts_with('#')) part.remove_prefix(part.find('\n') + 1);
    return part.starts_with("class ") || part.starts_with("def ") || part.starts_with("@");
}

// "orders" of a table or schema; a module has no capitals, since file systems may not tell them apart.
std::string module_name(std::string_view name) {
    std::string module;
    for (const char letter : name) {
        const bool is_upper = letter >= 'A' && letter <= 'Z';
        const bool is_other = static_cast<unsigned char>(letter) < 0x80 && !is_upper && (letter < 'a' || letter > 'z') &&
                              (letter < '0' || letter > '9');
        module += is_upper ? static_cast<char>(letter - 'A' + 'a') : is_other ? '_' : letter;
    }
    if (is_keyword(module)) return module + "_";
    return is_identifier(module) ? module : "table_" + module;
}

// from_import() of many modules, each a level below another: "from .users import Users".
std::string local_imports(const std::map<std::string, std::vector<std::string>>& names) {
    ImportSet imports;
    for (const auto& [module, all] : names) {
        for (const std::string& name : all) imports.add("." + module, name);
    }
    return import_block(imports);
}

std::string exported(std::vector<std::string_view> names) {
    if (names.empty()) return "";
    std::ranges::sort(names, [](std::string_view left, std::string_view right) {
        return comes_before(left, right, NameOrder::ByTypeThenCase);
    });
    std::vector<Expression> items;
    items.reserve(names.size());
    for (const std::string_view name : names) items.push_back(Expression::atom(std::string("\"").append(name).append("\"")));
    return laid_out("__all__", Expression::list(std::move(items)), "");
}

// "if TYPE_CHECKING:" with imports that only type checkers make, so that modules may name each other.
std::string checked_imports(const std::map<std::string, std::vector<std::string>>& names) {
    std::string text;
    for (const auto& [module, all] : names) {
        for (const std::string& name : all) {
            const std::string line = "    from ." + module + " import " + name;
            text +=
                line.size() <= kLineLength ? line + "\n" : "    from ." + module + " import (\n        " + name + ",\n    )\n";
        }
    }
    return text.empty() ? text : "if TYPE_CHECKING:\n" + text;
}

}  // namespace

const RunAll ModuleText::kAlone;

ModuleText::ModuleText(const ModulePlan& plan, const RunAll& run_all) : plan_(plan), run_all_(run_all) {
    files_.push_back({kShared});
    name_files();
}

void ModuleText::write_models(const std::function<void(const PlannedClass&, ModuleText&)>& write) {
    const std::vector<PlannedClass>& models = plan_.models;
    const auto write_some = [&](std::size_t begin, std::size_t end, ModuleText& text) {
        for (std::size_t index = begin; index < end; ++index) {
            text.enter(models[index]);
            write(models[index], text);
        }
    };
    const std::size_t count = parts_of(models.size(), run_all_);
    if (count == 1) {
        write_some(0, models.size(), *this);
        return;
    }
    std::vector<ModuleText> parts(count, empty_copy());
    run_all_(count, [&](std::size_t part) {
        write_some(models.size() * part / count, models.size() * (part + 1) / count, parts[part]);
    });
    for (ModuleText& part : parts) take(std::move(part));
}

ModuleText ModuleText::empty_copy() const {
    ModuleText copy = *this;
    for (File& file : copy.files_) file = File{file.module};
    copy.required_.clear();
    copy.type_texts_.clear();
    copy.known_ = {};
    return copy;
}

void ModuleText::take(ModuleText part) {
    for (std::size_t index = 0; index < files_.size(); ++index) {
        File& from = part.files_[index];
        files_[index].imports.add_all(from.imports);
        files_[index].mentioned.merge(from.mentioned);
        std::ranges::move(from.parts, std::back_inserter(files_[index].parts));
    }
    required_.merge(part.required_);
    type_texts_.merge(part.type_texts_);
}

std::string ModuleText::key_of(const PlannedClass& model) const {
    switch (plan_.generation.layout) {
        case OutputLayout::File: return "";
        case OutputLayout::Schemas: return model.relation->name.schema;
        case OutputLayout::Tables: return model.relation->name.to_string();
    }
    return "";
}

// Tables of the schema that the search path has first are called as they are; others too, where that is still free.
void ModuleText::name_files() {
    std::set<std::string> taken = {kShared, "__init__", "__main__"};
    const bool by_table = plan_.generation.layout == OutputLayout::Tables;
    const std::vector<std::string>& path = plan_.catalog == nullptr ? std::vector<std::string>() : plan_.catalog->search_path();
    for (const bool first : {true, false}) {
        for (const PlannedClass& model : plan_.models) {
            const catalog::QualifiedName& name = model.relation->name;
            const bool is_first = !path.empty() && path.front() == name.schema;
            const std::string key = key_of(model);
            if (first != is_first || file_of_.contains(key)) continue;
            std::string module = module_name(by_table ? name.name : name.schema);
            const bool prefixed =
                by_table && !is_first && (taken.contains(module) || plan_.generation.schema_names == SchemaNaming::Prefix);
            if (prefixed) module = module_name(name.schema + "_" + name.name);
            module = unique_name(module, taken);
            taken.insert(module);
            file_of_[key] = files_.size();
            files_.push_back({module});
        }
    }
}

void ModuleText::enter(const PlannedClass& model) { enter(file_of_.at(key_of(model))); }

void ModuleText::enter(std::size_t file) {
    if (file != current_) known_ = {};
    current_ = file;
}

std::string ModuleText::text_of(std::string_view header, const ImportSet& imports, const std::vector<const Part*>& parts,
                                const std::string& later) {
    std::vector<std::string_view> names;
    std::size_t size = 0;
    for (const Part* part : parts) {
        if (part->is_public) names.push_back(part->name);
        size += part->text.size() + 2;
    }
    const std::string imported = import_block(imports);
    const std::string all = exported(std::move(names));
    std::string text;
    text.reserve(header.size() + imported.size() + later.size() + all.size() + size + 8);
    text.append(header).append("\n").append(imported);
    bool is_first = imported.empty();
    bool after_class = false;
    const auto append = [&](const std::string& part) {
        if (part.empty()) return;
        const bool is_class = is_block(part);
        if (!is_first) text += is_class || after_class ? "\n\n" : "\n";
        text += part;
        is_first = false;
        after_class = is_class;
    };
    append(later);
    append(all);
    for (const Part* part : parts) append(part->text);
    return text;
}

std::string ModuleText::text(std::string_view header) const {
    ImportSet imports;
    std::vector<const Part*> parts;
    for (const File& file : files_) {
        imports.add_all(file.imports);
        for (const Part& part : file.parts) parts.push_back(&part);
    }
    return parts.empty() ? std::string(header) : text_of(header, imports, parts, "");
}

std::vector<GeneratedFile> ModuleText::files(std::string_view init_header, std::string_view header) const {
    std::unordered_map<std::string_view, const File*> owners;
    for (const File& file : files_) {
        for (const Part& part : file.parts) owners[part.name] = &file;
    }
    const auto owner_of = [&](std::string_view name, const File& user) -> const File* {
        const auto found = owners.find(name);
        return found == owners.end() || found->second == &user ? nullptr : found->second;
    };
    std::vector<GeneratedFile> files = {{"__init__.py", std::string(init_header).append("\n").append(init_text())}};
    for (const File& file : files_) {
        if (file.parts.empty()) continue;
        ImportSet imports = file.imports;
        std::vector<const Part*> parts;
        for (const Part& part : file.parts) {
            parts.push_back(&part);
            for (const std::string_view name : names_in(part.text)) {
                if (const File* owner = owner_of(name, file)) imports.add("." + owner->module, std::string(name));
            }
        }
        std::map<std::string, std::vector<std::string>> later;
        for (const std::string& name : file.mentioned) {
            if (const File* owner = owner_of(name, file)) later[owner->module].push_back(name);
        }
        if (!later.empty()) imports.add("typing", "TYPE_CHECKING");
        files.push_back({file.module + ".py", text_of(header, imports, parts, checked_imports(later))});
    }
    return files;
}

std::string ModuleText::init_text() const {
    std::map<std::string, std::vector<std::string>> modules;
    std::vector<std::string_view> names;
    for (const File& file : files_) {
        for (const Part& part : file.parts) {
            if (!part.is_public) continue;
            modules[file.module].push_back(part.name);
            names.push_back(part.name);
        }
    }
    return local_imports(modules) + "\n" + exported(std::move(names));
}

}  // namespace rowtype::codegen
