#sql CREATE TABLE users (id bigint PRIMARY KEY);
import sqlalchemy as sa
import streamlit as st
from rich import text as rich_text
from sqlalchemy import select
from tagflow import text


def page(session):
    text("Delete User")
    text("SELECT nope FROM nowhere")
    st.text("Update organization name, slug")
    rich_text("Select a user")
    session.execute(sa.text("SELECT nope FROM users"))
    #                               ^^^^ error[unknown-column]: public.users has no column "nope"
    return select


# The names of a class's body are not those of its methods.
class Page:
    from sqlalchemy import text as sql

    title = sql("SELECT nope FROM users")
    #                   ^^^^ error[unknown-column]: public.users has no column "nope"

    def show(self):
        sql("SELECT nope FROM users")
