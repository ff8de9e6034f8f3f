"""One expression a function. Those that real SQLAlchemy refuses are those with a finding, and no others: see uses_oracle_test.py."""

import sqlmodel
from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.orm import Session, aliased, joinedload, load_only, selectinload

from app import models
from app.flask_models import Book, Parcel, Writer, db, parcel_table
from app.models import Click, Event, Hero, Keyed, Manager, Post, Tag, User, post_tags, users_table

session = Session()


def attributes():
    return select(User.id, User.mail, User.email, User.name_length, User.created_at).where(User.is_adult, User.age > 3)


def attribute_by_column_name():
    return select(User.email_address)


def attribute_misspelt():
    return select(User.nmae)


def attribute_misspelt_in_where():
    return select(User).where(User.id == 1, User.nmae == "x")


def attribute_misspelt_deep():
    return select(User).where(and_(User.id == 1, or_(User.ag > 3, ~User.age.in_([1, 2]))))


def attribute_misspelt_in_order_by():
    return select(User).order_by(User.created.desc())


def attribute_of_a_module():
    return select(models.User.name, models.Post.titel)


def attribute_in_a_function():
    return select(func.count(User.idd))


def class_things():
    return select(User.name).where(User.kind == User.Kind.PLAIN, User.by_name("x"), User.metadata is not None)


def nested_class_misspelt():
    return select(User.name).where(User.kind == User.Kinds.PLAIN)


def backrefs():
    return select(User).options(selectinload(User.edited), joinedload(User.posts)).where(Tag.posts.any(Post.id == 1))


def backref_misspelt():
    return select(User).options(selectinload(User.editted))


def joined_inheritance():
    return select(Manager.budget, Manager.name, Manager.id).where(Manager.mail == "x")


def joined_inheritance_misspelt():
    return select(Manager.budgets)


def child_attribute_of_parent():
    return select(User.budget)


def one_table_for_several_classes():
    return select(Click.target, Event.kind, Event.__table__.c.target)


def one_table_for_several_classes_insert():
    return insert(Event).values(kind="click", target="x")


def one_table_attribute_of_the_child():
    return select(Event.target)


def one_table_misspelt():
    return select(Click.targets)


def through_an_alias():
    other = aliased(User)
    return select(User.id, other.name).join(other, other.id == User.id)


def through_an_alias_misspelt():
    other = aliased(User)
    return select(User.id).join(other, other.idd == User.id)


def through_a_local_import():
    from app.models import Post as Article

    return select(Article.title)


def through_a_local_import_misspelt():
    from app.models import Post as Article

    return select(Article.titles)


def filter_by():
    return select(User).filter_by(name="x", mail="y", is_adult=True, created_at=None)


def filter_by_misspelt():
    return select(User).filter_by(emial="x")


def filter_by_column_name():
    return select(User).filter_by(email_address="x")


def filter_by_after_join():
    return select(User).join(Post, Post.user_id == User.id).filter_by(title="x")


def filter_by_after_join_misspelt():
    return select(User).join(User.posts).filter_by(titel="x")


def filter_by_of_query():
    return session.query(User).filter_by(name="x").statement


def filter_by_of_query_misspelt():
    return session.query(User).filter_by(nam="x").statement


def filter_by_of_query_after_join():
    return session.query(User).join(User.posts).filter_by(title="x").statement


def filter_by_of_query_after_join_of_the_first():
    return session.query(User).join(User.posts).filter_by(age=3).statement


def filter_by_of_an_attribute():
    return session.query(User.id).filter_by(name="x").statement


def filter_by_of_an_attribute_misspelt():
    return session.query(User.id).filter_by(naem="x").statement


def filter_by_of_a_count():
    return select(func.count()).select_from(User).filter_by(name="x")


def filter_by_of_a_count_misspelt():
    return select(func.count()).select_from(User).filter_by(naem="x")


def statement_in_a_name():
    query = select(User)
    query = query.where(User.id == 1)
    return query.filter_by(name="x")


def statement_in_a_name_misspelt():
    query = select(User)
    query = query.where(User.id == 1)
    return query.filter_by(naem="x")


def statement_in_branches():
    query = select(User)
    if session:
        query = query.join(Post, Post.user_id == User.id)
    return query.filter_by(title="x")


def statement_in_a_loop_misspelt():
    query = select(User)
    for term in ["a", "b"]:
        query = query.where(User.name == term)
    return query.filter_by(naem="x")


def insert_keywords():
    return insert(User).values(name="x", mail="y", age=None)


def insert_keywords_by_column():
    return insert(User).values(name="x", email_address="y")


def insert_keywords_misspelt():
    return insert(User).values(nmae="x", mail="y")


def insert_dictionary():
    return insert(User).values({"name": "x", "mail": "y"})


def insert_dictionary_misspelt():
    return insert(User).values({"name": "x", "mial": "y"})


def insert_rows():
    return insert(Post).values([{"title": "x", "user_id": 1}, {"title": "y", "user_id": 2}])


def insert_rows_misspelt():
    return insert(Post).values([{"title": "x", "user": 1, "userid": 1}])


def insert_of_a_name_misspelt():
    row = {"title": "x", "user_id": 1}
    row["bodi"] = "x"
    return insert(Post).values(row)


def update_values():
    return update(User).where(User.id == 1).values(name="x", mail="y")


def update_values_misspelt():
    return update(User).where(User.id == 1).values(nmae="x")


