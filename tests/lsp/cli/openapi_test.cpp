// A project whose schema is the document that its API publishes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kDocument = R"json({"swagger": "2.0", "info": {"title": "standard public schema", "version": "14.8"},
"definitions": {
  "users": {"type": "object", "required": ["id", "name", "created_at"], "properties": {
    "id": {"format": "bigint", "type": "integer", "description": "Note:\nThis is a Primary Key.<pk/>"},
    "name": {"format": "character varying", "maxLength": 30, "type": "string", "description": "as shown"},
    "nick": {"format": "text", "type": "string"},
    "score": {"format": "numeric", "type": "number"},
    "created_at": {"default": "now()", "format": "timestamp with time zone", "type": "string"}}},
  "orders": {"type": "object", "required": ["id", "user_id"], "properties": {
    "id": {"format": "bigint", "type": "integer", "description": "Note:\nThis is a Primary Key.<pk/>"},
    "user_id": {"format": "bigint", "type": "integer",
      "description": "Note:\nThis is a Foreign Key to `users.id`.<fk table='users' column='id'/>"}}}},
"paths": {"/": {"get": {}}, "/users": {"get": {}, "post": {}, "patch": {}, "delete": {}},
  "/orders": {"get": {}, "post": {}, "patch": {}, "delete": {}}}})json";

class OpenApiProject : public EmptyProject {
protected:
    OpenApiProject() {
        folder_.write("openapi.json", kDocument);
        write_module("app/queries.py",
                     "client.table('users').select('id, nmae').execute()\n"
                     "client.table('uesrs').select('id').execute()\n"
                     "client.table('users').insert({'nmae': 'x'}).execute()\n");
        folder_.write("app/models.py",
                      "from datetime import datetime\nfrom decimal import Decimal\nfrom pydantic import BaseModel, Field\n\n\n"
                      "class User(BaseModel):\n    id: int\n    name: str = Field(max_length=30)\n    nick: str\n"
                      "    score: Decimal | None = Field(ge=0, max_digits=10, decimal_places=2)\n    created_at: datetime\n\n\n"
                      "class UserCreate(BaseModel):\n    nick: str | None = None\n");
    }
};

TEST_F(OpenApiProject, OnlyWhatTheDocumentProvesIsReported) {
    EXPECT_EQ(run({"check", "--schema", "openapi:openapi.json", "--model-path", "app/models.py"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/queries.py:5:32: error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(),
                HasSubstr("app/models.py:9:11: error[nullable-mismatch] \"nick\" does not accept None, but public.users.nick"));
    EXPECT_THAT(out(), HasSubstr("no model belongs to the table public.orders"));
    EXPECT_THAT(out(), HasSubstr("Found 3 errors")) << "no default, no CHECK, no computed field and no absent table is proven";
    EXPECT_THAT(out(), HasSubstr("Schema: openapi.json, 2 relations"));
    EXPECT_THAT(errors() + out(), HasSubstr("--openapi-complete"));
}

TEST_F(OpenApiProject, ACompleteDocumentProvesAbsence) {
    folder_.write("rowtype.toml", "[schema]\nsource = \"openapi\"\npath = \"openapi.json\"\nopenapi-complete = true\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("error[unknown-column] public.users has no column \"nmae\""));
    EXPECT_THAT(out(), HasSubstr("error[unknown-table] the database has no table or view \"uesrs\""));
    EXPECT_THAT(errors() + out(), Not(HasSubstr("openapi-complete")));
    // The word holds for the document that the configuration names, not for any other.
    folder_.write("other.json", kDocument);
    EXPECT_EQ(run({"check", "--schema", "openapi:other.json"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr("unknown-table")));
    EXPECT_EQ(run({"check", "--schema", "openapi:other.json", "--openapi-complete"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("unknown-table"));
}

TEST_F(OpenApiProject, StandardInputIsReadOnce) {
    console_.input = kDocument;
    EXPECT_EQ(run({"check", "--schema", "openapi:-"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Schema: standard input, 2 relations"));
    EXPECT_EQ(run({"check", "-", "--schema", "openapi:-"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("standard input cannot be both the code and the OpenAPI document"));
}

TEST_F(OpenApiProject, ShowSaysThatItIsAnOutline) {
    EXPECT_EQ(run({"show", "orders", "--schema", "openapi:openapi.json"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("(from an API's description, which tells no checks or indexes, nor most keys and defaults)"));
    EXPECT_THAT(out(), HasSubstr("\n  (user_id) → public.users (id)\n"));
}

TEST_F(OpenApiProject, MistakesAreSaidWithTheirRemedy) {
    folder_.write("answer.json", R"({"message":"Access to schema is forbidden","hint":"secret"})");
    EXPECT_EQ(run({"check", "--schema", "openapi:answer.json"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("answer.json: this is the API's answer to a request that it refused"));
    EXPECT_THAT(errors(), Not(HasSubstr("secret\"")));
    EXPECT_EQ(run({"check", "--schema", "openapi"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--schema openapi needs a path: openapi:PATH"));
}

// A snapshot of a document knows as little as the document.
TEST_F(OpenApiProject, ASnapshotStaysAnOutline) {
    EXPECT_EQ(run({"pull", "--schema", "openapi:openapi.json"}), kExitClean) << errors();
    EXPECT_EQ(run({"check", "--schema", "snapshot:.rowtype/schema.json"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Found 1 error"));
    EXPECT_THAT(out(), HasSubstr("app/queries.py:5:32"));
}

TEST_F(OpenApiProject, InitTakesADescriptionAndNoOtherDocument) {
    folder_.write("docs/openapi.json", R"({"openapi": "3.1.0", "paths": {}})");
    EXPECT_EQ(run({"init"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("openapi.json, PostgREST's description: 2 relations"));
    const std::string text = folder_.read("rowtype.toml");
    EXPECT_THAT(text, HasSubstr("source = \"openapi\"\npath = \"openapi.json\"\n"));
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    std::filesystem::remove(folder_ / "openapi.json");
    std::filesystem::remove(folder_ / "rowtype.toml");
    EXPECT_EQ(run({"init", "--dry-run"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("none found"));
}

}  // namespace
}  // namespace rowtype::cli
