"""Changes of what is there."""
from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "7a4b5c6d7e8f"
down_revision = ("6a3b4c5d6e7f",)


def upgrade():
    op.add_column("users", sa.Column("nickname", sa.String(50), server_default="", nullable=False, comment="shown"))
    op.add_column("users", sa.Column("manager_id", sa.Integer(), sa.ForeignKey("users.id", name="fk_users_manager"), nullable=True))
    op.add_column("users", sa.Column("phone", sa.String(20), unique=True, index=False))
    op.add_column("users", sa.Column("city", sa.String(), index=True))
    op.add_column("users", sa.Column("serial_number", sa.Integer(), sa.Identity(), nullable=False))
    op.alter_column("users", "full_name", new_column_name="name", existing_type=sa.String(), type_=sa.Text(), nullable=False)
    op.alter_column("users", "balance", type_=sa.BigInteger(), postgresql_using="balance::bigint", existing_nullable=False, server_default=None)
    op.alter_column("users", "hashed_password", nullable=True, existing_type=sa.VARCHAR(length=1024), comment="argon2")
    op.alter_column("users", "is_superuser", server_default=sa.text("true"), existing_server_default="false", comment=None)
    op.alter_column("users", "tags", existing_type=postgresql.ARRAY(sa.String(length=30)), server_default=sa.text("'{}'"))
    op.drop_column("users", "born")
    op.drop_index("ix_users_lower_name", table_name="users")
    op.create_unique_constraint("uq_users_name_phone", "users", ["name", "phone"])
    op.create_unique_constraint(None, "users", ["nickname"])
    op.create_check_constraint("ck_users_name", "users", sa.text("length(name) > 0"))
    op.drop_constraint("uq_users_public_id", "users", type_="unique")
    op.drop_constraint("line_notes_order_id_line_fkey", "line_notes", type_="foreignkey")
    op.create_foreign_key("fk_notes", "line_notes", "order_lines", ["order_id", "line"], ["order_id", "line"], ondelete="SET NULL")
    op.drop_constraint("text_key_pkey", "text_key", "primary")
    op.create_primary_key("pk_text", "text_key", ["id", "n"])
    op.rename_table("plain_key", "renamed_key")
    op.create_table_comment("orders", "What was bought", existing_comment=None)
    op.drop_table_comment("users", existing_comment="Who may log in")
    op.drop_table("linked")
    op.create_exclude_constraint("ex_types", "all_types", ("period", "&&"), using="gist")

    with op.batch_alter_table("order_details", schema=None) as batch_op:
        batch_op.add_column(sa.Column("extra", sa.Integer(), nullable=True))
        batch_op.alter_column("text", existing_type=sa.TEXT(), nullable=True, new_column_name="body")
        batch_op.create_index(batch_op.f("ix_order_details_extra"), ["extra"], unique=False)
        batch_op.create_unique_constraint("uq_details", ["extra", "body"])
        batch_op.create_foreign_key(batch_op.f("fk_details_extra"), "users", ["extra"], ["id"])
        batch_op.create_check_constraint("ck_details", "extra <> 3")
        batch_op.drop_constraint("order_details_order_id_fkey", type_="foreignkey")
        more = sa.Column("more", sa.Integer()) if op.get_bind().dialect.name == "postgresql" else None
        batch_op.add_column(more)
