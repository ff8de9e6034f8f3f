"""Take over the stock list that a warehouse sends every night (CSV: sku, pieces)."""

import asyncio
import csv
import os
import sys

import asyncpg


async def product_ids(connection: asyncpg.Connection, skus: list[str]) -> dict:
    rows = await connection.fetch("SELECT id, sku FROM products WHERE sku = ANY($1::text[])", skus)
    return {row["sku"]: row["id"] for row in rows}


async def store_level(connection: asyncpg.Connection, warehouse: str, product_id, pieces: int) -> None:
    await connection.execute(
        """
        INSERT INTO inventory_levels AS l (warehouse_code, product_id, on_hand, counted_at)
        VALUES ($1, $2, $3, now())
        ON CONFLICT (warehouse_code, product_id)
        DO UPDATE SET on_hand = excluded.on_hand, counted_at = excluded.counted_at
        WHERE l.on_hand <> excluded.on_hand
        """,
        warehouse,
        product_id,
        pieces,
    )


async def close_warehouse(connection: asyncpg.Connection, warehouse: str) -> str | None:
    return await connection.fetchval(
        "UPDATE warehouses SET closed_on = current_date WHERE code = $1 AND closed_on IS NULL RETURNING name",
        warehouse,
    )


async def short_products(connection: asyncpg.Connection) -> list[asyncpg.Record]:
    query = """
        SELECT p.sku, w.name AS warehouse, l.available
        FROM inventory_levels l
        JOIN products p ON p.id = l.product_id
        JOIN warehouses w ON w.code = l.warehouse_code
        WHERE l.available < 0
          AND NOT EXISTS (
              SELECT 1
              FROM wishlist_items s
              WHERE s.product_id = p.id AND s.added_at < now() - interval '1 year'
          )
        ORDER BY l.available
    """
    return await connection.fetch(query)


async def main(warehouse: str, path: str) -> None:
    with open(path, newline="", encoding="utf-8") as file:
        pieces = {row["sku"]: int(row["pieces"]) for row in csv.DictReader(file)}
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        async with connection.transaction():
            ids = await product_ids(connection, list(pieces))
            for sku, count in pieces.items():
                if sku not in ids:
                    print(f"unknown product {sku}", file=sys.stderr)
                    continue
                await store_level(connection, warehouse, ids[sku], count)
        for row in await short_products(connection):
            print(f"{row['sku']:<16} {row['warehouse']:<24} {row['available']:>6}")
    finally:
        await connection.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2]))
