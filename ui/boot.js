// A file of its own, because the page's content security policy allows no inline script.
import init from "/ui/congdanso_ui.js";

// The path is given, because a module found by itself breaks when scripts are moved or renamed.
const PROGRAM = "/ui/congdanso_ui_bg.wasm";

document.getElementById("broken-again").addEventListener("click", () => location.reload());

const words = document.getElementById("boot-words");

/** The compiled program. A web view now and then drops a streamed answer: it is asked once more, for the whole of it. */
async function program() {
  try {
    return await WebAssembly.compileStreaming(fetch(PROGRAM));
  } catch (error) {
    console.warn(error);
    const answer = await fetch(PROGRAM);
    return WebAssembly.compile(await answer.arrayBuffer());
  }
}

/** Comes back in a task of its own: what was pressed meanwhile comes first. */
const turn = () => new Promise((done) => setTimeout(done));

async function start() {
  try {
    const compiled = await program();
    await turn();
    await init({ module_or_path: compiled });
    document.getElementById("boot")?.remove();
  } catch (error) {
    console.error(error);
    words.setAttribute("role", "alert");
    words.textContent =
      "Chưa mở được ứng dụng trên máy này. Hãy cập nhật ứng dụng hoặc trình duyệt rồi thử lại. / " +
      `The app could not open on this device. Please update the app or the browser and try again. (${error})`;
}
}

start();
