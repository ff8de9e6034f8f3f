"""SQL that Python puts together, every way that the readers of built texts know. compositions_oracle_test.py calls each function with all
combinations of True and False for its arguments behind the cursor, has a server prepare what comes out, and holds what rowtype says of
the function against the server's words; then again with each word of the texts misspelled, one at a time.

Add functions freely; the server must take every text. `t"…"` is read as Python 3.14 and psycopg read it.
"""
from textwrap import dedent

from psycopg import sql

USERS = "users"
COLUMNS = ("id", "name", "email")
BY_NAME = "SELECT id, email FROM users WHERE name = %s"
ORDERING = {"new": "placed_at DESC", "large": "total DESC NULLS LAST"}
QUERIES = {
    "active": "SELECT id, name FROM active_users",
    "totals": """SELECT order_id, amount FROM order_totals
                 WHERE amount > 10""",
}


class Texts:
    TABLE = "orders"
    FIELDS = ["id", "state", "total"]
    LATEST = "SELECT id, placed_at FROM orders ORDER BY placed_at DESC"


def literal(cur):
    cur.execute("SELECT id, name FROM users WHERE email = %s", ["x"])


def joined_literals(cur):
    cur.execute(
        "SELECT u.id, o.total "
        "FROM users u JOIN orders o ON o.user_id = u.id "
        "WHERE o.state = 'new'"
    )


def escapes_and_lines(cur):
    cur.execute("SELECT\tid,\n\tname\nFROM users\n\tWHERE name = '\\x'")


def dedented(cur):
    cur.execute(
        dedent(
            """
            SELECT sku, title
            FROM products
            WHERE price > %s
            """
        ),
        [1],
    )


def module_constant(cur):
    cur.execute(BY_NAME, ["x"])


def class_constants(cur):
    cur.execute(Texts.LATEST)
    cur.execute(f"SELECT {', '.join(Texts.FIELDS)} FROM {Texts.TABLE} WHERE user_id = 1")


def of_a_dictionary(cur):
    cur.execute(QUERIES["active"])
    cur.execute(QUERIES["totals"])


def local_name(cur):
    query = "SELECT note FROM orders WHERE placed_at < now()"
    cur.execute(query)


def grown(cur):
    query = "SELECT id, state "
    query += "FROM orders "
    query += "WHERE total > 5"
    cur.execute(query)


def grown_by_conditions(cur, by_state, by_total):
    query = "SELECT id FROM orders WHERE user_id = %(user)s"
    if by_state:
        query += " AND state = %(state)s"
    if by_total:
        query += " AND total >= %(total)s"
    query += " ORDER BY placed_at"
    cur.execute(query, {})


def grown_or_other(cur, closed):
    query = "SELECT id, user_id FROM orders"
    if closed:
        query += " WHERE state = 'closed' AND note IS NOT NULL"
    else:
        query += " WHERE total IS NULL"
    cur.execute(query)


def grown_with_a_join(cur, with_user):
    query = "SELECT o.id, o.total FROM orders o"
    if with_user:
        query += " JOIN users u ON u.id = o.user_id AND u.is_active"
    query += " WHERE o.state = 'new'"
    cur.execute(query)


def grown_twice(cur, limited, ordered):
    query = "SELECT sku FROM products"
    if ordered:
        query += " ORDER BY price"
    if limited:
        query = query + " LIMIT 10"
    cur.execute(query)


def grown_around(cur, counted):
    query = "SELECT id FROM users WHERE is_active"
    if counted:
        query = f"SELECT count(*) FROM ({query}) AS found WHERE found.id > 3"
    cur.execute(query)


def grown_in_a_loop(cur):
    query = "SELECT id FROM users WHERE true"
    for _ in range(2):
        query += " AND score > 1"
    cur.execute(query)


def either_text(cur, totals):
    if totals:
        query = "SELECT user_id, amount FROM order_totals"
    else:
        query = "SELECT user_id, total FROM orders"
    cur.execute(query)


