from uuid import UUID

from supabase import Client

from app.models.customers import Profile, ProfileUpdate, Review, ReviewCreate, ReviewRead, WishlistItem


class CustomerService:
    TABLE = "profiles"

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, profile_id: UUID) -> Profile:
        response = self.client.table(self.TABLE).select("*").eq("id", str(profile_id)).single().execute()
        return Profile.model_validate(response.data)

    def update(self, profile_id: UUID, changes: ProfileUpdate) -> Profile:
        payload = changes.model_dump(mode="json", exclude_unset=True)
        response = self.client.table(self.TABLE).update(payload).eq("id", str(profile_id)).execute()
        return Profile.model_validate(response.data[0])

    def newsletter_recipients(self, locale: str) -> list[str]:
        response = (
            self.client.table("profiles")
            .select("email, fullname")
            .eq("locale", locale)
            .is_("marketing_opt_in", "true")
            .execute()
        )
        return [row["email"] for row in response.data]

    def unsubscribe(self, email: str) -> None:
        self.client.table("profiles").update({"marketing_opt_in": False}).eq("email", email).execute()


class ReviewService:
    TABLE = "reviews"

    def __init__(self, client: Client) -> None:
        self.client = client

    def of_product(self, product_id: UUID) -> list[ReviewRead]:
        response = (
            self.client.table(self.TABLE)
            .select("id, rating, title, body, reviewer:profiles(full_name)")
            .eq("product_id", str(product_id))
            .not_.is_("published_at", "null")
            .order("published_at", desc=True)
            .execute()
        )
        return [ReviewRead.model_validate(row) for row in response.data]

    def write(self, review: ReviewCreate) -> Review:
        response = self.client.table(self.TABLE).insert(review.model_dump(mode="json")).execute()
        return Review.model_validate(response.data[0])

    def latest(self, rating: int) -> list[dict]:
        query = self.client.table("reviews").select("id, title, body")  # rowtype: ignore[unknown-column]
        return query.lte("rating", rating).order("created_at", desc=True).limit(20).execute().data


class WishlistService:
    def __init__(self, client: Client) -> None:
        self.client = client

    def items(self, profile_id: UUID) -> list[WishlistItem]:
        response = self.client.table("wishlist_items").select("*").eq("profile_id", str(profile_id)).execute()
        return [WishlistItem.model_validate(row) for row in response.data]

    def add(self, profile_id: UUID, product_id: UUID) -> None:
        self.client.table("wishlist_items").upsert(
            {"profile_id": str(profile_id), "product_id": str(product_id)},
            on_conflict="profile_id,product_id",
        ).execute()

    def remove(self, profile_id: UUID, product_id: UUID) -> None:
        (
            self.client.table("wishlist_items")
            .delete()
            .eq("profile_id", str(profile_id))
            .eq("product_id", str(product_id))
            .execute()
        )
