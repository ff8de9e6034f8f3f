#sql CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
#sql CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
from supabase import Client


class Report:
    def __init__(self, client: Client):
        self.client = client
        self.users = client.table("users").select("id, name").execute().data
        self.answer = client.table("users").select("id, name").execute()
        self.posts = []
        self.labelled = client.table("users").select("id").execute().data
        self.given = client.table("users").select("id").execute().data
        self.mixed = client.table("users").select("id").execute().data

    def load(self):
        self.posts = self.client.table("posts").select("id, title").execute().data
        self.mixed = self.client.table("posts").select("title").execute().data

    def show(self):
        for user in self.users:
            print(user["id"], user["nmae"])
            #                       ^^^^ error[unknown-column]: rows of public.users have no "nmae"
        print(self.answer.data[0]["email"])
        #                          ^^^^^ error[unselected-column]: the select does not give "email"
        return [post["titel"] for post in self.posts]
        #             ^^^^^ error[unknown-column]: rows of public.posts have no "titel"

    # What other methods may have changed, whoever runs first, is not judged.
    def label(self):
        for user in self.labelled:
            user["label"] = "x"

    def labels(self):
        return [user["label"] for user in self.labelled]

    def all_given(self):
        return self.given

    def first_given(self):
        return self.given[0]["nmae"]

    def first_mixed(self):
        return self.mixed[0]["title"]
