use std::io::{Read, Write};
use std::net::TcpStream;

fn main() -> std::io::Result<()> {
    let mut stream = TcpStream::connect("127.0.0.1:9000")?;
    stream.write_all(b"hello")?;
    let mut buffer = [0; 1024];
    let got = stream.read(&mut buffer)?;
    println!("answer: {}", String::from_utf8_lossy(&buffer[..got]));
    Ok(())
}
