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
  set_target_properties(rda_${name} PROPERTIES RDA_FOLDER ${ARG_DIR})
endfunction()

# rda_folders_below(name result): the folders of a module and of all that it links, itself or through others.
function(rda_folders_below name result)
  set(folders "")
  set(seen "")
  set(open rda_${name})
  while(open)
    list(POP_FRONT open target)
    get_target_property(folder ${target} RDA_FOLDER)
    if(target IN_LIST seen OR NOT folder)
      continue()
    endif()
    list(APPEND seen ${target})
    list(APPEND folders ${folder})
    get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
    list(TRANSFORM links REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1")  # what is linked PRIVATE
    list(FILTER links INCLUDE REGEX "^rda_")
    list(APPEND open ${links})
  endwhile()
  set(${result} ${folders} PARENT_SCOPE)
endfunction()

# rda_version_of_sources(module HEADER file FUNCTION name OF other): gives the module a function <name>(), declared in the
# header, which returns the SHA-256 of the public headers and of the sources of the module `other` and of all that it
# links. Call it after the last rda_module().
function(rda_version_of_sources module)
  cmake_parse_arguments(ARG "" "HEADER;FUNCTION;OF" "" ${ARGN})
  rda_folders_below(${ARG_OF} folders)
  set(patterns ${CMAKE_SOURCE_DIR}/include/rda/*.h)
  foreach(folder ${folders})
    list(APPEND patterns ${CMAKE_SOURCE_DIR}/${folder}/*)
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${patterns})
  set(version ${CMAKE_BINARY_DIR}/${module}_version.cpp)
  add_custom_command(
    OUTPUT ${version}
    COMMAND ${CMAKE_COMMAND} -D HEADER=${ARG_HEADER} -D FUNCTION=${ARG_FUNCTION} -D OUTPUT=${version}
            -P ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake -- ${sources}
    DEPENDS ${sources} ${CMAKE_SOURCE_DIR}/cmake/version_of_sources.cmake
    VERBATIM)
  # A target that links nothing owns the command, else making the hash would wait for all that the module links.
  add_custom_target(rda_${module}_version DEPENDS ${version})
  target_sources(rda_${module} PRIVATE ${version})
endfunction()

# rda_program(name): the program of src/app/main.cpp.
function(rda_program name)
  if(EXISTS ${CMAKE_SOURCE_DIR}/src/app/main.cpp)
    add_executable(${name} src/app/main.cpp)
    target_link_libraries(${name} PRIVATE rda_app)
  endif()
endfunction()
