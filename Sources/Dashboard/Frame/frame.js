"use strict";

// Plays sounds in place, which without this script the browser opens by themselves. One sound at a time.
(() => {
  const sound = new Audio();
  let playing = null;

  const stop = () => {
    sound.pause();
    if (playing) playing.classList.remove("is-playing");
    playing = null;
  };
  sound.addEventListener("ended", stop);
  sound.addEventListener("error", stop);

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-listen]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const isSame = link === playing;
    stop();
    if (isSame) return;
    playing = link;
    link.classList.add("is-playing");
    sound.src = link.href;
    sound.play().catch(stop);
  });
})();

// Filters are folded on a telephone only, where they would be a screen of their own.
if (matchMedia("(min-width: 44rem)").matches) {
  for (const filters of document.querySelectorAll("details.filters")) {
    filters.open = true;
    filters.querySelector("summary").hidden = true;
  }
}
