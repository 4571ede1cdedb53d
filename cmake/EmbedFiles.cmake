# rowsmith_embed_files(<target> HEADER <header> NAMESPACE <namespace> TYPE <struct> FUNCTION <function> FILES <file>...)
# adds to a target a source that defines `std::span<const TYPE> FUNCTION()`, which HEADER declares: the table of these
# files, a name and a text each, sorted by name. It is written again when one of the files changes. The same file, run as
# a script with these names as variables and OUTPUT, is what writes it.

function(rowsmith_embed_files target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "HEADER;NAMESPACE;TYPE;FUNCTION" "FILES")
  set(files "")
  set(names "")
  foreach(file IN LISTS arg_FILES)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    list(APPEND files "${file}")
    cmake_path(GET file FILENAME name)
    if(name IN_LIST names)
      message(FATAL_ERROR "rowsmith_embed_files: two files are called ${name}")
    endif()
    list(APPEND names "${name}")
  endforeach()
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_table.cpp")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DHEADER=${arg_HEADER}" "-DNAMESPACE=${arg_NAMESPACE}"
      "-DTYPE=${arg_TYPE}" "-DFUNCTION=${arg_FUNCTION}" "-DFILES=${files}" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    DEPENDS ${files} "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    COMMENT "embedding files for ${target}" VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# Character by character, so that no byte needs an escape of its own and no length is too much for a literal.
function(rowsmith_character_array variable file)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  set(${variable} "${bytes}'\\0'" PARENT_SCOPE)
endfunction()

function(rowsmith_write_table)
  set(by_name "")
  foreach(file IN LISTS FILES)
    cmake_path(GET file FILENAME name)
    list(APPEND by_name "${name}|${file}")
  endforeach()
  list(SORT by_name COMPARE STRING)
  set(arrays "")
  set(rows "")
  set(index 0)
  foreach(entry IN LISTS by_name)
    string(REGEX MATCH "^([^|]*)\\|(.*)$" entry "${entry}")
    set(name "${CMAKE_MATCH_1}")
    rowsmith_character_array(array "${CMAKE_MATCH_2}")
    string(APPEND arrays "constexpr char text_${index}[] = {\n${array}};\n")
    string(APPEND rows "    ${TYPE}{\"${name}\", {text_${index}, sizeof text_${index} - 1}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE "${OUTPUT}" "#include \"${HEADER}\"

#include <array>

namespace ${NAMESPACE} {
namespace {

${arrays}
constexpr std::array<${TYPE}, ${index}> table{
${rows}};

}

std::span<const ${TYPE}> ${FUNCTION}() { return table; }

}
")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  cmake_minimum_required(VERSION 3.25)
  rowsmith_write_table()
endif()
