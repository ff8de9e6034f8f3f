// Prints the module that is generated from a schema:
// print_module json|driver[,STYLE[,all][,strenum|literal][,number][,3.9][,singular]] FILE.sql|FILE.json [TABLE…]
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/generate.h"
#include "reflect/migrations/migrations.h"
#include "reflect/snapshot/snapshot.h"

namespace {

rowtype::Result<rowtype::catalog::CatalogData> read_schema(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(file), {}};
    if (path.ends_with(".json")) return rowtype::snapshot::read_snapshot(text, path);
    auto read = rowtype::migrations::read_migrations({{path, std::move(text)}});
    if (!read) return read.error();
    for (const rowtype::catalog::Note& note : read->data.notes) std::cerr << note.line << ": " << note.message << "\n";
    return std::move(read->data);
}

}  // namespace

int main(int count, char** values) {
    if (count < 3) return 2;
    const std::vector<std::string> arguments(values + 1, values + count);
    const auto data = read_schema(arguments[1]);
    if (!data) {
        std::cerr << data.error().to_string() << "\n";
        return 1;
    }
    rowtype::Settings settings;
    rowtype::GenerationSettings generation;
    rowtype::AccessProfile access = rowtype::AccessProfile::Json;
    std::istringstream words(arguments[0]);
    for (std::string word; std::getline(words, word, ',');) {
        if (word == "driver") access = rowtype::AccessProfile::Driver;
        if (word == "all") {
            generation.variants = {rowtype::ModelVariant::Row, rowtype::ModelVariant::Insert, rowtype::ModelVariant::Update};
        }
        if (word == "strenum") generation.enums = rowtype::EnumForm::StrEnum;
        if (word == "literal") generation.enums = rowtype::EnumForm::Literal;
        if (word == "number") generation.decimal_json = rowtype::DecimalJson::Number;
        if (word == "singular") generation.singular_names = true;
        if (word.starts_with("3.")) settings.generate.target_python = word;
        for (const std::string_view style : rowtype::codegen::style_names()) {
            if (word == style) settings.generate.style = word;
        }
    }
    const rowtype::codegen::GeneratedModule module = rowtype::codegen::generate_module(
        rowtype::catalog::Catalog(*data), settings, generation, access, {arguments.begin() + 2, arguments.end()});
    for (const auto& failure : module.failures) std::cerr << failure.table << ": " << failure.reason << "\n";
    std::cout << module.text;
    return module.failures.empty() ? 0 : 3;
}
