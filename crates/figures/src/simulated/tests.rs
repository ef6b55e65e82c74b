use std::net::Ipv4Addr;

use kernel::{Endpoint, Errno, Fd, Ip, Link, Time};

use super::{Network, News, Os, Program, Seat};

const SERVER: Ip = Ip(Ipv4Addr::new(192, 0, 2, 1));
const CLIENT: Ip = Ip(Ipv4Addr::new(192, 0, 2, 2));
const PORT: u16 = 80;
const DELAY_MS: u64 = 10;

/// What a test's program does, and all that it was told.
struct Part {
    news: Vec<(u64, Fd, News)>,
    woken: Vec<(u64, u32)>,
    start: fn(&mut Os<'_>),
    hear: fn(&mut Os<'_>, Fd, &News),
}

impl Program for Part {
    fn start(&mut self, os: &mut Os<'_>) {
        (self.start)(os);
    }

    fn hear(&mut self, os: &mut Os<'_>, fd: Fd, news: News) {
        (self.hear)(os, fd, &news);
        self.news.push((os.now().as_us() / 1_000, fd, news));
    }

    fn wake(&mut self, os: &mut Os<'_>, timer: u32) {
        self.woken.push((os.now().as_us() / 1_000, timer));
    }
}

const fn part(start: fn(&mut Os<'_>), hear: fn(&mut Os<'_>, Fd, &News)) -> Part {
    Part { news: Vec::new(), woken: Vec::new(), start, hear }
}

fn pair(server: Part, client: Part) -> (Network<Part>, Seat, Seat) {
    let mut network = Network::new(1);
    let here = network.add_host("server", SERVER);
    let there = network.add_host("client", CLIENT);
    network.join(here, there, Link::with_delay_ns(DELAY_MS * 1_000_000));
    let server = network.run(here, "server", server);
    let client = network.run(there, "client", client);
    (network, server, client)
}

fn listens(os: &mut Os<'_>) {
    os.listen(PORT, 4_096).unwrap();
}

fn connects(os: &mut Os<'_>) {
    os.connect(Endpoint::new(SERVER, PORT)).unwrap();
}

fn nothing(_: &mut Os<'_>, _: Fd, _: &News) {}

fn echoes(os: &mut Os<'_>, fd: Fd, news: &News) {
    match news {
        News::Received(bytes) => os.send(fd, bytes),
        News::Ended => os.close(fd),
        _ => {}
    }
}

#[test]
fn nobody_listens() {
    let (mut network, _, client) = pair(part(|_| {}, nothing), part(connects, nothing));
    network.run_until(Time::from_ms(1_000));
    let [(ms, _, news)] = &network.program(client).news[..] else { panic!("one news") };
    assert_eq!((*ms, news), (2 * DELAY_MS, &News::Failed(Errno::ECONNREFUSED)));
}

#[test]
fn more_than_the_kernel_takes_is_queued_and_comes_whole() {
    let sends = |os: &mut Os<'_>, fd: Fd, news: &News| {
        if *news == News::Connected {
            os.send(fd, &vec![b'x'; 5_000_000]);
            assert!(os.queued(fd) > 0, "all of it was taken at once");
            os.close(fd);
        }
    };
    let (mut network, server, client) = pair(part(listens, nothing), part(connects, sends));
    network.run_until(Time::from_ms(60_000));
    let news = &network.program(server).news;
    let received: usize = news
        .iter()
        .map(|(_, _, news)| if let News::Received(bytes) = news { bytes.len() } else { 0 })
        .sum();
    assert_eq!(received, 5_000_000);
    assert_eq!(news.last().map(|(_, _, news)| news), Some(&News::Ended));
    assert_eq!(network.program(client).news.len(), 1, "nothing is heard of what was closed");
}

#[test]
fn a_paused_reader_lets_the_other_side_wait() {
    let pauses = |os: &mut Os<'_>, fd: Fd, news: &News| {
        if matches!(news, News::Accepted { .. }) {
            os.pause(fd);
        }
    };
    let sends = |os: &mut Os<'_>, fd: Fd, news: &News| {
        if *news == News::Connected {
            os.send(fd, &vec![b'x'; 20_000_000]);
        }
    };
    let (mut network, server, client) = pair(part(listens, pauses), part(connects, sends));
    network.run_until(Time::from_ms(10_000));
    let fd = network.program(client).news[0].1;
    let mut left = 0;
    network.act(client, |_, os| left = os.queued(fd));
    assert!(left > 0);
    let fd = network.program(server).news[0].1;
    network.act(server, |_, os| os.resume(fd));
    network.run_until(Time::from_ms(120_000));
    let drained = |(_, _, news): &(u64, Fd, News)| *news == News::Drained;
    assert!(network.program(client).news.iter().any(drained));
}

#[test]
fn an_abort_is_a_reset_at_the_other_end() {
    let aborts = |os: &mut Os<'_>, fd: Fd, news: &News| {
        if matches!(news, News::Accepted { .. }) {
            os.abort(fd);
        }
    };
    let (mut network, _, client) = pair(part(listens, aborts), part(connects, nothing));
    network.run_until(Time::from_ms(1_000));
    let last = network.program(client).news.last().map(|(_, _, news)| news.clone());
    assert_eq!(last, Some(News::Failed(Errno::ECONNRESET)));
}

#[test]
fn a_killed_program_ends_its_connections_and_a_new_one_takes_its_port() {
    let (mut network, server, client) = pair(part(listens, echoes), part(connects, nothing));
    network.run_until(Time::from_ms(100));
    network.kill(server);
    network.run_until(Time::from_ms(200));
    let last = network.program(client).news.last().map(|(_, _, news)| news.clone());
    assert_eq!(last, Some(News::Ended));
    let host = network.world().hosts().next().unwrap().0;
    network.run(host, "again", part(listens, echoes));
    network.act(client, |_, os| connects(os));
    network.run_until(Time::from_ms(300));
    let last = network.program(client).news.last().map(|(_, _, news)| news.clone());
    assert_eq!(last, Some(News::Connected));
}

#[test]
fn timers_come_in_their_order_and_can_be_taken_back() {
    let sets = |os: &mut Os<'_>| {
        for (ms, key) in [(30, 3), (10, 1), (20, 2), (10, 4)] {
            os.timer(Time::from_ms(ms), key);
        }
        os.cancel(2);
    };
    let (mut network, server, _) = pair(part(sets, nothing), part(|_| {}, nothing));
    network.run_until(Time::from_ms(1_000));
    assert_eq!(network.program(server).woken, [(10, 1), (10, 4), (30, 3)]);
}

#[test]
fn a_thousand_clients_are_answered() {
    let many = |os: &mut Os<'_>| (0..1_000).for_each(|_| connects(os));
    let asks = |os: &mut Os<'_>, fd: Fd, news: &News| match news {
        News::Connected => os.send(fd, b"Hello"),
        News::Received(_) => os.close(fd),
        _ => {}
    };
    let (mut network, _, client) = pair(part(listens, echoes), part(many, asks));
    network.run_until(Time::from_ms(10_000));
    let answered = |(_, _, news): &&(u64, Fd, News)| matches!(news, News::Received(_));
    assert_eq!(network.program(client).news.iter().filter(answered).count(), 1_000);
}
