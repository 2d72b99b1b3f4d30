"use strict";

// A simulated telephone: plays prompts, accepts keys, and sends the server the events that the provider would send.
(() => {
  const part = (id) => document.getElementById(id);
  const token = document.querySelector("meta[name=token]").content;
  const start = part("start").closest("form");
  const phone = part("phone"), status = part("status"), pressed = part("pressed");
  const entries = part("exchanges"), problem = part("problem");
  const sound = new Audio();

  // Each call has its own state, so late answers to an earlier call are ignored.
  let current = null;

  const show = (sentence) => {
    problem.textContent = sentence;
    problem.hidden = !sentence;
  };

  const post = async (event) => {
    const answer = await fetch("/try/event", {
      method: "POST", headers: { "Content-Type": "text/plain", "X-Token": token }, body: JSON.stringify(event),
    });
    const isJSON = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    if (!isJSON) throw new Error(problem.dataset.refused.replace("{status}", answer.status));
    const value = await answer.json();
    if (value.problem) throw new Error(value.problem);
    return value;
  };

  // Ends a call that is left while it waits, so that it is no longer listed as in progress.
  const leave = (call) => {
    if (!call || !call.gather || !call.call) return;
    silence(call);
    call.gather = null;
    fetch("/try/event", {
      method: "POST", keepalive: true, headers: { "Content-Type": "text/plain", "X-Token": token },
      body: JSON.stringify({ event: "hangup", call: call.call }),
    }).catch(() => {});
  };

  const silence = (call) => {
    clearTimeout(call.timer);
    sound.pause();
  };

  // Sends one event and handles its answer.
  const tell = async (call, event) => {
    silence(call);
    call.gather = null;
    call.keys = "";
    let answer;
    try {
      answer = await post(event);
      show("");
    } catch (error) {
      // A failed request has no sentence of its own.
      if (call === current) show(error instanceof TypeError ? problem.dataset.unreachable : error.message);
      return;
    }
    if (call !== current) return;
    call.call = answer.call;
    call.exchanges.push(answer.exchange);
    entries.insertAdjacentHTML("afterbegin", answer.html);
    status.textContent = answer.status;
    pressed.textContent = "";
    part("trial").value = JSON.stringify({ call: call.call, exchanges: call.exchanges });
    part("export").hidden = false;
    call.gather = answer.exchange.gather || null;
    part("keypad").hidden = !call.gather;
    listen(call, answer.exchange.sounds || [answer.exchange.sound]);
  };

  // Plays, then waits as long as the answer says. Sounds that cannot be played are skipped, as on the telephone.
  const listen = (call, names) => {
    const gather = call.gather;
    const [name, ...others] = names;
    let isOver = false;
    const over = () => {
      if (isOver || call !== current || call.gather !== gather) return;
      isOver = true;
      if (others.length) return listen(call, others);
      wait(call);
    };
    if (!name) return over();
    sound.onended = over;
    sound.onerror = over;
    sound.src = `/media/${encodeURIComponent(name)}`;
    sound.play().catch(over);
  };

  // Starts the timeout for keys.
  const wait = (call) => {
    clearTimeout(call.timer);
    if (call.gather) call.timer = setTimeout(() => send(call), call.gather.timeout);
  };

  const send = (call) => {
    if (!call.gather) return;
    tell(call, { event: "dtmf", call: call.call, token: call.gather.token, keys: call.keys });
  };

  const press = (key) => {
    const call = current;
    if (!call || !call.gather) return;
    // The first key stops the prompt.
    silence(call);
    call.keys += key;
    pressed.textContent = call.keys;
    if (call.keys.length >= call.gather.maxDigits) send(call);
    else wait(call);
  };

  start.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(current);
    if (current) silence(current);
    const fields = new FormData(start);
    current = { exchanges: [], gather: null, keys: "", timer: 0 };
    entries.replaceChildren();
    for (const form of phone.querySelectorAll("form")) form.remove();
    if (part("golden")) part("golden").closest("section").remove();
    status.textContent = "…";
    phone.hidden = false;
    tell(current, {
      event: "newCall", to: fields.get("to"), from: fields.get("from"),
      diverted: fields.get("diverted"), at: fields.get("at"),
      outgoing: fields.has("outgoing"), draft: fields.get("draft") || undefined,
    });
  });

  part("keypad").addEventListener("click", (event) => {
    const key = event.target.closest("[data-key]");
    if (key) press(key.dataset.key);
  });

  part("wait").addEventListener("click", () => {
    if (!current || !current.gather) return;
    current.keys = "";
    send(current);
  });

  part("hangup").addEventListener("click", () => {
    if (current && current.call) tell(current, { event: "hangup", call: current.call });
  });

  addEventListener("pagehide", () => leave(current));

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select");
    if (isTyping || event.ctrlKey || event.altKey || event.metaKey || !/^[0-9*#]$/.test(event.key)) return;
    press(event.key);
  });
})();
