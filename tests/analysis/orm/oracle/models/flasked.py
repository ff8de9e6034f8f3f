"""Flask-SQLAlchemy: names of tables by themselves, columns and types by way of the extension's object, other databases."""

from datetime import datetime

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

db = SQLAlchemy()

roles_users = db.Table(
    "roles_users",
    db.Column("user_id", db.Integer, db.ForeignKey("user_account.id"), primary_key=True),
    db.Column("role_id", db.Integer, db.ForeignKey("role.id"), primary_key=True),
)
visits = db.Table("visits", db.Column("id", db.Integer, primary_key=True), bind_key="logs")


class Role(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80), unique=True, nullable=False)
    description = db.Column(db.Text)


class UserAccount(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    email = db.Column(db.String(255), nullable=False, index=True)
    active = db.Column(db.Boolean(), nullable=False, default=True)
    joined_at = db.Column(db.DateTime, default=datetime.utcnow)
    amount = db.Column(db.Numeric(10, 2))
    roles = db.relationship("Role", secondary=roles_users, backref=db.backref("users", lazy="dynamic"))


class AdminAccount(UserAccount):
    """In the same table."""

    level = db.Column(db.Integer)


class HTTPLog(db.Model):
    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(db.ForeignKey("user_account.id"))


class APIKey2Log(db.Model):
    __table_args__ = (db.UniqueConstraint("key", "owner"), {"schema": "audit"})
    id = db.Column(db.BigInteger, primary_key=True)
    key = db.Column(db.LargeBinary, nullable=False)
    owner = db.Column(db.String, server_default="nobody")


class Elsewhere(db.Model):
    __bind_key__ = "logs"
    id = db.Column(db.Integer, primary_key=True)


metadata = db.metadatas[None]
