"""Installs the C library, moves it to another prefix, and builds and runs programs with it.

The programs are built in empty directories, with only `find_package(smsbat)` or `pkg-config`, and send to a
sandbox. The last line is `N passed, N failed`; the exit code is 0 if none failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import common

sys.path.insert(0, str(common.ROOT / "tests" / "c"))
sys.path.insert(0, str(common.ROOT / "tools" / "install"))
import examples as expected
import library as product
import vectors

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
FIRST = {
    "c": common.ROOT / "examples" / "c" / "first_message.c",
    "cpp": common.ROOT / "examples" / "cpp" / "first_message.cpp",
}
COMPILERS = {"c": ["gcc", "-std=c99"], "cpp": ["g++", "-std=c++17"]}
CMAKE = """cmake_minimum_required(VERSION 3.16)
project(consumer LANGUAGES {language})
find_package(smsbat {version} REQUIRED)
add_executable(consumer {source})
target_link_libraries(consumer PRIVATE {target})
"""
# Against what is linked in by mistake: with SQLite, TLS, campaigns and the chat hub it has 6.8 million.
LIMIT = 7_000_000

# Everything in one program: two copies of SQLite and of TLS must not see each other.
BESIDE = r"""
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <smsbat.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

OTHER_RUST_DECLARATION

static int first(void *value, int count, char **texts, char **names) {
  (void)count;
  (void)names;
  snprintf(value, 64, "%s", texts[0]);
  return 0;
}

