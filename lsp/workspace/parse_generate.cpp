// Reads [tool.rowtype.generate]. To add a key: its name in kKeys, its line below, lsp/cli/configuration.schema.json, README.md.
#include <algorithm>
#include <array>

#include "lsp/workspace/generation_settings.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>  // behind what keeps its assertions off
#include "analysis/codegen/generate.h"
#include "lsp/workspace/toml_text.h"

namespace rowtype::workspace {

namespace {

constexpr std::array<std::string_view, 13> kKeys = {"output",           "style",  "class-names",   "variants",      "enums",
                                                    "schema-names",     "layout", "decimal-json",  "relationships", "singular",
                                                    "singular-exclude", "types",  "special-values"};
constexpr std::size_t kConfigurationCap = 4UL * 1024 * 1024;

void read_variants(TableReader& reader, const toml::table& table, std::vector<ModelVariant>& variants) {
    std::vector<std::string> names;
    reader.read(table, "variants", names);
    if (names.empty()) return;
    variants.clear();
    for (const ModelVariant variant : {ModelVariant::Row, ModelVariant::Insert, ModelVariant::Update}) {
        const std::string_view wanted = variant == ModelVariant::Row      ? "row"
                                        : variant == ModelVariant::Insert ? "insert"
                                                                          : "update";
        if (std::erase(names, wanted) != 0) variants.push_back(variant);
    }
    if (names.empty()) return;
    if (variants.empty()) variants = {ModelVariant::Row};
    reader.problem_at(table.get("variants")->source(), "generate.variants holds \"row\", \"insert\" and \"update\" alone");
}

void read_types(TableReader& reader, const toml::table& table, std::map<std::string, TypeOverride>& types) {
    std::map<std::string, std::string> texts;
    reader.read(table, "types", texts);
    for (const auto& [name, text] : texts) {
        if (std::optional<TypeOverride> type = parse_type_override(text)) {
            types[name] = std::move(*type);
        } else {
            reader.problem_at(table.get("types")->source(),
                              "a type of generate.types is written \"app.money:Money\", or as a built-in name such as \"str\"");
        }
    }
}

GenerationSettings read_settings(TableReader& reader, const toml::table& table) {
    GenerationSettings settings;
    read_variants(reader, table, settings.variants);
    static constexpr std::array<std::string_view, 3> kEnums = {"enum", "str-enum", "literal"};
    const std::string enums = reader.read_choice(table, "enums", kEnums);
    if (enums == "str-enum") settings.enums = EnumForm::StrEnum;
    if (enums == "literal") settings.enums = EnumForm::Literal;
    static constexpr std::array<std::string_view, 2> kNaming = {"where-needed", "prefix"};
    if (reader.read_choice(table, "schema-names", kNaming) == "prefix") settings.schema_names = SchemaNaming::Prefix;
    static constexpr std::array<std::string_view, 3> kLayouts = {"file", "table", "schema"};
    const std::string layout = reader.read_choice(table, "layout", kLayouts);
    if (layout == "table") settings.layout = OutputLayout::Tables;
    if (layout == "schema") settings.layout = OutputLayout::Schemas;
    static constexpr std::array<std::string_view, 2> kSpecial = {"refuse", "accept"};
    settings.special_values = reader.read_choice(table, "special-values", kSpecial) == "accept";
    static constexpr std::array<std::string_view, 2> kDecimals = {"string", "number"};
    if (reader.read_choice(table, "decimal-json", kDecimals) == "number") settings.decimal_json = DecimalJson::Number;
    reader.read(table, "relationships", settings.relationships);
    reader.read(table, "singular", settings.singular_names);
    std::vector<std::string> words;
    reader.read(table, "singular-exclude", words);
    settings.singular_exclude.insert(words.begin(), words.end());
    read_types(reader, table, settings.types);
    return settings;
}

}  // namespace

void read_generate(TableReader& reader, const toml::table& table) {
    GenerateSettings& generate = reader.loaded().configuration.settings.generate;
    reader.report_unknown_keys(table, kKeys, "generate.");
    reader.read(table, "output", generate.output);
    const std::vector<std::string_view> styles = codegen::style_names();
    if (const std::string style = reader.read_choice(table, "style", styles); !style.empty()) generate.style = style;
    reader.read(table, "class-names", generate.class_names);
    (void)read_settings(reader, table);  // for what is wrong with it
}

GenerationSettings load_generation_settings(const Configuration& configuration) {
    if (configuration.file.empty()) return {};
    const Result<std::string> text = read_file(configuration.file, kConfigurationCap);
    if (!text || is_nested_too_deeply(*text)) return {};
    LoadedConfiguration unused;
    TableReader reader(*text, unused);
    try {
        const toml::table document = toml::parse(*text);
        const bool is_shared = file_name(configuration.file) == "pyproject.toml";
        const toml::node_view<const toml::node> root = is_shared ? document["tool"]["rowtype"]["generate"] : document["generate"];
        const toml::table* table = root.as_table();
        return table == nullptr ? GenerationSettings() : read_settings(reader, *table);
    } catch (const toml::parse_error&) {
        return {};  // said with the configuration
    }
}

std::optional<TypeOverride> parse_type_override(std::string_view text) {
    const auto is_word = [](std::string_view word) {
        const auto is_letter = [](char letter) {
            return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        };
        if (word.empty() || !is_letter(word.front())) return false;
        return std::ranges::all_of(word, [&](char letter) { return is_letter(letter) || (letter >= '0' && letter <= '9'); });
    };
    const auto is_path = [&](std::string_view path) {
        for (std::size_t dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
            if (!is_word(path.substr(0, dot))) return false;
            path.remove_prefix(dot + 1);
        }
        return is_word(path);
    };
    const std::size_t colon = text.find(':');
    if (colon != std::string_view::npos) {
        const std::string_view name = text.substr(colon + 1);
        if (!is_path(text.substr(0, colon)) || !is_path(name.substr(0, name.find('[')))) return std::nullopt;
        if (name.find('[') != std::string_view::npos && !name.ends_with(']')) return std::nullopt;
        return TypeOverride{std::string(text.substr(0, colon)), std::string(name)};
    }
    static constexpr std::array<std::string_view, 9> kBuiltins = {"bool", "bytes", "complex", "dict", "float",
                                                                  "int",  "list",  "object",  "str"};
    const std::string_view name = text.substr(0, text.find('['));
    const bool is_builtin = std::ranges::find(kBuiltins, name) != kBuiltins.end();
    if (!is_builtin || (name.size() != text.size() && !text.ends_with(']'))) return std::nullopt;
    return TypeOverride{"", std::string(text)};
}

}  // namespace rowtype::workspace
