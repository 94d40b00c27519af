// The device's signing keys as WebCrypto keys: they sign, and their bytes never come out, not even to this script. The browser
// keeps them under this origin; where it may keep nothing they last as long as the page.
//
// A key is named by its public half in hexadecimal. One entry is the device's; others belong to sign-ins under way.
const BASE = "congdanso";
const STORE = "keys";
const DEVICE = "device";
const ALGORITHM = { name: "Ed25519" };

const remembered = new Map();

const settled = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("blocked"));
  });

/** Acts on the entries in one transaction; on the page's memory where the browser keeps none. */
async function entries(mode, act) {
  let base;
  try {
    const asked = indexedDB.open(BASE, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE);
    base = await settled(asked);
    const transaction = base.transaction(STORE, mode);
    const store = transaction.objectStore(STORE);
    const ended = new Promise((done, failed) => {
      transaction.oncomplete = done;
      transaction.onabort = () => failed(transaction.error);
    });
    const answer = await act({
      get: (name) => settled(store.get(name)),
      put: (name, value) => settled(store.put(value, name)),
      clear: () => settled(store.clear()),
    });
    await ended;
    return answer;
  } catch {
    return act({
      get: async (name) => remembered.get(name),
      put: async (name, value) => remembered.set(name, value),
      clear: async () => remembered.clear(),
    });
  } finally {
    base?.close();
  }
}

const named = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Makes a key; its public half, or nothing in a browser that has no Ed25519. */
export async function make() {
  try {
    const pair = await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
    const entry = { name: named(publicKey), publicKey, key: pair.privateKey };
    await entries("readwrite", (all) => all.put(entry.name, entry));
    return publicKey;
  } catch {
    return undefined;
  }
}

/** Makes a key the device's and forgets every other. */
export const keep = (publicKey) =>
  entries("readwrite", async (all) => {
    const entry = await find(all, named(publicKey));
    await all.clear();
    if (entry) await all.put(DEVICE, entry);
  });

/** The public half of the device's key. */
export const kept = async () => (await entries("readonly", (all) => all.get(DEVICE)))?.publicKey;

/** A key's signature, or nothing when the key is gone. */
export async function sign(publicKey, message) {
  const entry = await entries("readonly", (all) => find(all, named(publicKey)));
  return entry && new Uint8Array(await crypto.subtle.sign(ALGORITHM, entry.key, message));
}

export const forget = () => entries("readwrite", (all) => all.clear());

async function find(all, name) {
  const device = await all.get(DEVICE);
  return device?.name === name ? device : all.get(name);
}
