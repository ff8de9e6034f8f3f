"""PostgreSQL's own words for a database in canonical form: information_schema, its views, pg_get_…def(), format_type() and
aclexplode(). Written without a look at rowtype's queries; what an owner may do by owning is left out, as it is in the snapshot.
"""

import contextlib

import psycopg
import psycopg.rows

KINDS = {"r": "table", "p": "partitioned_table", "v": "view", "m": "materialized_view", "f": "foreign_table"}
USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
USER_RELATION = USER_SCHEMA + " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relpersistence <> 't'"
# By object; NULL stands for what the server gives by itself.
GRANTS = """(SELECT json_object_agg(role, names) FROM (
    SELECT CASE WHEN x.grantee = 0 THEN 'public' ELSE pg_get_userbyid(x.grantee) END AS role, array_agg(DISTINCT lower(x.privilege_type) ORDER BY lower(x.privilege_type)) AS names
    FROM aclexplode({acl}) x WHERE x.grantee <> {owner} GROUP BY 1) AS by_role)"""
COMMENT = "COALESCE(obj_description({oid}, '{catalog}'), '')"
EXTENSION = """COALESCE((SELECT e.extname FROM pg_depend x JOIN pg_extension e ON e.oid = x.refobjid
    WHERE x.classid = '{catalog}'::regclass AND x.objid = {oid} AND x.objsubid = 0 AND x.deptype = 'e'), '')"""


def grants(acl, owner):
    return GRANTS.format(acl=acl, owner=owner)


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def described(oid, catalog):
    return f"{COMMENT.format(oid=oid, catalog=catalog)} AS comment, {EXTENSION.format(oid=oid, catalog=catalog)} AS extension"


