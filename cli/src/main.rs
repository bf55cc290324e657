//! The plain binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(smsbat_cli::run(std::env::args_os()))
}

/// Setup before Rust's runtime starts. `SIGXFSZ` is ignored, so that a file at its size limit causes an error instead
/// of ending the process, which keeps its results.
///
/// If standard output is closed, Rust's runtime opens `/dev/null` in its place before `main`, where the id of a sent
/// message would get lost. A socket without a peer takes its place first, so that writing fails, and not with the error of
/// a pipe whose reader has had enough.
#[cfg(target_os = "linux")]
mod before_main {
    const SIGXFSZ: i32 = 25;
    const SIG_IGN: usize = 1;
    const STANDARD_OUTPUT: i32 = 1;
    const F_GETFD: i32 = 1;
    const AF_UNIX: i32 = 1;
    const SOCK_STREAM: i32 = 1;

    unsafe extern "C" {
        fn fcntl(fd: i32, command: i32, ...) -> i32;
        fn socket(family: i32, kind: i32, protocol: i32) -> i32;
        fn dup2(from: i32, to: i32) -> i32;
        fn close(fd: i32) -> i32;
        fn signal(number: i32, handler: usize) -> usize;
    }

    #[used]
    // SAFETY: the loader calls functions in this section before `main`, and this one needs nothing of Rust's runtime.
    #[unsafe(link_section = ".init_array")]
    static BEFORE_MAIN: extern "C" fn() = prepare;

    extern "C" fn prepare() {
        // SAFETY: system calls with numbers.
        unsafe {
            signal(SIGXFSZ, SIG_IGN);
            if fcntl(STANDARD_OUTPUT, F_GETFD) != -1 {
                return;
            }
            let socket = socket(AF_UNIX, SOCK_STREAM, 0);
            if socket != -1 && socket != STANDARD_OUTPUT {
                dup2(socket, STANDARD_OUTPUT);
                close(socket);
            }
        }
    }
}
