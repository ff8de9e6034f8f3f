#include <algorithm>
#include <optional>

#include "reflect/base/text.h"
#include "reflect/openapi/document.h"
#include "reflect/openapi/openapi.h"
#include "reflect/openapi/relations.h"
#include "reflect/openapi/type_names.h"

namespace rowtype::openapi {

namespace {

std::optional<Error> what_else_it_is(std::string_view text, std::string_view path);
std::optional<Error> what_else_it_is(const Document& document, std::string_view path);
Error failure(const JsonReader& reader, std::string_view text, std::string_view path);
Error plain_error(std::string message, std::string remedy, std::string_view path);
catalog::CatalogData outline(const Options& options);

constexpr const char* kAskTheRoot =
    "ask PostgREST for its root path (of Supabase: /rest/v1/), with a key that may see the schema, and keep the whole answer";

}  // namespace

Result<catalog::CatalogData> read_openapi(std::string_view text, std::string_view path_for_messages, const Options& options) {
    if (std::optional<Error> other = what_else_it_is(text, path_for_messages)) return *std::move(other);
    JsonReader reader(text, kMaximumDocumentDepth);
    const Document document = read_document(reader);
    if (!reader.ok()) return failure(reader, text, path_for_messages);
    if (std::optional<Error> other = what_else_it_is(document, path_for_messages)) return *std::move(other);
    catalog::CatalogData data = outline(options);
    const TypeNames types(options.schema, document);
    data.relations = read_relations(document, types, options.schema);
    data.functions = read_functions(document, types, options.schema);
    data.types = types.definitions();
    if (data.relations.empty() && data.functions.empty()) {
        const std::string remedy =
            document.definitions.empty()
                ? "the role that asked may see nothing there; ask with one that may (Supabase: the secret or service_role key)"
                : "it seems to be another program's description, not PostgREST's";
        return plain_error("the OpenAPI document describes no table, view or function", remedy, path_for_messages);
    }
    return data;
}

namespace {

// What is not listed is unknown, unless the user says that all is. Tables of "public" may be meant by bare names in SQL also
// where the API serves another schema.
catalog::CatalogData outline(const Options& options) {
    catalog::CatalogData data;
    data.schemas = {options.schema};
    data.search_path = {options.schema};
    data.outline_schemas = {options.schema};
    if (!options.complete) data.incomplete_schemas = {options.schema};
    if (options.schema != "public") {
        data.schemas.emplace_back("public");
        data.search_path.emplace_back("public");
        data.incomplete_schemas.emplace_back("public");
    }
    return data;
}

std::optional<Error> what_else_it_is(std::string_view text, std::string_view path) {
    if (text.size() > kMaximumDocumentBytes) {
        return plain_error("the OpenAPI document is larger than " + std::to_string(kMaximumDocumentBytes >> 20) + " MiB",
                           "serve fewer objects in one schema, or use the database itself: --schema postgres", path);
    }
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return plain_error("the OpenAPI document is UTF-16 text",
                           "save it as UTF-8 (Windows PowerShell: curl.exe -o FILE, not >)", path);
    }
    if (!is_valid_utf8(text)) return plain_error("the OpenAPI document is not UTF-8 text", kAskTheRoot, path);
    const std::size_t begin = text.find_first_not_of(" \t\r\n", text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    if (begin == std::string_view::npos) {
        return plain_error("the OpenAPI document is empty",
                           "nothing was answered: look at what the request says (curl --fail-with-body --show-error)", path);
    }
    if (text[begin] == '<') {
        return plain_error("this is an HTML or XML page, not an OpenAPI document",
                           "a proxy or an error page answered; " + std::string(kAskTheRoot), path);
    }
    return std::nullopt;
}

std::optional<Error> what_else_it_is(const Document& document, std::string_view path) {
    if (document.swagger == "2.0") return std::nullopt;
    if (document.is_openapi3) {
        return plain_error("this is an OpenAPI 3 document, and PostgREST's own is Swagger 2.0",
                           "use the document as PostgREST publishes it, before any conversion", path);
    }
    if (!document.swagger.empty()) {
        return plain_error("this is a Swagger document of another version than 2.0", kAskTheRoot, path);
    }
    if (document.has_message) {
        return plain_error("this is the API's answer to a request that it refused, not its description",
                           "ask with a key that may see the schema; Supabase describes it for secret and service_role keys alone",
                           path);
    }
    return plain_error("this is JSON, but no OpenAPI document: it has no \"swagger\": \"2.0\"", kAskTheRoot, path);
}

Error failure(const JsonReader& reader, std::string_view text, std::string_view path) {
    Error error = plain_error("the OpenAPI document cannot be read: " + reader.problem(), kAskTheRoot, path);
    const LineIndex index(text);
    const LineColumn place = index.line_column(text, static_cast<std::uint32_t>(reader.problem_offset()));
    error.line = place.line;
    error.column = place.column;
    return error;
}

Error plain_error(std::string message, std::string remedy, std::string_view path) {
    Error error;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    error.file = path;
    return error;
}

}  // namespace

}  // namespace rowtype::openapi