class Canonical:
    def __init__(self, url, spelling):
        self.spelling = spelling
        self.objects = {}
        with contextlib.closing(psycopg.connect(url, autocommit=True, row_factory=psycopg.rows.dict_row, options="-c search_path=")) as self.connection:
            self.version = self.connection.info.server_version // 10000
            for read in (self.schemas, self.relations, self.columns, self.origins, self.nulls_of_views, self.constraints, self.indexes, self.policies, self.triggers, self.enums, self.domains,
                         self.composites, self.ranges, self.other_types, self.functions, self.sequences, self.default_privileges):  # fmt: skip
                read()
        self.objects["database"] = {"notes": []}

    def rows(self, query):
        return self.connection.execute(query.encode()).fetchall()

    def since(self, version, text, otherwise):
        return text if self.version >= version else otherwise

    def named(self, row, *names):
        return self.spelling.qualified(row["schema"], *(row[name] for name in names))

    def schemas(self):
        for row in self.rows(f"SELECT n.nspname AS schema, {grants('n.nspacl', 'n.nspowner')} AS grants FROM pg_namespace n WHERE {USER_SCHEMA}"):
            self.objects[f"schema {self.spelling.name(row['schema'])}"] = {"grants": row["grants"] or {}}

    # --- relations ---

    def relations(self):
        for row in self.rows(f"""
            SELECT n.nspname AS schema, c.relname AS name, c.relkind AS kind, {described("c.oid", "pg_class")}, c.relrowsecurity AS secured,
                   c.relforcerowsecurity AS forced, {grants("c.relacl", "c.relowner")} AS grants, c.relispartition AS is_partition,
                   CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END AS definition,
                   (SELECT array_agg(r.rulename::text ORDER BY r.rulename::text COLLATE "C") FROM pg_rules r WHERE r.schemaname = n.nspname AND r.tablename = c.relname) AS rules,
                   (SELECT array_agg(i.inhparent::regclass::text ORDER BY i.inhseqno) FROM pg_inherits i WHERE i.inhrelid = c.oid) AS parents,
                   (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {USER_RELATION}"""):
            parents = row["parents"] or []
            self.objects[f"relation {self.named(row, 'name')}"] = {
                "kind": KINDS[row["kind"]],
                "comment": row["comment"],
                "extension": row["extension"],
                "row_security": [row["secured"], row["forced"]],
                "columns": row["columns"] or [],
                "partition_of": parents[0] if row["is_partition"] else None,
                "inherits": [] if row["is_partition"] else parents,
                "definition": row["definition"] or "",
                "columns_complete": True,
                "grants": row["grants"] or {},
                "rules": row["rules"] or [],
            }

    def columns(self):
        """Nullability through domains over domains: a domain's NOT NULL holds for all that stand on it. A NOT NULL that is not validated
        (PostgreSQL 18) refuses new rows, and old ones may hold NULL."""
        kept_out = "a.attnotnull AND EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'n' AND NOT k.convalidated AND k.conkey[1] = a.attnum)"
        for row in self.rows(f"""
            WITH RECURSIVE refusing(oid) AS (
                SELECT oid FROM pg_type WHERE typtype = 'd' AND typnotnull
                UNION SELECT t.oid FROM pg_type t JOIN refusing r ON t.typtype = 'd' AND t.typbasetype = r.oid)
            SELECT n.nspname AS schema, c.relname AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, a.attndims AS dimensions,
                   CASE WHEN c.relkind IN ('v', 'm') OR {kept_out} THEN NULL ELSE NOT (a.attnotnull OR a.atttypid IN (SELECT oid FROM refusing)) END AS nullable,
                   i.column_default AS default, lower(replace(i.identity_generation, ' ', '_')) AS identity, a.attgenerated AS generated,
                   COALESCE(i.generation_expression, (SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d WHERE d.adrelid = c.oid AND d.adnum = a.attnum)) AS expression,
                   i.collation_schema, i.collation_name,
                   (SELECT k.collnamespace::regnamespace::text FROM pg_collation k WHERE k.oid = a.attcollation) AS collation_namespace,
                   (SELECT k.collname FROM pg_collation k WHERE k.oid = a.attcollation AND a.attcollation <> t.typcollation) AS collation,
                   COALESCE(col_description(c.oid, a.attnum), '') AS comment, {grants("a.attacl", "c.relowner")} AS grants
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN information_schema.columns i ON i.table_schema = n.nspname AND i.table_name = c.relname AND i.column_name = a.attname
            WHERE {USER_RELATION}"""):
            generated = {"": "none", "s": "stored", "v": "virtual"}[row["generated"]]
            array = row["type"].endswith("[]")
            collation = row["collation"] or ""
            if collation and row["collation_namespace"] != "pg_catalog":
                collation = f"{row['collation_namespace']}.{collation}"
            self.objects[f"column {self.named(row, 'relation', 'name')}"] = {
                "type": row["type"] + "[]" * (max(row["dimensions"], 1) - 1 if array else 0),
                "nullable": "unknown" if row["nullable"] is None else row["nullable"],
                "default": row["default"] if generated == "none" else None,
                "identity": row["identity"] or "none",
                "generated": [generated, row["expression"] if generated != "none" else None],
                "collation": collation,
                "comment": row["comment"],
                "origin": None,
                "grants": row["grants"] or {},
            }

    def origins(self):
        """The server's own answer to where a result column comes from: it describes the view's SELECT, which is not run."""
        names = {
            (row["relation"], row["number"]): self.named(row, "name", "column")
            for row in self.rows("""SELECT n.nspname AS schema, c.oid AS relation, c.relname AS name, a.attnum AS number, a.attname AS column
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid""")
        }
        views = self.rows(f"""SELECT n.nspname AS schema, c.relname AS relation, pg_get_viewdef(c.oid) AS definition,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {USER_RELATION} AND c.relkind IN ('v', 'm')""")
        direct = {}
        for row in views:
            connection = self.connection.pgconn
            prepared = connection.prepare(b"", row["definition"].encode())
            described_ = connection.describe_prepared(b"")
            if prepared.status != psycopg.pq.ExecStatus.COMMAND_OK:
                raise RuntimeError(f"PostgreSQL does not take its own definition of {self.named(row, 'relation')}: {prepared.error_message}")
            for number, column in enumerate(row["columns"] or []):
                direct[self.named({**row, "name": column}, "relation", "name")] = names.get((described_.ftable(number), described_.ftablecol(number)))
        for column, origin in direct.items():
            while direct.get(origin):  # a view's column that comes from another view's
                origin = direct[origin]
            self.objects[f"column {column}"]["origin"] = origin

    def nulls_of_views(self):
        """PostgreSQL does not tell which columns of a view refuse NULL, but a row that has one refutes whoever says so."""
        views = self.rows(f"""SELECT n.nspname AS schema, c.relname AS relation,
            (SELECT array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0) AS columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {USER_RELATION} AND c.relkind IN ('v', 'm')""")
        for row in views:
            # A composite of nothing but NULLs "is null" and is none: num_nulls() looks at the value itself.
            columns = row["columns"] or []
            if not columns:
                continue
            counts = ", ".join(f"bool_or(num_nulls(v.{quoted(column)}) > 0) AS c{number}" for number, column in enumerate(columns))
            try:
                with self.connection.transaction():
                    self.connection.execute("SET LOCAL statement_timeout = '10s'")
                    view = f"{quoted(row['schema'])}.{quoted(row['relation'])}"
                    seen = self.connection.execute(f"SELECT {counts} FROM {view} v").fetchone()
            except psycopg.Error:
                continue  # it cannot be run here: functions that raise, materialised views without rows
            for number, column in enumerate(columns):
                if seen[f"c{number}"]:
                    self.objects[f"column {self.named({**row, 'name': column}, 'relation', 'name')}"]["nullable"] = True

    def constraints(self):
        kinds = {"p": "primary key", "u": "unique", "f": "foreign key", "c": "check", "x": "exclusion", "n": "not null"}
        for row in self.rows(f"""
            SELECT n.nspname AS schema, c.relname AS relation, k.conname AS name, k.contype AS kind, pg_get_constraintdef(k.oid, true) AS definition,
                   pg_get_expr(i.indpred, i.indrelid, true) AS pretty_predicate, pg_get_expr(i.indpred, i.indrelid) AS predicate,
                   k.conparentid <> 0 AS inherited, {COMMENT.format(oid="k.oid", catalog="pg_constraint")} AS comment
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_index i ON i.indexrelid = k.conindid AND k.contype = 'x' WHERE {USER_RELATION} AND k.contype <> 't'"""):
            if row["kind"] == "f" and row["inherited"]:
                continue  # made once more for a partition, or for a partition of its target
            if row["predicate"]:  # a snapshot has it with all its parentheses
                row["definition"] = row["definition"].replace(f"WHERE ({row['pretty_predicate']})", f"WHERE ({row['predicate']})")
            self.objects[f"constraint {self.named(row, 'relation', 'name')}"] = {
                "kind": kinds[row["kind"]], "definition": row["definition"], "comment": row["comment"],
            }  # fmt: skip

    def indexes(self):
        for row in self.rows(f"""
            SELECT n.nspname AS schema, c.relname AS relation, ic.relname AS name, pg_get_indexdef(i.indexrelid, 0, true) AS definition,
                   pg_get_expr(i.indpred, i.indrelid, true) AS pretty_predicate, pg_get_expr(i.indpred, i.indrelid) AS predicate
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class ic ON ic.oid = i.indexrelid
            WHERE {USER_RELATION} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u'))"""):
            definition = row["definition"].replace(f"INDEX {self.spelling.name(row['name'])} ON", "INDEX ON", 1).removeprefix("CREATE ")
            if row["predicate"]:  # a snapshot has it with all its parentheses
                definition = definition.removesuffix(row["pretty_predicate"]) + row["predicate"]
            self.objects[f"index {self.named(row, 'relation', 'name')}"] = {"definition": definition.replace("INDEX ON ONLY ", "INDEX ON ", 1)}

    def policies(self):
        for row in self.rows("SELECT schemaname AS schema, tablename AS relation, policyname AS name, permissive, roles::text[], lower(cmd) AS cmd, qual, with_check FROM pg_policies"):
            self.objects[f"policy {self.named(row, 'relation', 'name')}"] = {
                "command": row["cmd"], "permissive": row["permissive"] == "PERMISSIVE", "roles": sorted(row["roles"]), "using": row["qual"],
                "check": row["with_check"],
            }  # fmt: skip

    def triggers(self):
        """As pg_get_triggerdef() writes them. What a partition has of its parent's depends on that; psql looks at the same."""
        states = {"O": "enabled", "D": "disabled", "R": "replica", "A": "always"}
        for row in self.rows(f"""
            SELECT n.nspname AS schema, c.relname AS relation, t.tgname AS name, pg_get_triggerdef(t.oid) AS definition, t.tgenabled AS state,
                   f.nspname AS function_schema, p.proname AS function, quote_ident(t.tgname) AS quoted, c.oid::regclass::text AS written
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_namespace f ON f.oid = p.pronamespace
            WHERE {USER_RELATION} AND NOT t.tgisinternal
              AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_trigger'::regclass AND d.objid = t.oid AND d.refclassid = 'pg_trigger'::regclass)"""):
            head, rest = row["definition"].split(f" ON {row['written']} ", 1)
            words = head.split(f"TRIGGER {row['quoted']} ", 1)[1]
            timing = next(timing for timing in ("BEFORE", "AFTER", "INSTEAD OF") if words.startswith(timing + " "))
            events = words[len(timing) + 1 :].split(" OR ")
            columns = next((event.removeprefix("UPDATE OF ") for event in events if event.startswith("UPDATE OF ")), "")
            self.objects[f"trigger {self.named(row, 'relation', 'name')}"] = {
                "function": self.spelling.qualified(row["function_schema"], row["function"]),
                "timing": timing.lower().replace(" ", "_"),
                "level": "row" if "FOR EACH ROW" in rest else "statement",
                "events": sorted(event.split(" ")[0].lower() for event in events),
                "columns": [name.strip('"').replace('""', '"') for name in columns.split(", ") if name],
                "state": states[row["state"]],
            }

    # --- types ---

    def types(self, what, kind, extra="true", joined=""):
        for row in self.rows(f"""SELECT n.nspname AS schema, t.typname AS name, {described("t.oid", "pg_type")}, {grants("t.typacl", "t.typowner")} AS grants, {what}
            FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace {joined} WHERE {USER_SCHEMA} AND t.typtype = '{kind}' AND {extra}"""):
            members = {"comment": row["comment"], "extension": row["extension"], "grants": row["grants"] or {}}
            self.objects[f"type {self.named(row, 'name')}"] = members
            yield row, members

    def enums(self):
        labels = "(SELECT array_agg(l.enumlabel::text ORDER BY l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = t.oid) AS labels"
        for row, members in self.types(labels, "e"):
            members.update(kind="enum", labels=row["labels"] or [])

    def domains(self):
        for row, members in self.types("""format_type(t.typbasetype, t.typtypmod) AS base, t.typndims AS dimensions, t.typnotnull AS not_null,
            pg_get_expr(t.typdefaultbin, 0) AS default, (SELECT CASE WHEN k.collnamespace = 'pg_catalog'::regnamespace THEN k.collname::text
                ELSE k.collnamespace::regnamespace || '.' || k.collname END FROM pg_collation k JOIN pg_type b ON b.oid = t.typbasetype
                WHERE k.oid = t.typcollation AND t.typcollation <> b.typcollation) AS collation,
            (SELECT json_agg(json_build_array(k.conname, pg_get_constraintdef(k.oid, true), COALESCE(obj_description(k.oid, 'pg_constraint'), '')) ORDER BY k.conname::text COLLATE "C")
             FROM pg_constraint k WHERE k.contypid = t.oid AND k.contype = 'c') AS checks""", "d"):  # fmt: skip
            dimensions = max(row["dimensions"], 1) - 1 if row["base"].endswith("[]") else 0
            checks = row["checks"] or []
            members.update(kind="domain", base=row["base"] + "[]" * dimensions, not_null=row["not_null"], default=row["default"], collation=row["collation"] or "")
            members.update(check_details=[[definition, comment] for _, definition, comment in checks])

    def composites(self):
        attributes = """(SELECT json_agg(json_build_array(a.attname, format_type(a.atttypid, a.atttypmod) ||
            CASE WHEN format_type(a.atttypid, -1) LIKE '%[]' THEN repeat('[]', greatest(a.attndims, 1) - 1) ELSE '' END) ORDER BY a.attnum)
            FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped) AS attributes"""
        for row, members in self.types(attributes, "c", "c.relkind = 'c'", "JOIN pg_class c ON c.oid = t.typrelid"):
            members.update(kind="composite", attributes=row["attributes"] or [])

    def ranges(self):
        multirange = self.since(14, "r.rngmultitypid::regtype::text", "NULL")
        for row, members in self.types(f"format_type(r.rngsubtype, -1) AS base, {multirange} AS multirange", "r", joined="JOIN pg_range r ON r.rngtypid = t.oid"):
            members.update(kind="range", base=row["base"], multirange=row["multirange"])

    def other_types(self):
        """Base types, and multiranges, which PostgreSQL makes beside a range."""
        for kind in ("b", "m"):
            for _, members in self.types("1", kind, "NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)"):
                members.update(kind="other")

    # --- functions, sequences, privileges of the future ---

    def functions(self):
        modes = {"i": "in", "o": "out", "b": "in_out", "v": "variadic", "t": "table"}
        for row in self.rows(f"""
            SELECT n.nspname AS schema, p.proname AS name, p.prokind AS kind, {described("p.oid", "pg_proc")}, p.proretset AS is_set, p.proretset AND p.prorows = 1 AS single_row, format_type(p.prorettype, -1) AS result,
                   p.provolatile AS volatility, p.prosecdef AS definer, {grants("COALESCE(p.proacl, acldefault('f', p.proowner))", "p.proowner")} AS grants,
                   ARRAY(SELECT format_type(unnest, -1) FROM unnest(p.proargtypes)) AS inputs, p.proargnames AS names, p.proargmodes::text[] AS modes,
                   ARRAY(SELECT format_type(unnest, -1) FROM unnest(COALESCE(p.proallargtypes, p.proargtypes))) AS types,
                   ARRAY(SELECT pg_get_function_arg_default(p.oid, number) FROM generate_series(1, COALESCE(array_length(p.proallargtypes, 1), p.pronargs)) AS number) AS defaults
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {USER_SCHEMA} AND p.prokind <> 'a'
            AND NOT EXISTS (SELECT FROM pg_depend x WHERE x.classid = 'pg_proc'::regclass AND x.objid = p.oid AND x.deptype = 'i')"""):
            count = len(row["types"])
            kinds = [modes[mode] for mode in row["modes"] or "i" * count]
            names = row["names"] or [""] * count
            plain_result = row["kind"] != "p" and "table" not in kinds
            self.objects[f"function {self.named(row, 'name')}({', '.join(row['inputs'])})"] = {
                "kind": "procedure" if row["kind"] == "p" else "function",
                "arguments": [list(argument) for argument in zip(kinds, names, row["types"], strict=True)],
                "has_default": [default is not None for default in row["defaults"]],
                "defaults": row["defaults"],
                "returns": [row["is_set"], row["result"] if plain_result else None],
                "volatility": {"v": "volatile", "s": "stable", "i": "immutable"}[row["volatility"]],
                "security_definer": row["definer"],
                "single_row": row["single_row"],
                "comment": row["comment"],
                "extension": row["extension"],
                "grants": row["grants"] or {},
            }

    def sequences(self):
        """Not from pg_sequences, which opens each sequence for its last value and so locks them all at once."""
        for row in self.rows(f"""
            SELECT n.nspname AS schema, c.relname AS name, format_type(s.seqtypid, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment, s.seqmin AS minvalue,
                   s.seqmax AS maxvalue, s.seqcache AS cache, s.seqcycle AS cycle, {described("c.oid", "pg_class")}, {grants("c.relacl", "c.relowner")} AS grants,
                   d.deptype = 'i' AS identity, d.refobjid::regclass::text AS owner, a.attname AS column
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
            LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE {USER_SCHEMA} AND c.relpersistence <> 't'"""):
            self.objects[f"sequence {self.named(row, 'name')}"] = {
                "options": {name: row[name] for name in ("type", "start", "increment", "minvalue", "maxvalue", "cache", "cycle")},
                "owner": f"{row['owner']}.{self.spelling.name(row['column'])}" if row["owner"] else None,
                "identity": bool(row["identity"]),
                "comment": row["comment"],
                "extension": row["extension"],
                "grants": row["grants"] or {},
            }

    def default_privileges(self):
        objects = {"r": "relations", "S": "sequences", "f": "functions", "T": "types", "n": "schemas", "L": "large objects"}
        for row in self.rows(f"""SELECT pg_get_userbyid(d.defaclrole) AS owner, n.nspname AS schema, d.defaclobjtype AS objects, {grants("d.defaclacl", "d.defaclrole")} AS grants
            FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace"""):
            where = f"default privileges of {row['owner']} on {objects[row['objects']]}" + (f" in {self.spelling.name(row['schema'])}" if row["schema"] else "")
            self.objects[where] = {"grants": row["grants"] or {}}
