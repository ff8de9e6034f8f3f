from sqlalchemy import insert, select

from app.models import Post, User


def names(session, term):
    rows = session.query(User).filter(User.nmae == term, User.posts.any(Post.title == term)).order_by(User.owned)
    #                                      ^^^^ error[unknown-column]: User has no attribute "nmae"
    statement = select(User).where(User.email == term)
    if rows:
        statement = statement.join(Post)
    return session.scalars(statement.filter_by(emial=term, title=term))
    #                                          ^^^^^ error[unknown-column]: none of User and Post has an attribute "emial"


def add(session, name):
    session.execute(insert(User).values(nmae=name))
    #                                   ^^^^ error[unknown-column]: User has no attribute "nmae"
    session.execute(insert(User), [{"name": name, "emial": name}])
    #                                              ^^^^^ error[unknown-column]: User has no attribute "emial"
    session.add(User(nam=name))
    #                ^^^ error[unknown-column]: User has no attribute "nam"


class Posts:
    model = Post

    def titles(self, session):
        return session.scalars(select(self.model.titel).order_by("title"))
        #                                        ^^^^^ error[unknown-column]: Post has no attribute "titel"
