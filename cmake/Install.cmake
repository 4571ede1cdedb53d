# What `cmake --install` puts where: the tool, the libraries with their headers, and the CMake package.
include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

set(rowsmith_bindir "${CMAKE_INSTALL_BINDIR}")
set(rowsmith_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Rowsmith")
set(rowsmith_components "")
set(rowsmith_find_dependencies "")

# Two export files: who only runs the tool needs no database library, who only links the runtime no tool.
if(ROWSMITH_GENERATOR)
  list(APPEND rowsmith_components generator)
  install(TARGETS rowsmith EXPORT RowsmithGenerator)
  install(EXPORT RowsmithGenerator NAMESPACE rowsmith:: FILE RowsmithGeneratorTargets.cmake
    DESTINATION "${rowsmith_package_dir}")
endif()
if(ROWSMITH_RUNTIME)
  list(APPEND rowsmith_components runtime sqlite)
  string(APPEND rowsmith_find_dependencies "  find_dependency(SQLite3 3.37)")
  set(rowsmith_libraries rowsmith_runtime rowsmith_sqlite)
  if(ROWSMITH_POSTGRES)
    list(APPEND rowsmith_components postgres)
    list(APPEND rowsmith_libraries rowsmith_postgres)
    string(APPEND rowsmith_find_dependencies "\n  list(PREPEND CMAKE_MODULE_PATH \"\${CMAKE_CURRENT_LIST_DIR}\")"
      "\n  find_dependency(Libpqxx 6.4)\n  find_dependency(Threads)\n  list(POP_FRONT CMAKE_MODULE_PATH)")
    install(FILES "${CMAKE_CURRENT_LIST_DIR}/FindLibpqxx.cmake" DESTINATION "${rowsmith_package_dir}")
  endif()
  install(TARGETS ${rowsmith_libraries} EXPORT RowsmithRuntime
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/runtime/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
    FILES_MATCHING PATTERN "*.hpp")
  install(EXPORT RowsmithRuntime NAMESPACE rowsmith:: FILE RowsmithRuntimeTargets.cmake
    DESTINATION "${rowsmith_package_dir}")
endif()

configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/RowsmithConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/RowsmithConfig.cmake"
  INSTALL_DESTINATION "${rowsmith_package_dir}" PATH_VARS rowsmith_bindir
  NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/RowsmithConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_LIST_DIR}/RowsmithGenerate.cmake" "${PROJECT_BINARY_DIR}/RowsmithConfig.cmake"
  "${PROJECT_BINARY_DIR}/RowsmithConfigVersion.cmake"
  DESTINATION "${rowsmith_package_dir}")
