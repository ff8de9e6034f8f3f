// What a view's query proves of its columns: which are never NULL, and which pass a table's column on.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::migrations {

// For a catalog whose views have their text in Relation::definition, complete names in it (pg_get_viewdef under an empty search
// path): fills nullability (NotNull where it is proven, else Unknown) and column_origins of every view and materialised view.
// Names and types of columns stay as they are; where what is inferred contradicts them, nothing is proven of the view. Never
// fails. Pure; needs a thread with a stack of at least 8 MiB. A view takes about 0.1 ms.
void infer_view_columns(catalog::CatalogData& data);

// The same for some views, with the search path that the names of each one's query were written for.
void infer_view_columns(catalog::CatalogData& data, const std::map<catalog::QualifiedName, std::vector<std::string>>& views);

}  // namespace rowtype::migrations
