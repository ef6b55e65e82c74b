//! How everybody stands, in sentences: who waits for what, and what would end it.

use kernel::Call;
use lab::{Ended, Language, Standing, ThreadReport};

use super::feed::Feed;
use super::words::Words;

/// The sentences, and whether they tell of a deadlock.
pub(super) fn sentences(feed: &Feed, words: &Words) -> (Vec<String>, bool) {
    let circle = feed.report.circle();
    let mut said = Vec::new();
    if !circle.is_empty() {
        said.push(words.deadlock().to_owned());
    }
    let all = feed.report.threads.iter().enumerate();
    let (first, rest): (Vec<_>, Vec<_>) = all.partition(|(at, _)| circle.contains(at));
    let mut over = Vec::new();
    for (_, thread) in first.into_iter().chain(rest) {
        if matches!(thread.standing, Standing::Over(_)) {
            // A process ends once, however many threads it had.
            if over.contains(&thread.process) {
                continue;
            }
            over.push(thread.process);
        }
        said.extend(sentence(feed, thread, words));
    }
    for (thread, from, to) in &feed.led {
        let program = feed.run.threads.get(*thread).map_or("", |it| it.program.as_str());
        said.push(words.led(&program, from, to));
    }
    (said, !circle.is_empty())
}

fn who(feed: &Feed, process: usize, thread: u32, words: &Words) -> String {
    let program = feed.setup.programs.get(process).map_or("", |program| program.name.as_str());
    match thread {
        0 => program.to_owned(),
        number => words.thread_of(&program, &number),
    }
}

fn sentence(feed: &Feed, thread: &ThreadReport, words: &Words) -> Option<String> {
    let who_is = |process, number| who(feed, process, number, words);
    let who = who_is(thread.process, thread.thread);
    let peer = thread.peer.map(|peer| who_is(peer, 0));
    let at = thread.local.map_or_else(String::new, |local| local.to_string());
    // A peer of a check ends or rests as the check wants it.
    let program = feed.setup.programs.get(thread.process);
    let is_peer = program.is_some_and(|program| program.language == Language::Peer);
    Some(match &thread.standing {
        Standing::Over(Some(_)) if is_peer => return None,
        Standing::Idle if is_peer => words.peer_rests(&who),
        Standing::Over(None) | Standing::Later | Standing::Ready => return None,
        Standing::Over(Some(ended)) => of_end(&who_is(thread.process, 0), *ended, words),
        Standing::Reading => words.waits_input(&who),
        Standing::Idle => words.idle(&who),
        Standing::Lock { holder: Some(holder), .. } => {
            words.waits_lock(&who, &who_is(thread.process, *holder))
        }
        Standing::Lock { holder: None, .. } => words.waits_lock_alone(&who),
        Standing::Kernel(call) => match (call, peer) {
            (Call::Accept { .. }, _) => words.waits_accept(&who, &at),
            (Call::Receive { .. }, Some(peer)) => words.waits_receive(&who, &peer),
            (Call::Receive { .. }, None) if at.is_empty() => words.waits_receive_alone(&who),
            (Call::Receive { .. }, None) => words.waits_datagram(&who, &at),
            (Call::Send { .. }, Some(peer)) => words.waits_send(&who, &peer),
            (Call::Connect { .. }, _) => words.waits_connect(&who),
            (Call::Sleep { .. }, _) => words.waits_time(&who),
            (call, _) => words.waits_any(&who, &[call.name(), "()"].concat()),
        },
    })
}

fn of_end(who: &str, ended: Ended, words: &Words) -> String {
    match ended {
        Ended::Exited(status) => words.ended(&who, &status),
        Ended::Stopped => words.ended_stopped(&who),
        Ended::Killed => words.ended_killed(&who),
        Ended::Computing => words.ended_loop(&who),
        Ended::Memory => words.ended_memory(&who),
        Ended::Output => words.ended_output(&who),
        Ended::Silent => words.ended_silent(&who),
        Ended::Broken => words.ended_broken(&who),
    }
}