int main(void) {
  char version[64] = "";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  sqlite3 *base = NULL;
  smsbat_client *client = NULL;
  smsbat_send_result *result = NULL;
  smsbat_error *error = NULL;
  smsbat_message *message = smsbat_message_new(SMSBAT_MESSAGE_SMS);
  smsbat_message_set_to(message, "+380671234567");
  smsbat_message_set_sender(message, "MyShop");
  smsbat_message_set_text(message, "Hello");

  SSL_CTX *tls = SSL_CTX_new(TLS_client_method());
  int good = tls != NULL && EVP_Digest("abc", 3, digest, &length, EVP_sha256(), NULL) == 1;
  good = good && digest[0] == 0xba;
  for (int round = 0; round < 2; round++) {
    good = good && sqlite3_open(":memory:", &base) == SQLITE_OK
           && sqlite3_exec(base, "SELECT sqlite_version()", first, version, NULL) == SQLITE_OK;
    good = good && (client != NULL || smsbat_client_new(NULL, &client, &error) == SMSBAT_OK)
           && smsbat_client_send(client, &message, 1, NULL, &result, &error) == SMSBAT_OK;
    good = good && smsbat_send_result_ok(result);
    smsbat_send_result_free(result);
    result = NULL;
    sqlite3_close(base);
    base = NULL;
  }
  OTHER_RUST_CALL
  printf("%s %s %d %s\n", version, SQLITE_VERSION, good, smsbat_error_text(error));
  SSL_CTX_free(tls);
  smsbat_error_free(error);
  smsbat_message_free(message);
  smsbat_client_free(client);
  return good && strcmp(version, SQLITE_VERSION) == 0 ? 0 : 1;
}
"""
OTHER_RUST = """
#[unsafe(no_mangle)]
pub extern "C" fn other_rust() -> i32 {
    std::panic::catch_unwind(|| -> i32 { panic!("caught") }).unwrap_or(42)
}
"""


class Suite:
    def __init__(self, score: common.Score, folder: Path, prefix: Path, environment: dict[str, str]):
        self.score = score
        self.folder = folder
        self.prefix = prefix
        self.lib = prefix / "lib"
        self.environment = environment
        self.number = 0

    def empty(self) -> Path:
        self.number += 1
        path = self.folder / f"empty{self.number}"
        path.mkdir()
        return path

    def pkg_config(self, *arguments: str) -> list[str]:
        environment = {**os.environ, "PKG_CONFIG_PATH": str(self.lib / "pkgconfig")}
        return common.must("pkg-config", *arguments, "smsbat", env=environment).stdout.split()

    def build(self, name: str, *call: object, **options: object) -> bool:
        done = common.run(*call, **options)
        if done.returncode != 0:
            self.score.add(name, f"{done.stdout}{done.stderr}")
        return done.returncode == 0

    def runs(self, name: str, program: Path, needs: bool, environment: dict[str, str] | None = None) -> None:
        """The program sends; it asks the loader for our library only if it was linked with the shared one."""
        environment = dict(environment or self.environment)
        dynamic = common.must("readelf", "-d", program).stdout
        if needs:
            environment["LD_LIBRARY_PATH"] = str(self.lib)
        done = common.run(program, env=environment, timeout=120)
        good = done.returncode == 0 and ("libsmsbat" in dynamic) == needs
        self.score.add(
            name, "" if good else f"{dynamic}{done.stdout}{done.stderr}exit code {done.returncode}"
        )


def tree(folder: Path) -> list[str]:
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())


def make(*arguments: str) -> None:
    common.must(
        "make",
        "--no-print-directory",
        *arguments,
        cwd=common.ROOT,
        env={**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)},
    )


def files(score: common.Score, prefix: Path, version: str, soname: str) -> None:
    want = [
        "include/smsbat.h",
        "include/smsbat.hpp",
        "include/smsbat_sandbox.h",
        "lib/cmake/smsbat/smsbat-config-version.cmake",
        "lib/cmake/smsbat/smsbat-config.cmake",
        "lib/libsmsbat.a",
        "lib/libsmsbat.so",
        f"lib/{soname}",
        f"lib/libsmsbat.so.{version}",
        "lib/pkgconfig/smsbat.pc",
        *(f"share/doc/smsbat/{name}" for name in product.LICENCES),
        "share/smsbat/smsbat.supp",
    ]
    have = tree(prefix)
    score.add("what is installed", "" if have == sorted(want) else "\n".join(have))
    links = [os.readlink(prefix / "lib" / name) for name in ("libsmsbat.so", soname)]
    score.add("links", "" if links == [soname, f"libsmsbat.so.{version}"] else links)
    library = prefix / "lib" / f"libsmsbat.so.{version}"
    dynamic = common.must("readelf", "-d", library).stdout
    score.add("soname", "" if f"[{soname}]" in dynamic else dynamic)
    needed = set(re.findall(r"NEEDED.*\[(.*?)\.so", dynamic))
    score.add(
        "needs nothing but libc", "" if needed <= {"libc", "libgcc_s", "libm", "ld-linux-x86-64"} else needed
    )
    size = library.stat().st_size
    score.add(f"the shared library has {size:,} bytes", "" if size < LIMIT else f"more than {LIMIT:,}")
    score.figure(f"libsmsbat.so of {size / 1e6:.1f} MB")


def symbols(score: common.Score, library: Path, *arguments: str) -> None:
    """The exported symbols are exactly those that the header declares."""
    table = common.must("nm", *arguments, "--defined-only", "--extern-only", library).stdout
    have = {words[-1] for words in map(str.split, table.splitlines()) if len(words) == 3}
    want = set(product.exported())
    score.add(f"{library.name} exports what the header declares", "\n".join(sorted(have ^ want)))


def private_libraries(score: common.Score) -> None:
    """The installed files name every library that rustc says a static library needs."""
    call = [common.CARGO, "rustc", "--quiet", "--profile", "library", "-p", "smsbat-ffi", "--lib"]
    environment = {**os.environ, "CARGO_TARGET_DIR": str(common.TARGET)}
    done = common.must(*call, "--", "--print", "native-static-libs", cwd=common.ROOT, env=environment)
    said = set(re.search(r"native-static-libs: (.*)", done.stderr)[1].replace("-l", "").split())
    # The compiler adds these by itself, each in the form that the program is linked in.
    said -= {"c", "gcc_s"}
    score.add("private libraries", "" if said == set(product.PRIVATE) else f"rustc names {sorted(said)}")


def with_cmake(suite: Suite, tools: Path, version: str) -> None:
    for suffix, source in FIRST.items():
        for target, needs in [("smsbat::smsbat", True), ("smsbat::smsbat-static", False)]:
            folder = suite.empty()
            shutil.copy(source, folder)
            language = {"c": "C", "cpp": "CXX"}[suffix]
            text = CMAKE.format(language=language, version=version, source=source.name, target=target)
            (folder / "CMakeLists.txt").write_text(text)
            name = f"find_package, {target}, {suffix}"
            if cmake(suite, tools, name, folder):
                suite.runs(name, folder / "build" / "consumer", needs)
    folder = suite.empty()
    for component, known in [("static", True), ("shared", True), ("nonsense", False)]:
        text = CMAKE.format(language="C", version=version, source="x.c", target="smsbat::smsbat")
        (folder / "CMakeLists.txt").write_text(text.replace("REQUIRED", f"REQUIRED COMPONENTS {component}"))
        (folder / "x.c").write_text("int main(void) { return 0; }\n")
        done = configure(suite, tools, folder)
        good = (done.returncode == 0) == known and (known or component in done.stderr)
        suite.score.add(
            f"find_package with the component {component}", "" if good else done.stdout + done.stderr
        )
    for wrong in ("99.0", "1.0" if version.startswith("0.") else "0.1"):
        text = CMAKE.format(language="C", version=wrong, source="x.c", target="smsbat::smsbat")
        (folder / "CMakeLists.txt").write_text(text)
        done = configure(suite, tools, folder)
        good = done.returncode != 0 and version in done.stderr
        suite.score.add(f"find_package refuses version {wrong}", "" if good else done.stdout + done.stderr)


def configure(suite: Suite, tools: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    call = [tools / "cmake", "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={tools / 'ninja'}", "-S", folder]
    flags = " ".join(WARNINGS)
    call += ["-B", folder / "build", f"-DCMAKE_PREFIX_PATH={suite.prefix}"]
    call += [f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}"]
    return common.run(*call, cwd=folder)


def cmake(suite: Suite, tools: Path, name: str, folder: Path) -> bool:
    done = configure(suite, tools, folder)
    if done.returncode != 0:
        return suite.score.add(name, done.stdout + done.stderr)
    return suite.build(name, tools / "cmake", "--build", folder / "build")


def with_pkg_config(suite: Suite) -> None:
    for suffix, source in FIRST.items():
        for kind, before, flags in [
            ("shared", [], []),
            # Only our library, the rest stays shared.
            ("static", ["-Wl,-Bstatic"], ["--static"]),
            ("wholly static", ["-static"], ["--static"]),
        ]:
            folder = suite.empty()
            name = f"pkg-config, {kind}, {suffix}"
            call = [*COMPILERS[suffix], *WARNINGS, *suite.pkg_config("--cflags"), source, "-o", "consumer"]
            call += [*before, *suite.pkg_config(*flags, "--libs")]
            call += ["-Wl,-Bdynamic"] if kind == "static" else []
            if suite.build(name, *call, cwd=folder):
                suite.runs(name, folder / "consumer", kind == "shared")
                if kind == "wholly static" and os.geteuid() == 0:
                    # Nothing but the program: no /dev, no certificates, no files of a locale.
                    done = common.run("chroot", folder, "/consumer", env=suite.environment, timeout=120)
                    problem = "" if done.returncode == 0 else f"{done.stdout}{done.stderr}"
                    suite.score.add(f"{name}, in a root directory without /dev", problem)


def beside_others(suite: Suite, tls: dict[str, str]) -> None:
    """One program with our static library, Debian's SQLite and OpenSSL, and a library of another Rust."""
    folder = suite.empty()
    (folder / "other.rs").write_text(OTHER_RUST)
    common.must("rustc", "--edition", "2024", "--crate-type", "staticlib", "-O", "other.rs", cwd=folder)
    texts = {
        "plain": BESIDE.replace("OTHER_RUST_DECLARATION", "").replace("OTHER_RUST_CALL", ""),
        "rust": BESIDE.replace("OTHER_RUST_DECLARATION", "int other_rust(void);").replace(
            "OTHER_RUST_CALL", "good = good && other_rust() == 42;"
        ),
    }
    for name, text in texts.items():
        (folder / f"{name}.c").write_text(text)
    ours = [*suite.pkg_config("--cflags"), suite.lib / "libsmsbat.a"]
    private = suite.pkg_config("--static", "--libs-only-l")
    private.remove("-lsmsbat")
    others = ["-lsqlite3", "-lssl", "-lcrypto"]
    before, after = ["-Wl,-Bstatic"], ["-Wl,-Bdynamic"]
    for name, source, libraries in [
        ("shared SQLite and OpenSSL", "plain.c", [*ours, *others, *private]),
        ("shared SQLite and OpenSSL first", "plain.c", [*others, *ours, *private]),
        ("static SQLite and OpenSSL", "plain.c", [*ours, *before, *others, "-lz", *after, *private]),
        ("static SQLite and OpenSSL first", "plain.c", [*before, *others, "-lz", *after, *ours, *private]),
        ("another Rust library", "rust.c", [*ours, "libother.a", *others, *private]),
        ("another Rust library first", "rust.c", ["libother.a", *ours, *others, *private]),
    ]:
        name = f"static, beside {name}"
        if suite.build(name, "gcc", "-std=c99", source, "-o", "consumer", *libraries, cwd=folder):
            suite.runs(name, folder / "consumer", False, suite.environment | tls)
    shared = [
        "gcc",
        "-std=c99",
        "plain.c",
        "-o",
        "consumer",
        *suite.pkg_config("--cflags", "--libs"),
        *others,
    ]
    if suite.build("shared, beside SQLite and OpenSSL", *shared, cwd=folder):
        suite.runs("shared, beside SQLite and OpenSSL", folder / "consumer", True, suite.environment | tls)


