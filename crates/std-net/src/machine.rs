//! What surrounds a program: whoever answers its calls and takes its output.
//!
//! In WebAssembly that is the Worker: an import asks, and the program sleeps until it is answered.
//! Elsewhere (in tests) it is whatever was installed for the thread.

use ::std::cell::Cell;
use ::std::panic::Location;

use crate::{call, io, process, thread};

/// What a program is told of itself.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    /// Its arguments; the first is its own name.
    pub arguments: Vec<String>,
    /// Its process's number.
    pub pid: u32,
    /// When it began, in milliseconds since 1970.
    pub epoch_ms: u64,
}

thread_local! {
    /// The reader's own file, as the compiler names it.
    static FILE: Cell<&'static str> = const { Cell::new("") };
    static NUMBER: Cell<u32> = const { Cell::new(0) };
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// The line of a place in the reader's own file. Of any other it is that of whoever is at work on
/// the reader's behalf ([`Made`]), or 0.
pub(crate) fn line_of(place: &Location<'_>) -> u32 {
    if FILE.get() == place.file() { place.line() } else { MADE.get() }
}

/// Something at work on behalf of a line, where the compiler does not pass the caller on: in
/// closures, formats and iterators.
pub(crate) struct Made(u32);

impl Made {
    /// At this line, until it is dropped.
    pub(crate) fn at(line: u32) -> Self {
        Self(MADE.replace(line))
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        MADE.set(self.0);
    }
}

/// What a file is called, without its folders.
pub(crate) fn file_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

/// The number of the thread that has the turn.
pub(crate) fn thread() -> u32 {
    NUMBER.get()
}

/// Asks, and waits for the answer.
pub(crate) fn ask(call: &[u8], line: u32) -> Vec<u8> {
    let (number, made) = (thread(), MADE.get());
    let reply = outside::ask(call, line);
    // Other threads may have had the turn.
    NUMBER.set(number);
    MADE.set(made);
    reply
}

/// Hands output over.
pub(crate) fn write(fd: i32, text: &[u8]) {
    if !text.is_empty() {
        outside::write_out(fd, text);
    }
}

/// Virtual nanoseconds since the run began.
pub(crate) fn now() -> u64 {
    outside::time()
}

/// What the program is told of itself.
pub(crate) fn environment() -> Environment {
    outside::surroundings()
}

/// The process ends.
pub(crate) fn exit(status: i32) -> ! {
    io::flush_output();
    ask(&call::exit(status), 0);
    outside::never(status)
}

/// This thread ends; the process lives on.
pub(crate) fn end_thread() -> ! {
    ask(&call::end_thread(), 0);
    outside::never(0)
}

/// Runs a program from its beginning to its end.
pub fn run<T: process::Termination>(file: &'static str, main: impl FnOnce() -> T) -> ! {
    FILE.set(file);
    NUMBER.set(0);
    exit(main().report())
}

/// Runs a thread that was started, from its beginning to its end.
pub fn run_thread(number: u32) -> ! {
    NUMBER.set(number);
    thread::begin(number);
    end_thread()
}

/// The functions by which a Worker begins a program and its threads.
#[macro_export]
macro_rules! entry {
    ($main:path) => {
        #[unsafe(no_mangle)]
        extern "C" fn start() {
            $crate::machine::watch_panics();
            $crate::machine::run(::core::file!(), $main)
        }

        #[unsafe(no_mangle)]
        extern "C" fn thread(number: u32) {
            $crate::machine::run_thread(number)
        }

        #[unsafe(no_mangle)]
        extern "C" fn stack() -> usize {
            $crate::machine::new_stack()
        }
    };
}

/// Has a panic written and its thread or program ended, as the standard library does.
pub fn watch_panics() {
    ::std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |at| {
            format!("{}:{}:{}", file_name(at.file()), at.line(), at.column())
        });
        let payload = panic.payload();
        let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned());
        let text = text.unwrap_or_else(|| "Box<dyn Any>".to_owned());
        let (name, id) = (thread::name(), environment().pid + thread());
        io::print_error(format_args!("\nthread '{name}' ({id}) panicked at {place}:\n{text}\n"));
        io::print_error(format_args!(
            "note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace\n"
        ));
        thread::panicked();
        if thread() == 0 { exit(101) } else { end_thread() }
    }));
}

