"""What SQLAlchemy's Inspector says of a database, in canonical form, by its own ways alone: get_multi_…(), names, enums, domains."""

import re
import warnings

import sqlalchemy
from sqlalchemy.dialects import postgresql
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope

ALL = {"kind": ObjectKind.ANY, "scope": ObjectScope.DEFAULT}
TEXT = {"FLOAT": "DOUBLE PRECISION", "DOUBLE PRECISION(53)": "DOUBLE PRECISION", "REAL(24)": "REAL"}


class Canonical:
    """`schemas`: read also where get_schema_names() does not list them."""

    def __init__(self, url, spelling, schemas):
        self.spelling = spelling
        self.objects = {}
        # Names of every schema but PostgreSQL's own come complete then.
        engine = sqlalchemy.create_engine(url.replace("postgresql://", "postgresql+psycopg://"), connect_args={"options": "-c search_path=pg_catalog"})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)  # "Did not recognize type": it shows in the comparison
            with engine.connect() as connection:
                inspector = sqlalchemy.inspect(connection)
                found = set(inspector.get_schema_names()) - {"information_schema"}
                for schema in sorted(found):
                    self.objects[f"schema {spelling.name(schema)}"] = {}
                for schema in sorted(found | set(schemas)):
                    self.schema(inspector, schema)
        engine.dispose()

    def schema(self, inspector, schema):
        self.domains = {(domain["schema"], domain["name"]): domain for domain in inspector.get_domains("*")}
        names = self.spelling.qualified
        kinds = {
            "table": inspector.get_table_names(schema),
            "view": inspector.get_view_names(schema),
            "materialized_view": inspector.get_materialized_view_names(schema),
            "foreign_table": inspector.get_foreign_table_names(schema),
        }
        for kind, found in kinds.items():
            for name in found:
                is_view = kind in ("view", "materialized_view")
                self.objects[f"relation {names(schema, name)}"] = {"kind": kind, "definition": inspector.get_view_definition(name, schema) if is_view else ""}
        for name in inspector.get_sequence_names(schema):
            self.objects[f"sequence {names(schema, name)}"] = {}
        for (_, name), comment in inspector.get_multi_table_comment(schema, **ALL).items():
            self.objects[f"relation {names(schema, name)}"]["comment"] = comment["text"] or ""
        for (_, name), options in inspector.get_multi_table_options(schema, **ALL).items():
            self.options(self.objects[f"relation {names(schema, name)}"], options)
        for (_, name), columns in inspector.get_multi_columns(schema, **ALL).items():
            self.objects[f"relation {names(schema, name)}"]["columns"] = [column["name"] for column in columns]
            for column in columns:
                self.column(names(schema, name, column["name"]), column)
        for (_, name), key in inspector.get_multi_pk_constraint(schema, **ALL).items():
            if key["constrained_columns"]:
                self.key(names(schema, name, key["name"]), key, key["constrained_columns"], "primary key")
        for (_, name), keys in inspector.get_multi_unique_constraints(schema, **ALL).items():
            for key in keys:
                self.key(names(schema, name, key["name"]), key, key["column_names"], "unique")
        for (_, name), keys in inspector.get_multi_foreign_keys(schema, postgresql_ignore_search_path=True, **ALL).items():
            self.foreign_keys(names(schema, name), keys)
        for (_, name), checks in inspector.get_multi_check_constraints(schema, **ALL).items():
            for check in checks:
                self.objects[f"constraint {names(schema, name, check['name'])}"] = {
                    "kind": "check", "sqltext": check["sqltext"], "options": check.get("dialect_options", {}), "comment": check["comment"] or "",
                }  # fmt: skip
        for (_, name), indexes in inspector.get_multi_indexes(schema, **ALL).items():
            for index in indexes:
                constraint = self.objects.get(f"constraint {names(schema, name, index['name'])}", {})
                if constraint.get("kind") not in ("primary key", "unique"):
                    self.index(names(schema, name, index["name"]), index)
        for enum in inspector.get_enums(schema):
            self.objects[f"type {names(schema, enum['name'])}"] = {"kind": "enum", "labels": enum["labels"]}
        for domain in inspector.get_domains(schema):
            self.domain(names(schema, domain["name"]), domain)

    def options(self, relation, options):
        relation["inherited_names"] = list(options.pop("postgresql_inherits", ()))
        relation["table_options"] = options

    def column(self, where, column):
        type_ = column["type"]
        computed = column.get("computed")
        collation = getattr(type_, "collation", None) or getattr(getattr(type_, "item_type", None), "collation", None)
        collation_schema = getattr(type_, "collation_schema", None) or getattr(getattr(type_, "item_type", None), "collation_schema", None)
        self.objects[f"column {where}"] = {
            "type": self.type(type_),
            "nullable": column["nullable"],
            "default": None if computed else column["default"],
            "identity": ("always" if column["identity"]["always"] else "by_default") if "identity" in column else "none",
            "identity_options": {name: value for name, value in column.get("identity", {}).items() if name != "always"},
            "generated": [("stored" if computed["persisted"] else "virtual"), computed["sqltext"]] if computed else ["none", None],
            "collation": f"{collation_schema}.{collation}" if collation_schema else collation or "",
            "comment": column["comment"] or "",
        }

    def type(self, type_):
        """As format_type() prints it, with the names of users' types complete."""
        if isinstance(type_, postgresql.ARRAY):
            return self.type(type_.item_type) + "[]"
        if isinstance(type_, (postgresql.ENUM, postgresql.DOMAIN)):
            return self.spelling.qualified(type_.schema, type_.name)
        if isinstance(type_, sqlalchemy.types.NullType):
            return "(not recognised)"
        text = re.sub(r' COLLATE .*$', "", type_.compile(dialect=postgresql.dialect()))
        text = TEXT.get(text, text).lower()
        text = re.sub(r"^varchar\b", "character varying", re.sub(r"^char\b", "character", text))
        return text.replace(", ", ",")

    def key(self, where, key, columns, kind):
        options = key.get("dialect_options", {})
        self.objects[f"constraint {where}"] = {
            "kind": kind, "columns": columns, "include": options.get("postgresql_include") or [],
            "nulls_not_distinct": bool(options.get("postgresql_nulls_not_distinct")), "comment": key["comment"] or "",
        }  # fmt: skip

    def foreign_keys(self, relation, keys):
        for key in keys:
            where = f"constraint {relation}.{self.spelling.name(key['name'])}"
            self.objects[where] = {
                "kind": "foreign key", "columns": key["constrained_columns"], "comment": key["comment"] or "",
                "referred": [key["referred_schema"], key["referred_table"], key["referred_columns"]], "options": key["options"],
            }  # fmt: skip

    def index(self, where, index):
        options = index.get("dialect_options", {})
        elements = index.get("expressions", index["column_names"])
        orders = {("desc",): "desc", ("nulls_first",): "asc_nulls_first", ("desc", "nulls_last"): "desc_nulls_last"}
        self.objects[f"index {where}"] = {
            "unique": index["unique"],
            "elements": elements,
            "include": options.get("postgresql_include") or [],
            "using": options.get("postgresql_using", "btree"),
            "where": options.get("postgresql_where", ""),
            "nulls_not_distinct": options.get("postgresql_nulls_not_distinct", False),
            "sorting": {element: orders[order] for element, order in index.get("column_sorting", {}).items()},
            "ops": options.get("postgresql_ops", {}),
            "with": options.get("postgresql_with", {}),
            "invalid": options.get("postgresql_invalid", False),
        }

    def domain(self, where, domain):
        self.objects[f"type {where}"] = {
            "kind": "domain",
            "base": domain["type"],
            "not_null": not domain["nullable"],
            "default": domain["default"],
            "collation": f"{domain['collation_schema']}.{domain['collation']}" if domain["collation_schema"] else domain["collation"] or "",
            "checks": [[check["name"], check["check"]] for check in domain["constraints"]],
        }
