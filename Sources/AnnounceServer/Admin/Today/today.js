// Calls that are on, as they come and go, and soon after them the rest of the page.
(() => {
  const now = document.getElementById("now");
  if (!now || !window.EventSource) return;
  const loaded = Date.now();
  let timer;

  async function renew() {
    try {
      const reply = await fetch("/today");
      // Not a page to log in, where the session has ended.
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const id of ["findings", "day"]) {
        const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
        if (fresh && !old.contains(document.activeElement)) old.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // The server is away; the next event comes when it is back.
    } finally {
      timer = undefined;
    }
  }

  const events = new EventSource("/today/events");
  events.addEventListener("now", (event) => {
    // Not under the fingers of whoever is about to follow a link in it.
    if (!now.contains(document.activeElement)) now.innerHTML = event.data;
    timer ??= setTimeout(renew, 3000);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - loaded > 60000) location.reload();
  });
  addEventListener("pagehide", () => events.close());
})();
