"""rowtype keeps Python code true to its PostgreSQL schema. The program is `rowtype`; this package only starts it."""
