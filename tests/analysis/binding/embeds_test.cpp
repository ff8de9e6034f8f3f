// Embedded resources against a schema in which names lead several ways, or nowhere: PostgREST's choice, and silence where the
// schema may hold more than is known.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const std::string& sql() {
    static const std::string text = R"(
        CREATE SCHEMA auth;
        CREATE TABLE auth.accounts (id uuid PRIMARY KEY, email text);
        CREATE TABLE users (id bigint PRIMARY KEY, name text, boss_id bigint CONSTRAINT users_boss_fkey REFERENCES users,
                            account_id uuid REFERENCES auth.accounts);
        CREATE TABLE posts (id bigint PRIMARY KEY, title text,
                            author_id bigint CONSTRAINT posts_author_fkey REFERENCES users,
                            editor_id bigint CONSTRAINT posts_editor_fkey REFERENCES users,
                            topic_id bigint REFERENCES public.users);
        CREATE TABLE tags (id bigint PRIMARY KEY, label text);
        CREATE TABLE post_tags (post_id bigint REFERENCES posts, tag_id bigint REFERENCES tags, PRIMARY KEY (post_id, tag_id));
        CREATE TABLE pinned (post_id bigint REFERENCES posts, tag_id bigint REFERENCES tags, note text,
                             PRIMARY KEY (post_id, tag_id));
        CREATE TABLE likes (id bigint PRIMARY KEY, post_id bigint REFERENCES posts, user_id bigint REFERENCES users);
        CREATE TABLE profiles (user_id bigint PRIMARY KEY REFERENCES users, bio text);
        CREATE TABLE alone (id bigint PRIMARY KEY);
        CREATE VIEW post_titles AS SELECT id, title, author_id FROM posts;
        CREATE VIEW post_counts AS SELECT author_id, count(*) AS posts FROM posts GROUP BY author_id;
        CREATE FUNCTION fans(users) RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
        CREATE FUNCTION mood(users) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
    )";
    return text;
}

std::string check(const std::string& chain, const catalog::CatalogPointer& catalog) {
    const std::string python = "from supabase import create_client\nsb = create_client('u', 'k')\n" + chain + "\n";
    return test::describe(test::analyse(python, catalog), python);
}

std::string select(const std::string& table, const std::string& text) {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(sql());
    return check("sb.table('" + table + "').select('" + text + "').execute()", catalog);
}

TEST(Embeds, ByTheNameOfATable) {
    EXPECT_EQ(select("likes", "id, users(name), posts(title)"), "");
    EXPECT_EQ(select("users", "id, likes(id), profiles(bio)"), "");
    EXPECT_EQ(select("likes", "id, ...users(name), writer:users!inner(name)"), "");
    EXPECT_EQ(select("profiles", "bio, users!left(likes(posts(title, tags!post_tags(label))))"), "");
    EXPECT_EQ(select("likes", "id, user(name)"),
              "3:31: error[unknown-relationship]: public.likes has no relationship \"user\"\n");
    EXPECT_EQ(
        select("likes", "id, alone(id)"),
        "3:31: error[unknown-relationship]: public.likes has no relationship to \"alone\": no foreign key, junction table or "
        "function joins them\n");
    EXPECT_EQ(
        select("profiles", "users(likes(tags(id)))"),
        "3:42: error[unknown-relationship]: public.likes has no relationship to \"tags\": no foreign key, junction table or "
        "function joins them\n");
}

