// Calls that are on, as they come and go; and the rest of the page when it has grown old.
(() => {
  const now = document.getElementById("now");
  if (!now || !window.EventSource) return;
  const loaded = Date.now();
  const events = new EventSource("/today/events");
  events.addEventListener("now", (event) => {
    // Not under the fingers of whoever is about to follow a link in it.
    if (!now.contains(document.activeElement)) now.innerHTML = event.data;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && Date.now() - loaded > 60000) location.reload();
  });
  addEventListener("pagehide", () => events.close());
})();
