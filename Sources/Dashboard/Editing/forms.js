// What a form would change, in words while people type; hours copied from the day above; another row for special days.
(() => {
  const changes = document.getElementById("changes");
  if (!changes) return;
  const form = changes.closest("form");
  const token = document.querySelector("meta[name=token]").content;
  let timer, asked = 0, leaving = false, dirty = false;

  async function check() {
    const round = ++asked;
    const fields = new URLSearchParams(new FormData(form));
    fields.delete("token");
    fields.delete("confirmed");
    try {
      const reply = await fetch(changes.dataset.check, {
        method: "POST", body: fields.toString(),
        headers: { "Content-Type": "text/plain; charset=utf-8", "X-Token": token },
      });
      const html = await reply.text();
      // Ignores an answer that was overtaken by a later one.
      if (round !== asked) return;
      if (reply.ok) changes.innerHTML = html;
      else changes.textContent = changes.dataset.unreachable;
    } catch {
      if (round === asked) changes.textContent = changes.dataset.unreachable;
    }
  }

  function soon() {
    dirty = true;
    clearTimeout(timer);
    // What was shown is about earlier fields: with its mark it must not be saved.
    changes.querySelector("[name=confirmed]")?.remove();
    timer = setTimeout(check, 300);
  }

  // Of a choice, only the field that belongs to it.
  function fit(chooser) {
    const kind = chooser.querySelector("select").value;
    for (const part of chooser.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind);
  }
  form.querySelectorAll(".chooser").forEach(fit);
  form.addEventListener("change", (event) => {
    const chooser = event.target.closest(".chooser");
    if (chooser) fit(chooser);
  });

  // A table with the lines of another one behind its own, without the line that names the same columns.
  function appended(table, text) {
    const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
    const names = (line) => line.toLowerCase().split(/[,;\t]/).map((name) => name.trim().replace(/"/g, "")).join();
    if (names(lines[0]) === names(table.split("\n")[0])) lines.shift();
    return table.replace(/\n*$/, "\n") + lines.join("\n");
  }

  // A file chosen here is read here, so that its lines can be looked at before they are saved.
  for (const part of form.querySelectorAll("[data-script]")) part.hidden = false;
  for (const picker of form.querySelectorAll("[data-into]")) {
    picker.addEventListener("change", async () => {
      if (!picker.files.length) return;
      const area = document.getElementById(picker.dataset.into);
      const text = await picker.files[0].text();
      area.value = "append" in picker.dataset ? appended(area.value, text) : text;
      soon();
    });
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=copy]");
    if (!button) return;
    const row = button.closest(".weekday");
    event.preventDefault();
    const field = row.querySelector("input");
    field.value = row.previousElementSibling.querySelector("input").value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  // An announcement that was recorded in another tab is offered here, and nothing that was typed is lost.
  const lists = form.querySelectorAll("[data-announcements]");
  if (lists.length) {
    window.addEventListener("focus", async () => {
      try {
        const reply = await fetch("/forms/announcements");
        if (!reply.ok) return;
        const names = await reply.json();
        for (const list of lists) {
          const known = new Set([...list.options].map((option) => option.value));
          for (const name of names) if (!known.has(name)) list.append(new Option(name, name));
        }
      } catch { /* The next time that the page is looked at. */ }
    });
  }

  // An announcement that is typed here can be chosen above at once, and heard before anything is saved.
  const named = form.querySelector("[name=new-name]");
  if (named) {
    let last = null;
    named.addEventListener("input", () => {
      const name = named.value.trim();
      for (const list of lists) {
        const old = [...list.options].find((option) => option.value === last && option.dataset.typed);
        if ([...list.options].some((option) => option !== old && option.value === name)) old?.remove();
        else if (old && name) Object.assign(old, { value: name, textContent: name });
        else if (name) list.appendChild(new Option(name, name)).dataset.typed = "1";
        else old?.remove();
      }
      last = name;
    });
    const hear = form.querySelector("[data-hear]");
    const [sound, status] = [hear.parentElement.querySelector("audio"), hear.parentElement.querySelector("[role=status]")];
    hear.addEventListener("click", async () => {
      hear.disabled = true;
      status.textContent = status.dataset.words;
      try {
        const fields = new URLSearchParams();
        for (const field of ["name", "text", "voice"]) fields.set(field, form.elements[`new-${field}`]?.value ?? "");
        const reply = await fetch(hear.dataset.hear, {
          method: "POST", body: fields.toString(),
          headers: { "Content-Type": "text/plain; charset=utf-8", "X-Token": token },
        });
        const words = await reply.text();
        status.textContent = reply.ok ? "" : words;
        if (reply.ok) {
          sound.src = words.trim();
          sound.hidden = false;
          await sound.play();
        }
      } catch {
        status.textContent = changes.dataset.unreachable;
      } finally {
        hear.disabled = false;
      }
    });
  }

  // Saving waits for the words, so that they are read before and not after.
  form.addEventListener("submit", async (event) => {
    // A call of what was typed opens in another tab.
    if (event.submitter?.formTarget === "_blank") return;
    leaving = true;
    if (event.submitter && event.submitter.name !== "action" || changes.querySelector("[name=confirmed]") || !dirty) return;
    event.preventDefault();
    clearTimeout(timer);
    await check();
    dirty = false;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && dirty) event.preventDefault();
  });
})();
