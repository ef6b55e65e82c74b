//! What a call's result means, in a sentence.

use kernel::{Call, Fd};

use super::bench::Line;
use super::step::{Deed, Step};
use super::words::Words;
use crate::sockets::failure;

/// The sentence, and where it can be read; none where the packets say all there is.
pub(super) fn of(
    line: &Line,
    step: &Step,
    words: &Words,
) -> Option<(String, Option<&'static str>)> {
    let Deed::Call(call) = &step.deed else { return None };
    if let Some(errno) = line.errno {
        let (why, page) = failure::why(call, errno, words);
        return Some((why.to_owned(), Some(page)));
    }
    let Some(result) = &line.result else {
        return Some((words.means_sleeping().to_owned(), Some(failure::page(call))));
    };
    let number = result.split_whitespace().next().and_then(|it| it.parse::<Fd>().ok());
    let number = number.unwrap_or_default();
    let text = match call {
        Call::Socket { .. } => words.means_socket(&number),
        Call::SocketPair { .. } => words.means_pair().to_owned(),
        Call::Bind { .. } => words.means_bind().to_owned(),
        Call::Listen { .. } => words.means_listen().to_owned(),
        Call::Accept { .. } => words.means_accept(&number),
        Call::Connect { .. } => words.means_connect().to_owned(),
        Call::Send { .. } => words.means_send(&number),
        Call::Receive { .. } if number == 0 => words.means_end().to_owned(),
        Call::Receive { .. } => words.means_recv(&number),
        Call::Shutdown { .. } => words.means_shutdown().to_owned(),
        Call::Close { .. } => match line.left {
            Some(left @ 1..) => words.means_close_shared(&left),
            _ => words.means_close().to_owned(),
        },
        Call::Dup { .. } | Call::Dup2 { .. } => words.means_dup(&number),
        Call::SetFlags { .. } => words.means_flags().to_owned(),
        Call::SetOption { .. } => words.means_option().to_owned(),
        Call::Fork => words.means_fork(&number),
        Call::Exit => words.means_exit().to_owned(),
        _ => return None,
    };
    Some((text, Some(failure::page(call))))
}
