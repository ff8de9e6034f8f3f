#include "analysis/alembic/environment.h"

#include <vector>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/modules.h"
#include "analysis/alembic/node_children.h"
#include "analysis/alembic/recorder.h"
#include "analysis/alembic/values.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

constexpr int kMaximumSteps = 8;  // from a metadata to where it is made
constexpr std::size_t kLongestOption = 200;

// One reading of an env.py.
class Reader {
public:
    Reader(Modules& modules, Interpreter& interpreter, Environment& environment)
        : modules_(modules), interpreter_(interpreter), environment_(environment) {}

    void run(const Node& root);

private:
    void read_keyword(const Node& keyword);
    void read_text(const Node& text);
    [[nodiscard]] NamingConvention convention_of(const Value& metadata, int steps);
    [[nodiscard]] NamingConvention convention_of_class(const LocalPath& local, int steps);
    [[nodiscard]] std::string source_of(const Node& node) const {
        return std::string(slice(modules_.revision().text, node.span()));
    }

    Modules& modules_;
    Interpreter& interpreter_;
    Environment& environment_;
};

// Of SET search_path TO "app", public; empty where it is none that somebody made.
std::string first_schema(const std::string& sql) {
    const std::vector<sql::Token> tokens = sql::lex(sql);
    for (std::size_t index = 1; index < tokens.size(); ++index) {
        const sql::Token& before = tokens[index - 1];
        const bool is_value = before.value == "to" || before.value == "=" || before.value == ",";
        const bool is_plain = !tokens[index].value.starts_with('$') && tokens[index].kind != sql::TokenKind::Punctuation;
        if (is_value && is_plain) return tokens[index].value;
    }
    return {};
}

NamingConvention not_known() {
    NamingConvention convention;
    convention.is_known = false;
    return convention;
}

}  // namespace

Environment read_environment(std::string_view text, const std::string& path, const FindModule& find_module) {
    Environment environment;
    Modules modules(text, path, find_module);
    if (!modules.revision().tree) {
        environment.version_table.reset();
        environment.convention = not_known();
        environment.has_unknown_schema = true;
        return environment;
    }
    Recorder recorder;
    Interpreter interpreter(modules, recorder);
    interpreter.define(modules.revision());
    Reader(modules, interpreter, environment).run(modules.revision().tree->root());
    return environment;
}

namespace {

void Reader::run(const Node& root) {
    std::vector<Node> open = {root};
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        if (node.kind() == NodeKind::KeywordArgument) read_keyword(node);
        if (node.kind() == NodeKind::String || node.kind() == NodeKind::ConcatenatedString) read_text(node);
        for (const Child& child : children_of(node)) open.push_back(child.node);
    }
}

void Reader::read_keyword(const Node& keyword) {
    const std::string name = source_of(keyword.child(Field::Name));
    if (name == "target_metadata") {
        environment_.convention = convention_of(interpreter_.value_at_top(keyword.child(Field::Value)), kMaximumSteps);
    } else if (name == "schema_translate_map") {
        environment_.has_unknown_schema = true;
    } else if (name == "version_table" || name == "version_table_schema") {
        const Value value = interpreter_.value_at_top(keyword.child(Field::Value));
        const std::optional<std::string> given = text_of(&value);
        if (!given && is_none(&value)) return;
        if (!given) environment_.version_table.reset();
        if (given && environment_.version_table)
            (name == "version_table" ? environment_.version_table->name : environment_.version_table->schema) = *given;
    }
}

// SET search_path TO "app", public
void Reader::read_text(const Node& text) {
    if (sql::fold(source_of(text)).find("search_path") == std::string::npos) return;
    const Value value = interpreter_.value_at_top(text);
    const std::string sql = template_of(value).value_or("");
    const std::string folded = sql::fold(sql);
    const std::size_t word = folded.find("search_path");
    if (word == std::string::npos || !folded.starts_with("set ")) {
        // An option of the connection (-csearch_path=app); a longer text only speaks of it.
        environment_.has_unknown_schema =
            environment_.has_unknown_schema || (sql.size() < kLongestOption && folded.find("show") == std::string::npos);
        return;
    }
    const bool is_other = !environment_.search_path.empty() && environment_.search_path != sql;
    if (is_other || sql.find("{}") != std::string::npos || sql.find(';') != std::string::npos)
        environment_.has_unknown_schema = true;
    else environment_.search_path = sql, environment_.first_schema = first_schema(sql);
}

// Of MetaData(…) itself, of declarative_base(metadata=…), of classes of the project, of libraries that make their own.
NamingConvention Reader::convention_of(const Value& metadata, int steps) {
    if (steps == 0) return not_known();
    if (is_none(&metadata) || metadata.is(ValueKind::List) || metadata.is(ValueKind::Tuple)) return {};
    if (metadata.is(ValueKind::Call) && sqlalchemy_name(metadata) == "MetaData")
        return read_naming_convention(metadata.keyword("naming_convention"));
    if (metadata.is(ValueKind::Attribute) && metadata.text == "metadata" && metadata.items.front().is(ValueKind::Call)) {
        const Value& owner = metadata.items.front();
        if (const Value* given = owner.keyword("metadata")) return convention_of(*given, steps - 1);
        return root_of(owner) == "sqlalchemy" ? NamingConvention() : not_known();
    }
    if (!metadata.is(ValueKind::Name)) return not_known();
    if (metadata.text == "sqlmodel.SQLModel.metadata" || metadata.text == "sqlmodel.main.SQLModel.metadata") return {};
    const std::optional<LocalPath> local = read_local_path(metadata.text);
    return local && local->rest == "metadata" ? convention_of_class(*local, steps) : not_known();
}

// A class without metadata of its own has that of its base.
NamingConvention Reader::convention_of_class(const LocalPath& local, int steps) {
    const Module* const module = modules_.at(local.module);
    if (module == nullptr) return not_known();
    const auto found = module->classes.find(local.name);
    if (found == module->classes.end()) return not_known();
    for (const std::string& path : base_paths(*module, found->second)) {
        if (path.starts_with("sqlalchemy.")) return {};
        const Value inherited = interpreter_.value_of_path(path + ".metadata");
        NamingConvention convention = convention_of(inherited, steps - 1);
        if (convention.is_known) return convention;
    }
    return not_known();
}

}  // namespace

}  // namespace rowtype::alembic
