# cmake -D HEADER=map.h -D FUNCTION=rda::version -D OUTPUT=version.cpp -P version_of_sources.cmake -- FILE...
# Writes a source with <FUNCTION>(), the SHA-256 of the files. Their names and places do not count.
set(hashes "")
math(EXPR last "${CMAKE_ARGC} - 1")
set(is_file FALSE)
foreach(i RANGE ${last})
  if(is_file)
    file(SHA256 ${CMAKE_ARGV${i}} hash)
    string(APPEND hashes ${hash})
  elseif(CMAKE_ARGV${i} STREQUAL "--")
    set(is_file TRUE)
  endif()
endforeach()
string(SHA256 version "${hashes}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"

std::string_view ${FUNCTION}() { return \"${version}\"; }
")
