#include "analysis/alembic/column_types.h"
#include "analysis/alembic/columns.h"
#include "analysis/alembic/ddl_text.h"
#include "analysis/alembic/operations.h"
#include "analysis/alembic/sql_expressions.h"

namespace rowtype::alembic {

namespace {

// One alter_column() call; each part is a statement, in Alembic's order (alembic/ddl/impl.py): the type, NULL, the default,
// the comment, the name.
class Alteration {
public:
    explicit Alteration(const OperationCall& call)
        : call_(call), table_(call.table()), column_(text_of(call.argument("column_name"))) {}

    void run();

private:
    void change_type();
    void change_nullability();
    void change_default();
    void change_comment();
    void change_name();
    void alter(const std::string& change);
    void leave_unknown(const std::string& what);
    [[nodiscard]] std::string column() const { return column_ ? quoted(*column_) : "{}"; }
    [[nodiscard]] std::string touched() const { return "ALTER TABLE " + table_.sql() + " ALTER COLUMN " + column() + " {}"; }

    const OperationCall& call_;
    TableName table_;
    std::optional<std::string> column_;
};

void Alteration::run() {
    if (!table_.name || !column_) {
        return call_.recorder().add_possible(touched(), call_.line(), "the column that is altered here cannot be told");
    }
    change_type();
    change_nullability();
    change_default();
    change_comment();
    change_name();
}

void Alteration::change_type() {
    const Value* given = call_.argument("type_");
    if (is_none(given)) return;
    const ColumnType type = column_type(*given);
    for (const std::string& sql : type.created) {
        DdlText text(call_.line());
        call_.recorder().add_guarded(text.add(sql));
    }
    if (!type.is_known) call_.recorder().add_note(call_.line(), "the type of the column " + *column_ + " cannot be told");
    alter("TYPE " + type.sql);
}

void Alteration::change_nullability() {
    const Value* given = call_.argument("nullable");
    if (is_none(given)) return;
    const std::optional<bool> nullable = boolean_of(given);
    if (!nullable) return leave_unknown("whether it may be null");
    alter(*nullable ? "DROP NOT NULL" : "SET NOT NULL");
}

void Alteration::change_default() {
    const Value* given = call_.argument("server_default");
    if (given == nullptr || boolean_of(given) == std::optional(false)) return;
    const auto is_identity = [](const Value* value) { return value != nullptr && sqlalchemy_name(*value) == "Identity"; };
    const Value* existing = call_.argument("existing_server_default");
    if (is_identity(given)) {
        const std::string identity = generated_sql(*given).value_or("");
        if (is_identity(existing)) return alter("SET " + identity.substr(0, identity.find(" AS ")));
        return alter("ADD " + identity);
    }
    if (is_none(given)) return alter(is_identity(existing) ? "DROP IDENTITY" : "DROP DEFAULT");
    if (sqlalchemy_name(*given) == "Computed") return leave_unknown("what it is computed from");
    const std::optional<std::string> text = default_sql(*given);
    if (!text) {
        call_.recorder().add_note(call_.line(), "the default of the column " + *column_ + " cannot be told");
        return alter("SET DEFAULT \"not known\"()");
    }
    if (text->empty()) return;
    alter("SET DEFAULT " + *text);
}

void Alteration::change_comment() {
    const Value* given = call_.argument("comment");
    if (given == nullptr || boolean_of(given)) return;
    const std::optional<std::string> comment = text_of(given);
    if (!comment && !is_none(given)) return;
    DdlText text(call_.line());
    text.add("COMMENT ON COLUMN " + table_.sql() + "." + column() + " IS " + (comment ? literal(*comment) : "NULL"));
    call_.recorder().add(text, "");
}

void Alteration::change_name() {
    const Value* given = call_.argument("new_column_name");
    if (is_none(given)) return;
    const std::optional<std::string> name = text_of(given);
    DdlText text(call_.line());
    const std::string renamed = "ALTER TABLE " + table_.sql() + " RENAME COLUMN " + column() + " TO ";
    if (!name) return call_.recorder().add_possible(renamed + "{}", call_.line(), "the new name of a column cannot be told");
    call_.recorder().add(text.add(renamed + quoted(*name)), renamed + "{}");
}

void Alteration::alter(const std::string& change) {
    DdlText text(call_.line());
    call_.recorder().add(text.add("ALTER TABLE " + table_.sql() + " ALTER COLUMN " + column() + " " + change), touched());
}

void Alteration::leave_unknown(const std::string& what) {
    call_.recorder().add_possible(touched(), call_.line(), "of the column " + *column_ + ", " + what + " cannot be told");
}

}  // namespace

void alter_column(const OperationCall& call) { Alteration(call).run(); }

}  // namespace rowtype::alembic
