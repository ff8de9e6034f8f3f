"""Another database system beside PostgreSQL."""
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from .layer_urls import LEGACY

legacy = create_engine(LEGACY)
LegacySession = sessionmaker(bind=legacy)
