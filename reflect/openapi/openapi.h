// The description that a PostgREST or Supabase project publishes of itself at its root, read as a schema: a Swagger 2.0
// document, in which each relation of one exposed schema is a definition and each callable function a path.
//
// It is an outline (CatalogData::outline_schemas). Read from PostgREST's source, src/PostgREST/Response/OpenAPI.hs and
// SchemaCache.hs, versions 9 to 16, the document carries: all columns of a relation, whatever the role may read; types without
// modifiers but for the length of strings, and domains as their base type; NOT NULL; those defaults that are JSON literals; the
// columns of primary keys, and foreign keys of one column, without names; labels of enums that columns have; comments. It leaves
// out partitions, functions that cannot be called by named arguments (computed fields among them), all but one overload of a
// function, results of functions, and whatever the role that asked may not see.
//
// So a column that a relation lacks here is absent. A relation or function that is not listed is *unknown*, unless
// Options::complete says that the list is whole. The document itself cannot say so: it does not name the role that asked.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::openapi {

constexpr std::size_t kMaximumDocumentBytes = std::size_t{128} << 20;
constexpr int kMaximumDocumentDepth = 64;  // nested arrays and objects; PostgREST's documents need nine

struct Options {
    // The schema that the document describes. It does not say: PostgREST describes the first of its exposed schemas, or the one
    // that the request's Accept-Profile names.
    std::string schema = "public";
    // The user's word that every relation and function of the schema that code names is listed: asked for with a role that may
    // see all, and neither partitions nor computed fields in use.
    bool complete = false;
};

// `path_for_messages` stands in the Error, with line and column. A text over a cap, that is no JSON, or that is something else
// than such a document is an Error that says what it is instead; nothing of its content is quoted.
[[nodiscard]] Result<catalog::CatalogData> read_openapi(std::string_view text, std::string_view path_for_messages,
                                                        const Options& options);

}  // namespace rowtype::openapi
