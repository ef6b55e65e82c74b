// Served by `cargo xtask serve` alone: reloads the page after a build, or shows what went wrong.
(function () {
  "use strict";

  // A worker left over from a visit to a built site would answer with old files.
  if (navigator.serviceWorker) {
    navigator.serviceWorker.getRegistrations().then((registrations) => {
      for (const registration of registrations) registration.unregister();
    });
  }

  let panel = null;
  let down = false;

  // Styles are set one by one, because the page's policy allows no style attribute.
  function show(title, text) {
    if (!panel) {
      panel = document.createElement("pre");
      panel.setAttribute("role", "alert");
      Object.assign(panel.style, {
        position: "fixed", inset: "auto 0 0 0", zIndex: "99999", margin: "0", padding: "16px 20px",
        maxHeight: "70vh", overflow: "auto", whiteSpace: "pre-wrap", background: "#fff4f2",
        color: "#5c0d06", borderTop: "3px solid #b3261e", font: "14px/1.5 monospace",
      });
      document.body.append(panel);
    }
    panel.textContent = `${title}\n\n${text}`;
  }

  const news = new EventSource("/__reload");
  news.addEventListener("built", () => location.reload());
  news.addEventListener("failed", (event) => show("The build failed.", event.data));
  // A server that was restarted may serve another build, so coming back is a reason to reload.
  news.addEventListener("error", () => { down = true; });
  news.addEventListener("open", () => { if (down) location.reload(); });
})();