def either_text_at_once(cur, totals):
    cur.execute("SELECT amount FROM order_totals" if totals else "SELECT total FROM orders")


def one_of_three(cur, first, second):
    if first:
        query = "SELECT name FROM users"
    elif second:
        query = "SELECT name FROM categories"
    else:
        query = "SELECT name FROM people"
    cur.execute(query)


def preset_or_other(cur, other):
    query = "SELECT id FROM users"
    if other:
        query = "SELECT order_id FROM billing.invoices"
    cur.execute(query)


def by_attempt(cur, number):
    try:
        found = {True: 1}[number]
    except KeyError:
        query = "SELECT id FROM users WHERE name = %s"
        found = "x"
    else:
        query = "SELECT id FROM users WHERE referrer_id = %s"
    cur.execute(query, [found])


def optional_ending(cur, ordered):
    ending = ""
    if ordered:
        ending = " ORDER BY price, title"
    cur.execute("SELECT sku FROM products" + ending)


def optional_ending_at_once(cur, ordered):
    cur.execute("SELECT sku FROM products" + (" ORDER BY price" if ordered else ""))


def condition_of_two_parts(cur, both):
    condition = "state = 'new'"
    if both:
        condition += " AND total > 3"
    cur.execute(f"SELECT id FROM orders WHERE {condition} ORDER BY placed_at")


def choice_of_column(cur, by_price):
    column = "price" if by_price else "title"
    cur.execute(f"SELECT sku FROM products ORDER BY {column}")


def choice_of_table(cur, old):
    table = "archive.orders" if old else "orders"
    cur.execute(f"SELECT id, state FROM {table} WHERE user_id = 1")


def choice_of_direction(cur, down):
    cur.execute(f"SELECT id FROM orders ORDER BY total {'DESC' if down else 'ASC'}")


def entries_of_constants(cur):
    cur.execute(f"SELECT id FROM orders ORDER BY {ORDERING['new']}")
    cur.execute("SELECT id FROM orders ORDER BY " + ORDERING["large"])


def formatted(cur):
    cur.execute("SELECT {} FROM {}".format("name", "users"))
    cur.execute("SELECT {column} FROM {table}".format(column="title", table="products"))
    cur.execute("SELECT {0} FROM users WHERE {0} = 'x'".format("email"))


def by_percent(cur):
    cur.execute("SELECT %s FROM %s" % ("score", "users"))
    cur.execute("SELECT sku FROM %s" % "products")
    cur.execute("SELECT id FROM %(table)s WHERE state = 'new'" % {"table": "orders"})


def interpolated(cur):
    cur.execute(f"SELECT id, name FROM {USERS}")
    cur.execute(f"SELECT {', '.join(COLUMNS)} FROM {USERS} WHERE {COLUMNS[1]} = 'x'")


def list_of_columns(cur):
    columns = ["sku", "title", "price"]
    cur.execute("SELECT " + ", ".join(columns) + " FROM products")


def list_that_grows(cur, by_name, by_score):
    conditions = []
    if by_name:
        conditions.append("name = %(name)s")
    if by_score:
        conditions.append("score > %(score)s")
    where = "WHERE " + " AND ".join(conditions) if conditions else ""
    cur.execute(f"SELECT id FROM users {where} ORDER BY created_at", {})


def list_that_is_extended(cur, more):
    conditions = ["is_active"]
    if more:
        conditions.extend(["born IS NOT NULL", "mood = 'happy'"])
    cur.execute("SELECT id FROM users WHERE " + " AND ".join(conditions))


def list_that_is_added_to(cur, more):
    parts = ["SELECT id FROM orders", "WHERE user_id = 1"]
    if more:
        parts += ["AND total > 0"]
    parts.append("ORDER BY id")
    cur.execute("\n".join(parts))


def optional_in_braces(cur, only_new):
    cur.execute(
        f"""
        SELECT o.id, u.name
        FROM orders o
        JOIN users u ON u.id = o.user_id
        {"WHERE o.state = 'new'" if only_new else ""}
        ORDER BY o.placed_at
        """
    )


