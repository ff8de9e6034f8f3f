#sql create table users (id bigint primary key, name text not null);
#toml [[calls]]
#toml call = "Store.ask"
#toml sql = 0
#toml placeholders = "qmark"
# Whose method a taught call is: what annotations, constructions, results and bases say, of a library's class as of the project's own.
from __future__ import annotations

import typing
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Optional, Union

import layers
from fastapi import Depends
from layers import Store as S


def annotated(a: S, b: Optional[S], c: "S", d: Annotated[S, Depends(x)], e: Union[S, None], f: typing.Optional[layers.Store]):
    a.ask("SELECT nmae FROM users WHERE id = ?")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"
    b.ask("SELECT nmae FROM users")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"
    c.ask("SELECT nmae FROM users")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"
    d.ask("SELECT nmae FROM users")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"
    e.ask("SELECT nmae FROM users")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"
    f.ask("SELECT nmae FROM users")
    #             ^^^^ error[unknown-column]: public.users has no column "nmae"


def others(store, a: Union[S, layers.Shelf], b: layers.Shelf):
    store.ask("SELECT nmae FROM users")
    a.ask("SELECT nmae FROM users")
    b.ask("SELECT nmae FROM users")


class Own(S):
    def rows(self):
        return self.ask("SELECT nmae FROM users")
        #                       ^^^^ error[unknown-column]: public.users has no column "nmae"


@dataclass
class Service:
    store: S
    spare: Optional[S] = None

    def both(self):
        self.store.ask("SELECT nmae FROM users")
        #                      ^^^^ error[unknown-column]: public.users has no column "nmae"
        self.spare.ask("SELECT nmae FROM users")
        #                      ^^^^ error[unknown-column]: public.users has no column "nmae"
        store = self.store
        store.ask("SELECT nmae FROM users")
        #                 ^^^^ error[unknown-column]: public.users has no column "nmae"


class Other:
    def __init__(self, store: S | None = None):
        self.store = store or S()

    @property
    def current(self) -> S:
        return self.store

    @cached_property
    def kept(self) -> "S":
        return self.store

    def make(self):
        return Own()

    def all(self):
        self.store.ask("SELECT nmae FROM users")
        #                      ^^^^ error[unknown-column]: public.users has no column "nmae"
        self.current.ask("SELECT nmae FROM users")
        #                        ^^^^ error[unknown-column]: public.users has no column "nmae"
        self.kept.ask("SELECT nmae FROM users")
        #                     ^^^^ error[unknown-column]: public.users has no column "nmae"
        self.make().ask("SELECT nmae FROM users")
        #                       ^^^^ error[unknown-column]: public.users has no column "nmae"
