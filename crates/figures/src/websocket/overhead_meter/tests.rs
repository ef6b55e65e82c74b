use super::*;
use figure_kit::figure::{Figure as _, driven};

#[test]
fn look() {
    let it: OverheadMeter = driven(&[], &[]);
    let at = std::time::Instant::now();
    let (setup, runs) = it.runs();
    println!("runs {:?}", at.elapsed());
    for way in Way::ALL {
        let run = &runs[way as usize];
        println!(
            "{} {:?} req {} sockets {} seen {:?} delays {:?} flights {}",
            way.name(),
            run.traffic,
            run.requests,
            run.sockets,
            run.seen,
            run.delays_us(&setup),
            run.flights.len()
        );
        println!("{}", String::from_utf8_lossy(&run.sample.asked));
        println!("{}", String::from_utf8_lossy(&run.sample.answered));
        println!("{:?}", String::from_utf8_lossy(&run.sample.from_server));
        println!("{:?}", String::from_utf8_lossy(&run.sample.from_browser));
    }
    for proxy in ["off", "on"] {
        for (lat, int) in [("40", "1000"), ("0", "200"), ("500", "200"), ("40", "5000")] {
            let it: OverheadMeter =
                driven(&[("latency", lat), ("interval", int), ("proxy", proxy)], &[]);
            let at = std::time::Instant::now();
            println!("{proxy} {lat} {int} {:?} {:?}", it.sampled(), it.more().0.name());
            println!("{:?}", at.elapsed());
        }
    }
    let words = figure_kit::words::Vocabulary::in_language(figure_kit::words::Language::English);
    println!("{}", it.view(&words).plain_text());
}
