# What our own targets are compiled with, and where they find private headers: linked privately, so that nobody who uses
# a module inherits it.
add_library(rda_options INTERFACE)
target_include_directories(rda_options INTERFACE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR})
target_compile_options(rda_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wshadow=local
                                             -ffp-contract=off)
if(RDA_WERROR)
  target_compile_options(rda_options INTERFACE -Werror)
endif()
if(RDA_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC documents that sanitizers make this one warn of what is not so.
  target_compile_options(rda_options INTERFACE -Wno-maybe-uninitialized)
endif()
if(RDA_SANITIZE STREQUAL "thread")
  target_compile_options(rda_options INTERFACE -fsanitize=thread -fno-omit-frame-pointer)
  target_link_options(rda_options INTERFACE -fsanitize=thread)
elseif(RDA_SANITIZE)
  # Null pointers fault anyway, and nothing casts to a stricter alignment: without these two checks compiling takes a
  # fifth less.
  target_compile_options(rda_options INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all
                                               -fno-sanitize=null,alignment -fno-omit-frame-pointer)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Clang finds no type information of two classes of CLI11, which the check of virtual calls asks for.
    target_compile_options(rda_options INTERFACE -fno-sanitize=vptr)
  endif()
  target_link_options(rda_options INTERFACE -fsanitize=address,undefined)
  target_compile_definitions(rda_options INTERFACE _GLIBCXX_ASSERTIONS)
endif()
if(RDA_FUZZER)
  target_compile_options(rda_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
# GCC 12 warns of overlapping copies where a short text and a temporary string are joined
# (https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651).
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(rda_options INTERFACE -Wno-restrict)
endif()
