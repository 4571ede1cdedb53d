# rowsmith_warnings(<target>): the warnings that Rowsmith's own code, and the code it generates, compile cleanly under.
function(rowsmith_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast
    $<$<CXX_COMPILER_ID:GNU>:-Wuseless-cast>
    # When it optimises, GCC 12 sees overlaps in `"text" + std::string` that are none (its bug 105651).
    $<$<AND:$<CXX_COMPILER_ID:GNU>,$<VERSION_LESS:$<CXX_COMPILER_VERSION>,13>,$<NOT:$<CONFIG:Debug>>>:-Wno-restrict>)
  if(ROWSMITH_WARNINGS_AS_ERRORS)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
