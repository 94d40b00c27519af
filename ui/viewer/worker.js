// Draws PDF pages away from the screen's thread. A file of its own, because a worker starts from an address, and static, because the
// page's content security policy allows no other script.
//
// Asked { id, open: bytes } or { id, draw: { page, scale, quarters } }, it answers { id, sizes }, { id, picture } or { id, error }.
// Where a worker can't start, the page imports this file and calls `answer` itself.
import init, { Paper } from "./viewer.js";

const started = init({ module_or_path: new URL("./viewer_bg.wasm", import.meta.url) });
let paper;

/** Carries out one request; never throws. A fault of the module is the error "crashed": only a new module helps then. */
export async function answer({ id, open, draw }) {
  try {
    await started;
    if (open) {
      paper?.free();
      paper = undefined;
      paper = Paper.open(new Uint8Array(open));
      return { id, sizes: paper.sizes() };
    }
    const drawn = paper.draw(draw.page, draw.scale, draw.quarters);
    const picture = { width: drawn.width, height: drawn.height, rgba: drawn.take() };
    drawn.free();
    return { id, picture };
  } catch (error) {
    return { id, error: typeof error === "string" ? error : "crashed" };
  }
}

const inWorker = typeof WorkerGlobalScope !== "undefined" && self instanceof WorkerGlobalScope;

if (inWorker) {
  self.onmessage = async ({ data }) => {
    const reply = await answer(data);
    self.postMessage(reply, reply.picture ? [reply.picture.rgba.buffer] : []);
  };
  // The page waits for this before it sends anything, so a worker that never starts is noticed.
  started.then(() => self.postMessage({ ready: true }), () => self.postMessage({ ready: false }));
}
