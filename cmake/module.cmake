# rda_module(name [DIR folder] LINK libraries...): a static library rda_<name> of folder/*.cpp (src/<name> by default).
function(rda_module name)
  cmake_parse_arguments(ARG "" "DIR" "LINK" ${ARGN})
  if(NOT ARG_DIR)
    set(ARG_DIR src/${name})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${ARG_DIR}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  list(TRANSFORM ARG_LINK REPLACE "^([a-z]+)$" "rda_\\1")
  if(sources)
    add_library(rda_${name} STATIC ${sources})
    target_link_libraries(rda_${name} PUBLIC rda_options ${ARG_LINK})
  else()
    add_library(rda_${name} INTERFACE)
    target_link_libraries(rda_${name} INTERFACE rda_options ${ARG_LINK})
  endif()
endfunction()

# rda_version_of_sources(module HEADER file FUNCTION name OF places...): gives the module a function <name>(), declared in the
# header, which returns the SHA-256 of the public headers and of all files below these folders, or whose names without
# .h or .cpp are these.
function(rda_version_of_sources module)
  cmake_parse_arguments(ARG "" "HEADER;FUNCTION" "OF" ${ARGN})
  set(patterns ${CMAKE_SOURCE_DIR}/include/rda/*.h)
  foreach(place ${ARG_OF})
    if(IS_DIRECTORY ${CMAKE_SOURCE_DIR}/${place})
      list(APPEND patterns ${CMAKE_SOURCE_DIR}/${place}/*)
    else()
      list(APPEND patterns ${CMAKE_SOURCE_DIR}/${place}.h ${CMAKE_SOURCE_DIR}/${place}.cpp)
    endif()
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${patterns})
  set(version ${CMAKE_BINARY_DIR}/${module}_version.cpp)
  add_custom_command(
    OUTPUT ${version}
    COMMAND ${CMAKE_COMMAND} -D HEADER=${ARG_HEADER} -D FUNCTION=${ARG_FUNCTION} -D OUTPUT=${version}
            -P ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake -- ${sources}
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake
    VERBATIM)
  target_sources(rda_${module} PRIVATE ${version})
endfunction()

# rda_program(name): the program of src/app/main.cpp.
function(rda_program name)
  if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
    add_executable(${name} src/app/main.cpp)
    target_link_libraries(${name} PRIVATE rda_app)
  endif()
endfunction()
