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

// Uploads recordings that are chosen, dropped onto the page or made with the microphone, and shows how far that is.
(() => {
  const box = document.querySelector("[data-upload]");
  if (!box) return;
  const form = box.querySelector("form");
  // People who only listen have none.
  if (!form) return;
  const file = form.elements.file;
  const status = box.querySelector("[data-status]");
  const progress = box.querySelector("progress");
  const token = document.querySelector("meta[name=token]").content;
  const words = {};
  for (const word of box.querySelector("template").content.querySelectorAll("[data-word]")) {
    words[word.dataset.word] = word.textContent;
  }
  const say = (name, values = {}) => {
    status.textContent = words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  };
  const megabytes = Number(box.dataset.megabytes), most = Number(box.dataset.files);

  // Says what is too large or too much before anything is sent.
  const isAllowed = (files) => {
    if (files.length > most) {
      say(most === 1 ? "one" : "many", { limit: most });
      return false;
    }
    const size = files.reduce((sum, one) => sum + one.size, 0);
    if (size <= megabytes * 1e6) return true;
    const name = files.length === 1 ? files[0].name : files.map((one) => one.name).join(", ");
    say("large", { name, size: Math.ceil(size / 1e6), limit: megabytes });
    return false;
  };

  // Only XMLHttpRequest reports how much of a body was sent.
  const upload = (fields) => new Promise((done) => {
    const request = new XMLHttpRequest();
    const finish = () => {
      progress.hidden = true;
      done();
    };
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      progress.hidden = false;
      progress.value = 100 * event.loaded / event.total;
      say("uploading", { percent: Math.floor(progress.value) });
    });
    request.upload.addEventListener("load", () => say("sent"));
    request.addEventListener("load", () => {
      finish();
      const sent = new URL(form.action).href;
      if (request.status < 400 && request.responseURL !== sent) {
        location = request.responseURL;
        return;
      }
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const reason = page.querySelector("[role=alert], main p");
      if (reason) status.textContent = reason.textContent;
      else say("refused");
    });
    request.addEventListener("error", () => {
      say("failed");
      finish();
    });
    request.open("POST", form.action);
    request.setRequestHeader("X-Token", token);
    say("uploading", { percent: 0 });
    request.send(fields);
  });

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isAllowed([...file.files])) upload(new FormData(form));
  });

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
    if (!isAllowed([...event.dataTransfer.files])) return;
    file.files = event.dataTransfer.files;
    form.requestSubmit();
  });

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
    time.textContent = words.insecure;
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
    // What is to be said, in large type.
    const prompter = panel.querySelector("[data-prompter]");
    if (prompter) prompter.hidden = !isRecording;
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
      if (error.name === "NotAllowedError") say("denied");
      else if (error.name === "NotFoundError") say("none");
      else say("unusable", { reason: error.message });
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
    if (done.length === 0) {
      say("empty");
    } else {
      const fields = new FormData(form);
      fields.delete("file");
      fields.append("file", wave(done.pieces, done.length, rate), "recording.wav");
      await upload(fields);
    }
    start.disabled = false;
  }

  start.addEventListener("click", record);
  stop.addEventListener("click", finish);
})();
