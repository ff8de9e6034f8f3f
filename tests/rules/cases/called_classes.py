#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, "full name" text NOT NULL, class text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, title text NOT NULL);
#sql CREATE TABLE tags (id bigint PRIMARY KEY, label text NOT NULL);
#sql CREATE TABLE notes (id bigint PRIMARY KEY, body text NOT NULL);
#sql CREATE TABLE files (id bigint PRIMARY KEY, path text NOT NULL);
#models
import sys
import typing
from typing import NamedTuple, Optional, TypedDict

User = TypedDict("User", {"id": str, "name": str, "email": str, "full name": str, "clas": Optional[str], "class": Optional[str]})
#                               ^^^ error[type-mismatch]: column "id" of public.users
#                                                         ^^^ error[nullable-mismatch]: column "email" of public.users
#                                                                                  ^^^^ warning[stale-field]: public.users has no column "clas"

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

# What is not written out is not compared.
entries = {"id": str}
Tag = TypedDict("Tag", entries)
Note = TypedDict("Note", {"id": str, **entries})
File = TypedDict("File", dict(id=str))
