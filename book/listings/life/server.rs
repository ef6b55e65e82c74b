use std::io::{Read, Write};
use std::net::TcpListener;

fn main() -> std::io::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:9000")?;
    println!("listening on port 9000");

    let (mut connection, _address) = listener.accept()?;
    println!("accepted a connection");
    let mut buffer = [0; 1024];
    loop {
        let got = connection.read(&mut buffer)?;
        if got == 0 {
            break;
        }
        println!("received {}", String::from_utf8_lossy(&buffer[..got]));
        connection.write_all(&buffer[..got])?;
    }
    println!("the client has finished");
    Ok(())
}