def examples(suite: Suite, tools: Path) -> None:
    """The examples, with their own CMakeLists.txt, against what is installed."""
    folder = suite.empty() / "examples"
    shutil.copytree(common.ROOT / "examples", folder)
    if not cmake(suite, tools, "the examples are built", folder):
        return
    control = vectors.Control(suite.environment["SMSBAT_BASE_URL"])
    for kind, suffix in [("c", ""), ("cpp", "_cpp")]:
        for source in sorted((folder / kind).glob(f"*.{kind}")):
            program = folder / "build" / f"{source.stem}{suffix}"
            if suite.score.add(f"{program.name} is built", "" if program.exists() else "no"):
                expected.run(suite.score, program, source.stem, suite.environment, control)


def uninstalled(score: common.Score, folder: Path) -> None:
    places = [f"PREFIX={folder}/usr", f"LIBDIR={folder}/usr/lib/multi/arch", f"INCLUDEDIR={folder}/usr/inc"]
    make("install", *places)
    pc = (folder / "usr/lib/multi/arch/pkgconfig/smsbat.pc").read_text()
    good = "prefix=${pcfiledir}/../../../.." in pc and "libdir=${prefix}/lib/multi/arch" in pc
    score.add("LIBDIR and INCLUDEDIR", "" if good and "includedir=${prefix}/inc" in pc else pc)
    other = folder / "usr" / "lib" / "multi" / "arch" / "libother.so"
    other.write_text("")
    make("uninstall", *places)
    left = tree(folder)
    score.add(
        "uninstall leaves what others put there", "" if left == ["usr/lib/multi/arch/libother.so"] else left
    )


