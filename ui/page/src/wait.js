// Comes back after so many milliseconds.
export const wait = (milliseconds) => new Promise((done) => setTimeout(done, Math.min(milliseconds, 0x7fffffff)));
