// Reloads the page of a publication when it goes live.
(() => {
  const note = document.querySelector("[data-publishing]");
  if (!note || !window.EventSource) return;
  const events = new EventSource(note.dataset.publishing);
  events.addEventListener("published", (event) => {
    events.close();
    const page = new URL(location);
    if (event.data === "overdue") page.searchParams.set("late", "yes");
    location.replace(page);
  });
  addEventListener("pagehide", () => events.close());
})();

// Uploads recordings that are dropped onto the page or made with the microphone.
(() => {
  const box = document.querySelector("[data-upload]");
  if (!box) return;
  const form = box.querySelector("form");
  const file = form.elements.file;
  const status = box.querySelector("[data-status]");
  const token = document.querySelector("meta[name=token]").content;

  // Accepts drops anywhere on the page; otherwise the browser would open the file.
  let depth = 0;
  const mark = () => box.classList.toggle("dropping", depth > 0);
  const holdsFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  document.addEventListener("dragenter", (event) => { if (holdsFiles(event)) { depth++; mark(); } });
  document.addEventListener("dragleave", (event) => { if (holdsFiles(event)) { depth = Math.max(0, depth - 1); mark(); } });
  document.addEventListener("dragover", (event) => { if (holdsFiles(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    mark();
    if (event.dataTransfer.files.length !== 1) {
      status.textContent = "Only one recording at a time.";
      return;
    }
    file.files = event.dataTransfer.files;
    form.requestSubmit();
  });
  form.addEventListener("submit", () => { status.textContent = "Uploading …"; });

  // The recorder.
  const panel = box.querySelector("[data-recorder]");
  const start = panel.querySelector("[data-record]");
  const stop = panel.querySelector("[data-stop]");
  const meter = panel.querySelector("meter");
  const time = panel.querySelector("[data-time]");
  const longest = 900;
  if (!window.AudioWorkletNode) return;
  panel.hidden = false;
  if (!navigator.mediaDevices) {
    start.disabled = true;
    time.textContent = "Recording needs HTTPS, or a browser on the server itself.";
    return;
  }
  let session = null;

  function wave(pieces, length, rate) {
    const bytes = new DataView(new ArrayBuffer(44 + 2 * length));
    const text = (at, value) => { for (let i = 0; i < value.length; i++) bytes.setUint8(at + i, value.charCodeAt(i)); };
    text(0, "RIFF");
    bytes.setUint32(4, 36 + 2 * length, true);
    text(8, "WAVEfmt ");
    bytes.setUint32(16, 16, true);
    bytes.setUint16(20, 1, true);
    bytes.setUint16(22, 1, true);
    bytes.setUint32(24, rate, true);
    bytes.setUint32(28, 2 * rate, true);
    bytes.setUint16(32, 2, true);
    bytes.setUint16(34, 16, true);
    text(36, "data");
    bytes.setUint32(40, 2 * length, true);
    let at = 44;
    for (const piece of pieces) {
      for (const sample of piece) {
        bytes.setInt16(at, Math.round(Math.max(-1, Math.min(1, sample)) * 32767), true);
        at += 2;
      }
    }
    return new Blob([bytes], { type: "audio/wav" });
  }

  function show(isRecording) {
    start.hidden = isRecording;
    stop.hidden = meter.hidden = !isRecording;
  }

  async function record() {
    start.disabled = true;
    status.textContent = "";
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        audio: { channelCount: 1, noiseSuppression: true, autoGainControl: false, echoCancellation: false },
      });
      const context = new AudioContext();
      await context.audioWorklet.addModule(panel.dataset.recorder);
      const node = new AudioWorkletNode(context, "recorder", { numberOfOutputs: 0, channelCount: 1, channelCountMode: "explicit" });
      session = { stream, context, pieces: [], length: 0 };
      node.port.onmessage = ({ data }) => {
        if (!session) return;
        session.pieces.push(data);
        session.length += data.length;
        const peak = data.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
        meter.value = 20 * Math.log10(Math.max(peak, 1e-3));
        const seconds = Math.floor(session.length / context.sampleRate);
        time.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
        if (seconds >= longest) finish();
      };
      context.createMediaStreamSource(stream).connect(node);
      await context.resume();
      show(true);
      stop.focus();
    } catch (error) {
      status.textContent = error.name === "NotAllowedError"
        ? "The browser does not allow this page to use the microphone."
        : error.name === "NotFoundError" ? "No microphone found." : `The microphone cannot be used: ${error.message}`;
    } finally {
      start.disabled = false;
    }
  }

  async function finish() {
    const done = session;
    if (!done) return;
    session = null;
    show(false);
    start.disabled = true;
    for (const track of done.stream.getTracks()) track.stop();
    const rate = done.context.sampleRate;
    await done.context.close();
    try {
      if (done.length === 0) throw new Error("nothing was recorded");
      status.textContent = "Uploading …";
      const fields = new FormData(form);
      fields.set("file", wave(done.pieces, done.length, rate), "recording.wav");
      const reply = await fetch(form.action, { method: "POST", body: fields, headers: { "X-Token": token } });
      if (reply.redirected) {
        location = reply.url;
        return;
      }
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      const words = page.querySelector("[role=alert], main p");
      status.textContent = words ? words.textContent : "The server did not accept the recording.";
    } catch (error) {
      status.textContent = `The recording was not uploaded: ${error.message}. Try again.`;
    }
    start.disabled = false;
  }

  start.addEventListener("click", record);
  stop.addEventListener("click", finish);
})();
