// Calls that are on, as they come and go; the rest of the page soon after them, and at least once a minute.
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
      // Not a page to log in, where the session has ended.
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const id of ["health", "findings", "day", "days"]) {
        const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
        // Not under the fingers of whoever is about to follow a link in it, nor read out again for nothing.
        if (!fresh || old.contains(document.activeElement) || old.innerHTML === fresh.innerHTML) continue;
        old.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // The server is away; the next event comes when it is back.
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
