use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::{env, thread, time::Duration};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = env::args().collect();
    let [_, word, wait_ms] = &arguments[..] else {
        return Err("usage: echo_client WORD WAIT_MS".into());
    };
    let mut stream = TcpStream::connect("127.0.0.1:9000")?;
    thread::sleep(Duration::from_millis(wait_ms.parse()?));
    stream.write_all(word.as_bytes())?;
    stream.shutdown(Shutdown::Write)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    println!("answer: {answer}");
    Ok(())
}
