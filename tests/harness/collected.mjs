// @ts-check
// Node shows its collector only to who asks with a flag, which may be set late.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Once what nobody holds any more is gone. */
export async function collected() {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc');
  for (let turns = 0; turns < 3; turns++) {
    await new Promise(setImmediate);
    gc();
  }
}
