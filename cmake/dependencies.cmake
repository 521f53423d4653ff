# Everything comes from the distribution's packages (scripts/lib/packages.txt lists them).
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(Boost REQUIRED)
find_package(CLI11 REQUIRED)
find_package(muparser REQUIRED)
find_package(SQLiteCpp REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
pkg_check_modules(libzip REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(SystemC REQUIRED IMPORTED_TARGET systemc)
# libsystemc encodes the C++ standard it was built with in a symbol; name that one.
target_compile_definitions(PkgConfig::SystemC INTERFACE SC_CPLUSPLUS=201703L)
