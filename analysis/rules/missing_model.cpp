#include "analysis/rules/rules.h"

namespace rowtype::rules {

constinit const Rule kMissingModel = {
    .id = "missing-model",
    .family = RuleFamily::Project,
    .default_severity = Severity::Error,
    .status = FindingStatus::MissingInModel,
    .since = "0.1.0",
    .summary = "A table has no model",
    .docs = R"(Asked only of projects that say where their models are (`models = [...]`) and of `rowtype generate --check`:
then every table and view of the schemas read needs a class, in any of the files, that belongs to it.

Not reported: tables with the name of a mapped class that is not checked, since most of its columns are others (it may belong
to another database), tables matched by `exclude-tables`, partitions, tables that an extension or the platform owns, and the
bookkeeping tables of migration tools.

Mend it with `rowtype generate -t TABLE`, or name the class with `# rowtype: table=schema.name`.)",
    .example_schema = "CREATE TABLE users (id bigint PRIMARY KEY);\nCREATE TABLE orders (id bigint PRIMARY KEY);",
    .bad_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int
)",
    .good_example = R"(from pydantic import BaseModel


class User(BaseModel):
    id: int


class Order(BaseModel):
    id: int
)",
};

}  // namespace rowtype::rules