/// How much stack a thread has in memory, beside that of WebAssembly itself.
const STACK_LEN: usize = 128 << 10;

/// Memory for a thread's stack. Gives its upper end, from which it grows down.
///
/// It is never given back: a process has 256 threads at most, and the lab's processes are short.
pub fn new_stack() -> usize {
    let memory: &'static mut [u128] = vec![0; STACK_LEN / size_of::<u128>()].leak();
    memory.as_ptr_range().end as usize
}

#[cfg(target_arch = "wasm32")]
#[expect(unsafe_code, reason = "imports are foreign functions")]
mod outside {
    use super::Environment;
    use crate::codec::Reader;

    #[link(wasm_import_module = "lab")]
    unsafe extern "C" {
        /// Asks; gives the length of the reply, which is then taken.
        fn call(pointer: *const u8, length: usize, line: u32) -> usize;
        /// Copies what was answered last to where there is room for it.
        fn take(pointer: *mut u8);
        fn write(fd: i32, pointer: *const u8, length: usize);
        fn now() -> u64;
        /// What the program is told of itself; gives the length, as `call` does.
        fn environment() -> usize;
    }

    fn taken(length: usize) -> Vec<u8> {
        let mut reply = vec![0; length];
        // SAFETY: there is room for `length` bytes, which is what will be copied.
        unsafe { take(reply.as_mut_ptr()) };
        reply
    }

    pub(super) fn ask(bytes: &[u8], line: u32) -> Vec<u8> {
        // SAFETY: the bytes are read before the call gives up the turn.
        taken(unsafe { call(bytes.as_ptr(), bytes.len(), line) })
    }

    pub(super) fn write_out(fd: i32, text: &[u8]) {
        // SAFETY: the bytes are read before the call returns.
        unsafe { write(fd, text.as_ptr(), text.len()) }
    }

    pub(super) fn time() -> u64 {
        // SAFETY: it touches no memory.
        unsafe { now() }
    }

    pub(super) fn surroundings() -> Environment {
        // SAFETY: it touches no memory.
        let reply = taken(unsafe { environment() });
        let mut reader = Reader(&reply);
        let (pid, epoch_ms) = (reader.u32(), reader.i64().unsigned_abs());
        let count = reader.u32();
        Environment { arguments: (0..count).map(|_| reader.text()).collect(), pid, epoch_ms }
    }

    pub(super) fn never(_status: i32) -> ! {
        ::std::process::abort()
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub use outside::{Ended, Machine, install};

/// Whoever answers in tests.
#[cfg(not(target_arch = "wasm32"))]
mod outside {
    use ::std::cell::RefCell;

    use super::Environment;

    /// Answers a program's calls.
    pub trait Machine {
        /// Answers a call that was made at a line.
        fn ask(&mut self, call: &[u8], line: u32) -> Vec<u8>;
        /// Takes output.
        fn write(&mut self, fd: i32, text: &[u8]);
        /// Virtual nanoseconds.
        fn now(&self) -> u64;
        /// What the program is told of itself.
        fn environment(&self) -> Environment;
    }

    /// What a program's end unwinds with.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Ended(pub i32);

    thread_local! {
        static MACHINE: RefCell<Option<Box<dyn Machine>>> = const { RefCell::new(None) };
    }

    /// Has the calls of this thread answered by a machine.
    pub fn install(machine: Box<dyn Machine>) {
        MACHINE.set(Some(machine));
    }

    fn with<T>(use_it: impl FnOnce(&mut dyn Machine) -> T) -> T {
        MACHINE.with_borrow_mut(|machine| {
            use_it(machine.as_deref_mut().expect("a machine was installed for this thread"))
        })
    }

    pub(super) fn ask(call: &[u8], line: u32) -> Vec<u8> {
        with(|machine| machine.ask(call, line))
    }

    pub(super) fn write_out(fd: i32, text: &[u8]) {
        with(|machine| machine.write(fd, text));
    }

    pub(super) fn time() -> u64 {
        with(|machine| machine.now())
    }

    pub(super) fn surroundings() -> Environment {
        with(|machine| machine.environment())
    }

    pub(super) fn never(status: i32) -> ! {
        ::std::panic::resume_unwind(Box::new(Ended(status)))
    }
}
