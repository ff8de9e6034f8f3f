"""Both branches."""
revision = "ab7c8d9e0f1a"
down_revision = ("9a6b7c8d9e0a", "9b6b7c8d9e0b")


def upgrade():
    pass
