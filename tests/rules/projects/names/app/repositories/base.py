class Repository:
    columns = "id, total"

    def __init__(self, client, table_name: str):
        self.client = client
        self.table_name = table_name

    @property
    def audit(self):
        return "audits"

    def get(self, key):
        return self.client.table(self.table_name).select("whatever").eq("id", key).execute()
