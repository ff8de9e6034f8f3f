// Prints what rowtype says of every field of a module's models, for annotation_oracle.py to compare with pydantic:
//   print_verdicts SCHEMA.sql MODULE.py json|driver
// One line a field: class, field, verdict, reason, separated by tabs.
#include <fstream>
#include <iostream>
#include <sstream>

#include "analysis/binding/bound_model.h"
#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"
#include "analysis/types/type_verdict.h"
#include "reflect/migrations/migrations.h"

namespace {

using namespace rowtype;

std::string read_text(const char* path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

int print_verdicts(const std::string& schema, const std::string& python, AccessProfile access) {
    const auto read = migrations::read_migrations({{"schema.sql", schema}}, {});
    if (!read.ok()) return 2;
    for (const catalog::Note& note : read->data.notes) std::cerr << note.line << ": " << note.message << "\n";
    const catalog::Catalog catalog(read->data);
    const syntax::ParseOutcome parsed = syntax::parse(python);
    if (!parsed.tree) return 2;
    const facts::FileFacts file = facts::extract_facts(*parsed.tree, python);
    const facts::ModuleNames names(file);
    const FileIdentity identity{"models.py", "models", true};
    const Settings settings;
    const binding::Context context{identity, file, names, catalog, settings, nullptr, access, {}, {}};
    for (const facts::PlacedStatement& placed : file.statements) {
        const binding::ModelBinding bound = binding::bind_models({*placed.facts, placed.offset}, context);
        for (const binding::BoundModel& model : bound.models) {
            for (const binding::BoundField& field : model.fields) {
                if (field.column == nullptr) continue;
                const types::TypeVerdict judged =
                    types::judge(field.annotation, {catalog, model.relation, *field.column, access, types::Direction::Read,
                                                    model.strict, true, model.style == binding::ModelStyle::LegacyPydantic});
                std::cout << model.class_name << "\t" << field.name << "\t" << types::to_string(judged.verdict) << "\t"
                          << judged.reason << "\n";
            }
        }
    }
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) return 2;
    const bool json = std::string(argv[3]) == "json";
    return print_verdicts(read_text(argv[1]), read_text(argv[2]),
                          json ? rowtype::AccessProfile::Json : rowtype::AccessProfile::Driver);
}
