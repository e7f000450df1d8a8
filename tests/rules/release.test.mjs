// @ts-check
// What `npm run release` finds missing: each thing alone, from a state in which nothing is.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { missing } from '../../scripts/release.mjs';

const address = 'https://git.example/wasmagine';
/** @returns {import('../../scripts/release.mjs').State} */
const ready = () => ({
  pack: {
    name: 'wasmagine', version: '0.1.0', description: 'pictures', license: 'MIT', files: ['dist', 'docs/guide/*.md'],
    repository: { type: 'git', url: `git+${address}.git` }, homepage: address, bugs: `${address}/issues`,
  },
  lock: { version: '0.1.0' },
  cargo: `[workspace.package]\nversion = "0.1.0"\nrepository = "${address}"\n`,
  cargoLock: 'name = "wasmagine"\nversion = "0.1.0"\n\nname = "wasmagine-rs"\nversion = "0.1.0"\n',
  changelog: '# Changelog\n\n## 0.1.0 - 2026-11-29\n',
  prose: { 'README.md': 'npm install wasmagine' },
  today: '2026-11-29', changed: '', tags: [], exists: () => true, npm: 'free',
});

test('nothing is missing where all is set', () => assert.deepEqual(missing(ready()), []));

/** @type {[string, (state: import('../../scripts/release.mjs').State) => void, RegExp][]} */
const cases = [
  ['a repository', ({ pack }) => { delete pack.repository; }, /^package\.json has no `repository`\.$/],
  ['a homepage', ({ pack }) => { delete pack.homepage; }, /^package\.json has no `homepage`\.$/],
  ['leave to publish', ({ pack }) => { pack.private = true; }, /private/],
  ['a built package', state => { state.exists = path => path !== 'dist'; }, /names dist, which is not there: npm run build/],
  ['the version in the lock file', ({ lock }) => { lock.version = '0.0.9'; }, /^package-lock\.json has version 0\.0\.9/],
  ['the version in Cargo.lock', state => { state.cargoLock = state.cargoLock.replace('0.1.0', '0.0.9'); }, /^Cargo\.lock has version 0\.0\.9 of wasmagine:/],
  ['the version in Cargo.toml', state => { state.cargo = state.cargo.replace('0.1.0', '0.0.9'); }, /^Cargo\.toml has version 0\.0\.9, package\.json 0\.1\.0/],
  ['the repository in Cargo.toml', state => { state.cargo = 'version = "0.1.0"\n'; }, /^Cargo\.toml has no `repository`/],
  ['one repository', state => { state.cargo = state.cargo.replace(address, 'https://other.example/'); }, /that of Cargo\.toml https:\/\/other\.example/],
  ['a heading', state => { state.changelog = '## 0.0.9 - 2026-01-01\n'; }, /no heading for 0\.1\.0/],
  ['a date', state => { state.changelog = '## 0.1.0 - unreleased\n'; }, /has no date: ## 0\.1\.0 - unreleased/],
  ['a date that has come', state => { state.changelog = '## 0.1.0 - 2027-01-01\n'; }, /dated 2027-01-01, which is yet to come/],
  ['prose that knows of npm', state => { state.prose = { 'README.md': 'It is **not on npm yet**.' }; }, /^README\.md says that it is not on npm yet/],
  ['a commit', state => { state.changed = ' M README.md'; }, /not committed/],
  ['a new tag', state => { state.tags = ['v0.1.0']; }, /tag v0\.1\.0 already/],
  ['an answer of npm', state => { state.npm = 'unknown'; }, /did not answer/],
  ['a new version', state => { Object.assign(state, { npm: { versions: ['0.1.0'] }, tags: ['v0.0.9'] }); }, /npm has wasmagine 0\.1\.0 already/],
  ['a name of our own', state => { state.npm = { versions: ['9.9.9'] }; }, /may be somebody else's/],
];
for (const [what, without, sentence] of cases) {
  test(`without ${what} it says so, and nothing else`, () => {
    const state = ready();
    without(state);
    const found = missing(state);
    assert.equal(found.length, 1, found.join('\n'));
    assert.match(found[0], sentence);
  });
}
