# Part of `cmake --install` with ROWTYPE_BUNDLE: copies every shared library that rowtype-db needs, the C library's own left out, and
# the licence of everything that is linked or copied.
#
# In: ROWTYPE_PROGRAM, ROWTYPE_PATCHELF, ROWTYPE_LIBRARY_FOLDER, ROWTYPE_LICENCE_FOLDER, ROWTYPE_LIBPG_QUERY_FOLDER,
# ROWTYPE_GRAMMAR_FOLDER. Debian only: its packages carry the licences.

# Packages whose code is compiled into the programs, libstdc++ beside them.
set(compiled_in libasio-dev libcli11-dev libfmt-dev libhiredis-dev libpqxx-dev libspdlog-dev libtomlplusplus-dev nlohmann-json3-dev)

function(copy_libraries)
  file(
    GET_RUNTIME_DEPENDENCIES
    EXECUTABLES "${ROWTYPE_PROGRAM}"
    RESOLVED_DEPENDENCIES_VAR libraries
    UNRESOLVED_DEPENDENCIES_VAR missing
    PRE_EXCLUDE_REGEXES "^ld-linux" "^lib(c|m|dl|rt|pthread|resolv)\\.so")
  if(missing)
    message(FATAL_ERROR "rowtype-db needs libraries that are not on this machine: ${missing}")
  endif()
  file(REMOVE_RECURSE "${ROWTYPE_LIBRARY_FOLDER}")
  file(MAKE_DIRECTORY "${ROWTYPE_LIBRARY_FOLDER}")
  set(list "The shared libraries in lib/rowtype/ are Debian's, unchanged but for where they look for each other (RUNPATH).\n")
  string(APPEND list "Their sources: apt-get source PACKAGE=VERSION.\n\n")
  list(SORT libraries)
  foreach(library IN LISTS libraries)
    get_filename_component(name "${library}" NAME)
    file(REAL_PATH "${library}" file)
    file(COPY_FILE "${file}" "${ROWTYPE_LIBRARY_FOLDER}/${name}")
    execute_process(COMMAND "${ROWTYPE_PATCHELF}" --set-rpath "$ORIGIN" "${ROWTYPE_LIBRARY_FOLDER}/${name}" COMMAND_ERROR_IS_FATAL ANY)
    package_of("${name}" package)
    copy_licence_of("${package}")
    execute_process(COMMAND dpkg-query -W -f "\${source:Package}=\${source:Version}" "${package}" OUTPUT_VARIABLE source)
    string(APPEND list "${name}: ${source}, licence in ${package}.txt\n")
  endforeach()
  file(WRITE "${ROWTYPE_LICENCE_FOLDER}/README.txt" "${list}")
endfunction()

# The Debian package that installed the library `name` (some are registered below /lib, some below /usr/lib).
function(package_of name result)
  execute_process(COMMAND dpkg-query -S "*/${name}" OUTPUT_VARIABLE found COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCH "^[^:,]+" package "${found}")
  set(${result} "${package}" PARENT_SCOPE)
endfunction()

function(copy_licence_of package)
  file(COPY_FILE "/usr/share/doc/${package}/copyright" "${ROWTYPE_LICENCE_FOLDER}/${package}.txt")
endfunction()

file(REMOVE_RECURSE "${ROWTYPE_LICENCE_FOLDER}")
file(MAKE_DIRECTORY "${ROWTYPE_LICENCE_FOLDER}")
copy_libraries()
package_of("libstdc++.a" standard_library)
foreach(package IN LISTS compiled_in ITEMS "${standard_library}")
  copy_licence_of("${package}")
endforeach()
file(COPY_FILE "${ROWTYPE_LIBPG_QUERY_FOLDER}/LICENSE" "${ROWTYPE_LICENCE_FOLDER}/libpg_query.txt")
file(COPY_FILE "${ROWTYPE_GRAMMAR_FOLDER}/tree-sitter/LICENSE" "${ROWTYPE_LICENCE_FOLDER}/tree-sitter.txt")
file(COPY_FILE "${ROWTYPE_GRAMMAR_FOLDER}/tree-sitter-python/LICENSE" "${ROWTYPE_LICENCE_FOLDER}/tree-sitter-python.txt")
# What the others only name, as Debian's notes do.
foreach(name Apache-2.0 GPL-2 GPL-3 LGPL-2.1 LGPL-3)
  file(COPY_FILE "/usr/share/common-licenses/${name}" "${ROWTYPE_LICENCE_FOLDER}/${name}.txt")
endforeach()
