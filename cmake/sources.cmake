# What the program says of its own sources.

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
# links. Call it after rda_modules().
function(rda_version_of_sources module)
  cmake_parse_arguments(ARG "" "HEADER;FUNCTION;OF" "" ${ARGN})
  rda_folders_below(${ARG_OF} folders)
  set(patterns ${PROJECT_SOURCE_DIR}/include/rda/*.h)
  foreach(folder ${folders})
    list(APPEND patterns ${PROJECT_SOURCE_DIR}/${folder}/*)
  endforeach()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${patterns})
  set(version ${CMAKE_BINARY_DIR}/${module}_version.cpp)
  add_custom_command(
    OUTPUT ${version}
    COMMAND ${CMAKE_COMMAND} -D HEADER=${ARG_HEADER} -D FUNCTION=${ARG_FUNCTION} -D OUTPUT=${version}
            -P ${PROJECT_SOURCE_DIR}/cmake/version_of_sources.cmake -- ${sources}
    DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/cmake/version_of_sources.cmake
    VERBATIM)
  # A target that links nothing owns the command, else making the hash would wait for all that the module links.
  add_custom_target(rda_${module}_version DEPENDS ${version})
  target_sources(rda_${module} PRIVATE ${version})
  set_source_files_properties(${version} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# rda_commit(module): gives the module rda::commit(), what `git describe` says at each build. The source is written only
# if that has changed, so that nothing else is compiled again.
function(rda_commit module)
  set(source ${CMAKE_BINARY_DIR}/commit.cpp)
  add_custom_target(rda_commit_source
    COMMAND ${CMAKE_COMMAND} -D SOURCE_DIR=${PROJECT_SOURCE_DIR} -D OUTPUT=${source}
            -P ${PROJECT_SOURCE_DIR}/cmake/commit.cmake
    BYPRODUCTS ${source}
    COMMENT "Looking which commit this is"
    VERBATIM)
  target_sources(rda_${module} PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  add_dependencies(rda_${module} rda_commit_source)
endfunction()

# rda_embed(module FILE file HEADER header FUNCTION name): gives the module a function <name>(), declared in the header,
# which returns the text of a file.
function(rda_embed module)
  cmake_parse_arguments(ARG "" "FILE;HEADER;FUNCTION" "" ${ARGN})
  get_filename_component(RDA_EMBED_NAME ${ARG_FILE} NAME_WE)
  file(READ ${ARG_FILE} RDA_EMBED_TEXT)
  set(RDA_EMBED_HEADER ${ARG_HEADER})
  set(RDA_EMBED_FUNCTION ${ARG_FUNCTION})
  set(source ${CMAKE_BINARY_DIR}/embedded_${RDA_EMBED_NAME}.cpp)
  configure_file(${PROJECT_SOURCE_DIR}/cmake/embedded.cpp.in ${source} @ONLY)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${ARG_FILE})
  target_sources(rda_${module} PRIVATE ${source})
  set_source_files_properties(${source} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()
