from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Integer
from sqlalchemy.orm import Mapped, mapped_column

from app.base import Base


class Post(Base):
    __tablename__ = "posts"
    id = Column(Integer, primary_key=True)
    author_id = Column(ForeignKey("users.id"))
#   ^^^^^^^^^ warning[type-mismatch]: "author_id" is declared as integer, as users.id is, but public.posts.author_id is bigint
    editor_id = Column(ForeignKey("users.id"))
    parent_id = Column(ForeignKey("posts.id"))
#   ^^^^^^^^^ warning[type-mismatch]: "parent_id" is declared as integer, as posts.id is, but public.posts.parent_id is bigint
    # The database has another type there, too, but the class of labels says what this column is.
    label_id = Column(ForeignKey("labels.id"))
    # Two classes say what the key of states is.
    state_id = Column(ForeignKey("states.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("members.id"))
#   ^^^^^^^^^ warning[type-mismatch]: "member_id" is declared as integer, as members.id is, but public.posts.member_id is bigint
    # No class of the project stands for that table.
    blog_post_id = Column(ForeignKey("blog_posts.id"))
#   ^^^^^^^^^^^^ warning[constraint-mismatch]: public.posts has no foreign key (blog_post_id) to blog_posts (id)
    named_id = Column("named_id", None, ForeignKey("users.id"))
#   ^^^^^^^^ warning[type-mismatch]: "named_id" is declared as integer, as users.id is, but public.posts.named_id is bigint
    other_id = Column(Integer, ForeignKey("users.id"))
#   ^^^^^^^^ warning[type-mismatch]: "other_id" is declared as integer, but public.posts.other_id is bigint


class Rating(Base):
    __tablename__ = "ratings"
    post_id = Column(ForeignKey("posts.id"), primary_key=True)
#   ^^^^^^^ warning[type-mismatch]: "post_id" is declared as integer, as posts.id is, but public.ratings.post_id is bigint
    first = Column()
    second = Column()
#   ^^^^^^ warning[type-mismatch]: "second" is declared as integer, as pairs.b is, but public.ratings.second is bigint
    __table_args__ = (ForeignKeyConstraint(["first", "second"], ["pairs.a", "pairs.b"]),)
