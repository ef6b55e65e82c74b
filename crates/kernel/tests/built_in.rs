//! What is built in works, and what is left out fails as it does on a Linux without it: run once
//! with `--no-default-features` too.

use kernel::{Call, Errno, Outcome, Reply, World, abi};

fn came_to(call: Call) -> Result<Reply, Errno> {
    let mut world = World::new(1);
    let host = world.add_host("alpha", None);
    let (_, thread) = world.spawn(host, "program");
    match world.syscall(host, thread, call) {
        Outcome::Done(result) => result,
        Outcome::Blocked(wait) => panic!("it waits: {wait:?}"),
    }
}

fn check(call: Call, built_in: bool, without: Errno) {
    let name = call.name();
    let result = came_to(call);
    assert_eq!(result.as_ref().err().copied(), (!built_in).then_some(without), "{name}");
}

#[test]
fn af_unix() {
    let (domain, kind, protocol) = (abi::AF_UNIX, abi::SOCK_STREAM, 0);
    let built_in = cfg!(feature = "unix");
    check(Call::Socket { domain, kind, protocol }, built_in, Errno::EAFNOSUPPORT);
    check(Call::SocketPair { domain, kind, protocol }, built_in, Errno::EAFNOSUPPORT);
    check(Call::Socket { domain: abi::AF_INET, kind, protocol }, true, Errno::EAFNOSUPPORT);
}

#[test]
fn poll_select_and_epoll() {
    let built_in = cfg!(feature = "multiplex");
    let (read, write, except) = (Vec::new(), Vec::new(), Vec::new());
    check(Call::Poll { fds: Vec::new(), timeout_ms: 0 }, built_in, Errno::ENOSYS);
    let select = Call::Select { read, write, except, timeout_ms: Some(0) };
    check(select, built_in, Errno::ENOSYS);
    check(Call::EpollCreate, built_in, Errno::ENOSYS);
    let without = if built_in { Errno::EBADF } else { Errno::ENOSYS };
    check(Call::EpollWait { epoll: 9, max: 1, timeout_ms: 0 }, false, without);
}
