// @ts-check
// The reference of the declarations, as TypeDoc writes it in Markdown; and the crate's, as rustdoc writes it.
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { at, exec } from '../../scripts/exec.mjs';

const here = (/** @type {string} */ path) => at('docs/site', path);

/** @returns {Promise<Map<string, string>>} path without .md → Markdown */
export async function declarations() {
  const folder = await mkdtemp(join(tmpdir(), 'wasmagine-reference-'));
  try {
    const files = ['index', 'sandbox'].map(name => at('dist', `${name}.d.ts`));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { strict: true, target: 'esnext', module: 'nodenext', lib: ['esnext', 'dom', 'dom.iterable'], types: [] }, files }));
    await writeFile(join(folder, 'typedoc.json'), JSON.stringify({
      plugin: [here('node_modules/typedoc-plugin-markdown/dist/index.js')], entryPoints: files, tsconfig: join(folder, 'tsconfig.json'), out: join(folder, 'out'), readme: 'none', name: 'wasmagine',
      disableSources: true, hideBreadcrumbs: true, hidePageHeader: true, entryFileName: 'index', parametersFormat: 'table', useCodeBlocks: true, logLevel: 'Error', excludeExternals: true,
    }));
    await exec('node', [here('node_modules/typedoc/bin/typedoc'), '--options', join(folder, 'typedoc.json')]);
    const names = (await readdir(join(folder, 'out'), { recursive: true })).map(name => name.replaceAll('\\', '/')).filter(name => name.endsWith('.md')).sort();
    return new Map(await Promise.all(names.map(async name => /** @type {[string, string]} */ ([name.replace(/\.md$/, ''), await readFile(join(folder, 'out', name), 'utf8')]))));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** rustdoc's pages of the crate, as docs.rs builds them, in the site's colours and with the way back on each. @param {string} out a folder of the site's */
export async function crate(out) {
  const target = 'wasm32-unknown-unknown';
  await exec('cargo', ['doc', '--quiet', '--package', 'wasmagine-rs', '--no-deps', '--target', target]);
  await cp(at('target', target, 'doc'), out, { recursive: true });
  for (const entry of await readdir(out, { recursive: true, withFileTypes: true })) {
    if (!entry.name.endsWith('.html')) continue;
    const path = join(entry.parentPath, entry.name);
    const up = relative(entry.parentPath, join(out, '..')).replaceAll('\\', '/');
    const way = `<nav class="way" aria-label="wasmagine"><a href="${up}/index.html"><b>wasmagine</b></a> <a href="${up}/guide/index.html">Guide</a> <a href="${up}/guide/rust.html">From Rust</a> <a href="${up}/reference/index.html">Reference</a></nav>`;
    const html = await readFile(path, 'utf8');
    await writeFile(path, html.replace('</head>', `<link rel="stylesheet" href="${up}/site/rust.css"></head>`).replace('<main>', `<main>${way}`));
  }
}
