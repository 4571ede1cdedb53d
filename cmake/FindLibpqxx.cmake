# Finds libpqxx, and libpq under it: the targets Libpqxx::Libpqxx (which brings the other) and Libpqxx::Libpq.
#
# By pkg-config where there is one, else by looking: libpqxx comes with a CMake package only from 7.0 on, and CMake's own
# FindPostgreSQL wants a server's headers from some distributions.
find_package(PkgConfig QUIET)
if(PkgConfig_FOUND)
  pkg_check_modules(PC_LIBPQXX QUIET libpqxx)
  pkg_check_modules(PC_LIBPQ QUIET libpq)
endif()

find_path(Libpqxx_INCLUDE_DIR pqxx/connection HINTS ${PC_LIBPQXX_INCLUDE_DIRS})
find_library(Libpqxx_LIBRARY pqxx HINTS ${PC_LIBPQXX_LIBRARY_DIRS})
find_path(Libpqxx_LIBPQ_INCLUDE_DIR libpq-fe.h HINTS ${PC_LIBPQ_INCLUDE_DIRS} PATH_SUFFIXES postgresql)
find_library(Libpqxx_LIBPQ_LIBRARY pq HINTS ${PC_LIBPQ_LIBRARY_DIRS})
mark_as_advanced(Libpqxx_INCLUDE_DIR Libpqxx_LIBRARY Libpqxx_LIBPQ_INCLUDE_DIR Libpqxx_LIBPQ_LIBRARY)

set(Libpqxx_VERSION "${PC_LIBPQXX_VERSION}")
foreach(header IN ITEMS version.hxx compiler-public.hxx config-public-compiler.h) # where pkg-config does not say it
  if(NOT Libpqxx_VERSION AND EXISTS "${Libpqxx_INCLUDE_DIR}/pqxx/${header}")
    file(STRINGS "${Libpqxx_INCLUDE_DIR}/pqxx/${header}" Libpqxx_line REGEX "define PQXX_VERSION \"")
    string(REGEX MATCH "[0-9]+\\.[0-9]+\\.[0-9]+" Libpqxx_VERSION "${Libpqxx_line}")
  endif()
endforeach()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libpqxx
  REQUIRED_VARS Libpqxx_LIBRARY Libpqxx_INCLUDE_DIR Libpqxx_LIBPQ_LIBRARY Libpqxx_LIBPQ_INCLUDE_DIR
  VERSION_VAR Libpqxx_VERSION)

if(Libpqxx_FOUND AND NOT TARGET Libpqxx::Libpqxx)
  add_library(Libpqxx::Libpq UNKNOWN IMPORTED)
  set_target_properties(Libpqxx::Libpq PROPERTIES
    IMPORTED_LOCATION "${Libpqxx_LIBPQ_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${Libpqxx_LIBPQ_INCLUDE_DIR}")
  add_library(Libpqxx::Libpqxx UNKNOWN IMPORTED)
  set_target_properties(Libpqxx::Libpqxx PROPERTIES
    IMPORTED_LOCATION "${Libpqxx_LIBRARY}" INTERFACE_INCLUDE_DIRECTORIES "${Libpqxx_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES Libpqxx::Libpq)
endif()