def below_usr(score: common.Score, folder: Path) -> None:
    """A package of a distribution: pkg-config adds no path that the compiler knows by itself."""
    make("install", "PREFIX=/usr", f"DESTDIR={folder}")
    place = folder / "usr" / "lib" / "pkgconfig"
    environment = {**os.environ, "PKG_CONFIG_LIBDIR": str(place)}
    flags = common.must("pkg-config", "--cflags", "--libs", "smsbat", env=environment).stdout.split()
    score.add("pkg-config below /usr", "" if flags == ["-lsmsbat"] else " ".join(flags))


def without_features(score: common.Score, folder: Path, full: Path) -> None:
    make("install", "FEATURES=", f"PREFIX={folder}")
    library = (folder / "lib" / "libsmsbat.so").resolve()
    sizes = library.stat().st_size, full.stat().st_size
    score.add(
        "without features: {:,} of {:,} bytes".format(*sizes), "" if sizes[0] < sizes[1] else "not smaller"
    )
    symbols(score, library, "-D")


def main() -> int:
    common.debian(
        "gcc", "g++", "libc6-dev", "binutils", "make", "pkgconf", "libsqlite3-dev", "libssl-dev", "zlib1g-dev"
    )
    tools = common.venv("cmake", ["cmake==4.4.4", "ninja==1.13.2"]).parent
    version, soname = product.version(), product.soname()
    score = common.Score()
    with tempfile.TemporaryDirectory(prefix="smsbat-install-") as temporary:
        folder = Path(temporary)
        staged, first = folder / "staged", "/opt/first place"
        make("install", f"PREFIX={first}", f"DESTDIR={staged}")
        prefix = folder / "moved"
        shutil.move(f"{staged}{first}", prefix)
        texts = [p for p in prefix.rglob("*") if p.suffix in (".pc", ".cmake")]
        named = [p.name for p in texts if "first place" in p.read_text() or "staged" in p.read_text()]
        score.add("no file names the prefix", named)
        files(score, prefix, version, soname)
        symbols(score, prefix / "lib" / f"libsmsbat.so.{version}", "-D")
        symbols(score, prefix / "lib" / "libsmsbat.a")
        with common.sandbox() as plain, common.sandbox("--tls") as tls:
            # A root directory of its own has no file of certificates that this machine names.
            ours = ("SMSBAT_", "SSL_CERT_", "REQUESTS_CA_", "CURL_CA_")
            environment = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
            environment |= {"SMSBAT_BASE_URL": plain["url"], "SMSBAT_API_KEY": "test-key"}
            environment |= {"SMSBAT_COMMAND": str(common.command())}
            suite = Suite(score, folder, prefix, environment)
            with_cmake(suite, tools, version)
            with_pkg_config(suite)
            beside_others(suite, {"SMSBAT_BASE_URL": tls["url"], "SMSBAT_CA_BUNDLE": tls["ca_bundle"]})
            examples(suite, tools)
        uninstalled(score, folder / "uninstalled")
        below_usr(score, folder / "usr")
        private_libraries(score)
        without_features(score, folder / "small", prefix / "lib" / f"libsmsbat.so.{version}")
    return score.close()


if __name__ == "__main__":
    sys.exit(main())
