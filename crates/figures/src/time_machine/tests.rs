use crate::exhibit::Exhibit;
use crate::script::Script;

#[test]
fn look() {
    let text = std::fs::read_to_string("../../book/src/scenarios.md").unwrap();
    for part in text.split("```figure time-machine wide\n").skip(1) {
        let script = part.split("```").next().unwrap();
        let parsed = Script::parse("time-machine", script).unwrap();
        match Exhibit::from_script("time-machine", &parsed) {
            Ok(exhibit) => {
                let words = crate::words::Words::english();
                for gate in ["gate", "gate2", "steps", "segments", "milliseconds"] {
                    print!("{gate} {:?}  ", exhibit.fact(gate));
                }
                println!();
                let mut figure = super::TimeMachine::default();
                for (_, line) in parsed.lines() { if let crate::script::Line::Set(n, v) = line { crate::figure::Figure::set(&mut figure, n, v).unwrap(); } }
                let run = &figure.play().run;
                for step in 1..=run.steps.len() {
                    println!("{:3} {:>9} {}", step, super::time::moment(run.ns(step)), super::say::log_line(run, step, &words).text);
                    println!("         {}", super::say::narration(run, step, &words));
                }
            }
            Err(error) => println!("ERROR {error}"),
        }
        println!("=====");
    }
}
