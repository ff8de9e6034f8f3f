from sqlalchemy.orm import relationship

from app.models import Post, User

User.posts = relationship(Post)
Post.owner = relationship(User, backref="owned")
