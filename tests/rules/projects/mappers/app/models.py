from sqlalchemy import BigInteger, ForeignKey, Identity, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text, unique=True)


class Post(Base):
    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    user_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(Text)
    user: Mapped[User] = relationship(back_populates="postings", foreign_keys="[Post.userid]")
    #                                                 ^^^^^^^^ error[unknown-column]: User has no attribute "postings"
    #                                                                                ^^^^^^ error[unknown-column]: Post has no attribute "userid"
