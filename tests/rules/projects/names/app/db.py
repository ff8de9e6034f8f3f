from supabase import Client, create_client

_client = create_client("http://localhost", "key")


def get_client() -> Client:
    return _client


def make_client():
    return create_client("http://localhost", "key")


client = get_client()
