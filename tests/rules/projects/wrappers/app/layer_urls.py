HOST = "old"
LEGACY = f"mysql+pymysql://reader@{HOST}/shop"
