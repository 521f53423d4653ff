# find_package(rdasim): the target rdasim::rdasim, static libraries and what they link; and rdasim::platform with
# rda/chip_module.h for a SystemC platform.
include(CMakeFindDependencyMacro)
find_dependency(PkgConfig)
find_dependency(fmt)
find_dependency(spdlog)
find_dependency(OpenSSL COMPONENTS Crypto)
pkg_check_modules(libzip REQUIRED QUIET IMPORTED_TARGET libzip)
pkg_check_modules(SystemC REQUIRED QUIET IMPORTED_TARGET systemc)
# libsystemc encodes the C++ standard it was built with in a symbol; name that one.
target_compile_definitions(PkgConfig::SystemC INTERFACE SC_CPLUSPLUS=201703L)
include(${CMAKE_CURRENT_LIST_DIR}/rdasim-targets.cmake)
