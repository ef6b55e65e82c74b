//! Judges a program that solves an exercise, as a page does, over the real loopback.
//!
//! The program runs as a process of this machine, in the worlds of the checks that a machine can
//! make; what their peers do, and what is right, is [`checker`]'s to say. Worlds with a link or a
//! fault, and claims about system calls, exist in the simulator alone: they are named and skipped.
//!
//! Invariant: only processes that were started here are ended, and no check takes longer than its
//! worlds' limits together.

mod folder;
mod program;
mod socket;
mod world;

use checker::{Check, Failure, Observed, World};

pub use folder::{Both, Exercise, Said, WrongSolution, text_of};
use world::Run;

/// What came of a check.
#[derive(Debug)]
pub struct Judged {
    /// Its place among the exercise's checks.
    pub check: usize,
    /// How many worlds it passed.
    pub worlds: usize,
    /// What was not judged, as the checks say it: worlds and claims of the simulator.
    pub skipped: Vec<String>,
    /// Why it failed, if it did.
    pub failed: Option<Box<Failed>>,
}

/// A check that failed.
#[derive(Debug)]
pub struct Failed {
    /// The simplest world in which it does.
    pub world: World,
    /// Why, and on which way.
    pub failure: Failure,
    /// What the program had said by then.
    pub observed: Observed,
}

/// Judges one check: world after world, to the first that fails.
///
/// An error is not the program's: something that it needs is not there.
pub async fn judge(exercise: &Exercise, check: usize, text: &str) -> Result<Judged, String> {
    let mut judged = Judged { check, worlds: 0, skipped: Vec::new(), failed: None };
    let Some(checked) = exercise.checks.checks.get(check) else { return Ok(judged) };
    let claims = checked.claims.iter().filter(|claim| claim.claimed.is_simulated_only());
    judged.skipped = claims.map(|claim| claim.text.clone()).collect();
    for world in exercise.checks.worlds(check) {
        if world.is_simulated_only() {
            judged.skipped.extend(world.line.map(|line| format!("world {line}")));
            continue;
        }
        judged.failed = failed(exercise, checked, text, world).await?.map(Box::new);
        if judged.failed.is_some() {
            break;
        }
        judged.worlds += 1;
    }
    Ok(judged)
}

/// How the program fails in a world: in the one round that does it, if that does it alone.
async fn failed(
    exercise: &Exercise,
    check: &Check,
    text: &str,
    world: World,
) -> Result<Option<Failed>, String> {
    let run = |world: World| async move {
        let run = Run { exercise, check, text, world: &world };
        let failed = run.judge().await?;
        Ok::<_, String>(failed.map(|world::Failed { failure, observed, round }| {
            (Failed { world, failure, observed }, round)
        }))
    };
    let rounds = world.rounds();
    let Some((failed, round)) = run(world.clone()).await? else { return Ok(None) };
    if rounds > 1
        && let Some((alone, _)) = run(world.only(round)).await?
    {
        return Ok(Some(alone));
    }
    Ok(Some(failed))
}
