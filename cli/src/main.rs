//! The plain binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(smsbat_cli::run(std::env::args_os()))
}

/// Setup before Rust's runtime starts. `SIGXFSZ` is ignored: a file that reaches its size limit then gives an error,
/// and the process keeps the results it has.
///
/// If standard output is closed, Rust's runtime opens `/dev/null` in its place before `main`, and the id of a message that
/// was sent would vanish there. A pipe without a reader takes the place first, so the command sees that it cannot write.
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
    // SAFETY: the loader calls what stands in this section before `main`; the function needs nothing of Rust's runtime.
    #[unsafe(link_section = ".init_array")]
    static BEFORE_MAIN: extern "C" fn() = prepare;

    extern "C" fn prepare() {
        let mut fds = [-1; 2];
        // SAFETY: calls of the system with numbers; `pipe` fills the two that `fds` has room for.
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
