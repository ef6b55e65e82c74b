use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

fn serve(mut connection: TcpStream, number: usize) -> Result<()> {
    let mut buffer = [0; 1024];
    loop {
        let got = connection.read(&mut buffer)?;
        if got == 0 {
            break;
        }
        println!("read from client {number}: {}", String::from_utf8_lossy(&buffer[..got]));
        connection.write_all(&buffer[..got])?;
    }
    println!("client {number} has finished");
    Ok(())
}

fn main() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:9000")?;
    println!("listening on port 9000");
    let mut threads = Vec::new();
    for number in [1, 2] {
        let (connection, _address) = listener.accept()?;
        println!("accepted client {number}");
        threads.push(thread::spawn(move || serve(connection, number)));
    }
    for thread in threads {
        thread.join().expect("a thread panicked")?;
    }
    Ok(())
}
