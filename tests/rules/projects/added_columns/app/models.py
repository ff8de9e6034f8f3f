from sqlalchemy import Column, DateTime, Integer, Text
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Review(Base):
    __tablename__ = "review"
    id = Column(Integer, primary_key=True)
    body = Column(Text)
    helpful = Column(Integer, nullable=False)
    seen_at = Column(DateTime(timezone=True))
    rating = Column(Integer)
#   ^^^^^^ error[stale-field]: public.review has no column "rating"


class Profile(Base):
    __tablename__ = "profile"
    id = Column(Integer, primary_key=True)
    nick = Column(Text)
#   ^^^^ error[stale-field]: public.profile has no column "nick"
