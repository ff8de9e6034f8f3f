#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, "full name" text NOT NULL, class text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text NOT NULL);
#models
import sys
import typing
from typing import NamedTuple, Optional, TypedDict

User = TypedDict("User", {"id": str, "name": str, "email": str, "full name": str, "clas": Optional[str], "class": Optional[str]})
#                               ^^^ error[type-mismatch]: "id" is str, but public.users.id is bigint
#                                                          ^^^ warning[nullable-mismatch]: "email" does not accept None
#                                                                                  ^^^^ error[stale-field]: public.users has no column "clas"

if sys.version_info >= (3, 9):
    # rowtype: table=posts
    Article = typing.NamedTuple(
#   ^^^^^^^ error[missing-field]: Article lacks the column "title"
        "Article",
        [
            ("id", int),
            ("heading", str),
#             ^^^^^^^ error[stale-field]: public.posts has no column "heading"
        ],
    )

UserUpdate = TypedDict("UserUpdate", {"id": int, "email": Optional[str]}, total=False)
Point = NamedTuple("Point", [("x", int), ("y", int)])
