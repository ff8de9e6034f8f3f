// Modules whose functions run no SQL of the program's.
#include <algorithm>
#include <array>

#include "analysis/alembic/builtin_calls.h"

namespace rowtype::alembic {

bool is_harmless_module(std::string_view name) {
    // clang-format off
    static constexpr auto kModules = std::to_array<std::string_view>({
        "abc", "ast", "asyncio", "base64", "bcrypt", "boto3", "botocore", "celery", "click", "collections", "contextlib",
        "contextvars", "copy", "csv", "dataclasses", "datetime", "dateutil", "decimal", "dotenv", "elasticsearch", "enum",
        "faker", "functools", "funcy", "hashlib", "html", "httpx", "inspect", "io", "itertools", "json",
        "kombu", "logging", "loguru", "math", "minio", "numbers", "numpy", "operator", "opensearchpy", "orjson", "os",
        "pandas", "passlib", "pathlib", "pickle", "platform", "pprint", "pydantic", "pytz", "random", "re", "redis",
        "requests", "rich", "secrets", "shutil", "simplejson", "six", "slugify", "socket", "sqlalchemy_searchable",
        "starlette", "string", "structlog", "sys", "tempfile", "textwrap", "threading", "time", "toml",
        "tomllib", "tqdm", "traceback", "types", "typing", "typing_extensions", "unicodedata", "urllib", "uuid",
        "warnings", "yaml", "zoneinfo",
    });
    // clang-format on
    return std::ranges::find(kModules, name) != kModules.end();
}

}  // namespace rowtype::alembic
