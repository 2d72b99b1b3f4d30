"use strict";

// Updates the calls in progress as they change, and the rest of the page shortly afterwards, at least once a minute. Says since
// when the server cannot be reached.
(() => {
  const locations = document.getElementById("locations");
  const lost = document.getElementById("connection");
  if (!locations || !window.EventSource || new URL(location).searchParams.has("day")) return;
  const parts = ["health", "locations", "call-back", "findings", "day", "days"];
  let timer;

  const connected = () => {
    if (lost.hidden) return;
    lost.hidden = true;
    lost.textContent = "";
  };

  const disconnected = () => {
    if (!lost.hidden) return;
    const now = new Date();
    const clock = [now.getHours(), now.getMinutes()].map((number) => String(number).padStart(2, "0")).join(":");
    lost.textContent = lost.dataset.lost.replace("{time}", clock);
    lost.hidden = false;
  };

  // What is being used is not replaced: an open list, a field, a confirmation that was just given.
  const isInUse = (part) => part.contains(document.activeElement) || part.querySelector("details[open], .is-playing, .good");

  async function renew() {
    clearTimeout(timer);
    timer = undefined;
    if (document.visibilityState !== "visible") return;
    try {
      const reply = await fetch(location.href);
      connected();
      // Not the login page, if the session has ended.
      if (!reply.ok || reply.redirected) return;
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const id of parts) {
        const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
        // Does not make screen readers repeat an unchanged part.
        if (!old || !fresh || isInUse(old) || old.innerHTML === fresh.innerHTML) continue;
        old.replaceChildren(...fresh.childNodes);
      }
    } catch {
      disconnected();
    }
  }

  const soon = () => {
    timer ??= setTimeout(renew, 3000);
  };
  const events = new EventSource("/home/events");
  events.addEventListener("open", connected);
  events.addEventListener("error", disconnected);
  events.addEventListener("now", (event) => {
    const now = document.getElementById("now");
    if (now && !now.contains(document.activeElement)) now.innerHTML = event.data;
    soon();
  });
  setInterval(soon, 60000);
  document.addEventListener("visibilitychange", renew);
  addEventListener("pagehide", () => {
    events.removeEventListener("error", disconnected);
    events.close();
  });
})();
