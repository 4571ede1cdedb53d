# rowsmith_embed_templates(<target> <file>...): adds to a target a source that defines embedded_templates(), the table
# of these files by name, sorted. It is written again when one of the files changes. The same file, run as a script
# with OUTPUT and FILES, is what writes it.

function(rowsmith_embed_templates target)
  list(TRANSFORM ARGN REPLACE "^.*/" "" OUTPUT_VARIABLE names)
  list(REMOVE_DUPLICATES names)
  list(LENGTH names name_count)
  list(LENGTH ARGN file_count)
  if(file_count EQUAL 0 OR NOT name_count EQUAL file_count)
    message(FATAL_ERROR "rowsmith_embed_templates: needs files, each of another name: ${ARGN}")
  endif()
  set(files "")
  foreach(file IN LISTS ARGN)
    cmake_path(ABSOLUTE_PATH file NORMALIZE)
    list(APPEND files "${file}")
  endforeach()
  set(output "${CMAKE_CURRENT_BINARY_DIR}/${target}_table.cpp")
  add_custom_command(OUTPUT "${output}"
    COMMAND "${CMAKE_COMMAND}" "-DOUTPUT=${output}" "-DFILES=${files}" -P "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    DEPENDS ${files} "${CMAKE_CURRENT_FUNCTION_LIST_FILE}"
    COMMENT "embedding templates" VERBATIM)
  target_sources(${target} PRIVATE "${output}")
endfunction()

# Character by character, so that no byte needs an escape of its own and no length is too much for a literal.
function(rowsmith_character_array variable file)
  file(READ "${file}" bytes HEX)
  string(REGEX REPLACE "(................................)" "\\1\n" bytes "${bytes}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${bytes}")
  set(${variable} "${bytes}'\\0'" PARENT_SCOPE)
endfunction()

function(rowsmith_write_template_table output files)
  set(by_name "")
  foreach(file IN LISTS files)
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
    string(APPEND rows "    {\"${name}\", {text_${index}, sizeof text_${index} - 1}},\n")
    math(EXPR index "${index} + 1")
  endforeach()
  file(WRITE "${output}" "#include \"templating/templates.hpp\"

namespace rowsmith::templating {
namespace {

${arrays}
constexpr EmbeddedTemplate table[] = {
${rows}};

}

std::span<const EmbeddedTemplate> embedded_templates() { return table; }

}
")
endfunction()

if(CMAKE_SCRIPT_MODE_FILE STREQUAL CMAKE_CURRENT_LIST_FILE)
  cmake_minimum_required(VERSION 3.25)
  rowsmith_write_template_table("${OUTPUT}" "${FILES}")
endif()
