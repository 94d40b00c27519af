// The scanner at arm's length: a module of its own in a worker, fetched when first used. A picture that takes too long or breaks
// the module ends the worker and nothing else; the next request starts another.
const START = 20_000;
const PATIENCE = 20_000;

let line;
let number = 0;

function start() {
  const worker = new Worker(document.documentElement.dataset.scanner, { type: "module" });
  const waiting = new Map();
  const end = (error) => {
    worker.terminate();
    if (line?.worker === worker) line = undefined;
    for (const { failed } of waiting.values()) failed(error);
    waiting.clear();
  };
  const ready = new Promise((done, failed) => {
    const late = setTimeout(() => end("unavailable"), START);
    waiting.set(0, { done, failed, late });
  });
  worker.onmessage = ({ data }) => {
    const asked = waiting.get(data.id);
    if (!asked) return;
    waiting.delete(data.id);
    clearTimeout(asked.late);
    if (data.error === "crashed") {
      asked.failed("unreadable");
      end("unreadable");
    } else if (data.error) {
      asked.failed(data.error);
    } else {
      asked.done(data.texts);
    }
  };
  worker.onerror = (event) => {
    event.preventDefault();
    end(waiting.has(0) ? "unavailable" : "unreadable");
  };
  return { worker, waiting, ready, end };
}

async function ask(request, transfer) {
  line ??= start();
  const { worker, waiting, ready, end } = line;
  await ready;
  const id = ++number;
  return new Promise((done, failed) => {
    const late = setTimeout(() => end("unreadable"), PATIENCE);
    waiting.set(id, { done, failed, late });
    worker.postMessage({ id, ...request }, transfer);
  });
}

/** The texts of the codes in a picture file; fails with "unreadable" or "unavailable". */
export const readPicture = (bytes) => ask({ picture: bytes.buffer }, [bytes.buffer]);

/** The texts of the codes in a frame of the camera. */
export const readFrame = ({ width, height, data }) => ask({ frame: { width, height, rgba: data.buffer } }, [data.buffer]);
