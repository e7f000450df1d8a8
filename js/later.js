// @ts-check

/**
 * An ability that few calls need comes by `import()` with the first that does: a file of its own beside
 * index.js, and part of the entries that are one file. Rejects with the fields of an error.
 * @template T @param {string} name of the file @param {Promise<T>} loading @returns {Promise<T>}
 */
export const later = (name, loading) =>
  loading.catch((cause) => {
    const hint = 'serve it beside the script, or import wasmagine/inline, as service workers have to';
    throw { code: 'wasm', message: `${name} could not be loaded`, hint, cause };
  });
