// @ts-check
// What only some calls need comes by import(), when the first of them asks: a file of its own beside js/index.js, and within the entries that are
// one file.

/** @template T @param {string} name of the file @param {Promise<T>} loading @returns {Promise<T>} rejects with the fields of an error */
export const later = (name, loading) => loading.catch((thrown) => {
  throw { code: 'wasm', message: `${name} could not be loaded`, hint: 'serve it beside the script, or import wasmagine/inline, as service workers have to', thrown };
});

/** What errors are told with: see there. */
export const words = () => later('words.js', import('./words.js'));

/** The fields of an error for what js/read.js threw. @param {any} refused */
export const worded = (refused) => (refused?.says ? words().then((words) => words.worded(refused), (missing) => missing) : refused);
