//! The plain binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(smsbat_cli::run(std::env::args_os()))
}

/// Setup before Rust's runtime starts. `SIGXFSZ` is ignored, so that a file at its size limit causes an error instead
/// of ending the process, which keeps its results.
///
/// If standard output is closed, Rust's runtime opens `/dev/null` in its place before `main`, where the id of a sent
/// message would get lost. A pipe without a reader takes its place first, so that writing fails.
#[cfg(target_os = "linux")]
mod before_main {
    const SIGXFSZ: i32 = 25;
    const SIG_IGN: usize = 1;
    const STANDARD_OUTPUT: i32 = 1;
    const F_GETFD: i32 = 1;

    unsafe extern "C" {
        fn fcntl(fd: i32, command: i32, ...) -> i32;
        fn pipe(fds: *mut i32) -> i32;
        fn dup2(from: i32, to: i32) -> i32;
        fn close(fd: i32) -> i32;
        fn signal(number: i32, handler: usize) -> usize;
    }

    #[used]
    // SAFETY: the loader calls functions in this section before `main`, and this one needs nothing of Rust's runtime.
    #[unsafe(link_section = ".init_array")]
    static BEFORE_MAIN: extern "C" fn() = prepare;

    extern "C" fn prepare() {
        let mut fds = [-1; 2];
        // SAFETY: system calls with numbers; `pipe` writes the two elements of `fds`.
        unsafe {
            signal(SIGXFSZ, SIG_IGN);
            if fcntl(STANDARD_OUTPUT, F_GETFD) != -1 || pipe(fds.as_mut_ptr()) != 0 {
                return;
            }
            let [reading, writing] = fds;
            if writing != STANDARD_OUTPUT {
                dup2(writing, STANDARD_OUTPUT);
                close(writing);
            }
            if reading != STANDARD_OUTPUT {
                close(reading);
            }
        }
    }
}
