//! SQLite's layer for files over the simulated disk. A thread that is in no world has the system's.
#![allow(unsafe_code)]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::fs::File;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::ptr;
use std::sync::Once;
use std::time::Duration;

use rusqlite::ffi::{
    SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_FULL, SQLITE_IOCAP_POWERSAFE_OVERWRITE, SQLITE_IOERR, SQLITE_IOERR_DELETE,
    SQLITE_IOERR_DELETE_NOENT, SQLITE_IOERR_FSYNC, SQLITE_IOERR_READ, SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_TRUNCATE,
    SQLITE_IOERR_WRITE, SQLITE_NOTFOUND, SQLITE_OK, SQLITE_OPEN_CREATE, SQLITE_OPEN_DELETEONCLOSE, sqlite3_file,
    sqlite3_io_methods, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::process::Point;
use crate::world::{Guard, Me, me};

/// Name of the system's own layer, for those who look at a journal from outside.
pub(crate) const OUTSIDE: &str = "unix";
/// A reader that holds the journal for longer may cost answers.
const MOST_HELD: Duration = Duration::from_secs(20);
/// SQLite's own assumption of Linux.
const SECTOR: c_int = 4096;
/// 1970 in milliseconds of the Julian day.
const EPOCH: i64 = 210_866_760_000_000;

/// Open file, as SQLite holds it.
#[repr(C)]
struct Open {
    methods: sqlite3_file,
    file: *mut Handle,
}

struct Handle {
    me: Me,
    place: Place,
}

enum Place {
    /// A file that nobody else sees.
    Memory(Vec<u8>),
    Disk {
        path: PathBuf,
        file: File,
        handle: u64,
    },
}

/// Puts the layer under all of SQLite in this program.
pub(crate) fn install() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // SAFETY: SQLite copies nothing of the structure; it is leaked, so that it stays. The functions of the
        // system's layer are taken over where a simulation has none of its own.
        unsafe {
            let system = sqlite3_vfs_find(ptr::null());
            let layer = Box::new(sqlite3_vfs {
                iVersion: 2,
                szOsFile: (size_of::<Open>() as c_int).max((*system).szOsFile),
                pNext: ptr::null_mut(),
                zName: c"simulation".as_ptr(),
                pAppData: system.cast(),
                xOpen: Some(open),
                xDelete: Some(delete),
                xAccess: Some(access),
                xRandomness: Some(randomness),
                xSleep: Some(sleep),
                xCurrentTime: Some(current_time),
                xCurrentTimeInt64: Some(current_time_int64),
                ..*system
            });
            sqlite3_vfs_register(Box::into_raw(layer), 1);
        }
    });
}

static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 1,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: None,
    xShmLock: None,
    xShmBarrier: None,
    xShmUnmap: None,
    xFetch: None,
    xUnfetch: None,
};

/// The thread that calls, which may be another one than opened the file.
fn caller(handle: &Handle) -> Me {
    me().unwrap_or_else(|| handle.me.clone())
}

/// One operation: others run before it, the process may be killed at it, and it may fail.
fn operate<'a>(me: &'a Me, point: Point, kind: u64) -> Result<Guard<'a>, ()> {
    let mut state = me.step(me.lock());
    if state.pass(me.process, point) {
        return Err(());
    }
    state.trace.note(&[20, kind, me.process as u64]);
    let errors = state.disk.errors;
    if state.disk.random.chance(errors) {
        state.counts.disk_faults += 1;
        state.processes[me.process].disk_trouble = true;
        state.say(|| format!("the disk fails process {} at {point:?}", me.process));
        return Err(());
    }
    Ok(state)
}

unsafe fn handle<'a>(file: *mut sqlite3_file) -> &'a mut Handle {
    // SAFETY: SQLite gives back what `open` filled, from one thread at a time, until `close`.
    unsafe { &mut *(*file.cast::<Open>()).file }
}

unsafe fn path_of(name: *const c_char) -> PathBuf {
    // SAFETY: names of SQLite end with a zero.
    let name = unsafe { CStr::from_ptr(name) };
    PathBuf::from(name.to_string_lossy().into_owned())
}

