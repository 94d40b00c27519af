// Loads a module when it is first needed: an import by name would make it part of the page's first load.
export const load = (address) => import(address);
