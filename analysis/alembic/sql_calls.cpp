// op.execute() and the execute() of connections: SQL as literals, as templates, or as SQLAlchemy's statements.
#include <algorithm>
#include <array>

#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/operations.h"
#include "analysis/binding/sql_placeholders.h"

namespace rowtype::alembic {

namespace {

// Methods and functions of SQLAlchemy that make statements on rows, which change no schema.
bool makes_rows(std::string_view name) {
    static constexpr std::array<std::string_view, 12> kNames = {"insert",    "update", "delete", "select",
                                                                "values",    "where",  "exists", "from_select",
                                                                "returning", "count",  "query",  "Insert"};
    return std::ranges::find(kNames, name) != kNames.end();
}

bool is_statement_on_rows(const Value& value) {
    if (value.is(ValueKind::Call) && makes_rows(sqlalchemy_name(value))) return true;
    const std::string_view path = path_of(value);
    if (value.is(ValueKind::Call) && path.find(".__table__.") != std::string_view::npos && makes_rows(last_part(path)))
        return true;
    if (value.is(ValueKind::Call) && value.items.front().is(ValueKind::Attribute) && makes_rows(value.items.front().text))
        return true;
    const bool goes_on = value.is(ValueKind::Call) || value.is(ValueKind::Attribute);
    return goes_on && is_statement_on_rows(value.items.front());
}

// The text inside sa.text("…").bindparams(…), sa.DDL("…") and so on; null where there is none.
const Value* find_clause(const Value& value) {
    if (value.is(ValueKind::Call)) {
        const std::string_view name = sqlalchemy_name(value);
        if (name == "text" || name == "DDL" || name == "TextClause") return value.argument("text", 0);
        if (value.items.front().is(ValueKind::Attribute)) return find_clause(value.items.front().items.front());
    }
    return nullptr;
}

// In what SQLAlchemy's text() takes, "\:" is a colon that starts no parameter.
void unescape_colons(std::string& text) {
    for (std::size_t at = text.find("\\:"); at != std::string::npos; at = text.find("\\:", at + 1)) text.erase(at, 1);
}

}  // namespace

void Interpreter::run_sql(const Value& call) {
    const Value* first = call.positional(0);
    for (const char* name : {"sqltext", "statement", "clause"}) {
        if (first == nullptr) first = call.keyword(name);
    }
    if (first == nullptr) return;
    if (const Value* clause = find_clause(*first)) return run_sql_text(*clause);
    if (first->is(ValueKind::String) || first->is(ValueKind::Format)) return run_sql_text(*first);
    // SQLAlchemy-Searchable makes functions and triggers for full text, nothing else.
    if (root_of(*first) == "sqlalchemy_searchable") return recorder_.add_possible("CREATE TRIGGER {} ON {}", line_, "");
    if (is_statement_on_rows(*first) || is_none(first)) return;
    if (const std::optional<std::string> sql = ddl_element_sql(*first)) {
        DdlText ddl(line_);
        return recorder_.add(ddl.add(*sql), *sql);
    }
    recorder_.add_anything(line_, "the SQL that is executed here is no literal");
}

void Interpreter::run_sql_text(const Value& text) {
    std::optional<std::string> sql = template_of(text);
    if (!sql) return recorder_.add_anything(line_, "the SQL that is executed here is no literal");
    binding::replace_placeholders(*sql, binding::PlaceholderStyle::Colon, true);
    unescape_colons(*sql);
    const std::uint32_t line = line_of_text(text);
    if (text.is(ValueKind::String)) {
        DdlText ddl(line);
        return recorder_.add(ddl.add(*sql), *sql);
    }
    recorder_.add_possible(std::move(*sql), line, "parts of the SQL that is executed here cannot be evaluated");
}

}  // namespace rowtype::alembic
