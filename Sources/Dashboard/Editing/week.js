// The hours of a week as bars above their fields. A span is drawn, moved, made longer or shorter by dragging, and removed with a key
// or a button. What is sent is what the fields say, so typing, the keyboard and a browser without scripts need nothing of this.
(() => {
  const DAY = 1440;

  // The spans of a field in minutes after midnight, as most people type them; null if only the server can read it.
  function read(text) {
    let words = text.trim().toLowerCase().replace(/uhr|von |from /g, "");
    if (["", "-", "–", "closed", "geschlossen", "zu"].includes(words.trim())) return [];
    if (["24h", "ganztägig", "ganztags", "durchgehend"].includes(words.trim())) return [{ from: 0, to: DAY }];
    words = words.replace(/ und | and |[;&+]/g, ",").replace(/[–—]| bis | to /g, "-");
    const spans = [];
    for (const word of words.split(",")) {
      const parts = word.trim().match(/^(\d{1,2})(?:[:.](\d{2}))?\s*-\s*(\d{1,2})(?:[:.](\d{2}))?$/);
      if (!parts) return null;
      const from = parts[1] * 60 + +(parts[2] ?? 0);
      let to = parts[3] * 60 + +(parts[4] ?? 0);
      // Over midnight.
      if (to <= from) to += DAY;
      if (from >= DAY || to > 2 * DAY) return null;
      spans.push({ from, to });
    }
    spans.sort((one, other) => one.from - other.from);
    return spans.every((span, index) => !index || spans[index - 1].to <= span.from) ? spans : null;
  }

  const clock = (minute) => {
    const [hour, rest] = [Math.floor((minute > DAY ? minute - DAY : minute) / 60), minute % 60];
    return rest ? `${hour}:${String(rest).padStart(2, "0")}` : `${hour}`;
  };
  const words = (span) => `${clock(span.from)}–${clock(span.to)}`;

  function add(parent, tag, name, text = "") {
    const element = document.createElement(tag);
    element.className = name;
    element.textContent = text;
    parent.append(element);
    return element;
  }

  function draw(picture) {
    const { days, none, help, remove } = picture.dataset;
    const names = days.split(",");
    const rows = [...picture.parentElement.querySelectorAll(".weekday")].map((row) => ({
      field: row.querySelector("input"), name: row.querySelector("label").textContent,
    }));
    // The span that the line below is about.
    let chosen = null;

    const scale = add(picture, "div", "scale");
    scale.ariaHidden = "true";
    for (const hour of [0, 6, 12, 18, 24]) add(scale, "span", "", hour).style.left = `${hour / 0.24}%`;
    rows.forEach((row, day) => {
      const line = add(picture, "div", "dayline");
      add(line, "span", "dayname", names[day]).ariaHidden = "true";
      row.track = add(line, "div", "track");
      row.track.tabIndex = -1;
      row.track.addEventListener("pointerdown", (event) => begin(event, row));
      row.track.addEventListener("keydown", (event) => {
        if (event.key !== "Delete" && event.key !== "Backspace") return;
        event.preventDefault();
        removeChosen();
      });
      row.track.addEventListener("focusin", (event) => {
        const index = [...row.track.children].indexOf(event.target);
        if (index >= 0) choose({ row, index });
      });
      row.field.addEventListener("input", () => show(row));
      show(row);
    });
    const line = add(picture, "p", "weekline");
    const state = add(line, "span", "faint", help);
    const button = add(line, "button", "quiet", remove);
    button.type = "button";
    button.hidden = true;
    button.addEventListener("click", removeChosen);
    picture.hidden = false;

    // The bars as the field says; nothing can be drawn beside what cannot be read.
    function show(row) {
      row.spans = read(row.field.value);
      if (chosen?.row === row) choose(null);
      paint(row);
    }

    function paint(row) {
      row.track.classList.toggle("unread", !row.spans);
      const spans = row.spans ?? [];
      while (row.track.children.length > spans.length) row.track.lastChild.remove();
      spans.forEach((span, index) => {
        const bar = row.track.children[index] ?? add(row.track, "button", "opening");
        bar.type = "button";
        bar.tabIndex = -1;
        bar.style.left = `${(span.from / DAY) * 100}%`;
        bar.style.width = `${((Math.min(DAY, span.to) - span.from) / DAY) * 100}%`;
        bar.ariaLabel = `${row.name} ${words(span)}`;
        (bar.firstChild ?? add(bar, "span", "")).textContent = words(span);
        bar.classList.toggle("chosen", chosen?.row === row && chosen.index === index);
      });
    }

    function choose(next) {
      const before = chosen;
      chosen = next;
      const span = next && next.row.spans[next.index];
      for (const row of new Set([before?.row, next?.row])) if (row) paint(row);
      state.textContent = span ? `${next.row.name} ${words(span)}` : help;
      button.hidden = !span;
    }

    function write(row) {
      const spans = row.spans;
      row.field.value = spans.length ? spans.map(words).join(", ") : none;
      row.field.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function removeChosen() {
      if (!chosen) return;
      const { row, index } = chosen;
      row.spans.splice(index, 1);
      write(row);
      row.track.focus({ preventScroll: true });
    }

    function begin(event, row) {
      if (!row.spans || event.button || !event.isPrimary) return;
      const track = row.track;
      const box = track.getBoundingClientRect();
      // A finger is less exact, and so is a narrow picture.
      const step = box.width < 24 * 16 ? 30 : 15;
      const reach = ((event.pointerType === "mouse" ? 8 : 16) / box.width) * DAY;
      const place = (moment) => ((moment.clientX - box.left) / box.width) * DAY;
      const snapped = (minute) => Math.max(0, Math.min(DAY, Math.round(minute / step) * step));
      const start = place(event);
      const before = row.spans.map((span) => ({ ...span }));
      let index = before.findIndex((span) => start >= span.from && start <= span.to);
      let way = "draw";
      if (index >= 0) {
        const { from, to } = before[index];
        const end = Math.min(reach, (Math.min(to, DAY) - from) / 3);
        way = start - from < end ? "from" : Math.min(to, DAY) - start < end ? "to" : "move";
      } else {
        // Just outside of an end.
        index = before.findIndex((span) => start < span.from ? span.from - start < reach / 2 : start - span.to < reach / 2);
        if (index >= 0) way = start < before[index].from ? "from" : "to";
      }
      let moved = false;
      track.setPointerCapture(event.pointerId);

      function move(moment) {
        if (!moved && Math.abs(moment.clientX - event.clientX) < 4) return;
        const minute = place(moment);
        if (!moved && way === "draw") {
          index = before.filter((span) => span.to <= start).length;
          before.splice(index, 0, null);
        }
        moved = true;
        const low = before[index - 1]?.to ?? 0;
        const high = before[index + 1]?.from ?? DAY;
        const old = before[index];
        let span;
        if (way === "draw") {
          const [one, other] = [snapped(start), snapped(minute)];
          span = { from: Math.max(low, Math.min(one, other)), to: Math.min(high, Math.max(one, other)) };
        } else if (way === "from") {
          span = { from: Math.max(low, Math.min(snapped(minute), Math.min(old.to, DAY) - step)), to: old.to };
        } else if (way === "to") {
          span = { from: old.from, to: Math.min(high, Math.max(snapped(minute), old.from + step)) };
        } else {
          const length = old.to - old.from;
          const shift = Math.round((minute - start) / step) * step;
          const from = Math.max(low, Math.min(old.from + shift, Math.max(high, old.to) - length));
          span = { from, to: from + length };
        }
        row.spans = before.map((other, at) => (at === index ? span : { ...other }));
        if (span.to - span.from < step) row.spans.splice(index, 1);
        choose(row.spans[index]?.from === span.from ? { row, index } : null);
        paint(row);
      }

      function end(moment) {
        for (const name of ["pointermove", "pointerup", "pointercancel"]) {
          track.removeEventListener(name, name === "pointermove" ? move : end);
        }
        if (moment.type === "pointercancel") {
          // The page is scrolled instead.
          if (moved) show(row);
          return;
        }
        if (!moved) {
          pick(index);
          return;
        }
        // Spans that touch are one.
        const span = row.spans[index];
        row.spans = row.spans.reduce((all, next) => {
          const last = all.at(-1);
          if (last && last.to === next.from) last.to = next.to;
          else all.push(next);
          return all;
        }, []);
        write(row);
        const now = span ? row.spans.findIndex((other) => other.from <= span.from && other.to >= span.to) : -1;
        pick(now);
      }

      function pick(index) {
        choose(index < 0 ? null : { row, index });
        if (index >= 0) track.children[index]?.focus({ preventScroll: true });
      }
      track.addEventListener("pointermove", move);
      track.addEventListener("pointerup", end);
      track.addEventListener("pointercancel", end);
    }
  }

  for (const picture of document.querySelectorAll(".weekbars")) draw(picture);
})();
