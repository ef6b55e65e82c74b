//! A recorded run: what programs, kernels and the wire did, step by step.
//!
//! A producer owns the programs (a scenario's statements, a reader's own programs, a figure's
//! clients) and decides whose turn it is. The [`Recorder`] applies each turn to the simulated world
//! and keeps what came of it; [`Recorder::finish`] gives the [`Recording`], which anybody can look
//! at, at any step, forwards and backwards.
//!
//! # Architecture invariants
//!
//! - Nothing here is placed by hand: calls, states, queues, timers and segments are read off the
//!   world and its trace.
//! - Nothing here knows a producer's language, a figure, a clock or a file.
//! - Steps count from 1; a *position* is how many have happened, so 0 is before the first.
//! - A run is bounded by its [`Budget`]; one that is longer says so.
//!
//! # A producer
//!
//! Two programs over one connection, one line each: the client connects and closes, the server
//! accepts. Whoever is awake makes its next call; when all sleep, the world goes on.
//!
//! ```
//! use kernel::{Call, Endpoint, History, HostId, Input, Ip, Link, ProcessId, State, ThreadId, abi};
//! use recording::{Budget, End, Host, Recorder, Thread};
//!
//! let [client, server] = [HostId(0), HostId(1)];
//! let [here, there] = [1, 2].map(|last| Ip([10, 0, 0, last].into()));
//! let mut history = History::new(1);
//! for (name, address) in [("client", here), ("server", there)] {
//!     history.apply(Input::AddHost { name: name.into(), address: Some(address) });
//! }
//! let link = Link::with_delay_ns(20_000_000);
//! history.apply(Input::Join { one: client, other: server, link });
//! for (host, name) in [(client, "client.py"), (server, "server.py")] {
//!     history.apply(Input::Spawn { host, name: name.into() });
//! }
//! let hosts = vec![Host::new(client, "client", here), Host::new(server, "server", there)];
//! let threads = vec![
//!     Thread::new("server.py", server, ProcessId(0), ThreadId(0)),
//!     Thread::new("client.py", client, ProcessId(0), ThreadId(0)),
//! ];
//!
//! let (domain, kind) = (abi::AF_INET, abi::SOCK_STREAM);
//! let socket = || Call::Socket { domain, kind, protocol: 0 };
//! let programs = [
//!     vec![
//!         socket(),
//!         Call::bind(3, Endpoint::new(Ip::ANY, 8080)),
//!         Call::Listen { fd: 3, backlog: 1 },
//!         Call::Accept { fd: 3, flags: 0 },
//!     ],
//!     vec![socket(), Call::connect(3, Endpoint::new(there, 8080)), Call::Close { fd: 3 }],
//! ];
//!
//! let mut recorder = Recorder::new(history, hosts, threads, Budget::default());
//! while !recorder.is_spent() {
//!     let Some(thread) = recorder.ready() else {
//!         if recorder.step() { continue } else { break }
//!     };
//!     let line = recorder.thread(thread).calls.len();
//!     match programs[thread].get(line) {
//!         Some(call) => {
//!             recorder.call(thread, call.clone(), format!("{call:?}"), Some(line + 1));
//!         }
//!         None => recorder.exit(thread, End::Done),
//!     }
//! }
//! let run = recorder.finish();
//!
//! let connect = run.call(1, 2).unwrap();
//! assert!(connect.result.as_ref().unwrap().is_ok() && connect.returned > Some(connect.called));
//! let flags = |number: usize| run.segments[number].flags().to_string();
//! assert_eq!([0, 1, 2].map(flags), ["SYN", "SYN|ACK", "ACK"]);
//! assert_eq!(run.state_behind(0, 3, run.steps.len()), Some(State::Closed));
//! assert!(run.world(connect.called, |world| world.host(client).ss()).contains("SYN-SENT"));
//! ```

#![forbid(unsafe_code)]

mod fault;
mod part;
mod recorder;
mod run;
mod segment;
mod span;
mod step;
mod thread;

pub use fault::{FAULTS_MAX, Fault, KNOBS, Knob, Tuned, fates};
pub use recorder::{Budget, Recorder};
pub use run::Recording;
pub use segment::Segment;
pub use span::{Bar, Bracket, Identity, Spans, Stay};
pub use step::{Cause, Change, Host, Step};
pub use thread::{CallMade, End, Stream, Thread, Written};
