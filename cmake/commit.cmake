# cmake -D SOURCE_DIR=dir -D OUTPUT=commit.cpp -P commit.cmake
# Writes rda::commit(): the commit of the sources, with -dirty if tracked files differ from it; of an archive that
# `git archive` made, what it wrote into commit.txt; otherwise "unknown".
cmake_policy(VERSION 3.25)
set(commit "")
if(EXISTS ${SOURCE_DIR}/.git)
  # A tag of that name must not stand for it.
  execute_process(COMMAND git -c safe.directory=${SOURCE_DIR} -C ${SOURCE_DIR} describe --always --dirty --abbrev=12 --exclude=*
                  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
if(NOT commit)
  file(STRINGS ${SOURCE_DIR}/cmake/commit.txt commit LIMIT_COUNT 1)
  string(SUBSTRING "${commit}" 0 12 commit)
endif()
if(NOT commit MATCHES "^[0-9a-f]+(-dirty)?$")
  set(commit unknown)
endif()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT "#include \"rda/report.h\"

std::string_view rda::commit() { return \"@commit@\"; }
")