def changes_joined(cur):
    columns = ["name", "email"]
    cur.execute(f"UPDATE users SET {', '.join(f'{column} = %s' for column in columns)} WHERE id = %s", [])


def insert_joined(cur):
    columns = ["user_id", "state", "total"]
    marks = ", ".join(["%s"] * len(columns))
    cur.execute(f"INSERT INTO orders ({', '.join(columns)}) VALUES ({marks}) RETURNING id", [])


def insert_or_update(cur, keep):
    query = "INSERT INTO products (sku, title, price) VALUES (%s, %s, %s) ON CONFLICT (sku) "
    if keep:
        query += "DO NOTHING"
    else:
        query += "DO UPDATE SET title = excluded.title, price = excluded.price"
    cur.execute(query, [])


def with_query_before(cur, only_active):
    query = "WITH found AS (SELECT id, name FROM users"
    if only_active:
        query += " WHERE is_active"
    query += ") SELECT found.name, o.total FROM found JOIN orders o ON o.user_id = found.id"
    cur.execute(query)


def numbered_placeholders(cur):
    values = [1, 2]
    cur.execute("SELECT id FROM orders WHERE user_id = %s AND state IN (" + ",".join("%s" for _ in values) + ")", values)


def text_of_a_function():
    return "SELECT id, name FROM categories"


def from_a_function(cur, ordered):
    query = text_of_a_function()
    if ordered:
        query += " ORDER BY parent_id"
    cur.execute(query)


def of_methods(cur, wide):
    class Listing:
        def text(self, wide):
            query = "SELECT id"
            if wide:
                query += ", state"
            return query + " FROM orders" + self.ending()

        def ending(self):
            return " ORDER BY placed_at"

        def show(self, cur, wide):
            query = self.text(wide)
            cur.execute(query)

    Listing().show(cur, wide)


def several_statements(cur):
    cur.execute("DELETE FROM order_items WHERE order_id = 1; DELETE FROM orders WHERE note = 'x'")


def handed_on(cur, statement="SELECT id FROM users"):
    cur.execute(statement)


def to_a_wrapper(cur):
    handed_on(cur, "SELECT id FROM users WHERE name = 'x' AND score > 2")
    query = "SELECT sku FROM products WHERE stock > 2"
    handed_on(cur, statement=query)


def composed_identifiers(cur):
    cur.execute(sql.SQL("SELECT {}, {} FROM {}").format(sql.Identifier("id"), sql.Identifier("name"), sql.Identifier("users")))
    cur.execute(sql.SQL("SELECT {c} FROM {t} WHERE {c} > 1").format(c=sql.Identifier("total"), t=sql.Identifier("orders")))
    cur.execute(sql.SQL("SELECT amount FROM {}").format(sql.Identifier("billing", "invoices")))


def composed_columns(cur):
    cur.execute(
        sql.SQL("SELECT {} FROM products").format(sql.SQL(", ").join([sql.Identifier("sku"), sql.Identifier("title")]))
    )
    cur.execute(sql.SQL("SELECT {} FROM users").format(sql.SQL(", ").join(map(sql.Identifier, ["id", "email"]))))
    cur.execute(
        sql.SQL("SELECT {} FROM orders").format(sql.SQL(", ").join(sql.Identifier(column) for column in ("id", "note")))
    )


def composed_sum(cur):
    cur.execute(sql.SQL("SELECT id FROM ") + sql.Identifier("users") + sql.SQL(" WHERE is_active"))


def composed_list(cur):
    cur.execute(sql.Composed([sql.SQL("SELECT "), sql.Identifier("state"), sql.SQL(" FROM orders")]))


def composed_values(cur):
    cur.execute(
        sql.SQL("SELECT id FROM users WHERE name = {} AND score < {} AND email = {}").format(
            sql.Literal("x"), sql.Placeholder(), sql.Placeholder("mail")
        ),
        {},
    )


