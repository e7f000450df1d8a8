// @ts-check
// npm run release: what has to be set before `npm publish`, a line each; exit code 1 where there is any. It looks and changes nothing.
// What files cannot tell, whether a real call was ever made, it asks for at the end.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { at, attempt, Failure, script } from './exec.mjs';

/**
 * @typedef {object} State of the repository, and of what is around it
 * @property {Record<string, any>} pack package.json
 * @property {Record<string, any>} lock package-lock.json
 * @property {string} cargo Cargo.toml
 * @property {string} cargoLock
 * @property {string} changelog
 * @property {Record<string, string>} prose what users read, by file
 * @property {string} today as 2026-11-29
 * @property {string} changed what git has not committed
 * @property {string[]} tags
 * @property {(path: string) => boolean} exists
 * @property {{ versions: string[] } | 'free' | 'unknown'} npm what npm has under the name; unknown where it did not answer
 */

const SEMVER = /^\d+\.\d+\.\d+(-[\w.]+)?$/;
const inToml = (/** @type {string} */ text, /** @type {string} */ key) => new RegExp(`^${key} *= *"(.+)"`, 'm').exec(text)?.[1];
const inCargoLock = (/** @type {string} */ text, /** @type {string} */ name) => new RegExp(`name = "${name}"\nversion = "(.+)"`).exec(text)?.[1];
const addressOf = (/** @type {any} */ repository) => (typeof repository === 'string' ? repository : repository?.url);

/** What has to be set, a sentence each. @param {State} state @returns {string[]} */
export function missing({ pack, lock, cargo, cargoLock, changelog, prose, today, changed, tags, exists, npm }) {
  /** @type {string[]} */
  const found = [];
  const want = (/** @type {unknown} */ holds, /** @type {string} */ sentence) => {
    if (!holds) found.push(sentence);
  };
  const { name, version } = pack;

  for (const field of ['name', 'version', 'description', 'license', 'repository', 'homepage', 'bugs']) want(pack[field], `package.json has no \`${field}\`.`);
  want(!pack.private, 'package.json is private: npm would refuse it.');
  want(SEMVER.test(version), `package.json: \`version\` is '${version}', which is not a version.`);
  for (const path of pack.files ?? []) want(path.includes('*') || exists(path), `package.json: \`files\` names ${path}, which is not there${path === 'dist' ? ': npm run build' : ''}.`);

  want(lock.version === version, `package-lock.json has version ${lock.version}: npm install --package-lock-only.`);
  want(inToml(cargo, 'version') === version, `Cargo.toml has version ${inToml(cargo, 'version')}, package.json ${version}.`);
  for (const crate of ['wasmagine', 'wasmagine-rs']) {
    want(inCargoLock(cargoLock, crate) === version, `Cargo.lock has version ${inCargoLock(cargoLock, crate)} of ${crate}: cargo check.`);
  }
  want(inToml(cargo, 'repository'), 'Cargo.toml has no `repository`.');
  const [ours, theirs] = [addressOf(pack.repository), inToml(cargo, 'repository')];
  const plain = (/** @type {string} */ address) => address.replace(/^git\+/, '').replace(/\.git$/, '');
  want(!ours || !theirs || plain(ours) === plain(theirs), `The \`repository\` of package.json is ${ours}, that of Cargo.toml ${theirs}.`);

  const heading = changelog.split('\n').find(line => line.startsWith('## ') && line.slice(3).split(/\s/)[0] === version);
  const date = /(\d{4}-\d\d-\d\d)$/.exec(heading ?? '')?.[1];
  want(heading, `CHANGELOG.md has no heading for ${version}.`);
  want(!heading || date, `CHANGELOG.md: the heading of ${version} has no date: ${heading}`);
  want(!date || date <= today, `CHANGELOG.md: ${version} is dated ${date}, which is yet to come.`);

  for (const [file, text] of Object.entries(prose)) want(!/not on npm yet/i.test(text), `${file} says that it is not on npm yet.`);

  want(!changed, 'git has changes that are not committed.');
  want(!tags.includes(`v${version}`), `git has a tag v${version} already.`);

  want(npm !== 'unknown', `npm did not answer: whether the name ${name} is free is not known.`);
  if (typeof npm === 'object') {
    want(!npm.versions.includes(version), `npm has ${name} ${version} already.`);
    // Ours or somebody else's: a first version beside none of our tags is the latter.
    want(tags.length, `npm has a package ${name}, and git no tag of a release: the name may be somebody else's.`);
  }
  return found;
}

/** What npm has under a name. @param {string} name @returns {Promise<State['npm']>} */
async function published(name) {
  const { ok, output } = await attempt('npm', ['view', name, 'versions', '--json', '--loglevel=error'], { env: { npm_config_fetch_retries: '1' } });
  if (!ok) return /E404/.test(output) ? 'free' : 'unknown';
  try {
    return { versions: [JSON.parse(output)].flat() };
  } catch {
    return 'unknown';
  }
}

/** This repository, now. @returns {Promise<State>} */
async function state() {
  const read = (/** @type {string} */ path) => readFileSync(at(path), 'utf8');
  const git = async (/** @type {string[]} */ ...args) => (await attempt('git', args)).output.trim();
  const pack = JSON.parse(read('package.json'));
  return {
    pack, lock: JSON.parse(read('package-lock.json')), cargo: read('Cargo.toml'), cargoLock: read('Cargo.lock'), changelog: read('CHANGELOG.md'),
    prose: { 'README.md': read('README.md') },
    today: new Date().toISOString().slice(0, 10),
    changed: await git('status', '--porcelain'), tags: (await git('tag', '--list')).split('\n').filter(Boolean),
    exists: path => existsSync(at(path)), npm: await published(pack.name),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  script(async () => {
    const now = await state();
    const { name, version } = now.pack;
    const found = missing(now);
    console.log(`${name} ${version}${now.npm === 'free' ? ': the name is free on npm' : ''}\n`);
    for (const sentence of found) console.log(`  ${sentence}`);
    console.log(`${found.length ? '' : '  Nothing is missing.'}\n
What no file tells: npm test and npm run matrix are green, and npm run live has made a real, billed picture.`);
    if (found.length) throw new Failure(`${found.length} ${found.length === 1 ? 'thing has' : 'things have'} to be set before publishing.`);
  });
}
