# Writes OUTPUT, a C++ file that holds FILE as an array of bytes.
file(READ "${FILE}" bytes HEX)
string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
file(WRITE "${OUTPUT}"
     "// Made from analysis/binding/system_relations/system_relations.txt.\n#include \"analysis/binding/system_relations.h\"\n\n"
     "namespace rowtype::binding {\n\nnamespace {\nconstexpr char kTable[] = {${bytes}'\\0'};\n}\n\n"
     "std::string_view system_relation_table() { return {kTable, sizeof kTable - 1}; }\n\n}  // namespace rowtype::binding\n")
