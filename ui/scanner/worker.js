// Reads codes away from the screen's thread. A file of its own, because a worker starts from an address, and static, because the
// page's content security policy allows no other script.
//
// Asked { id, picture: buffer } or { id, frame: { width, height, rgba: buffer } }, it answers { id, texts } or { id, error }. A fault
// of the module is the error "crashed": only a new worker helps then.
import init, { frame, picture } from "./scanner.js";

const started = init({ module_or_path: new URL("./scanner_bg.wasm", import.meta.url) });

self.onmessage = async ({ data }) => {
  try {
    await started;
    const texts = data.picture
      ? picture(new Uint8Array(data.picture))
      : frame(data.frame.width, data.frame.height, new Uint8Array(data.frame.rgba));
    self.postMessage({ id: data.id, texts });
  } catch (error) {
    self.postMessage({ id: data.id, error: error === "unreadable" ? error : "crashed" });
  }
};

// The page waits for this before it sends anything, so a worker that never starts is noticed.
started.then(() => self.postMessage({ id: 0, texts: [] }), () => self.postMessage({ id: 0, error: "unavailable" }));
