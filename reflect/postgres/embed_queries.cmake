# Writes OUTPUT, a C++ file that holds each of FILES (a "|"-separated list) as an array of bytes. Bytes, because CMake's own
# strings break on ; [ and ${ }.
set(text "// Made from reflect/postgres/queries/ by embed_queries.cmake.\n#include \"reflect/postgres/queries.h\"\n\nnamespace rowtype::postgres {\n")
string(REPLACE "|" ";" files "${FILES}")
foreach(file IN LISTS files)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND text "\nstatic constexpr char k_${name}[] = {${bytes}};\nstd::string_view ${name}_query() { return {k_${name}, sizeof k_${name}}; }\n")
endforeach()
string(APPEND text "\n}  // namespace rowtype::postgres\n")
file(WRITE "${OUTPUT}" "${text}")
