//! Subjects measured in turns, and what came out as a table: medians, spread, ratios to ours.

use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// How often each subject has its turn. Odd, so that the median is a sample.
const ROUNDS: usize = 41;

/// One turn lasts at least so long, or the clock's own grain would show.
const TURN: Duration = Duration::from_millis(4);

/// Something measured: it does its work so many times.
pub(crate) struct Subject<'a> {
    name: &'a str,
    work: Box<dyn FnMut(u64) + 'a>,
}

/// A subject that does `work` as many times as it is told.
pub(crate) fn subject<'a>(name: &'a str, work: impl FnMut(u64) + 'a) -> Subject<'a> {
    Subject { name, work: Box::new(work) }
}

/// Samples of one subject, sorted.
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn new(mut samples: Vec<f64>) -> Self {
        samples.sort_by(f64::total_cmp);
        Self(samples)
    }

    pub(crate) fn median(&self) -> f64 {
        self.at(0.5)
    }

    /// The sample below which this part of all lies.
    fn at(&self, part: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * part).round() as usize]
    }
}

/// Measures all in turns and prints nanoseconds for one piece of work; the first subject is ours.
pub(crate) fn compare(title: &str, mut subjects: Vec<Subject<'_>>) {
    let counts: Vec<u64> = subjects.iter_mut().map(calibrate).collect();
    let mut samples = vec![Vec::new(); subjects.len()];
    for _ in 0..ROUNDS {
        for ((subject, count), samples) in subjects.iter_mut().zip(&counts).zip(&mut samples) {
            samples.push(turn(subject, *count).as_nanos() as f64 / *count as f64);
        }
    }
    let names: Vec<&str> = subjects.iter().map(|subject| subject.name).collect();
    print(title, "ns", &names, samples.into_iter().map(Samples::new).collect());
}

/// Prints a table; the first row is ours, and the ratio says how many times ours a peer needs.
pub(crate) fn print(title: &str, unit: &str, names: &[&str], samples: Vec<Samples>) {
    println!("\n{title}");
    println!("  {:<22} {:>12} {:>25} {:>9}", "", "median", "10 % to 90 %", "ratio");
    let ours = samples.first().map_or(f64::NAN, Samples::median);
    for (name, samples) in names.iter().zip(&samples) {
        let (median, low, high) = (samples.median(), samples.at(0.1), samples.at(0.9));
        let spread = format!("{low:.1} to {high:.1}");
        println!("  {name:<22} {median:>9.1} {unit} {spread:>25} {:>9.2}", median / ours);
    }
}

/// How many times fill a turn.
fn calibrate(subject: &mut Subject<'_>) -> u64 {
    let mut count = 1;
    loop {
        let took = turn(subject, count);
        if took >= TURN {
            return count;
        }
        count = (count * 2)
            .max((count as f64 * (TURN.as_secs_f64() / took.as_secs_f64()).min(100.0)) as u64);
    }
}

/// The time that this thread ran, so that others on a busy machine are left out.
fn turn(subject: &mut Subject<'_>, count: u64) -> Duration {
    let before = ran();
    (subject.work)(count);
    ran().saturating_sub(before)
}

/// How long this thread has run.
pub(crate) fn ran() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
