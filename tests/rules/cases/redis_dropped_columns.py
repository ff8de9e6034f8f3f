#sql alter table sessions drop column token;
#toml [[redis]]
#toml key = "sessions:*"
#toml table = "sessions"
# Entries of a table that no migration creates: of other names nothing is known, but what was dropped is gone.
import redis

client = redis.Redis()


def remember(who: int, token: str) -> None:
    client.hset(f"sessions:{who}", mapping={"token": token, "other": 1})
    #                                        ^^^^^ error[unknown-cache-field]: public.sessions has no column "token", and entries of "sessions:*" are its rows; dropped by
