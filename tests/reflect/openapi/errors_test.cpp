// What people hand over by mistake, and what they are told. Nothing of it is repeated.
#include <gtest/gtest.h>

#include "reflect/openapi/openapi.h"

namespace rowtype::openapi {
namespace {

std::string error_of(std::string_view text) {
    const Result<catalog::CatalogData> read = read_openapi(text, "openapi.json", {});
    return read ? "no error" : read.error().to_string();
}

TEST(OpenApiErrors, SayWhatTheTextIs) {
    EXPECT_EQ(error_of(""),
              "openapi.json: the OpenAPI document is empty (nothing was answered: look at what the request says (curl "
              "--fail-with-body --show-error))");
    EXPECT_EQ(error_of(" \r\n"), error_of(""));
    EXPECT_EQ(
        error_of("\n<!DOCTYPE html><html><body>secret</body></html>"),
        "openapi.json: this is an HTML or XML page, not an OpenAPI document (a proxy or an error page answered; ask PostgREST "
        "for its root path (of Supabase: /rest/v1/), with a key that may see the schema, and keep the whole answer)");
    EXPECT_EQ(error_of(R"({"openapi": "3.0.3", "paths": {"/users": {"get": {"parameters": 1}}}})"),
              "openapi.json: this is an OpenAPI 3 document, and PostgREST's own is Swagger 2.0 (use the document as PostgREST "
              "publishes it, before any conversion)");
    EXPECT_EQ(error_of(R"({"message": "Invalid API key", "hint": "secret"})"),
              "openapi.json: this is the API's answer to a request that it refused, not its description (ask with a key that may "
              "see the schema; Supabase describes it for secret and service_role keys alone)");
    EXPECT_NE(error_of(R"({"code":"PGRST301","details":null,"hint":null,"message":"JWT expired"})").find("refused"),
              std::string::npos);
    EXPECT_NE(error_of(R"({"users": []})").find("this is JSON, but no OpenAPI document"), std::string::npos);
    EXPECT_NE(error_of(R"({"swagger": "1.2"})").find("of another version than 2.0"), std::string::npos);
    EXPECT_NE(error_of("\xFF\xFE{\0}\0").find("is UTF-16 text (save it as UTF-8"), std::string::npos);
    EXPECT_NE(error_of("{\"swagger\": \"\xC3\x28\"}").find("is not UTF-8 text"), std::string::npos);
}

TEST(OpenApiErrors, NameThePlaceOfWhatIsNoJson) {
    EXPECT_EQ(error_of("{\n  \"swagger\": \"2.0\",\n  nonsense\n}").substr(0, 72),
              "openapi.json:3:3: the OpenAPI document cannot be read: expected a member");
    EXPECT_EQ(error_of("[1]").substr(0, 71), "openapi.json:1:1: the OpenAPI document cannot be read: expected an obje");
    EXPECT_NE(error_of(R"({"swagger": "2.0", "definitions": {"users": {)").find("the text ends too early"), std::string::npos);
}

TEST(OpenApiErrors, ADocumentThatDescribesNothingIsOne) {
    EXPECT_EQ(
        error_of(R"({"swagger": "2.0", "info": {}, "paths": {"/": {"get": {}}}})"),
        "openapi.json: the OpenAPI document describes no table, view or function (the role that asked may see nothing there; "
        "ask with one that may (Supabase: the secret or service_role key))");
    EXPECT_NE(error_of(R"({"swagger": "2.0", "paths": {"/pet/{id}": {"get": {}}}, "definitions": {"Pet": {"properties": {}}}})")
                  .find("another program's description"),
              std::string::npos);
}

TEST(OpenApiErrors, CapsAreKept) {
    const std::string deep = R"({"swagger": "2.0", "info": )" + std::string(100, '[') + std::string(100, ']') + "}";
    EXPECT_NE(error_of(deep).find("nested more than 64 levels deep"), std::string::npos);
    EXPECT_NE(error_of(std::string(100'000, '[')).find("expected an object"), std::string::npos);
    EXPECT_NE(error_of(std::string(kMaximumDocumentBytes + 1, ' ')).find("larger than 128 MiB"), std::string::npos);
}

// Whatever stands where something else is expected is passed over, never a crash or an error.
TEST(OpenApiErrors, MembersOfOtherFormsArePassedOver) {
    const Result<catalog::CatalogData> read = read_openapi(R"({
        "swagger": "2.0", "definitions": {
            "users": {"required": "id", "properties": {"id": {"format": 7, "enum": "x", "maxLength": "long", "description": []},
                                                       "more": null}},
            "numbers": 5},
        "paths": {"/users": {"get": [], "post": 3}, "/numbers": null, "/rpc/": {}, "/rpc/go": {"post": {"parameters": {"a": 1}}}}})",
                                                           "openapi.json", {});
    ASSERT_TRUE(read.ok()) << read.error().to_string();
    EXPECT_EQ(read->relations.size(), 2U);
    EXPECT_EQ(read->functions.size(), 1U);
    EXPECT_FALSE(read->relations.front().columns.front().type.is_known());
}

}  // namespace
}  // namespace rowtype::openapi
