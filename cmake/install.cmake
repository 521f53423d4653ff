# What `cmake --install` and the Debian packages hold, by component: program, library.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The man page and the completion are made by the program, from the tables that its --help is made from.
set(RDA_MADE ${CMAKE_BINARY_DIR}/install)
file(MAKE_DIRECTORY ${RDA_MADE})
add_custom_command(
  OUTPUT ${RDA_MADE}/rdasim.1 ${RDA_MADE}/completion ${RDA_MADE}/rdasim.1.gz ${RDA_MADE}/changelog.gz
  COMMAND rdasim describe man > ${RDA_MADE}/rdasim.1
  COMMAND rdasim describe completion > ${RDA_MADE}/completion
  COMMAND gzip -9nc ${RDA_MADE}/rdasim.1 > ${RDA_MADE}/rdasim.1.gz
  COMMAND gzip -9nc ${PROJECT_SOURCE_DIR}/CHANGELOG.md > ${RDA_MADE}/changelog.gz
  DEPENDS rdasim ${PROJECT_SOURCE_DIR}/CHANGELOG.md
  VERBATIM)
add_custom_target(rda_made ALL DEPENDS ${RDA_MADE}/rdasim.1.gz ${RDA_MADE}/completion ${RDA_MADE}/changelog.gz)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)
install(TARGETS rdasim)
install(DIRECTORY configs workloads DESTINATION ${CMAKE_INSTALL_DATADIR}/rdasim)
install(DIRECTORY examples/training DESTINATION ${CMAKE_INSTALL_DATADIR}/rdasim/examples)
install(PROGRAMS scripts/export_torch.py DESTINATION ${CMAKE_INSTALL_DATADIR}/rdasim/scripts)
install(FILES ${RDA_MADE}/rdasim.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${RDA_MADE}/completion DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME rdasim)
install(FILES ${RDA_MADE}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES cmake/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY python/rdasim DESTINATION lib/python3/dist-packages FILES_MATCHING PATTERN "*.py")

# The library: the modules that lead from a chip and a workload to a report. rdasim::rdasim is all of them.
set(library_modules base json numerics chip graph onnx workload mapping mapper stats model cost report explain)
add_library(rda_library INTERFACE)
set_target_properties(rda_library PROPERTIES EXPORT_NAME rdasim)
list(TRANSFORM library_modules PREPEND rda_ OUTPUT_VARIABLE library_targets)
target_link_libraries(rda_library INTERFACE ${library_targets})
list(APPEND library_targets rda_platform)  # for those who have a SystemC platform of their own
set(config ${CMAKE_INSTALL_LIBDIR}/cmake/rdasim)
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME library)
install(TARGETS ${library_targets} rda_library EXPORT rdasim FILE_SET HEADERS)
install(EXPORT rdasim NAMESPACE rdasim:: DESTINATION ${config} FILE rdasim-targets.cmake)
write_basic_package_version_file(${RDA_MADE}/rdasim-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES cmake/copyright DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/librdasim-dev)
install(FILES cmake/rdasim-config.cmake ${RDA_MADE}/rdasim-config-version.cmake DESTINATION ${config})
