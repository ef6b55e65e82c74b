//! What programs ask for, and at which lines.

use lab::Rest;
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream, ToSocketAddrs, UdpSocket};
use std::time::{Duration, Instant};

use crate::bench::{Program, Ran, program, run};
use crate::listings::{client, server};

const ONE: &str = "host machine 10.0.0.1\nprogram one.rs machine rust";
const TWO: &str = "host machine 10.0.0.1\nprogram server.rs machine rust\n\
                   program client.rs machine rust start 100ms";

fn listing(of: fn() -> std::io::Result<()>, name: &'static str) -> Program {
    program(name, of)
}

fn pair(server: Program, client: Program) -> Ran {
    run(TWO, vec![server, client])
}

#[test]
fn the_book_s_pair_prints_what_it_prints_elsewhere() {
    let ran = pair(listing(server::run, server::FILE), listing(client::run, client::FILE));
    assert_eq!(ran.rest, Rest::Ended);
    let said = include_str!("../../../../book/listings/life/server.out");
    assert_eq!(ran.programs[0], (said.to_owned(), String::new(), Some(0)));
    let said = include_str!("../../../../book/listings/life/client.out");
    assert_eq!(ran.programs[1], (said.to_owned(), String::new(), Some(0)));
    // socket, setsockopt, bind, listen, accept, recv, send, recv, close, close, exit: as strace
    // shows them of the same program.
    let tags = |at: usize| ran.calls[at].iter().map(|call| call.0).collect::<Vec<_>>();
    assert_eq!(tags(0), [1, 15, 3, 4, 5, 8, 7, 8, 10, 10, 64]);
    assert_eq!(tags(1), [1, 6, 7, 8, 10, 64]);
}

#[test]
fn a_main_that_fails_says_why_as_linux_does() {
    let ran = run(ONE, vec![listing(client::run, client::FILE)]);
    let error =
        "Error: Os { code: 111, kind: ConnectionRefused, message: \"Connection refused\" }\n";
    assert_eq!(ran.programs[0], (String::new(), error.to_owned(), Some(1)));
}

/// The lines of this file at which a program made its calls, from the first of them.
fn lines(ran: &Ran, process: usize) -> Vec<(u8, u32)> {
    let first = ran.calls[process][0].1;
    let from = |line: u32| if line == 0 { 0 } else { line - first + 1 };
    ran.calls[process].iter().map(|(tag, line)| (*tag, from(*line))).collect()
}

#[test]
fn calls_know_their_lines_through_closures_iterators_and_formats() {
    let serve = program(file!(), || -> std::io::Result<()> {
        let listener = TcpListener::bind("127.0.0.1:9000")?;
        for stream in listener.incoming().take(1) {
            let mut stream = stream?;
            for line in BufReader::new(stream.try_clone()?).lines() {
                writeln!(stream, "{}!", line?)?;
            }
        }
        Ok(())
    });
    let ask = program(file!(), || -> std::io::Result<()> {
        let mut stream = TcpStream::connect(("localhost", 9000))?;
        stream.write_all(b"one\ntwo\n")?;
        stream.shutdown(Shutdown::Write)?;
        let mut all = String::new();
        stream.read_to_string(&mut all)?;
        print!("{all}");
        Ok(())
    });
    let ran = pair(serve, ask);
    assert_eq!(ran.programs[1].0, "one!\ntwo!\n");
    // Of two pieces each: the text and the rest of the line.
    let written = [(7, 5), (7, 5), (7, 5), (7, 5)];
    let mut expected = vec![(1, 1), (15, 1), (3, 1), (4, 1), (5, 2), (11, 4), (8, 4)];
    expected.extend(written);
    expected.extend([(8, 4), (10, 0), (10, 0), (10, 0), (64, 0)]);
    assert_eq!(lines(&ran, 0), expected);
    let lines = lines(&ran, 1);
    assert_eq!(lines[..5], [(71, 1), (1, 1), (6, 1), (7, 2), (9, 3)]);
    assert!(
        lines[5..].iter().all(|(tag, line)| (*tag, *line) == (8, 5) || *line == 0),
        "{lines:?}"
    );
}

