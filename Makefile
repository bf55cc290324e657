# `make demo` first. What this needs beyond Rust, Python and a C compiler it fetches into .venv itself.
# One thing goes elsewhere: `make wheel` adds rustup's component llvm-tools, which PGO=0 does without.

PYTHON ?= python3
CARGO ?= cargo
CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CXX := $(if $(filter default,$(origin CXX)),g++,$(CXX))
BUILD := $(abspath $(or $(CARGO_TARGET_DIR),target))
DEBUG := $(BUILD)/debug
VENV := .venv
PY := $(VENV)/bin/python
SMSBAT := $(DEBUG)/smsbat
# Where the suites' sandboxes keep the requests that passed their checks, for the check against openapi.yaml.
RECORDED := $(BUILD)/recorded
export CARGO_TARGET_DIR := $(BUILD)

# Where the C library goes. DESTDIR is put before every path and named in no file.
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
BINDIR ?= $(PREFIX)/bin
DESTDIR ?=
INSTALL := $(PYTHON) tools/install/library.py
PLACES = $(if $(TRIPLE),--target $(TRIPLE)) --prefix '$(PREFIX)' --libdir '$(LIBDIR)' --includedir '$(INCLUDEDIR)' --destdir '$(DESTDIR)'
# TARGET=aarch64-unknown-linux-musl and the like build for another machine, or for an older system than this one;
# tools/install/targets.py has the list. What a variable of the environment calls TARGET is not ours.
NAMED := $(if $(filter command,$(firstword $(origin TARGET))),$(TARGET))
TRIPLE := $(or $(NAMED),$(CARGO_BUILD_TARGET))
CROSS = PATH="$(abspath $(VENV))/bin:$$PATH" $(PY) tools/install/build.py
# FEATURES="" and the like choose what is in the C library; ffi/Cargo.toml has the list. CARGO_BUILD_TARGET is heeded.
LIBRARY_FEATURES := $(if $(filter undefined,$(origin FEATURES)),,--no-default-features --features '$(FEATURES)')
LIBRARY := $(BUILD)/$(if $(TRIPLE),$(TRIPLE)/)library

.PHONY: help demo fmt test test-rust test-c test-python test-docs test-openapi test-slow faults mutants simulate fuzz audit bench check docs image gen wheel pack sdist dist clean build module need-rust need-c
.PHONY: library install install-command uninstall

help:
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

need-rust:
	@command -v $(CARGO) >/dev/null || { echo "missing: Rust 1.89 or newer; get it from https://rustup.rs"; exit 1; }

need-c:
	@command -v $(CC) >/dev/null || { echo "missing: a C compiler ($(CC)); on Debian: apt-get install gcc"; exit 1; }

