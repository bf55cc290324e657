"""The C library as a package of Conan 2: `conan create packaging/conan`."""

import re
from pathlib import Path

from conan import ConanFile
from conan.tools.files import copy

ROOT = Path(__file__).resolve().parents[2]


class Smsbat(ConanFile):
    name = "smsbat"
    description = "Client library for the SMSBAT messaging APIs"
    license = "MIT OR Apache-2.0"
    url = homepage = "https://github.com/smsbat/smsbat"
    topics = ("sms", "viber", "rcs", "messaging")
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}  # noqa: RUF012 - as every recipe of Conan
    default_options = {"shared": False}  # noqa: RUF012
    package_type = "library"

    def set_version(self):
        self.version = re.search(r'^version = "(.+)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]

    def configure(self):
        # The interface is that of C.
        self.settings.rm_safe("compiler.libcxx")
        self.settings.rm_safe("compiler.cppstd")

    def export_sources(self):
        # What `git` does not know stays here: it may be of any size.
        self.run(f'git -C "{ROOT}" archive --format=tar HEAD | tar -x -C "{self.export_sources_folder}"')

    def build(self):
        self.run("make library", cwd=self.source_folder)

    def package(self):
        self.run(f'make install PREFIX="{self.package_folder}"', cwd=self.source_folder)
        # With both kinds in one folder the linker takes the shared library.
        unwanted = "libsmsbat.a" if self.options.shared else "libsmsbat.so*"
        for file in Path(self.package_folder, "lib").glob(unwanted):
            file.unlink()
        licences = Path(self.package_folder, "licenses")
        for name in ("LICENSE-*", "THIRD-PARTY-LICENSES.txt"):
            copy(self, name, self.source_folder, str(licences))

    def package_info(self):
        # The package's own files for CMake and pkg-config, not those that Conan makes up.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = ["lib/cmake/smsbat"]
        self.cpp_info.libs = ["smsbat"]
        if not self.options.shared and self.settings.os == "Linux":
            self.cpp_info.system_libs = ["util", "rt", "pthread", "m", "dl"]
