# Writes OUTPUT, a C++ file that holds FILE as an array of bytes.
file(READ "${FILE}" bytes HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE "${OUTPUT}"
     "// Made from reflect/migrations/signatures/pg_catalog.txt.\n#include \"reflect/migrations/signatures.h\"\n\n"
     "namespace rowtype::migrations {\n\nstatic constexpr char kText[] = {${bytes}};\n"
     "std::string_view signature_table() { return {kText, sizeof kText}; }\n\n}  // namespace rowtype::migrations\n")
