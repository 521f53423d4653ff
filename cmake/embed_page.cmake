# cmake -D OUTPUT=page.cpp -D FRAME=page.html -D STYLE=page.css -P embed_page.cmake -- MODULE.js...
# Writes a source with the files of src/page/source.h. The modules become one: their text in this order, without comments,
# import and export, so that a name is used once in all of them.
cmake_policy(VERSION 3.25)
set(script "")
math(EXPR last "${CMAKE_ARGC} - 1")
set(is_file FALSE)
foreach(i RANGE ${last})
  if(is_file)
    file(READ ${CMAKE_ARGV${i}} text)
    string(REGEX REPLACE "(^|\n)import [^;]*;" "\\1" text "${text}")
    string(REGEX REPLACE "(^|\n)export " "\\1" text "${text}")
    string(REGEX REPLACE "/\\*\\*[^*]*\\*+([^/*][^*]*\\*+)*/" "" text "${text}")
    string(REGEX REPLACE "(^|\n) *//[^\n]*" "\\1" text "${text}")
    string(APPEND script "${text}")
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(is_file TRUE)
  endif()
endforeach()
string(REGEX REPLACE "\n[ \n]*\n" "\n" script "// SPDX-License-Identifier: Apache-2.0\n${script}")
file(READ ${FRAME} frame)
file(READ ${STYLE} style)
if("${frame}${style}${script}" MATCHES "\\)embedded\"" OR "${style}${script}" MATCHES "</(style|script)")
  message(FATAL_ERROR "web: a text would end what holds it")
endif()
file(WRITE ${OUTPUT} "// Made by cmake/embed_page.cmake.
#include \"page/source.h\"

namespace rda::page {

std::string_view frame() {
  return R\"embedded(${frame})embedded\";
}
std::string_view style() {
  return R\"embedded(${style})embedded\";
}
std::string_view script() {
  return R\"embedded(${script})embedded\";
}

}  // namespace rda::page
")
