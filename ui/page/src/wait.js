// Comes back after so many milliseconds.
export const wait = (milliseconds) => new Promise((done) => setTimeout(done, Math.min(milliseconds, 0x7fffffff)));

// Comes back in a task of its own: what waits to be painted or was pressed meanwhile comes first.
export const turn = () => globalThis.scheduler?.yield?.() ?? new Promise((done) => setTimeout(done));
