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

# rda_version_of_sources(name OF modules...): gives module <name> a function rda::<name>_version(), the SHA-256 of the
# sources of these modules and of the public headers.
function(rda_version_of_sources name)
  cmake_parse_arguments(ARG "" "" "OF" ${ARGN})
  list(TRANSFORM ARG_OF PREPEND ${CMAKE_SOURCE_DIR}/src/ OUTPUT_VARIABLE folders)
  list(TRANSFORM folders APPEND /* OUTPUT_VARIABLE patterns)
  list(APPEND patterns ${CMAKE_SOURCE_DIR}/include/rda/*.h)
  file(GLOB sources CONFIGURE_DEPENDS ${patterns})
  set(version ${CMAKE_BINARY_DIR}/${name}_version.cpp)
  add_custom_command(
    OUTPUT ${version}
    COMMAND ${CMAKE_COMMAND} -D NAME=${name} -D OUTPUT=${version} -P ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake
            -- ${sources}
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake
    VERBATIM)
  target_sources(rda_${name} PRIVATE ${version})
endfunction()

# rda_program(name): the program of src/app/main.cpp.
function(rda_program name)
  if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
    add_executable(${name} src/app/main.cpp)
    target_link_libraries(${name} PRIVATE rda_app)
  endif()
endfunction()
