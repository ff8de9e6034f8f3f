# Writes OUTPUT, a C++ file that holds the bytes of FILE. Bytes, because CMake's own strings break on ; [ and ${ }.
file(READ "${FILE}" bytes HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE "${OUTPUT}"
     "// Made from lsp/cli/configuration.schema.json by embed_schema.cmake.
#include \"lsp/cli/configuration_schema.h\"

namespace rowtype::cli {

static constexpr char kSchema[] = {${bytes}};
std::string_view configuration_schema() { return {kSchema, sizeof kSchema}; }

}  // namespace rowtype::cli
")
