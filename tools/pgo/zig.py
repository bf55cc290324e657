#!/usr/bin/env python3
"""The Python with which cargo-zigbuild starts zig. Puts `-u SYMBOL` into a form zig's C compiler knows.

So rustc links the counters; with one linker for both builds their functions have the same names.
"""

import os
import sys

words = iter(sys.argv[1:])
arguments = [f"-Wl,-u,{next(words)}" if word == "-u" else word for word in words]
os.execv(sys.executable, [sys.executable, *arguments])
