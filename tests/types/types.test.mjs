// @ts-check
// The public types, as a stranger's compiler sees them: a package in a folder of its own, found through its exports map, strict and with
// nothing skipped. In the programs beside this file every line compiles, or says `@ts-expect-error` and must not.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { types } from '../../scripts/build/types.mjs';
import { asModule, inLanguage, read } from '../readme/examples.mjs';

const path = (/** @type {string} */ url) => fileURLToPath(new URL(url, import.meta.url));
const tsc = path('../../node_modules/.bin/tsc');

const programs = [
  { file: 'uses.ts', lib: 'esnext,dom' },
  { file: 'misuses.ts', lib: 'esnext,dom' },
  { file: 'literals.ts', lib: 'es2022,dom' },
  { file: 'worker.ts', lib: 'es2022,webworker' },
];

let folder = '';
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wasmagine-types-'));
  const installed = join(folder, 'node_modules/wasmagine');
  mkdirSync(join(installed, 'dist'), { recursive: true });
  cpSync(path('../../package.json'), join(installed, 'package.json'));
  for (const [name, content] of Object.entries(await types())) writeFileSync(join(installed, 'dist', name), content);
  for (const { file } of programs) cpSync(path(file), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** Strict, and with nothing skipped. @param {string} lib @param {string} module @param {string} resolution @param {string[]} files */
function compile(lib, module, resolution, ...files) {
  const options = ['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--types', '',
    '--target', 'esnext', '--lib', lib, '--module', module, '--moduleResolution', resolution];
  const { stdout, status } = spawnSync(tsc, [...options, ...files], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
}

for (const { file, lib } of programs) {
  for (const [module, resolution] of [['nodenext', 'nodenext'], ['esnext', 'bundler']]) {
    test(`${file} compiles with ${lib} and resolution ${resolution}`, () => compile(lib, module, resolution, file));
  }
}

test('every TypeScript example compiles', () => {
  const files = inLanguage('ts').map(({ code }, at) => {
    writeFileSync(join(folder, `example-${at}.ts`), code);
    return `example-${at}.ts`;
  });
  assert.ok(files.length);
  compile('esnext,dom', 'nodenext', 'nodenext', ...files);
});

// Those of one line take for granted what an editor shows them beside: the object that the member is of, and a page.
test('every example of one line compiles', () => {
  const declared = `import { generateImage, init, streamImage } from 'wasmagine';
import type { AspectRatio, CheckResult, Client, GeneratedImage, GenerateImageError, GenerateImageResult, ImageResponse, ImageSession, KnownModel, KnownModels, ModelInfo, Progress, SessionSnapshot, SessionTurn, TurnOptions, Usage } from 'wasmagine';
import { faultGroups, sandbox } from 'wasmagine/sandbox';
import type { Fault, FaultGroup } from 'wasmagine/sandbox';
declare const fault: Fault, group: FaultGroup;
declare const apiKey: string, img: HTMLImageElement, button: HTMLButtonElement, output: HTMLOutputElement, bar: HTMLProgressElement, menu: HTMLSelectElement, files: FileList | null;
declare const client: Client, error: GenerateImageError, found: CheckResult, image: GeneratedImage, model: ModelInfo, progress: Progress, response: ImageResponse,
  result: GenerateImageResult, session: ImageSession, snapshot: SessionSnapshot, turn: SessionTurn, usage: Usage;
declare let spent: number;
const stream = streamImage('a red boat', { apiKey });
`;
  const lines = ['src/types.d.ts', 'js/entry.d.ts', 'js/sandbox.d.ts'].flatMap(file => [...read(file).matchAll(/^ *\* @example (\S.*)$/gm)].map(([, code]) => code));
  assert.ok(lines.length > 80, String(lines.length));
  writeFileSync(join(folder, 'lines.ts'), declared + lines.map((code, at) => `export async function example${at}() { ${code}\n}\n`).join(''));
  compile('esnext,dom', 'esnext', 'bundler', 'lines.ts');
});

// As scripts, so not strictly: what they name must exist, and have the type that it is used as.
test('every JavaScript example type-checks', () => {
  const page = `declare const apiKey: string, img: HTMLImageElement, button: HTMLButtonElement, canvas: HTMLCanvasElement;
declare function said(comment: string, ...what: unknown[]): void;`;
  writeFileSync(join(folder, 'page.d.ts'), page);
  const files = inLanguage('js').map((example, at) => {
    writeFileSync(join(folder, `script-${at}.js`), asModule(example).includes('import ') ? asModule(example) : `${asModule(example)}\nexport {};\n`);
    return `script-${at}.js`;
  });
  assert.ok(files.length > 25);
  const options = ['--ignoreConfig', '--noEmit', '--allowJs', '--checkJs', '--strict', 'false', '--types', '', '--target', 'esnext', '--lib', 'esnext,dom',
    '--module', 'esnext', '--moduleResolution', 'bundler'];
  const { stdout, status } = spawnSync(tsc, [...options, 'page.d.ts', ...files], { cwd: folder, encoding: 'utf8' });
  assert.equal(status, 0, stdout);
});