def delete_where():
    return delete(User).where(User.id == 1).returning(User.mail)


def delete_where_misspelt():
    return delete(User).where(User.id == 1).returning(User.mails)


def upsert():
    row = postgres_insert(User).values(name="x", mail="y")
    return row.on_conflict_do_update(index_elements=["email_address"], set_={"name": "z", "age": row.excluded.age}).returning(User.id)


def upsert_by_attributes():
    return postgres_insert(User).values(name="x").on_conflict_do_nothing(index_elements=[User.mail])


def upsert_by_attributes_misspelt():
    return postgres_insert(User).values(name="x").on_conflict_do_nothing(index_elements=[User.maill])


def upsert_misspelt_in_values():
    return postgres_insert(User).values(nmae="x").on_conflict_do_nothing()


def column_of_a_table_by_its_attribute():
    return select(User.__table__.c.mail)


def insert_into_a_table():
    return insert(User.__table__).values(email_address="x", name="y")


def insert_into_a_table_misspelt():
    return insert(User.__table__).values(nmae="x")


def insert_into_a_table_by_attribute():
    return User.__table__.insert().values(mail="x")


def table_of_a_class_in_a_variable():
    users = User.__table__
    return select(users.c.name).where(users.c.email_address == "x")


def table_of_a_class_in_a_variable_misspelt():
    users = User.__table__
    return select(users.c.nmae)


def column_with_a_key():
    return select(Keyed.__table__.c.short, Keyed.long_name)


def column_with_a_key_by_its_name():
    return select(Keyed.__table__.c.long_name)


def order_by_text():
    return select(User).order_by("email_address")


def order_by_text_misspelt():
    return select(User).order_by("nmae")


def order_by_label():
    return select(User.id, func.count(User.posts).label("many")).order_by("many")


def group_by_text_misspelt():
    return select(User).group_by("nmae")


def table_of_a_class():
    return select(User.__table__.c.email_address, User.__table__.c["name"], User.__table__.columns.age)


def table_of_a_class_misspelt():
    return select(User.__table__.c.nmae)


def table_of_a_class_key_misspelt():
    return select(User.__table__.c["nmae"])


def core_table():
    return select(users_table.c.id, users_table.c["name"]).where(users_table.columns.age > 3, post_tags.c.post_id == 1)


def core_table_misspelt():
    return select(users_table.c.nmae)


def core_table_key_misspelt():
    return select(users_table.c["nmae"])


def core_table_in_a_clause_misspelt():
    return users_table.select().where(users_table.c.ids == 1)


def core_table_methods():
    return select(*users_table.c.values()).where(users_table.c.get("id") == 1)


def core_table_insert():
    return users_table.insert().values(name="x", age=3)


def core_table_insert_misspelt():
    return users_table.insert().values(nmae="x")


def core_table_update_misspelt():
    return users_table.update().values({"nmae": "x"})


def constructor():
    return User(name="x", mail="y", email="z", posts=[], edited=[], age=3)


def constructor_misspelt():
    return session.add(User(nmae="x"))


def constructor_by_column_name():
    return session.add(User(email_address="x"))


def constructor_plain():
    session.add(Post(title="x", user=User(name="y")))
    session.expunge_all()


def loads():
    return select(User).options(load_only(User.id, User.mail), selectinload(User.posts).load_only(Post.title))


def loads_misspelt():
    return select(User).options(load_only(User.id, User.email_addres))


def loads_misspelt_deep():
    return select(User).options(selectinload(User.posts).load_only(Post.titel))


def sqlmodel_attributes():
    return sqlmodel.select(Hero.name, Hero.age).where(Hero.secret_name == "x")


def sqlmodel_attributes_misspelt():
    return sqlmodel.select(Hero).where(Hero.secret == "x")


def sqlmodel_things():
    return select(Hero.id).where(bool(Hero.model_fields), Hero.metadata is not None)


def sqlmodel_filter_by_misspelt():
    return sqlmodel.select(Hero).filter_by(nam="x")


def guarded():
    if hasattr(User, "deleted_at"):
        return select(User).where(User.deleted_at == None)  # noqa: E711
    return select(User)


class Repository:
    model = User

    def find(self):
        return select(self.model).where(self.model.name == "x")

    def find_misspelt(self):
        return select(self.model).where(self.model.nmae == "x")


def repository():
    return Repository().find()


def repository_misspelt():
    return Repository().find_misspelt()


def flask_query():
    return Book.query.filter_by(title="x").order_by(Book.id.desc())


def flask_query_by_column_name():
    return Book.query.filter_by(book_title="x")


def flask_query_misspelt():
    return Book.query.filter(Book.titel == "x")


def flask_session():
    return db.session.query(Book).join(Writer).filter_by(name="x")


def flask_session_misspelt():
    return db.session.query(Book).join(Writer).filter_by(nam="x")


def flask_select():
    return db.select(Book).where(Book.title == "x", Writer.books.any(Book.id == 1))


def flask_select_misspelt():
    return db.session.execute(db.select(Book.titel))


def flask_backref_misspelt():
    return db.select(Writer).where(Writer.boks.any())


def imperatively_mapped():
    return db.select(Parcel.id, Parcel.grams).where(parcel_table.c.weight > 3)


def imperatively_mapped_table_misspelt():
    return db.select(Parcel.id).where(parcel_table.c.grams > 3)
