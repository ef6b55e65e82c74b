//! While the book is being written: pages that reload after a build, and say why one failed.
//!
//! Who builds says how it went on our standard input: a line `built`, or a line `failed LEN` and
//! then that many bytes of text. When the input ends, so does the server.
//!
//! Invariant: a page that connects late still learns of the present failure.

use std::{io, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader},
    sync::watch,
};

use crate::{
    answer::{Answer, Body},
    site::Site,
};

/// How often a quiet stream says that it lives, which is also how a closed tab is noticed.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// The longest text of a failure.
const FAILURE_LEN_MAX: usize = 1 << 20;

const SCRIPT: &str = include_str!("development.js");
const TAG: &str = "<script src=\"/__dev.js\"></script>";

/// The state of the newest build, and those who wait for the next.
#[derive(Debug, Clone)]
pub struct Development {
    news: watch::Sender<News>,
}

#[derive(Debug, Clone, Default)]
struct News {
    failure: Option<String>,
}

impl Default for Development {
    fn default() -> Self {
        Self { news: watch::Sender::new(News::default()) }
    }
}

impl Development {
    /// Passes on what is said on our standard input, until it ends.
    pub async fn listen_to_input(&self) {
        // Input that cannot be read is as good as ended: nobody is left to build.
        let _ended = self.listen_to(BufReader::new(tokio::io::stdin())).await;
    }

    async fn listen_to(&self, mut input: impl AsyncBufRead + Unpin) -> io::Result<()> {
        let mut line = String::new();
        while input.read_line(&mut line).await? > 0 {
            let failure = match line.trim_end().strip_prefix("failed ") {
                Some(len) => {
                    let len = len.parse().unwrap_or(0).min(FAILURE_LEN_MAX);
                    let mut text = vec![0; len];
                    input.read_exact(&mut text).await?;
                    Some(String::from_utf8_lossy(&text).into_owned())
                }
                None => None,
            };
            self.news.send_replace(News { failure });
            line.clear();
        }
        Ok(())
    }

    /// What only a server for writing the book has.
    pub(crate) fn answer(&self, site: &Site, resource: &str) -> Option<Answer> {
        let path = resource.split('?').next().unwrap_or_default();
        let typed = |kind: &str| vec![("Content-Type", kind.to_owned())];
        let answer = match path {
            "/__dev.js" => Answer {
                status: 200,
                fields: typed("text/javascript; charset=utf-8"),
                body: Body::Bytes(SCRIPT.as_bytes().into()),
            },
            "/__reload" => {
                Answer { status: 200, fields: typed("text/event-stream"), body: Body::Events }
            }
            // While the book is being written, nothing may be kept offline.
            "/sw.js" => Answer::text(404, "There is no service worker while developing."),
            _ if !site.is_there() => {
                let failure = self.news.borrow().failure.clone();
                let text = failure.unwrap_or_else(|| "The first build is not done yet.".to_owned());
                let text = text.replace('&', "&amp;").replace('<', "&lt;");
                let page =
                    format!("<!doctype html><title>503</title><body><pre>{text}</pre></body>");
                Answer {
                    status: 503,
                    fields: typed("text/html; charset=utf-8"),
                    body: Body::Bytes(page.into_bytes().into()),
                }
            }
            _ => return None,
        };
        Some(uncached(answer))
    }

    /// Writes news as an event stream, until the page goes away or takes nothing for so long.
    pub(crate) async fn tell(
        &self,
        page: &mut (impl AsyncWrite + Unpin),
        write_time_max: Duration,
    ) -> io::Result<()> {
        let mut news = self.news.subscribe();
        let mut text = "retry: 500\n\n".to_owned();
        if let Some(failure) = &news.borrow_and_update().failure {
            text.push_str(&event("failed", failure));
        }
        loop {
            tokio::time::timeout(write_time_max, page.write_all(text.as_bytes())).await??;
            text = match tokio::time::timeout(HEARTBEAT, news.changed()).await {
                Err(_quiet) => ": still here\n\n".to_owned(),
                Ok(Err(_no_more_news)) => return Ok(()),
                Ok(Ok(())) => match &news.borrow_and_update().failure {
                    Some(failure) => event("failed", failure),
                    None => event("built", ""),
                },
            };
        }
    }
}

/// The same answer, to be kept by no browser; HTML gets the script that reloads it.
pub(crate) fn uncached(mut answer: Answer) -> Answer {
    answer.fields.retain(|(name, _)| !matches!(*name, "Cache-Control" | "ETag"));
    answer.fields.push(("Cache-Control", "no-store".to_owned()));
    let is_page = answer.fields.iter().any(|(_, value)| value.starts_with("text/html"));
    if let Body::Bytes(bytes) = &answer.body
        && is_page
    {
        answer.body = Body::Bytes(with_script(bytes));
    }
    answer
}

fn with_script(page: &[u8]) -> Arc<[u8]> {
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
    [&page[..at], TAG.as_bytes(), &page[at..]].concat().into()
}

/// One event of the stream; each line of the text becomes a `data:` line.
fn event(name: &str, text: &str) -> String {
    let mut event = format!("event: {name}\n");
    for line in text.split('\n') {
        event.push_str("data: ");
        event.push_str(line.trim_end_matches('\r'));
        event.push('\n');
    }
    event.push('\n');
    event
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_keeps_its_lines() {
        assert_eq!(event("failed", "one\r\ntwo"), "event: failed\ndata: one\ndata: two\n\n");
        assert_eq!(event("built", ""), "event: built\ndata: \n\n");
    }

    #[test]
    fn the_script_stands_before_the_end_of_the_body() {
        let page = with_script(b"<body><p>one</p></body></html>");
        let text = String::from_utf8_lossy(&page);
        assert_eq!(text, format!("<body><p>one</p>{TAG}</body></html>"));
    }

    #[tokio::test]
    async fn input_becomes_news() {
        let development = Development::default();
        let input = &b"built\nfailed 9\none\nline\nfailed 3\ntwo"[..];
        development.listen_to(input).await.unwrap();
        assert_eq!(development.news.borrow().failure.as_deref(), Some("two"));
        let (mut page, mut server) = tokio::io::duplex(1024);
        let telling = tokio::spawn(async move { development.tell(&mut server, HEARTBEAT).await });
        let mut text = [0; 64];
        let expected = "retry: 500\n\nevent: failed\ndata: two\n\n";
        page.read_exact(&mut text[..expected.len()]).await.unwrap();
        assert_eq!(&text[..expected.len()], expected.as_bytes());
        drop(page);
        telling.abort();
    }
}