fn system<'a>(vfs: *mut sqlite3_vfs) -> &'a sqlite3_vfs {
    // SAFETY: `install` put it there.
    unsafe { &*(*vfs).pAppData.cast::<sqlite3_vfs>() }
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    out: *mut sqlite3_file,
    flags: c_int,
    out_flags: *mut c_int,
) -> c_int {
    // SAFETY: SQLite made room for both, and gives names that end with a zero.
    unsafe {
        let Some(me) = me() else {
            let system = ptr::from_ref(system(vfs)).cast_mut();
            return (*system).xOpen.map_or(SQLITE_CANTOPEN, |open| open(system, name, out, flags, out_flags));
        };
        (*out).pMethods = ptr::null();
        let place = if name.is_null() || flags & SQLITE_OPEN_DELETEONCLOSE != 0 {
            Place::Memory(Vec::new())
        } else {
            let path = path_of(name);
            let Ok(mut state) = operate(&me, Point::DiskOther, 1) else { return SQLITE_CANTOPEN };
            let existed = path.exists();
            let create = flags & SQLITE_OPEN_CREATE != 0;
            let file = File::options().read(true).write(true).create(create).truncate(false).open(&path);
            let Ok(file) = file else { return SQLITE_CANTOPEN };
            let handle = state.disk.new_handle(&path, existed);
            Place::Disk { path, file, handle }
        };
        let handle = Box::new(Handle { me, place });
        (*out.cast::<Open>()).file = Box::into_raw(handle);
        (*out).pMethods = &METHODS;
        if !out_flags.is_null() {
            *out_flags = flags;
        }
        SQLITE_OK
    }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: the last call for this file.
    let handle = unsafe { Box::from_raw((*file.cast::<Open>()).file) };
    if let Place::Disk { path, handle: number, .. } = &handle.place {
        handle.me.lock().disk.close(path, *number);
    }
    SQLITE_OK
}

unsafe extern "C" fn read(file: *mut sqlite3_file, out: *mut c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite made room for so many bytes.
    let (this, out) = unsafe { (handle(file), std::slice::from_raw_parts_mut(out.cast::<u8>(), count as usize)) };
    let got = match &this.place {
        Place::Memory(bytes) => {
            let rest = bytes.get(offset as usize..).unwrap_or_default();
            let got = rest.len().min(out.len());
            out[..got].copy_from_slice(&rest[..got]);
            got
        }
        Place::Disk { file, .. } => {
            let me = caller(this);
            if me.lock().is_dead(me.process) {
                return SQLITE_IOERR_READ;
            }
            let mut got = 0;
            while got < out.len() {
                match file.read_at(&mut out[got..], offset as u64 + got as u64) {
                    Ok(0) => break,
                    Ok(n) => got += n,
                    Err(_) => return SQLITE_IOERR_READ,
                }
            }
            got
        }
    };
    if got == out.len() {
        return SQLITE_OK;
    }
    out[got..].fill(0);
    SQLITE_IOERR_SHORT_READ
}

