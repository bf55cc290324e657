# UNTRIED: nobody has built this port yet. It needs cargo and Python on the PATH. SHA512 is that of the release.
# One build serves both configurations: a Rust library has no debug runtime.
set(VCPKG_BUILD_TYPE release)
vcpkg_from_github(
    OUT_SOURCE_PATH SOURCE_PATH
    REPO smsbat/smsbat
    REF "v${VERSION}"
    SHA512 0
    HEAD_REF main
)
vcpkg_execute_required_process(
    COMMAND make install "PREFIX=${CURRENT_PACKAGES_DIR}"
    WORKING_DIRECTORY "${SOURCE_PATH}"
    LOGNAME "install-${TARGET_TRIPLET}"
)
vcpkg_cmake_config_fixup(PACKAGE_NAME smsbat CONFIG_PATH lib/cmake/smsbat)
vcpkg_fixup_pkgconfig()
if(VCPKG_LIBRARY_LINKAGE STREQUAL "static")
    file(GLOB shared "${CURRENT_PACKAGES_DIR}/lib/libsmsbat.so*")
    file(REMOVE ${shared})
else()
    file(REMOVE "${CURRENT_PACKAGES_DIR}/lib/libsmsbat.a")
endif()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/doc")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE-MIT" "${SOURCE_PATH}/LICENSE-APACHE" "${SOURCE_PATH}/THIRD-PARTY-LICENSES.txt")
