// [[tool.rowtype.calls]]: what a project's own database layer is called, and what its arguments are.
#include <algorithm>
#include <array>
#include <cctype>

#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>  // behind what keeps its assertions off
#include "reflect/base/similar_names.h"

namespace rowtype::workspace {

namespace {

constexpr std::array<std::string_view, 8> kKeys = {"call",    "parameters", "table", "columns",
                                                   "payload", "verb",       "sql",   "placeholders"};
constexpr std::array<std::string_view, 6> kVerbs = {"none", "select", "insert", "upsert", "update", "delete"};
constexpr std::array<std::string_view, 6> kPlaceholders = {"format", "pyformat", "qmark", "numeric", "named", "dollar"};
constexpr std::int64_t kMostPlaces = 100;

// Reads one of the tables.
class CallReader {
public:
    CallReader(TableReader& reader, const toml::table& table) : reader_(reader), table_(table) {}

    void read();

private:
    void read_names();
    void read_argument(const toml::node& node, std::string_view key, std::vector<TaughtArgument>& into);
    void read_arguments(std::string_view key, std::vector<TaughtArgument>& into);
    std::optional<TaughtArgument> read_one_argument(std::string_view key);
    void check_roles();

    TableReader& reader_;
    const toml::table& table_;
    std::vector<std::string> parameters_;
    TaughtCall call_;
};

bool is_identifier(std::string_view name) {
    const auto is_letter = [](char byte) {
        return byte == '_' || std::isalpha(static_cast<unsigned char>(byte)) != 0 || static_cast<unsigned char>(byte) >= 0x80;
    };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [&](char byte) {
        return is_letter(byte) || std::isdigit(static_cast<unsigned char>(byte)) != 0;
    });
}

// "run", "db.run", "*.run".
bool is_call_name(std::string_view name) {
    if (name.starts_with("*.")) name.remove_prefix(2);
    for (std::size_t dot = name.find('.'); dot != std::string_view::npos; dot = name.find('.')) {
        if (!is_identifier(name.substr(0, dot))) return false;
        name.remove_prefix(dot + 1);
    }
    return is_identifier(name);
}

void CallReader::read() {
    reader_.report_unknown_keys(table_, kKeys, "calls.");
    read_names();
    reader_.read(table_, "parameters", parameters_);
    if (!parameters_.empty() && (parameters_.front() == "self" || parameters_.front() == "cls")) {
        reader_.problem_at(table_.get("parameters")->source(),
                           "calls.parameters are those that a caller passes: leave out \"" + parameters_.front() + "\"");
    }
    call_.table = read_one_argument("table");
    call_.sql = read_one_argument("sql");
    read_arguments("columns", call_.columns);
    read_arguments("payload", call_.payloads);
    const std::string verb = reader_.read_choice(table_, "verb", kVerbs);
    if (const auto found = std::ranges::find(kVerbs, verb); found != kVerbs.end()) {
        constexpr std::array kValues = {TaughtVerb::None,   TaughtVerb::Select, TaughtVerb::Insert,
                                        TaughtVerb::Upsert, TaughtVerb::Update, TaughtVerb::Delete};
        call_.verb = kValues[static_cast<std::size_t>(found - kVerbs.begin())];
    }
    const std::string style = reader_.read_choice(table_, "placeholders", kPlaceholders);
    if (const auto found = std::ranges::find(kPlaceholders, style); found != kPlaceholders.end()) {
        constexpr std::array kValues = {Placeholders::Format,  Placeholders::PyFormat, Placeholders::QuestionMark,
                                        Placeholders::Numeric, Placeholders::Named,    Placeholders::Dollar};
        call_.placeholders = kValues[static_cast<std::size_t>(found - kPlaceholders.begin())];
    }
    check_roles();
    if (!call_.names.empty()) reader_.loaded().configuration.settings.calls.push_back(std::move(call_));
}

void CallReader::read_names() {
    const toml::node* node = table_.get("call");
    if (node == nullptr) {
        return reader_.problem_at(table_.source(),
                                  "calls needs call: the name of what is called, such as \"db.run\" or \"*.run\"");
    }
    const auto add = [&](const toml::node& entry) {
        const auto* text = entry.as_string();
        if (text == nullptr) return reader_.wrong_type(entry, "calls.call", "a string or a list of strings");
        if (!is_call_name(text->get())) {
            return reader_.problem_at(
                entry.source(),
                "calls.call is a name with dots, such as \"run_query\", \"db.run\", \"app.layer.run_query\" or "
                "\"Database.run\", or \"*.run\" for whatever has a method of that name");
        }
        call_.names.push_back(text->get());
    };
    if (node->is_array()) {
        for (const toml::node& entry : *node->as_array()) add(entry);
    } else {
        add(*node);
    }
}

// "table" or 0.
void CallReader::read_argument(const toml::node& node, std::string_view key, std::vector<TaughtArgument>& into) {
    const std::string shown = "calls." + std::string(key);
    if (const auto* place = node.as_integer()) {
        if (place->get() >= 0 && place->get() < kMostPlaces) {
            into.push_back({{}, static_cast<std::uint32_t>(place->get())});
            const auto named = static_cast<std::size_t>(place->get());
            if (named < parameters_.size()) into.back().keyword = parameters_[named];
            return;
        }
        return reader_.problem_at(node.source(), shown + " counts arguments from 0, \"self\" left out");
    }
    const auto* name = node.as_string();
    if (name == nullptr || !is_identifier(name->get())) {
        return reader_.wrong_type(node, shown, "an argument's name, or its place counted from 0");
    }
    const auto found = std::ranges::find(parameters_, name->get());
    if (found != parameters_.end()) {
        into.push_back({name->get(), static_cast<std::uint32_t>(found - parameters_.begin())});
        return;
    }
    if (!parameters_.empty()) {
        const std::optional<std::string> near = nearest_name(name->get(), parameters_);
        return reader_.problem_at(node.source(), shown + " names \"" + name->get() + "\", which is not among calls.parameters" +
                                                     (near ? ": did you mean \"" + *near + "\"?" : ""));
    }
    into.push_back({name->get(), std::nullopt});
}

void CallReader::read_arguments(std::string_view key, std::vector<TaughtArgument>& into) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return;
    if (!node->is_array()) return read_argument(*node, key, into);
    for (const toml::node& entry : *node->as_array()) read_argument(entry, key, into);
}