$(VENV)/.ready: tools/requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null \
	  || { echo "missing: Python 3.10 or newer as $(PYTHON); name another with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null \
	  || { echo "missing: the venv module of Python; on Debian: apt-get install python3-venv"; exit 1; }
	$(PY) -m pip install --quiet --disable-pip-version-check -r tools/requirements.txt
	@touch $@

# Core, sandbox, command and C library.
build: need-rust need-c  ## Build core, sandbox, command and C library for development
	$(CARGO) build --quiet

# The Python package as it stands, installed into .venv, whatever environment is active.
module: need-rust need-c $(VENV)/.ready  ## Build the Python package and install it into .venv
	env -u CONDA_PREFIX VIRTUAL_ENV="$(abspath $(VENV))" $(VENV)/bin/maturin develop --quiet

demo: build module  ## Send one of everything from Python and C into a local sandbox
	@$(PY) tools/demo.py --command $(SMSBAT) --library $(DEBUG) --python $(PY)

test: test-rust test-c test-python test-docs test-openapi  ## Run every test that needs only Rust, Python and a C compiler
	@echo "all tests passed"

test-rust: need-rust need-c  ## Run the tests of core, sandbox, command and C library
	@rm -rf $(RECORDED) && mkdir -p $(RECORDED)
	SMSBAT_SANDBOX_RECORD=$(RECORDED) $(CARGO) test --quiet --workspace --exclude smsbat-python --exclude smsbat-simulate
	$(CARGO) test --quiet -p smsbat-simulate

test-c: build $(VENV)/.ready  ## Run the C and C++ tests
	@mkdir -p $(RECORDED)
	SMSBAT_SANDBOX_RECORD=$(RECORDED) CC=$(CC) CXX=$(CXX) $(PY) tests/c/run.py --command $(SMSBAT) --library $(DEBUG)

test-python: build module  ## Run the Python tests
	@mkdir -p $(RECORDED)
	SMSBAT_SANDBOX_RECORD=$(RECORDED) $(PY) -m pytest --quiet tests/python

# Every code block of the README and of the guides, as it stands there.
test-docs: build module  ## Run every code block of the README and the guides
	$(PY) tests/docs/run.py --command $(SMSBAT) --library $(DEBUG)

# What the suites above sent, against the provider's description. Run it after them.
test-openapi: $(VENV)/.ready
	$(PY) tests/openapi.py $(RECORDED)

# What takes long or needs more than Rust, Python and a C compiler; each installs what only Debian or npm has.
# tests/slow/run.py lists the suites; SUITES="store faults" runs some.
test-slow: build module $(VENV)/.ready  ## Run the suites of tests/slow/run.py; SUITES="store faults" for some
	@$(PY) tests/slow/run.py $(SUITES)

# Every exchange broken at every byte; what the client says against what the sandbox had.
faults: need-rust  ## Break every exchange with the provider at every byte (10 minutes)
	$(CARGO) run --quiet --profile checked -p smsbat-faults -- --all

# Every change to the core that cargo mutants knows; what tests/slow/mutants.py says of itself. Some hours.
mutants: need-rust  ## Change the core in 2,000 ways; a test must fail for each; FILES="core/src/phone/*.rs" for some
	$(PYTHON) tests/slow/mutants.py $(if $(FILES),--files $(foreach file,$(FILES),'$(file)'))

# Campaigns of one seed after another until so many hours were simulated; what a seed does is the same every time.
SEED ?= 1
HOURS ?= 1000
simulate: need-rust need-c  ## Run campaigns in a simulated world; SEED=1 HOURS=1000; ONE=1 for one with its trace
	$(CARGO) build --quiet --profile checked -p smsbat-simulate
	$(BUILD)/checked/smsbat-simulate --seed $(SEED) --hours $(HOURS) $(if $(ONE),--one)

# BENCH is for its arguments, such as --items small --rounds 9.
bench: need-rust need-c $(VENV)/.ready  ## Measure what a message costs beside other clients, as ratios
	$(PY) benches/run.py $(BENCH)

FUZZ_SECONDS ?= 600
fuzz: need-rust need-c  ## Run every fuzz target for FUZZ_SECONDS (600); needs the nightly toolchain
	@$(PYTHON) tests/fuzz/run.py --seconds $(FUZZ_SECONDS)

audit: need-rust  ## Check licenses, bans, sources and advisories of dependencies
	@$(PYTHON) tools/licences.py --check
	@$(PYTHON) tools/audit.py

fmt: need-rust $(VENV)/.ready  ## Format Rust and Python
	$(CARGO) fmt
	$(VENV)/bin/ruff format --quiet .
	$(VENV)/bin/ruff check --quiet --fix --select I .

check: need-rust need-c $(VENV)/.ready  ## Check formats, lints, types, docs, floors and generated files
	$(CARGO) fmt --check
	$(CARGO) run --quiet -p smsbat-gen -- --check
	@$(PY) tools/sources.py
	@$(PY) tools/floors.py
	@$(PY) tests/slow/simulate_bugs.py --places
	$(CARGO) clippy --quiet --workspace --exclude smsbat-simulate --all-targets -- -D warnings
	$(CARGO) clippy --quiet -p smsbat-simulate --all-targets -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --quiet --no-deps --workspace --exclude smsbat-python --exclude smsbat-simulate
	$(VENV)/bin/ruff format --check --quiet .
	$(VENV)/bin/ruff check --quiet .
	$(PY) tools/docs/proofs.py --check
	$(PY) tools/docs/pages.py --check
	$(PY) tools/docs/spelling.py

$(VENV)/.docs: tools/requirements-docs.txt $(VENV)/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check -r tools/requirements-docs.txt
	@touch $@

# Guides and reference, which read the module, the command, the header and what cargo says of the crate.
SITE := $(BUILD)/site
docs: module $(VENV)/.docs  ## Build guides and reference into target/site
	$(CARGO) doc --quiet --no-deps -p smsbat-core
	NO_MKDOCS_2_WARNING=1 $(VENV)/bin/mkdocs build --quiet --strict --site-dir $(SITE)
	@echo "$(SITE)/index.html"

image: need-rust  ## Build the sandbox's container image with docker, podman or buildah
	@$(PYTHON) packaging/docker/build.py

gen: need-rust  ## Write the generated files again
	$(CARGO) run --quiet -p smsbat-gen
	@$(PYTHON) tools/licences.py

$(VENV)/.wheel: tools/requirements-wheel.txt $(VENV)/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check -r tools/requirements-wheel.txt
	@touch $@

# PGO=0 leaves out the profile, which takes longer than the wheel; PGO=1 fails where it cannot be had.
WHEEL = PATH="$(abspath $(VENV))/bin:$$PATH" $(PY) tools/pgo/build.py --pgo $(or $(PGO),auto) --out dist wheel --

ifneq ($(NAMED),)
wheel: need-rust $(VENV)/.wheel
	rm -rf dist
	$(CROSS) wheel --target $(NAMED)
else ifeq ($(shell uname -s),Linux)
# For glibc 2.17 and later, whatever this machine has. maturin looks for zig in the first Python of the path.
wheel: need-rust need-c $(VENV)/.wheel  ## Build the Python wheel into dist/; TARGET= for another machine; PGO=0 without a profile
	rm -rf dist
	$(WHEEL) --zig --compatibility manylinux2014
	@$(MAKE) --no-print-directory pack
else
wheel: need-rust need-c $(VENV)/.ready
	rm -rf dist
	$(WHEEL)
	@$(MAKE) --no-print-directory pack
endif

# A twentieth smaller than zlib makes them, in a minute, for what is downloaded many times.
OUT ?= dist
pack: need-rust
	@$(PYTHON) tools/install/sbom.py $(OUT)/*.whl
	$(CARGO) run --quiet --release -p smsbat-pack -- $(OUT)/*.whl

# What pip builds where there is no wheel.
sdist: need-rust $(VENV)/.ready  ## Build the source package of Python into dist/
	rm -f dist/*.tar.gz
	$(VENV)/bin/maturin sdist --out dist

# Wheels and archives of the C library for every target that this machine can build; the others are named.
dist: need-rust $(VENV)/.wheel  ## Build wheels and C archives for all platforms into dist/; TARGET= for one of them
	$(CROSS) dist $(if $(NAMED),--target $(NAMED))

# The C library as it is installed. PGO=1 builds it with a profile of itself at work, in twice the time.
ifneq ($(NAMED),)
library: need-rust $(VENV)/.wheel
	$(CROSS) library --target $(NAMED) -- $(LIBRARY_FEATURES)
else
library: need-rust need-c  ## Build the C library as it is installed; TARGET= for another machine; PGO=1 with a profile
	$(PYTHON) tools/pgo/build.py --pgo $(or $(PGO),0) library -- $(LIBRARY_FEATURES)
endif

install: library  ## Install the C library and its headers; PREFIX= DESTDIR= LIBDIR= TARGET= FEATURES= PGO=1
	@$(INSTALL) install $(PLACES) --built $(LIBRARY)

# Apart from the library: who only links needs no command. The sandbox is in it.
EXE := $(if $(findstring windows,$(TRIPLE)),.exe)
install-command: need-rust $(if $(NAMED),$(VENV)/.wheel,need-c)  ## Install the command smsbat; PREFIX= DESTDIR= BINDIR= TARGET=
	$(if $(NAMED),$(CROSS) command --target $(NAMED),$(CARGO) build --release --locked -p smsbat-cli)
	install -D -m 755 $(BUILD)/$(if $(TRIPLE),$(TRIPLE)/)release/smsbat$(EXE) '$(DESTDIR)$(BINDIR)/smsbat$(EXE)'

uninstall:  ## Remove what these two installed; the same variables
	@$(INSTALL) uninstall $(PLACES)
	rm -f '$(DESTDIR)$(BINDIR)/smsbat$(EXE)'

clean:  ## Remove .venv, dist and target
	rm -rf $(VENV) dist
	$(CARGO) clean
