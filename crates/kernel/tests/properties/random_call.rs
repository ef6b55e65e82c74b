//! Calls with arguments that a careful program would use, and with any others.

use kernel::{Address, Call, Endpoint, Ip, OptionValue, Rng, UnixName, abi};

/// Where choices come from: a seed, or the bytes of a fuzzer.
pub(crate) trait Dice {
    /// Any 32 bits.
    fn next_u32(&mut self) -> u32;

    /// A number below `bound`.
    fn below(&mut self, bound: u32) -> u32;
}

impl Dice for Rng {
    fn next_u32(&mut self) -> u32 {
        Rng::next_u32(self)
    }

    fn below(&mut self, bound: u32) -> u32 {
        Rng::below(self, bound)
    }
}

fn pick<T: Copy>(rng: &mut impl Dice, choices: &[T]) -> T {
    choices[rng.below(choices.len() as u32) as usize]
}

/// Mostly a small number, at times any.
fn any_i32(rng: &mut impl Dice) -> i32 {
    match rng.below(8) {
        0 => rng.next_u32() as i32,
        1 => -1,
        _ => rng.below(40) as i32,
    }
}

fn fd(rng: &mut impl Dice) -> i32 {
    if rng.below(20) == 0 { any_i32(rng) } else { 3 + rng.below(8) as i32 }
}

fn address(rng: &mut impl Dice) -> Address {
    let ips = [
        [127, 0, 0, 1],
        [127, 0, 0, 1],
        [10, 0, 0, 1],
        [10, 0, 0, 2],
        [0, 0, 0, 0],
        [127, 0, 0, 2],
        [192, 0, 2, 1],
        [10, 0, 0, 255],
    ];
    match rng.below(12) {
        0 => Address::Unspecified,
        1 => Address::Unix(UnixName::Abstract("a".repeat(rng.below(130) as usize))),
        2 => Address::Unix(UnixName::Path("/tmp/s".to_owned())),
        3 => Address::Unix(UnixName::Unnamed),
        _ => {
            let ip = Ip(pick(rng, &ips).into());
            Address::Inet(Endpoint::new(ip, pick(rng, &[9_001, 9_001, 9_002, 0])))
        }
    }
}

fn flags(rng: &mut impl Dice) -> i32 {
    let known = [0, 0, abi::MSG_DONTWAIT, abi::MSG_PEEK, abi::MSG_OOB, abi::MSG_TRUNC];
    match rng.below(6) {
        0 => any_i32(rng),
        1 => abi::MSG_WAITALL | abi::MSG_MORE,
        _ => pick(rng, &known) | abi::MSG_DONTWAIT,
    }
}

fn option(rng: &mut impl Dice) -> Call {
    let level = pick(rng, &[abi::SOL_SOCKET, abi::SOL_SOCKET, abi::IPPROTO_TCP, abi::IPPROTO_IP]);
    let (fd, name) = (fd(rng), any_i32(rng));
    let value = match rng.below(5) {
        0 => OptionValue::Linger(any_i32(rng), any_i32(rng)),
        1 => OptionValue::Interval(i64::from(any_i32(rng)), i64::from(any_i32(rng))),
        _ => OptionValue::Int(any_i32(rng)),
    };
    if rng.below(2) == 0 {
        Call::SetOption { fd, level, name, value }
    } else {
        Call::ReadOption { fd, level, name }
    }
}

fn waiting(rng: &mut impl Dice) -> Call {
    let timeout_ms = pick(rng, &[0, 0, 1, 50]);
    match rng.below(4) {
        0 => Call::Poll { fds: vec![(fd(rng), rng.next_u32()), (fd(rng), 7)], timeout_ms },
        1 => Call::Select {
            read: vec![fd(rng)],
            write: vec![fd(rng)],
            except: vec![fd(rng)],
            timeout_ms: Some(timeout_ms as u32),
        },
        2 => Call::EpollWait { epoll: fd(rng), max: any_i32(rng), timeout_ms },
        _ => {
            let (epoll, how, fd) = (fd(rng), rng.below(5) as i32, fd(rng));
            Call::EpollControl { epoll, how, fd, events: rng.next_u32(), data: 0 }
        }
    }
}

fn new(rng: &mut impl Dice) -> Call {
    let domain = pick(rng, &[abi::AF_INET, abi::AF_INET, abi::AF_INET, abi::AF_UNIX, 77]);
    let kind = pick(rng, &[abi::SOCK_STREAM, abi::SOCK_STREAM, abi::SOCK_DGRAM, 5, 3, 99]);
    let kind = if rng.below(4) == 0 { kind } else { kind | abi::SOCK_NONBLOCK };
    match rng.below(10) {
        0 => Call::SocketPair { domain: abi::AF_UNIX, kind, protocol: 0 },
        1 => Call::Socket { domain, kind, protocol: any_i32(rng) },
        2 => Call::EpollCreate,
        _ => Call::Socket { domain, kind, protocol: 0 },
    }
}

fn plain(rng: &mut impl Dice) -> Call {
    match rng.below(12) {
        0 => Call::Dup { fd: fd(rng) },
        1 => Call::Dup2 { fd: fd(rng), new: any_i32(rng) },
        2 => Call::SetFlags { fd: fd(rng), flags: any_i32(rng) | abi::O_NONBLOCK },
        3 => Call::ReadFlags { fd: fd(rng) },
        4 => Call::Fork,
        5 => Call::Sleep { seconds: 0, ns: i64::from(any_i32(rng)) * 2_000_000 },
        6 => Call::LocalName { fd: fd(rng) },
        7 => Call::PeerName { fd: fd(rng) },
        8 if rng.below(9) == 0 => Call::SetProcessLimit { limit: rng.below(4) },
        8 if rng.below(6) == 0 => Call::SetDescriptorLimit { limit: 4 + rng.below(20) },
        9 if rng.below(8) == 0 => Call::Exit,
        10 if rng.below(8) == 0 => Call::SetUser { uid: rng.below(3) },
        _ => option(rng),
    }
}

/// A call, with arguments of every kind.
pub(crate) fn random_call(rng: &mut impl Dice) -> Call {
    let fd = fd(rng);
    match rng.below(16) {
        0 | 1 => new(rng),
        2 => Call::bind(fd, address(rng)),
        3 => Call::Listen { fd, backlog: any_i32(rng) },
        4 | 5 => Call::connect(fd, address(rng)),
        6 => Call::Accept { fd, flags: pick(rng, &[0, abi::SOCK_NONBLOCK, 77]) },
        7 | 8 => {
            let data = vec![b'x'; pick(rng, &[0, 1, 5, 5_000, 70_000])].into();
            let address = (rng.below(4) == 0).then(|| address(rng));
            Call::Send { fd, data, flags: flags(rng), address }
        }
        9 | 10 => {
            let length = pick(rng, &[0, 1, 3, 100, 100_000]);
            Call::Receive { fd, length, flags: flags(rng) }
        }
        11 => Call::Shutdown { fd, how: rng.below(4) as i32 },
        12 => Call::Close { fd },
        13 => waiting(rng),
        14 => Call::Bind { fd, address: address(rng), length: any_i32(rng) as u32 },
        _ => plain(rng),
    }
}
