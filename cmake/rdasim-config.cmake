# find_package(rdasim): the target rdasim::rdasim, static libraries and what they link.
include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)
find_dependency(fmt)
find_dependency(spdlog)
find_dependency(OpenSSL COMPONENTS Crypto)
pkg_check_modules(libzip REQUIRED QUIET IMPORTED_TARGET libzip)
pkg_check_modules(SystemC REQUIRED QUIET IMPORTED_TARGET systemc)
include(${CMAKE_CURRENT_LIST_DIR}/rdasim-targets.cmake)
