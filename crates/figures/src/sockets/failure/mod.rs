//! Why a system call failed: a sentence, and the page where it is written.
//!
//! Linux has one number for many reasons; which one it is follows from the call.

use kernel::{Call, Errno};

mod words;

pub use words::Words;

/// Why a call failed with an error, and where that is written.
pub fn why<'w>(call: &Call, errno: Errno, words: &'w Words) -> (&'w str, &'static str) {
    let page = page(call);
    match (errno, call) {
        (Errno::EINVAL, Call::Accept { .. }) => (words.not_listening(), page),
        (Errno::EINVAL, Call::Listen { .. }) => (words.cannot_listen(), page),
        (Errno::EINVAL, Call::Bind { .. }) => (words.bound_already(), page),
        (Errno::EINVAL | Errno::EDOM, Call::SetOption { .. }) => (words.out_of_range(), page),
        (Errno::EADDRINUSE, _) => (words.in_use(), page),
        (Errno::EADDRNOTAVAIL, _) => (words.no_address(), "ip(7)"),
        (Errno::ENOTCONN, _) => (words.not_connected(), page),
        (Errno::EISCONN, _) => (words.connected_already(), page),
        (Errno::EOPNOTSUPP, _) => (words.no_such_call(), page),
        (Errno::EAGAIN, _) => (words.not_ready(), page),
        (Errno::EPIPE, _) => (words.no_more_sending(), "send(2)"),
        (Errno::ENOPROTOOPT, _) => (words.no_such_option(), page),
        (Errno::EAFNOSUPPORT, _) => (words.other_family(), page),
        (Errno::EMSGSIZE, _) => (words.too_long(), page),
        (Errno::ENOENT, _) => (words.no_path(), "unix(7)"),
        (Errno::ENETUNREACH | Errno::EHOSTUNREACH, _) => (words.no_route(), page),
        (Errno::ECONNRESET, _) => (words.was_reset(), "RFC 9293 §3.5.3"),
        (Errno::ECONNREFUSED, _) => (words.refused(), page),
        (Errno::EALREADY, _) => (words.under_way(), page),
        (Errno::EINPROGRESS, _) => (words.has_begun(), page),
        (Errno::ETIMEDOUT, _) => (words.no_answer(), "tcp(7)"),
        (Errno::EBADF, _) => (words.not_open(), page),
        (Errno::EPROTOTYPE, _) => (words.other_type(), "unix(7)"),
        (Errno::EMFILE, _) => (words.table_full(), page),
        (Errno::EDESTADDRREQ, _) => (words.no_destination(), page),
        (Errno::EPERM | Errno::EACCES, _) => (words.not_allowed(), page),
        _ => (words.misfit(), page),
    }
}

/// The page of the manual that a call has.
pub const fn page(call: &Call) -> &'static str {
    match call {
        Call::Bind { .. } => "bind(2)",
        Call::Listen { .. } => "listen(2)",
        Call::Accept { .. } => "accept(2)",
        Call::Connect { .. } => "connect(2)",
        Call::Send { .. } => "send(2)",
        Call::Receive { .. } => "recv(2)",
        Call::Shutdown { .. } => "shutdown(2)",
        Call::Close { .. } => "close(2)",
        Call::Dup { .. } | Call::Dup2 { .. } => "dup(2)",
        Call::SetFlags { .. } => "fcntl(2)",
        Call::SetOption { .. } | Call::ReadOption { .. } => "setsockopt(2)",
        Call::SocketPair { .. } => "socketpair(2)",
        Call::Fork => "fork(2)",
        Call::Exit => "_exit(2)",
        _ => "socket(2)",
    }
}

#[cfg(test)]
mod tests {
    use figure_kit::words::{Language, Vocabulary as _};

    use super::*;

    #[track_caller]
    fn check(call: &Call, errno: Errno, expected: &str, page: &str) {
        let words = Words::in_language(Language::English);
        assert_eq!(why(call, errno, &words), (expected, page));
    }

    #[test]
    fn one_error_has_as_many_reasons_as_calls() {
        let accept = Call::Accept { fd: 3, flags: 0 };
        let unheard = "The socket does not listen, so no connection can wait there.";
        check(&accept, Errno::EINVAL, unheard, "accept(2)");
        let listen = Call::Listen { fd: 3, backlog: 1 };
        let connected = "A socket that is connected cannot begin to listen.";
        check(&listen, Errno::EINVAL, connected, "listen(2)");
        let open = "The process has no such descriptor.";
        check(&Call::Close { fd: 9 }, Errno::EBADF, open, "close(2)");
    }
}
