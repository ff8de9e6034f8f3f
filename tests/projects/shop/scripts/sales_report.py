"""Print the sales of a period; run by cron on the first of each month."""

import argparse
import os
from datetime import date

import psycopg
from psycopg.rows import dict_row

REVENUE = """
    SELECT date_trunc('month', o.placed_at) AS month,
           count(DISTINCT o.id) AS orders,
           sum(i.line_total) AS revenue
    FROM orders o
    JOIN order_items i ON i.order_id = o.id
    WHERE o.placed_at >= %(start)s
      AND o.placed_at < %(end)s
      AND o.status IN ('paid', 'shipped')
    GROUP BY month
    ORDER BY month
"""


def revenue(connection: psycopg.Connection, start: date, end: date) -> list[dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(REVENUE, {"start": start, "end": end})
        return cursor.fetchall()


def best_sellers(connection: psycopg.Connection, limit: int) -> list[dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            """
            SELECT p.sku, p.name, sum(i.quantity) AS sold,
            FROM order_items i
            JOIN products p ON p.id = i.product_id
            GROUP BY p.sku, p.name
            ORDER BY sold DESC
            LIMIT %s
            """,
            (limit,),
        )
        return cursor.fetchall()


def open_invoices(connection: psycopg.Connection) -> list[dict]:
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(
            """
            SELECT n.number, n.amount_due, n.due_at, f.email
            FROM billing.invoices n
            JOIN public.orders o ON o.id = n.order_id
            JOIN public.profiles f ON f.id = o.profile_id
            WHERE n.status = 'open'
            ORDER BY n.number
            """
        )
        return cursor.fetchall()


def refunded(connection: psycopg.Connection, start: date) -> tuple | None:
    return connection.execute(
        "SELECT count(*), coalesce(sum(amount), 0) FROM refunds WHERE created_at >= %s", (start,)
    ).fetchone()


def paid_by_method(connection: psycopg.Connection) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH received AS ("
            "  SELECT method, amount FROM billing.payments WHERE received_at > now() - interval '30 days'"
            ") SELECT method, sum(amount) AS total FROM received GROUP BY method ORDER BY total DESC"
        )
        return cursor.fetchall()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("start", type=date.fromisoformat)
    parser.add_argument("end", type=date.fromisoformat)
    arguments = parser.parse_args()
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        for row in revenue(connection, arguments.start, arguments.end):
            print(f"{row['month']:%Y-%m}  {row['orders']:>6}  {row['revenue']:>12}")
        for row in best_sellers(connection, 10):
            print(f"{row['sku']:<16} {row['name']:<40} {row['sold']:>6}")
        for row in open_invoices(connection):
            print(row["number"], row["email"], row["amount_due"])
        print(refunded(connection, arguments.start), paid_by_method(connection))


if __name__ == "__main__":
    main()
