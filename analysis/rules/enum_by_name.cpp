#include <algorithm>

#include "analysis/rules/declared_labels.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

void check_column(const binding::BoundTable& table, const binding::DeclaredColumn& declared, const catalog::Catalog& catalog,
                  FindingSink& sink) {
    const std::optional<LabelComparison> labels = compare_labels(declared, catalog);
    if (!labels || !labels->by_name) return;
    const std::string message = quoted(declared.attribute) + " stores the names of " + declared.enumeration->class_name + " (" +
                                quoted(labels->not_in_database.front()) + "), but the labels of " + labels->type_name +
                                " are its values (" + quoted(labels->stored_as) +
                                "); write Enum(..., values_callable=lambda members: [member.value for member in members])";
    Finding* finding = sink.report(kEnumByName, kEnumByName.default_severity, declared.span, message);
    if (finding == nullptr) return;
    finding->table = table.relation->name.to_string();
    finding->field = declared.name;
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundTable& table : statement.tables) {
        for (const binding::DeclaredColumn& column : table.columns) check_column(table, column, context.catalog, sink);
    }
}

}  // namespace

constinit const Rule kEnumByName = {
    .id = "enum-by-name",
    .family = RuleFamily::Model,
    .default_severity = Severity::Warning,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "An enum stores its members' names where the database holds their values",
    .docs =
        R"(SQLAlchemy's `Enum(Status)`, and SQLModel's and `Mapped[Status]`'s columns with it, send the *names* of the members: `ACTIVE` of
`ACTIVE = "active"`. An enum type of the database whose labels are the values takes none of them, and a row that holds `active`
fails to load with a LookupError.

Either say which texts are stored, `Enum(Status, values_callable=lambda members: [member.value for member in members])`, or name
members and labels alike.

Not reported: columns with `values_callable`, whatever it gives, enums with members whose values are not texts, and types whose
labels are not wholly known.)",
    .example_schema =
        "CREATE TYPE status AS ENUM ('active', 'closed');\n"
        "CREATE TABLE accounts (id serial PRIMARY KEY, status status NOT NULL);",
    .bad_example = R"(from enum import Enum

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Status(Enum):
    ACTIVE = "active"
    CLOSED = "closed"


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[Status]
)",
    .good_example = R"(from enum import Enum

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Status(Enum):
    active = "active"
    closed = "closed"


class Account(Base):
    __tablename__ = "accounts"

    id: Mapped[int] = mapped_column(primary_key=True)
    status: Mapped[Status]
)",
    .check = check,
    .fix = store_enum_values,
};

}  // namespace rowtype::rules
