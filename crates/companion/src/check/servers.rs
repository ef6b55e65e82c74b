//! Plays the cases against a server, several at a time where it serves several at a time.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc, time::Instant};

use checker::websocket::{Case, Facts, Finding, Verdict, probe};
use tokio::{net::lookup_host, sync::Semaphore, task::JoinSet};
use websocket::Role;

use super::{
    connection::{self, Played},
    outcome::Outcome,
    question::Question,
    words::Words,
};
use crate::handshake::Url;

/// Cases at once.
const CASES_AT_ONCE: usize = 8;

/// Cases one behind the other that find nobody before the others are not tried any more.
const UNREACHED_MAX: usize = 3;

pub(super) async fn check(
    url: &Url,
    cases: &[&'static Case],
    question: &Question,
    words: &Words,
) -> Result<Outcome, String> {
    let begun = Instant::now();
    let address = url.address();
    let found = lookup_host(&address).await;
    let places: Vec<SocketAddr> =
        found.map_err(|error| format!("{address} is not found: {error}"))?.collect();
    let mut facts = Facts::new(Role::Server, url.authority(), url.target());
    facts.patience_ms = question.patience_ms;
    let at_once = look(&mut facts, &places, url, words).await?;
    let played = play_all(cases, &Arc::new(facts.clone()), &Arc::new(places), at_once).await;
    Ok(Outcome {
        title: format!("ws://{}{}", url.authority(), url.target()),
        peer: Role::Server,
        level: question.level,
        echoes: facts.echoes,
        played,
        seconds: begun.elapsed().as_secs_f64(),
    })
}

/// Finds out whether the server echoes, and how many it serves at once.
async fn look(
    facts: &mut Facts,
    places: &[SocketAddr],
    url: &Url,
    words: &Words,
) -> Result<usize, String> {
    let first = connection::play(probe(), facts, places).await;
    match &first.verdict {
        Verdict::Error(why) => return Err(words.unreachable(&url.address(), why)),
        Verdict::Failed(Finding::Refused(status)) => {
            return Err(words.refused_probe(&url.target(), status));
        }
        Verdict::Passed | Verdict::Informational(_) => {}
        Verdict::Failed(_) | Verdict::NotApplicable(_) => facts.echoes = false,
    }
    // The first connection is still open: is a second one served beside it?
    let second = connection::play(probe(), facts, places).await;
    let is_served =
        !matches!(second.verdict, Verdict::Failed(Finding::Nothing(None)) | Verdict::Error(_));
    drop(first.open);
    Ok(if is_served { CASES_AT_ONCE } else { 1 })
}

async fn play_all(
    cases: &[&'static Case],
    facts: &Arc<Facts>,
    places: &Arc<Vec<SocketAddr>>,
    at_once: usize,
) -> Vec<Played> {
    let permits = Arc::new(Semaphore::new(at_once));
    let mut tasks = JoinSet::new();
    let mut done = BTreeMap::new();
    let mut unreached = 0;
    for (index, &case) in cases.iter().enumerate() {
        // Nobody closes the semaphore.
        let permit = Arc::clone(&permits).acquire_owned().await;
        while let Some(Ok((index, played))) = tasks.try_join_next() {
            note(&mut unreached, &played);
            done.insert(index, played);
        }
        if unreached >= UNREACHED_MAX {
            break;
        }
        let (facts, places) = (Arc::clone(facts), Arc::clone(places));
        tasks.spawn(async move {
            let mut played = connection::play(case, &facts, &places).await;
            played.open.clear();
            drop(permit);
            (index, played)
        });
    }
    while let Some(joined) = tasks.join_next().await {
        if let Ok((index, played)) = joined {
            done.insert(index, played);
        }
    }
    let left = cases.iter().enumerate().filter(|(index, _)| !done.contains_key(index));
    let left: Vec<_> = left.map(|(index, &case)| (index, Played::unreached(case))).collect();
    done.extend(left);
    done.into_values().collect()
}

fn note(unreached: &mut usize, played: &Played) {
    *unreached = if matches!(played.verdict, Verdict::Error(_)) { *unreached + 1 } else { 0 };
}
