// What an editor offers between quotes, asked of the compiler's own language service.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const require = createRequire(import.meta.url);
const wanted = {
  "generateImage('a boat', { model: '": ['gemini-2.5-flash-image', 'gemini-3-pro-image'],
  "generateImage('a boat', { baseURL: '": ['kkiai', 'google'],
  "generateImage('a boat', { aspectRatio: '": ['1:1', '16:9'],
  "generateImage('a boat', { size: '": ['512', '1K', '2K', '4K'],
  "generateImage('a boat', { thinking: { level: '": ['minimal', 'high'],
  "GenerateImageError.isInstance(0, '": ['rate-limited', 'wasm'],
};

/** @param {string} name of a compiler's package */
export function offers(name) {
  const ts = require(name);
  const file = resolve('editor.ts');
  let text = '';
  let version = 0;
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file], getScriptVersion: () => String(version), getCurrentDirectory: () => process.cwd(),
    getCompilationSettings: () => ({ strict: true, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022 }),
    getDefaultLibFileName: options => ts.getDefaultLibFilePath(options), fileExists: path => path === file || ts.sys.fileExists(path),
    readFile: ts.sys.readFile, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories,
    getScriptSnapshot: path => (path === file ? ts.ScriptSnapshot.fromString(text) : ts.sys.fileExists(path) ? ts.ScriptSnapshot.fromString(readFileSync(path, 'utf8')) : undefined),
  });
  for (const [code, names] of Object.entries(wanted)) {
    const before = `import { generateImage, GenerateImageError } from 'wasmagine';\n${code}`;
    text = `${before}' `;
    version += 1;
    const entries = service.getCompletionsAtPosition(file, before.length, {})?.entries.map(({ name }) => name) ?? [];
    for (const each of names) if (!entries.includes(each)) throw new Error(`${name} offers ${entries.slice(0, 5)} after ${code}, not ${each}`);
  }
}