TEST(Embeds, ByAForeignKeyOrItsColumn) {
    EXPECT_EQ(select("posts", "author:author_id(name), posts_editor_fkey(name)"), "");
    EXPECT_EQ(select("posts", "author:users!posts_author_fkey(name), users!editor_id(name)"), "");
    EXPECT_EQ(select("posts", "author:author_id(nmae)"), "3:44: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Embeds, SeveralWaysNeedAHint) {
    EXPECT_EQ(select("posts", "title, users(name)"),
              "3:34: error[ambiguous-relationship]: public.posts relates to \"users\" in several ways; a hint chooses one: "
              "\"posts_author_fkey\" (one, by author_id), \"posts_editor_fkey\" (one, by editor_id), "
              "\"posts_topic_id_fkey\" (one, by topic_id)\n");
    EXPECT_EQ(select("users", "name, posts(titel)"),
              "3:33: error[ambiguous-relationship]: public.users relates to \"posts\" in several ways; a hint chooses one: "
              "\"posts_author_fkey\" (rows whose author_id is this), \"posts_editor_fkey\" (rows whose editor_id is this), "
              "\"posts_topic_id_fkey\" (rows whose topic_id is this)\n"
              "3:39: error[unknown-column]: public.posts has no column \"titel\"\n");
    EXPECT_EQ(select("posts", "title, tags(label)"),
              "3:34: error[ambiguous-relationship]: public.posts relates to \"tags\" in several ways; a hint chooses one: "
              "\"pinned\" (many, by way of pinned), \"post_tags\" (many, by way of post_tags)\n");
    EXPECT_EQ(select("posts", "title, tags!pinned(label)"), "");
}

TEST(Embeds, AHintThatFitsNothing) {
    EXPECT_EQ(
        select("likes", "id, users!likes_author_fkey(name)"),
        "3:37: error[unknown-relationship]: the hint \"likes_author_fkey\" fits no relationship of public.likes to \"users\"; "
        "there is \"likes_user_id_fkey\" (one, by user_id)\n");
}

TEST(Embeds, ATableThatRefersToItself) {
    EXPECT_EQ(select("users", "name, boss:boss_id(name), reports:users!boss_id(name), reports:users(name)"), "");
    EXPECT_EQ(select("users", "name, boss:users!users_boss_fkey(name)"), "") << "older versions took more hints";
}

TEST(Embeds, OtherSchemasAreNotReached) {
    EXPECT_EQ(
        select("users", "name, accounts(email)"),
        "3:33: error[unknown-relationship]: public.users refers to auth.accounts, but PostgREST embeds only tables and views "
        "of the same schema\n");
}

TEST(Embeds, ViewsRelateByTheColumnsThatTheyPassOn) {
    EXPECT_EQ(select("post_titles", "title, users(name)"), "");
    EXPECT_EQ(select("users", "name, post_titles(title)"), "");
    EXPECT_EQ(select("users", "name, post_counts(posts)"), "");
    EXPECT_EQ(select("post_titles", "title, alone(id)"),
              "3:40: error[unknown-relationship]: public.post_titles has no relationship to \"alone\": no foreign key, junction "
              "table or function joins them\n");
    EXPECT_EQ(select("post_counts", "posts, alone(id)"), "") << "an expression may hide anything";
}

TEST(Embeds, FunctionsOfTheRow) {
    EXPECT_EQ(select("users", "name, mood, fans(name, fans(name))"), "");
    EXPECT_EQ(select("users", "fans(nmae)"), "3:32: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(select("users", "mood(x)"), "") << "not a relationship, but nothing that is certain";
}

TEST(Embeds, AggregatesCastsAndPaths) {
    EXPECT_EQ(select("users", "name, likes(count)"), "");
    EXPECT_EQ(select("users", "name, likes(id.count()), post_titles(author_id::text, n:id.max()::text)"), "");
    EXPECT_EQ(select("users", "name, likes(idd.count())"), "3:39: error[unknown-column]: public.likes has no column \"idd\"\n");
}

TEST(Embeds, FiltersAndOrdersInside) {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(sql());
    EXPECT_EQ(check("sb.table('likes').select('id, writer:users(name), posts(title)').eq('writer.nmae', 1)"
                    ".or_('titel.eq.a,id.gt.3', reference_table='posts').order('titel', foreign_table='posts')"
                    ".limit(3, foreign_table='posts').order('users(nmae)').execute()",
                    catalog),
              "3:77: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:92: error[unknown-column]: public.posts has no column \"titel\"\n"
              "3:145: error[unknown-column]: public.posts has no column \"titel\"\n"
              "3:221: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Embeds, NothingIsSaidOfWhatMayExist) {
    const catalog::CatalogPointer catalog = std::make_shared<const catalog::Catalog>([&] {
        catalog::CatalogData data = test::catalog_from_sql(sql())->data();
        data.incomplete_schemas = {"public"};
        return data;
    }());
    EXPECT_EQ(check("sb.table('likes').select('id, alone(id), nothing(x), users!x(name)').execute()", catalog), "");
    const std::string holes = "def f(x):\n    sb.table('likes').select(f'id, {x}(id), users!{x}(name), {x}').execute()";
    EXPECT_EQ(check(holes, catalog), "");
}

}  // namespace
}  // namespace rowtype
