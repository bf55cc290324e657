"""Installs or uninstalls the C library that cargo built: `library.py install|uninstall --prefix …`.

Files on Linux, for soname N and version X.Y.Z:

    LIBDIR/libsmsbat.so.X.Y.Z, with the links libsmsbat.so.N and libsmsbat.so
    LIBDIR/libsmsbat.a           one object, in which only `smsbat_*` can be seen from outside; not on Windows
    INCLUDEDIR/smsbat.h, smsbat.hpp, smsbat_sandbox.h
    LIBDIR/pkgconfig/smsbat.pc
    LIBDIR/cmake/smsbat/smsbat-config.cmake, smsbat-config-version.cmake
    PREFIX/share/doc/smsbat/  the licences, of the library and of what is linked into it
    PREFIX/share/smsbat/smsbat.supp  suppressions for valgrind

On Windows, instead of the first line:

    PREFIX/bin/smsbat.dll
    LIBDIR/libsmsbat.dll.a, smsbat.lib   its import library, for GNU and for Microsoft's linker

The tools are those of binutils for the target. LD, OBJCOPY, AR, STRIP, READELF, NM and DLLTOOL name others.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from targets import Target, host, target_of

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HEADERS = ["smsbat.h", "smsbat.hpp", "smsbat_sandbox.h"]
# For programs under valgrind; the library's own tests use it too.
SUPPRESSIONS = ROOT / "tests" / "slow" / "valgrind.supp"
LICENCES = ["LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY-LICENSES.txt"]
# Libraries that a static library needs and the compiler does not add; a slow test compares.
PRIVATE = ["util", "rt", "pthread", "m", "dl"]
PRIVATE_WINDOWS = ["ws2_32", "userenv", "ntdll", "bcrypt", "crypt32", "ncrypt", "secur32", "advapi32"]
# Here the compiler looks by itself, and a package of the distribution stays where it is.
SYSTEM = [Path("/"), Path("/usr")]


def version() -> str:
    return re.search(r'#define SMSBAT_VERSION "(.+)"', (ROOT / "include" / "smsbat.h").read_text())[1]


def soname() -> str:
    """The name that the build script gives the shared library."""
    return re.search(r"libsmsbat\.so\.\d+", (ROOT / "ffi" / "build.rs").read_text())[0]


def exported() -> list[str]:
    """The functions that the header declares."""
    text = re.sub(r"/\*.*?\*/", "", (ROOT / "include" / "smsbat.h").read_text(), flags=re.DOTALL)
    return sorted(set(re.findall(r"\b(smsbat_\w+)\(", text)))


def run(*call: object, cwd: Path | None = None) -> str:
    try:
        done = subprocess.run(
            [str(part) for part in call], capture_output=True, text=True, check=False, cwd=cwd
        )
    except FileNotFoundError:
        sys.exit(f"missing: {call[0]}; on Debian: apt-get install binutils")
    if done.returncode != 0:
        sys.exit(f"`{call[0]}` failed with exit code {done.returncode}\n{done.stderr}")
    return done.stdout


class Layout:
    """Folders of the installation: real ones below DESTDIR, and the paths that installed files mention."""

    def __init__(self, options: argparse.Namespace):
        self.target: Target = target_of(options.target)
        self.prefix = Path(os.path.abspath(options.prefix))
        self.libdir = self.inside(options.libdir, "lib")
        self.includedir = self.inside(options.includedir, "include")
        self.docdir = self.prefix / "share" / "doc" / "smsbat"
        self.suppressions = self.prefix / "share" / "smsbat" / "smsbat.supp"
        self.destdir = options.destdir
        self.version = version()
        self.soname = soname()
        windows = self.target.windows
        self.shared = (
            self.prefix / "bin" / "smsbat.dll" if windows else self.libdir / f"libsmsbat.so.{self.version}"
        )
        # Name and content of links beside it.
        self.links = {} if windows else {self.soname: self.shared.name, "libsmsbat.so": self.soname}
        self.import_libraries = ["libsmsbat.dll.a", "smsbat.lib"] if windows else []

    def inside(self, given: str, default: str) -> Path:
        """A directory; a relative one is below the prefix."""
        return Path(os.path.abspath(self.prefix / (given or default)))

    def real(self, path: Path) -> Path:
        return Path(f"{self.destdir}{path}") if self.destdir else path

    def files(self) -> list[Path]:
        """All that is installed."""
        libraries = [*self.links, *self.import_libraries, "libsmsbat.a", "pkgconfig/smsbat.pc"]
        cmake = ["cmake/smsbat/smsbat-config.cmake", "cmake/smsbat/smsbat-config-version.cmake"]
        paths = [self.shared, *(self.libdir / name for name in libraries + cmake)]
        paths += [] if self.target.windows else [self.suppressions]
        paths += [self.includedir / name for name in HEADERS] + [self.docdir / name for name in LICENCES]
        return [self.real(path) for path in paths]

    def between(self, start: Path, end: Path, variable: str) -> str:
        """How a file in `start` names `end`: relative to its own place, so that the tree can be moved.

        Not below /usr: pkg-config leaves out a path that the compiler knows only if it is written out.
        """
        if self.prefix in SYSTEM:
            return str(end)
        if self.prefix not in [end, *end.parents] or self.prefix not in [start, *start.parents]:
            return str(end)
        return f"${{{variable}}}/{os.path.relpath(end, start)}"


def stable_symbols(target: Target, archive: Path) -> dict[str, str]:
    """New names for the symbols that rustc names after the folder and a random name of an import library."""
    symbols = run(*target.tool("nm"), archive)
    found = re.findall(r"\b((_head_|__)(\S*_rustc\w{6})_(\w+_imports_lib\w*))\b", symbols)
    # Several crates import from one library; the archive has them in the same order each time.
    places = list(dict.fromkeys(place.strip("_") for _, _, place, _ in found))
    return {
        name: f"{start}smsbat_{places.index(place.strip('_'))}_{rest}" for name, start, place, rest in found
    }


def static_library(target: Target, built: Path, output: Path, keep: list[str]) -> None:
    """Links the objects of the archive into one and hides all but the header's functions in it.

    So the program may have another SQLite, another TLS or another Rust library beside it. Not on Windows:
    the linker of binutils cannot join objects there that have variables of a thread.
    """
    output.unlink(missing_ok=True)
    if target.windows:
        shutil.copyfile(built, output)
        # rustc leaves an object without sections, which no tool reads.
        empty = [name for name in run(*target.tool("ar"), "t", output).split() if name.endswith(".dwo")]
        if empty:
            run(*target.tool("ar"), "dD", output, *empty)
        with tempfile.TemporaryDirectory(prefix="smsbat-install-") as folder:
            names = Path(folder, "names")
            names.write_text("".join(f"{old} {new}\n" for old, new in stable_symbols(target, output).items()))
            flags = ["--strip-debug", "--enable-deterministic-archives", f"--redefine-syms={names}"]
            run(*target.tool("objcopy"), *flags, output)
        return
    with tempfile.TemporaryDirectory(prefix="smsbat-install-") as folder:
        one, names = Path(folder, "smsbat.o"), Path(folder, "names")
        names.write_text("\n".join(keep) + "\n")
        wanted = [part for name in keep for part in ("-u", name)]
        # Groups are dissolved: a linker would drop one for the group of the same name in another library.
        flags = ["-r", "--gc-sections", "--force-group-allocation"]
        run(*target.tool("ld"), *flags, *wanted, "--start-group", built, "--end-group", "-o", one)
        # The bitcode of the standard library would make a compiler with link-time optimization stumble.
        bitcode = ["--remove-section=.llvmbc", "--remove-section=.llvmcmd"]
        run(*target.tool("objcopy"), "--strip-debug", *bitcode, f"--keep-global-symbols={names}", one)
        run(*target.tool("strip"), "--strip-unneeded", one)
        run(*target.tool("ar"), "rcsD", output, one)


def template(name: str, values: dict[str, str]) -> str:
    text = (HERE / f"{name}.in").read_text()
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    return text


def shared_library(layout: Layout, built: Path) -> None:
    """Copies the shared library, with its links or its import libraries."""
    target, output = layout.target, layout.real(layout.shared)
    shutil.copyfile(built, output)
    output.chmod(0o755)
    # Without its date, the time would be in a library for Windows.
    run(*target.tool("strip"), "--strip-unneeded", "--preserve-dates", output)
    libdir = layout.real(layout.libdir)
    for link, content in layout.links.items():
        (libdir / link).unlink(missing_ok=True)
        (libdir / link).symlink_to(content)
    with tempfile.TemporaryDirectory(prefix="smsbat-install-") as folder:
        definition = Path(folder, "smsbat.def")
        definition.write_text("LIBRARY smsbat.dll\nEXPORTS\n" + "".join(f"  {name}\n" for name in exported()))
        for name in layout.import_libraries:
            # Made again, because cargo's has the time and a random name in it. The path is in its symbols.
            call = [*target.tool("dlltool"), "--deterministic-libraries", "--temp-prefix", "smsbat"]
            run(*call, "--input-def", definition.name, "--output-lib", name, cwd=Path(folder))
            shutil.copyfile(Path(folder, name), libdir / name)
            (libdir / name).chmod(0o644)


def install(layout: Layout, built: Path) -> None:
    target = layout.target
    library = built / ("smsbat.dll" if target.windows else "libsmsbat.so")
    if not library.exists():
        sys.exit(f"missing: {library}; build it first")
    if not target.windows and f"[{layout.soname}]" not in run(*target.tool("readelf"), "-d", library):
        sys.exit(f"{library} has another soname than {layout.soname}: build it again")
    libdir, includedir = layout.real(layout.libdir), layout.real(layout.includedir)
    for folder in {file.parent for file in layout.files()}:
        folder.mkdir(parents=True, exist_ok=True)
    shared_library(layout, library)
    static_library(target, built / "libsmsbat.a", libdir / "libsmsbat.a", exported())
    (libdir / "libsmsbat.a").chmod(0o644)

    pkgconfig, cmake = layout.libdir / "pkgconfig", layout.libdir / "cmake" / "smsbat"
    private = PRIVATE_WINDOWS if target.windows else PRIVATE
    pc = template(
        "smsbat.pc",
        {
            "PREFIX": layout.between(pkgconfig, layout.prefix, "pcfiledir"),
            "LIBDIR": layout.between(layout.prefix, layout.libdir, "prefix"),
            "INCLUDEDIR": layout.between(layout.prefix, layout.includedir, "prefix"),
            "VERSION": layout.version,
            "PRIVATE": " ".join(f"-l{name}" for name in private),
        },
    )
    config = template(
        "smsbat-config.cmake",
        {
            "INCLUDEDIR": layout.between(cmake, layout.includedir, "_smsbat_here"),
            "SHARED": layout.between(cmake, layout.shared, "_smsbat_here"),
            "SONAME": layout.soname,
            "PRIVATE_LIST": ";".join(private),
        },
    )
    # The fifth byte of an ELF file tells how wide its addresses are.
    pointer = "8" if target.windows else {1: "4", 2: "8"}[library.read_bytes()[4]]
    numbers = {"VERSION": layout.version, "MAJOR": layout.version.split(".")[0], "POINTER": pointer}
    texts = {
        pkgconfig / "smsbat.pc": pc,
        cmake / "smsbat-config.cmake": config,
        cmake / "smsbat-config-version.cmake": template("smsbat-config-version.cmake", numbers),
        **{layout.includedir / name: (ROOT / "include" / name).read_text() for name in HEADERS},
        **{layout.docdir / name: (ROOT / name).read_text() for name in LICENCES},
    }
    if not target.windows:
        texts[layout.suppressions] = SUPPRESSIONS.read_text()
    for path, text in texts.items():
        layout.real(path).write_text(text)
        layout.real(path).chmod(0o644)
    print(f"libraries in {libdir}, headers in {includedir}")


def uninstall(layout: Layout) -> None:
    for file in layout.files():
        file.unlink(missing_ok=True)
    folders = [layout.libdir / "cmake" / "smsbat", layout.docdir, layout.suppressions.parent]
    for own in map(layout.real, folders):
        if own.is_dir() and not any(own.iterdir()):
            own.rmdir()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=["install", "uninstall"])
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--destdir", default="", help="put before every path; it is named in no file")
    parser.add_argument("--libdir", default="", help="default: lib below the prefix")
    parser.add_argument("--includedir", default="", help="default: include below the prefix")
    parser.add_argument("--target", default="", help="triple of rustc; this machine's by default")
    parser.add_argument("--built", type=Path, help="directory with libsmsbat.so and libsmsbat.a")
    options = parser.parse_args()
    options.target = options.target or os.environ.get("CARGO_BUILD_TARGET") or host()
    layout = Layout(options)
    if options.action == "install":
        install(layout, options.built)
    else:
        uninstall(layout)


if __name__ == "__main__":
    main()