def composed_insert(cur):
    columns = ["sku", "title", "price"]
    cur.execute(
        sql.SQL("INSERT INTO products ({}) VALUES ({})").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), sql.SQL(", ").join([sql.Placeholder()] * 3)
        ),
        [],
    )


def composed_changes(cur):
    cur.execute(
        sql.SQL("UPDATE users SET {} WHERE id = 1").format(
            sql.SQL(", ").join(
                sql.SQL("{} = {}").format(sql.Identifier(key), sql.Placeholder(key)) for key in ("name", "mood")
            )
        ),
        {},
    )


def composed_in_steps(cur, ordered):
    query = sql.SQL("SELECT id, total FROM orders")
    if ordered:
        query = query + sql.SQL(" ORDER BY placed_at")
    cur.execute(query)


def template(cur):
    name, score = "x", 3
    cur.execute(t"SELECT id FROM users WHERE name = {name} AND score = {score:b}")


def template_of_names(cur):
    table, column = "orders", "state"
    cur.execute(t"SELECT {column:i} FROM {table:i} WHERE {column:i} = {'new'}")


def template_of_literals(cur):
    state = "new"
    cur.execute(t"SELECT total FROM orders WHERE state = {state:l}")


def template_in_a_template(cur):
    condition = t"WHERE born IS NULL"
    cur.execute(t"SELECT id FROM users {condition:q}")


def aliases_and_scopes(cur, grouped):
    query = "SELECT u.name, (SELECT max(o.total) FROM orders o WHERE o.user_id = u.id) AS best FROM users u"
    if grouped:
        query = "SELECT u.name, count(o.id) FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.name"
    query += " ORDER BY u.name"
    cur.execute(query)


def lateral(cur, newest):
    column = "placed_at" if newest else "total"
    cur.execute(
        "SELECT u.id, latest.state FROM users u CROSS JOIN LATERAL ("
        f" SELECT o.state FROM orders o WHERE o.user_id = u.id ORDER BY o.{column} LIMIT 1) latest"
    )


def set_operation(cur, old):
    query = "SELECT id, state FROM orders"
    if old:
        query += " UNION ALL SELECT id, state FROM archive.orders"
    cur.execute(query)


def deleted_with_others(cur, by_name):
    query = "DELETE FROM orders USING users WHERE users.id = orders.user_id"
    query += " AND users.name = %s" if by_name else " AND orders.note = %s"
    cur.execute(query + " RETURNING orders.id", [])


def updated_from(cur):
    query = "UPDATE orders SET note = users.name, total = total + 1"
    query += " FROM users WHERE users.id = orders.user_id"
    cur.execute(query)


def merged(cur, deletes):
    query = "MERGE INTO products p USING order_items i ON i.sku = p.sku WHEN MATCHED THEN "
    query += "DELETE" if deletes else "UPDATE SET price = i.price"
    cur.execute(query)


def stripped(cur):
    query = """
        SELECT sensor, value FROM measurements
    """.strip()
    cur.execute(query)


def with_a_window(cur):
    cur.execute(
        "SELECT id, rank() OVER w AS place FROM orders "
        + "WINDOW w AS (PARTITION BY user_id ORDER BY total)"
    )


def of_names_in_quotes(cur):
    table = '"Audit Log"'
    cur.execute(f'SELECT "Id", "User" FROM {table} WHERE "order" = 1')


def of_constant_rows(cur):
    rows = ["(1, 'new')", "(2, 'old')"]
    cur.execute("INSERT INTO orders (user_id, state) VALUES " + ", ".join(rows))


def over_constant_tables(cur):
    for table in ("orders", "archive.orders"):
        cur.execute(f"SELECT user_id FROM {table}")


def by_condition_of_columns(cur, wide):
    columns = "id, name" if not wide else "id, name, email, born"
    query = "SELECT " + columns
    query += " FROM users"
    cur.execute(query)
