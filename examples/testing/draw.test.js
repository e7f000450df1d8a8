import { test } from 'node:test';
import assert from 'node:assert/strict';
import { sandbox } from 'wasmagine/sandbox';
import { draw } from './draw.js';

test('a picture comes with its size', async () => {
  const { blob, says } = await draw('a red boat at dawn', { fetch: sandbox({ fault: 'big-16KiB' }) });
  assert.equal(blob.size, 16 * 1024);
  assert.equal(says, '1024 × 1024');
});

const outcomes = { 'rate-limit': true, 'http-503': true, 'bad-key': false, 'prompt-blocked-safety': false, 'cut-body': false };
for (const [fault, again] of Object.entries(outcomes)) {
  test(`${fault}: another try is ${again ? '' : 'not '}offered`, async () => {
    const outcome = await draw('a red boat at dawn', { fetch: sandbox({ fault }), maxRetries: 0 });
    assert.equal(outcome.blob, undefined);
    assert.equal(outcome.again, again);
  });
}

test('a server that is busy once is asked again', async () => {
  let calls = 0;
  const fault = () => (calls++ === 0 ? 'rate-limit-short' : 'big-16KiB');
  assert.equal((await draw('a red boat at dawn', { fetch: sandbox({ fault }) })).says, '1024 × 1024');
  assert.equal(calls, 2);
});

test('what is sent is what was asked for', async () => {
  const answer = sandbox({ fault: 'big-16KiB' });
  const sent = [];
  const fetch = async (input, init) => {
    const request = new Request(input, init);
    sent.push(await request.clone().json());
    return answer(request);
  };
  await draw('a red boat at dawn', { fetch, aspectRatio: '16:9' });
  assert.equal(sent[0].contents[0].parts[0].text, 'a red boat at dawn');
  assert.equal(sent[0].generationConfig.imageConfig.aspectRatio, '16:9');
});