unsafe extern "C" fn write(file: *mut sqlite3_file, bytes: *const c_void, count: c_int, offset: i64) -> c_int {
    // SAFETY: SQLite gives so many bytes.
    let (this, bytes) = unsafe { (handle(file), std::slice::from_raw_parts(bytes.cast::<u8>(), count as usize)) };
    let me = caller(this);
    match &mut this.place {
        Place::Memory(memory) => {
            let end = offset as usize + bytes.len();
            memory.resize(memory.len().max(end), 0);
            memory[offset as usize..end].copy_from_slice(bytes);
            SQLITE_OK
        }
        Place::Disk { path, file, .. } => {
            let Ok(mut state) = operate(&me, Point::DiskWrite, 2) else { return SQLITE_IOERR_WRITE };
            state.trace.note(&[offset as u64, bytes.len() as u64]);
            let grows = file.metadata().map_or(0, |m| m.len()) < offset as u64 + bytes.len() as u64;
            if state.disk.full && grows {
                state.counts.disk_faults += 1;
                state.processes[me.process].disk_trouble = true;
                return SQLITE_FULL;
            }
            state.disk.write(path, offset as u64, bytes).map_or(SQLITE_IOERR_WRITE, |()| SQLITE_OK)
        }
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: i64) -> c_int {
    // SAFETY: as `handle` says.
    let this = unsafe { handle(file) };
    let me = caller(this);
    match &mut this.place {
        Place::Memory(memory) => {
            memory.truncate(size as usize);
            SQLITE_OK
        }
        Place::Disk { path, .. } => {
            let Ok(mut state) = operate(&me, Point::DiskTruncate, 3) else { return SQLITE_IOERR_TRUNCATE };
            state.trace.note(&[size as u64]);
            state.disk.truncate(path, size as u64).map_or(SQLITE_IOERR_TRUNCATE, |()| SQLITE_OK)
        }
    }
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: as `handle` says.
    let this = unsafe { handle(file) };
    let me = caller(this);
    let Place::Disk { path, .. } = &this.place else { return SQLITE_OK };
    let Ok(mut state) = operate(&me, Point::DiskSync, 4) else {
        let mut state = me.lock();
        if !state.is_dead(me.process) {
            state.disk.fail_sync(path);
        }
        return SQLITE_IOERR_FSYNC;
    };
    state.counts.syncs += 1;
    let slow = if state.disk.random.chance(0.01) { 100 } else { 1 } * state.disk.slow;
    let time = state.disk.random.time(Duration::from_micros(50), Duration::from_millis(slow));
    let mut state = me.sleep(state, time);
    if state.pass(me.process, Point::DiskSync) {
        return SQLITE_IOERR_FSYNC;
    }
    state.disk.sync(path);
    SQLITE_OK
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, out: *mut i64) -> c_int {
    // SAFETY: as `handle` says; there is room for the number.
    unsafe {
        *out = match &handle(file).place {
            Place::Memory(memory) => memory.len() as i64,
            Place::Disk { file, .. } => match file.metadata() {
                Ok(metadata) => metadata.len() as i64,
                Err(_) => return SQLITE_IOERR,
            },
        };
    }
    SQLITE_OK
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: as `handle` says.
    let this = unsafe { handle(file) };
    let me = caller(this);
    let Place::Disk { path, handle, .. } = &this.place else { return SQLITE_OK };
    let Ok(mut state) = operate(&me, Point::DiskOther, 5) else { return SQLITE_IOERR };
    let state = &mut *state;
    let processes = &state.processes;
    let granted = state.disk.lock(path, *handle, me.process, level, |process| !processes[process].dead);
    state.trace.note(&[level as u64, u64::from(granted)]);
    // A run waits for a reader, but not for ever.
    let held = state.disk.reader.is_some_and(|since| state.now > since + MOST_HELD);
    state.processes[me.process].disk_trouble |= held && !granted;
    if granted { SQLITE_OK } else { SQLITE_BUSY }
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    // SAFETY: as `handle` says.
    let this = unsafe { handle(file) };
    if let Place::Disk { path, handle, .. } = &this.place {
        caller(this).lock().disk.unlock(path, *handle, level);
    }
    SQLITE_OK
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, out: *mut c_int) -> c_int {
    // SAFETY: as `handle` says; there is room for the number.
    unsafe {
        let this = handle(file);
        *out = match &this.place {
            Place::Disk { path, .. } => c_int::from(caller(this).lock().disk.is_reserved(path)),
            Place::Memory(_) => 0,
        };
    }
    SQLITE_OK
}

unsafe extern "C" fn file_control(_: *mut sqlite3_file, _: c_int, _: *mut c_void) -> c_int {
    SQLITE_NOTFOUND
}

unsafe extern "C" fn sector_size(_: *mut sqlite3_file) -> c_int {
    SECTOR
}

unsafe extern "C" fn device_characteristics(_: *mut sqlite3_file) -> c_int {
    SQLITE_IOCAP_POWERSAFE_OVERWRITE
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    let Some(me) = me() else {
        let system = ptr::from_ref(system(vfs)).cast_mut();
        // SAFETY: what SQLite gave goes on to the layer below.
        return unsafe { (*system).xDelete.map_or(SQLITE_IOERR_DELETE, |delete| delete(system, name, sync)) };
    };
    // SAFETY: SQLite gives a name that ends with a zero.
    let path = unsafe { path_of(name) };
    let Ok(mut state) = operate(&me, Point::DiskOther, 6) else { return SQLITE_IOERR_DELETE };
    if !Path::new(&path).exists() {
        return SQLITE_IOERR_DELETE_NOENT;
    }
    state.disk.delete(&path).map_or(SQLITE_IOERR_DELETE, |()| SQLITE_OK)
}

unsafe extern "C" fn access(_: *mut sqlite3_vfs, name: *const c_char, _: c_int, out: *mut c_int) -> c_int {
    // SAFETY: SQLite gives a name that ends with a zero, and room for the answer.
    unsafe {
        let path = path_of(name);
        // As the system's layer has it: an empty rollback journal is none.
        let there = path.metadata().is_ok_and(|m| !m.is_file() || m.len() > 0);
        *out = c_int::from(there);
    }
    SQLITE_OK
}

unsafe extern "C" fn randomness(_: *mut sqlite3_vfs, count: c_int, out: *mut c_char) -> c_int {
    // Rollback journals are told apart by it, which no run of ours depends on.
    // SAFETY: SQLite made room for so many bytes.
    unsafe { ptr::write_bytes(out, 7, count as usize) };
    count
}

unsafe extern "C" fn sleep(_: *mut sqlite3_vfs, micros: c_int) -> c_int {
    let time = Duration::from_micros(micros.unsigned_abs().into());
    match me() {
        Some(me) => drop(me.sleep(me.lock(), time)),
        None => std::thread::sleep(time),
    }
    micros
}

unsafe extern "C" fn current_time_int64(_: *mut sqlite3_vfs, out: *mut i64) -> c_int {
    // The time of day of the first world: nothing is decided by it.
    let now = me().map_or(0, |me| me.lock().now.as_millis() as i64);
    // SAFETY: there is room for the number.
    unsafe { *out = EPOCH + 1_767_225_600_000 + now };
    SQLITE_OK
}

unsafe extern "C" fn current_time(vfs: *mut sqlite3_vfs, out: *mut f64) -> c_int {
    let mut millis = 0;
    // SAFETY: there is room for both numbers.
    unsafe {
        current_time_int64(vfs, &mut millis);
        *out = millis as f64 / 86_400_000.0;
    }
    SQLITE_OK
}