#[test]
fn datagrams_come_whole_and_late_ones_time_out() {
    let serve = program(file!(), || -> std::io::Result<()> {
        let socket = UdpSocket::bind("127.0.0.1:9000")?;
        let mut buffer = [0; 3];
        let (got, from) = socket.recv_from(&mut buffer)?;
        println!("{got} of {from}: {:?}", &buffer[..got]);
        socket.send_to(b"yes", from)?;
        socket.set_read_timeout(Some(Duration::from_millis(500)))?;
        let begun = Instant::now();
        let error = socket.recv_from(&mut buffer).unwrap_err();
        println!("{:?} after {:?}", error.kind(), begun.elapsed().as_millis() / 100);
        assert_eq!(socket.read_timeout()?, Some(Duration::from_millis(500)));
        Ok(())
    });
    let ask = program(file!(), || -> std::io::Result<()> {
        let socket = UdpSocket::bind("127.0.0.1:7000")?;
        socket.connect("127.0.0.1:9000")?;
        assert_eq!(socket.peer_addr()?, "127.0.0.1:9000".parse().unwrap());
        socket.send(b"hello")?;
        let mut buffer = [0; 8];
        println!("{}", socket.recv(&mut buffer)?);
        Ok(())
    });
    let ran = pair(serve, ask);
    assert_eq!(ran.programs[0].1, "", "no error");
    let said = "3 of 127.0.0.1:7000: [104, 101, 108]\nWouldBlock after 5\n";
    assert_eq!((ran.programs[0].0.as_str(), ran.programs[1].0.as_str()), (said, "3\n"));
}

#[test]
fn options_names_and_timeouts_reach_the_kernel() {
    let ran = run(
        ONE,
        vec![program(file!(), || -> std::io::Result<()> {
            let listener = TcpListener::bind("127.0.0.1:0")?;
            let address = listener.local_addr()?;
            let error = TcpListener::bind(address).unwrap_err();
            println!("{:?}", error.kind());
            let stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
            assert_eq!(stream.peer_addr()?, address);
            stream.set_nodelay(true)?;
            assert!(stream.nodelay()?);
            let (accepted, from) = listener.accept()?;
            assert_eq!((from, accepted.peer_addr()?), (stream.local_addr()?, from));
            stream.set_nonblocking(true)?;
            println!("{:?}", (&stream).read(&mut [0]).unwrap_err().kind());
            (&accepted).write_all(b"abc")?;
            stream.set_nonblocking(false)?;
            println!("{} {}", stream.peek(&mut [0; 8])?, (&stream).read(&mut [0; 8])?);
            let mut late = BufWriter::new(&stream);
            late.write_all(b"x")?;
            late.flush()?;
            stream.shutdown(Shutdown::Read)?;
            println!("{:?}", "nobody.example:80".to_socket_addrs().unwrap_err());
            let gone =
                TcpStream::connect_timeout(&([127, 0, 0, 1], 1).into(), Duration::from_secs(1));
            assert_eq!(gone.unwrap_err().kind(), ErrorKind::ConnectionRefused);
            Ok(())
        })],
    );
    let said = "AddrInUse\nWouldBlock\n3 3\n\
                Custom { kind: Uncategorized, error: \"failed to lookup \
                address information: Name or service not known\" }\n";
    assert_eq!(ran.programs[0], (said.to_owned(), String::new(), Some(0)));
}

#[test]
fn programs_know_their_arguments_and_end_with_their_status() {
    let mut one = program(file!(), || -> () {
        let words: Vec<String> = std::env::args().collect();
        print!("{}", words.join(" "));
        eprintln!("{}", std::process::id());
        std::process::exit(3);
    });
    one.arguments = &["a", "b"];
    let ran = run(ONE, vec![one]);
    // What waits for the end of its line is written at the end.
    assert_eq!(ran.programs[0], ("./program a b".to_owned(), "1001\n".to_owned(), Some(3)));
}
