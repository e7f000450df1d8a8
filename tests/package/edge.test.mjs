// @ts-check
// The entry of runtimes that hand over compiled wasm: what `wasmagine` is under their conditions, with such an import made for Node.
// workerd itself, and Next's edge, are set-ups of tests/matrix.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { build } from 'esbuild';
import { at } from '../../scripts/exec.mjs';

/** @type {import('esbuild').Plugin} */
const compiled = {
  name: 'compiled',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path, resolveDir }) => ({ path: `${resolveDir}/${path}`.replace(/\?module$/, ''), namespace: 'compiled' }));
    onLoad({ filter: /./, namespace: 'compiled' }, ({ path }) => ({
      contents: `import { readFileSync } from 'node:fs'; export default new WebAssembly.Module(readFileSync(${JSON.stringify(path)}));`,
      resolveDir: at(),
    }));
  },
};

for (const condition of ['workerd', 'edge-light']) {
  test(`under ${condition} the wasm is imported compiled, and nothing is fetched`, async () => {
    const contents = `import { generateImage } from 'wasmagine'; import { sandbox } from 'wasmagine/sandbox';
      const options = { model: 'gemini-3.1-flash-image', size: '512', fetch: sandbox() };
      export const picture = () => generateImage('a red boat at dawn', options);`;
    const { outputFiles } = await build({
      stdin: { contents, resolveDir: at() }, bundle: true, format: 'esm', platform: 'neutral', write: false, conditions: [condition],
      external: ['node:*'], plugins: [compiled],
    });
    const { picture } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);
    const { fetch } = globalThis;
    globalThis.fetch = () => { throw new Error('nothing is fetched'); };
    try {
      const { image, blob } = await picture();
      assert.ok(blob instanceof Blob);
      assert.deepEqual([image.width, image.height], [512, 512]);
    } finally {
      globalThis.fetch = fetch;
    }
  });
}
