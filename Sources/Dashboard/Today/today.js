// Updates the calls in progress as they change, and the rest of the page shortly afterwards, at least once a minute.
(() => {
  const now = document.getElementById("now");
  if (!now || !window.EventSource) return;
  let timer;

  async function renew() {
    clearTimeout(timer);
    timer = undefined;
    if (document.visibilityState !== "visible") return;
    try {
      const reply = await fetch("/today");
      // Not the login page, if the session has ended.
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const id of ["health", "findings", "day", "days"]) {
        const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
        // Keeps a part that has the focus, and does not make screen readers repeat an unchanged one.
        if (!fresh || old.contains(document.activeElement) || old.innerHTML === fresh.innerHTML) continue;
        old.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // The server cannot be reached; the next event arrives when it can.
    }
  }

  const soon = () => {
    timer ??= setTimeout(renew, 3000);
  };
  const events = new EventSource("/today/events");
  events.addEventListener("now", (event) => {
    if (!now.contains(document.activeElement)) now.innerHTML = event.data;
    soon();
  });
  setInterval(soon, 60000);
  document.addEventListener("visibilitychange", renew);
  addEventListener("pagehide", () => events.close());
})();
