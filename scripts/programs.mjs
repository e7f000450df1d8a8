// @ts-check
// Where the programs are that this repository calls but npm does not install: on PATH, else in our own cache, else (MiniBrowser) where
// Debian hides it. Knows their names and the package that has each; installing them is setup's business.
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The folder of this user for tools that are built once. */
export const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'wasmagine');

/** Where nginx goes that is not the system's: unpacked, neither installed nor started. */
export const ownNginx = join(cache, 'nginx');

/** Names under which a program may go, the first being ours, and the Debian package that has it. */
const known = {
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'], debian: 'chromium' },
  chromedriver: { names: ['chromedriver'], debian: 'chromium-driver' },
  firefox: { names: ['firefox-esr', 'firefox'], debian: 'firefox-esr' },
  WebKitWebDriver: { names: ['WebKitWebDriver'], debian: 'webkit2gtk-driver' },
  MiniBrowser: { names: ['MiniBrowser'], debian: 'webkit2gtk-driver' },
  Xvfb: { names: ['Xvfb'], debian: 'xvfb' },
};
/** @typedef {keyof typeof known} Browserly */

/** What the browser tests need, and where Debian has it. */
export const browserPrograms = /** @type {[Browserly, string][]} */ (Object.entries(known).map(([name, { debian }]) => [name, debian]));

/** @param {string} name @returns {string | undefined} the full path */
export function find(name) {
  const names = known[/** @type {Browserly} */ (name)]?.names ?? [name];
  for (const folder of folders()) {
    for (const each of names) {
      const path = join(folder, each);
      if (executable(path)) return path;
    }
  }
}

/** @param {string} name */
export function require_(name) {
  const path = find(name);
  if (!path) throw new Error(`${name} is missing; \`npm test\` installs it or says what to install.`);
  return path;
}

function folders() {
  const path = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return [...path, join(cache, 'bin'), '/usr/sbin', join(ownNginx, 'usr/sbin'), ...webkitFolders()];
}

/** MiniBrowser is in no PATH: /usr/lib/<machine>/webkit2gtk-4.x/MiniBrowser. */
function webkitFolders() {
  const list = (/** @type {string} */ folder) => {
    try { return readdirSync(folder); } catch { return []; }
  };
  return ['/usr/libexec', '/usr/lib', '/usr/lib64', ...list('/usr/lib').filter(f => f.includes('-linux-gnu')).map(f => join('/usr/lib', f))]
    .flatMap(lib => list(lib).filter(f => /^webkit2?gtk-[\d.]+$/.test(f)).sort().reverse().map(f => join(lib, f)));
}

/** @param {string} path */
function executable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