std::optional<TaughtArgument> CallReader::read_one_argument(std::string_view key) {
    const toml::node* node = table_.get(key);
    if (node == nullptr) return std::nullopt;
    std::vector<TaughtArgument> found;
    read_argument(*node, key, found);
    return found.empty() ? std::nullopt : std::optional(found.front());
}

void CallReader::check_roles() {
    const bool has_table = table_.get("table") != nullptr;
    if (!has_table && table_.get("sql") == nullptr) {
        reader_.problem_at(table_.source(), "calls needs table or sql: the argument that holds a table's name, or an SQL text");
    }
    for (const std::string_view key : {"columns", "payload"}) {
        if (const toml::node* node = table_.get(key); node != nullptr && !has_table) {
            reader_.problem_at(node->source(), "calls." + std::string(key) + " needs calls.table: whose columns they are");
        }
    }
    if (const toml::node* node = table_.get("placeholders"); node != nullptr && table_.get("sql") == nullptr) {
        reader_.problem_at(node->source(), "calls.placeholders is about the text that calls.sql names");
    }
}

// Names of what stands before a call: "timescale.engine".
void read_other_databases(TableReader& reader, const toml::table& table) {
    TaughtCall others;
    reader.read(table, "other-databases", others.names);
    std::erase_if(others.names, [&](const std::string& name) {
        if (!name.starts_with('*') && is_call_name(name)) return false;
        reader.problem_at(table.get("other-databases")->source(),
                          "other-databases lists names as code or its imports spell them, such as \"timescale.engine\"");
        return true;
    });
    if (!others.names.empty()) reader.loaded().configuration.settings.calls.push_back(std::move(others));
}

}  // namespace

void read_calls(TableReader& reader, const toml::table& table) {
    read_other_databases(reader, table);
    for (const toml::table* call : reader.read_tables(table, "calls")) CallReader(reader, *call).read();
}

}  // namespace rowtype::workspace
