from sqlalchemy import BigInteger, Column

from app.base import Base


class State(Base):
    __tablename__ = "states"
    id = Column(BigInteger, primary_key=True)
