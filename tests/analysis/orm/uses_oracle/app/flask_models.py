from flask import Flask
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()
app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db.init_app(app)
app.app_context().push()


class Writer(db.Model):
    __tablename__ = "writers"

    id = db.Column(db.BigInteger, primary_key=True)
    name = db.Column(db.Text, nullable=False)


class Book(db.Model):
    __tablename__ = "books"

    id = db.Column(db.BigInteger, primary_key=True)
    title = db.Column("book_title", db.Text, nullable=False)
    writer_id = db.Column(db.ForeignKey("writers.id"))
    writer = db.relationship("Writer", backref="books")


class Parcel:
    pass


parcel_table = db.Table("parcels", db.metadata, db.Column("id", db.BigInteger, primary_key=True), db.Column("weight", db.Integer))
db.Model.registry.map_imperatively(Parcel, parcel_table, properties={"grams": parcel_table.c.weight})
