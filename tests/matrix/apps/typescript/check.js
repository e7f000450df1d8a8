// Each compiler that is installed here, with each resolution that it has, for pages and for workers; and what editors with it offer.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { offers } from './editor.js';

const run = promisify(execFile);
const compilers = readdirSync('node_modules').filter((name) => name.startsWith('typescript'));
for (const name of compilers) {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'));
  const major = Number(version.split('.')[0]);
  const resolutions = [['esnext', 'bundler'], ['node16', 'node16'], ...(major < 7 ? [['esnext', 'node10']] : [])];
  // From 7 on there is no such interface.
  if (major < 7) offers(name);
  for (const lib of ['es2022,dom', 'es2022,webworker']) {
    for (const [module, resolution] of resolutions) {
      const deprecated = major === 6 && resolution === 'node10' ? ['--ignoreDeprecations', '6.0'] : [];
      const args = [`node_modules/${name}/bin/tsc`, '--noEmit', '--strict', '--exactOptionalPropertyTypes', '--skipLibCheck', 'false', 
        '--target', 'es2022', '--lib', lib, '--module', module, '--moduleResolution', resolution, ...deprecated, 'subpaths.ts'];
      await run(process.execPath, args).catch(({ stdout }) => {
        throw new Error(`TypeScript ${version}, ${resolution}, ${lib}:\n${stdout}`);
      });
    }
  }
}
console.log(`${compilers.length} compilers agree`);
