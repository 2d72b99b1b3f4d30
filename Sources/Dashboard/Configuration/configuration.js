// Line numbers, and findings while typing.
(() => {
  const text = document.getElementById("text");
  const numbers = document.querySelector(".numbers");
  const findings = document.getElementById("findings");
  const token = document.querySelector("meta[name=token]").content;
  const original = text.value;
  let timer, asked = 0, leaving = false;

  function number() {
    const count = text.value.split("\n").length;
    if (numbers.childElementCount !== 0 || numbers.dataset.count !== String(count)) {
      numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join("\n");
      numbers.dataset.count = count;
    }
    numbers.scrollTop = text.scrollTop;
  }

  async function check() {
    const round = ++asked;
    try {
      const reply = await fetch("/configuration/check", {
        method: "POST", body: text.value, headers: { "Content-Type": "text/plain; charset=utf-8", "X-Token": token },
      });
      const html = await reply.text();
      // Ignores an answer that was overtaken by a later one.
      if (round !== asked) return;
      if (reply.ok) findings.innerHTML = html;
      else findings.textContent = text.dataset.unchecked;
    } catch {
      if (round === asked) findings.textContent = text.dataset.unreachable;
    }
  }

  // Columns are counted in code points, positions in UTF-16 units.
  function select(line, column, length) {
    const lines = text.value.split("\n");
    let start = 0;
    for (let index = 0; index < Math.min(line - 1, lines.length); index++) start += lines[index].length + 1;
    const points = Array.from(lines[line - 1] ?? "");
    start += points.slice(0, column - 1).join("").length;
    const end = start + points.slice(column - 1, column - 1 + length).join("").length;
    text.focus();
    text.setSelectionRange(start, end);
    const height = text.scrollHeight / lines.length;
    text.scrollTop = Math.max(0, (line - 1) * height - text.clientHeight / 3);
    number();
  }

  findings.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    select(Number(link.dataset.line), Number(link.dataset.column), Number(link.dataset.length));
  });
  text.addEventListener("input", () => {
    // The note is about an earlier text.
    document.getElementById("note").replaceChildren();
    number();
    clearTimeout(timer);
    timer = setTimeout(check, 400);
  });
  text.addEventListener("scroll", () => { numbers.scrollTop = text.scrollTop; });
  text.form.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && text.value !== original) event.preventDefault();
  });
  number();
})();
