# Debian packages of the preset release (cpack -G DEB): rdasim, the program; librdasim-dev, headers and static libraries.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME rdasim)
set(CPACK_PACKAGE_CONTACT "The RDASim authors <maintainers@rdasim.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME rdasim)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION science)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "librsvg2-bin, python3-pandas, slurm-client")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "cycle-level simulator of reconfigurable dataflow chips
Maps recurrent neural networks onto a reconfigurable dataflow chip (a grid of
compute and memory units in a switched network) and simulates them cycle by
cycle: how long a run takes, how well each unit is used, and why it is not
faster.")

set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME librdasim-dev)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_DEPENDS "libfmt-dev, libspdlog-dev, libssl-dev, libsystemc-dev, libzip-dev, pkg-config")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "simulator of reconfigurable dataflow chips (C++ library)
Headers and static libraries of rdasim, for programs that map and simulate
themselves. In CMake: find_package(rdasim), target rdasim::rdasim.")
include(CPack)
