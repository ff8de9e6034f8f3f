#include "analysis/binding/client_names.h"

#include <algorithm>
#include <array>
#include <string>

#include "reflect/sql/string_literals.h"

namespace rowtype::binding {

bool makes_client(std::string_view callee) {
    const std::string_view last = callee.substr(callee.rfind('.') == std::string_view::npos ? 0 : callee.rfind('.') + 1);
    constexpr std::array<std::string_view, 9> kMakers = {
        "create_client", "acreate_client",      "create_async_client",  "Client",    "AsyncClient",
        "AClient",       "SyncPostgrestClient", "AsyncPostgrestClient", "SyncClient"};
    return std::ranges::find(kMakers, last) != kMakers.end();
}

bool mentions_client(std::string_view dotted) {
    const std::string lowered = sql::fold(dotted);
    return lowered.find("supabase") != std::string::npos || lowered.find("postgrest") != std::string::npos;
}

bool names_stand_in(std::string_view name) {
    constexpr std::array<std::string_view, 4> kWords = {"mock", "fake", "stub", "patched"};
    const std::string lowered = sql::fold(name);
    return std::ranges::any_of(kWords, [&](std::string_view word) { return lowered.find(word) != std::string::npos; });
}

bool is_other_library(std::string_view canonical) {
    constexpr std::array<std::string_view, 47> kOtherLibraries = {
        "aioboto3", "aiobotocore", "aiohttp",     "airtable",   "appwrite",    "azure",       "boto3",    "botocore",
        "bs4",      "dask",        "dataset",     "docx",       "fpdf",        "google",      "gspread",  "httpx",
        "lancedb",  "lxml",        "masoniteorm", "mock",       "mongoengine", "motor",       "openpyxl", "orator",
        "pandas",   "peewee",      "petl",        "pocketbase", "polars",      "prettytable", "prisma",   "pyairtable",
        "pyarrow",  "pyiceberg",   "pymongo",     "pynamodb",   "pypika",      "reportlab",   "requests", "rethinkdb",
        "rich",     "sqlalchemy",  "sqlglot",     "sqlmodel",   "textual",     "tinydb",      "unittest"};
    return std::ranges::find(kOtherLibraries, canonical.substr(0, canonical.find('.'))) != kOtherLibraries.end();
}

bool is_redis_library(std::string_view canonical) {
    const std::string_view library = canonical.substr(0, canonical.find('.'));
    return library.find("redis") != std::string_view::npos || library.starts_with("valkey");
}

}  // namespace rowtype::binding
