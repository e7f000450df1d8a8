// @ts-check
// What the generated glue does of itself where an instance of the wasm is lost, and must not: two replacements, without which a caller's
// promise stays pending, or a page's console fills. tests/package/panic.test.mjs holds both.

/** @type {[from: RegExp, to: string][]} */
const changes = [
  // An exception that comes through a closure (what a caller's code throws while the wasm calls it, or a trap that is no panic) leaves the
  // instance in whatever state it was, and the next call goes on with that (https://github.com/wasm-bindgen/wasm-bindgen/issues/3687). The
  // option that heeds it, --force-enable-abort-handler (https://github.com/wasm-bindgen/wasm-bindgen/pull/5191), asks for
  // WebAssembly.JSTag, which the oldest browsers here have not.
  [/( *)(return f\((?:a|state\.a), state\.b, \.\.\.args\);\n)( *)\} finally/g,
    `$1$2$3} catch (error) {
$1if (state.instance !== __wbg_instance_id) throw error; // after a panic
$1__wbg_reinit_scheduled = true;
$1crashed('an exception came through the wasm', error);
$3} finally`],
  // What a lost instance waited for is nobody's any more: to throw would be an unhandled rejection for each promise and an error for each
  // timer. It came with the restart of instances (https://github.com/wasm-bindgen/wasm-bindgen/pull/5099), and no option leaves it out.
  [/throw new Error\('Cannot invoke closure from previous WASM instance'\);/g, 'return;'],
];

/** @param {string} glue */
export function restarting(glue) {
  if (!/import \{[^}]*\bcrashed\b[^}]*\} from/.test(glue)) throw new Error('the glue does not import `crashed`');
  const kinds = glue.match(/^function make\w*Closure\(/gm)?.length ?? 0;
  return changes.reduce((text, [from, to]) => {
    const found = text.match(from)?.length ?? 0;
    if (!found || found !== kinds) throw new Error(`wasm-bindgen's glue has ${kinds} kinds of closures, and ${found} times ${from}`);
    return text.replace(from, to);
  }, glue);
}
