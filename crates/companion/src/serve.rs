//! `workbook serve`: the server on the system's own runtime, until it is told to stop.

use std::io::{self, ErrorKind, Write as _};

use companion::{Server, Settings};

use crate::ending::Ending;

/// Serves until SIGINT or SIGTERM; while developing, also until the standard input ends.
pub(crate) fn run(settings: Settings) -> Ending {
    match serve_to_the_end(settings) {
        Ok(()) => Ending::Good,
        Err(message) => Ending::Failed(message),
    }
}

fn serve_to_the_end(settings: Settings) -> Result<(), String> {
    if settings.development.is_none() && !settings.site.join("index.html").is_file() {
        return Err(format!(
            "{} holds no built site: run `cargo xtask build`, or name the folder of a site: \
             workbook serve DIR",
            settings.site.display()
        ));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the runtime does not start: {error}"))?;
    let served = runtime.block_on(serve(settings));
    // A thread may still wait for a line of our standard input; nobody needs it any more.
    runtime.shutdown_background();
    served
}

async fn serve(settings: Settings) -> Result<(), String> {
    let wanted = settings.address;
    let names = settings.names.clone();
    let development = settings.development.clone();
    let server = Server::bind(settings).await.map_err(|error| refused(wanted, &error))?;
    let address = server.address().map_err(|error| error.to_string())?;
    let stop = told_to_stop().map_err(|error| format!("signals cannot be waited for: {error}"))?;
    // Elsewhere than on loopback the address may stand for all of this machine's.
    let place = match names.first() {
        _ if address.ip().is_loopback() => address.to_string(),
        Some(name) if name.port.is_some() => name.to_string(),
        Some(name) => format!("{name}:{}", address.port()),
        None => address.to_string(),
    };
    // Whoever reads no more than the first line has read enough.
    let _written = writeln!(
        io::stdout(),
        "The book is at http://{place}/ (Ctrl-C ends it)\n\
         WebSockets: ws://{place}/ws/echo, /ws/chat?room=ROOM and /ws/ticker"
    );
    let Some(development) = development else {
        server.run(stop).await;
        return Ok(());
    };
    let stop = async {
        tokio::select! {
            () = stop => {}
            () = development.listen_to_input() => {}
        }
    };
    server.run(stop).await;
    Ok(())
}

/// Waits for the signal that ends programs; from this call on, it no longer ends this one.
#[cfg(unix)]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

#[cfg(not(unix))]
fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _interrupted = tokio::signal::ctrl_c().await;
    })
}

fn refused(address: std::net::SocketAddr, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => format!(
            "{address} is taken by another program: stop it, or choose a port: --port {}",
            if address.port() == u16::MAX { 3000 } else { address.port() + 1 }
        ),
        // The server says itself what is missing.
        ErrorKind::InvalidInput => error.to_string(),
        ErrorKind::PermissionDenied => {
            format!("{address} may not be opened: choose a port above 1023, such as --port 3000")
        }
        _ => format!("{address} cannot be opened: {error}"),
    }
}
