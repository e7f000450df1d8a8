// @ts-check
// Goes on with a conversation in a worker, and posts it back.
import * as page from './page.js';

addEventListener('message', async ({ data: { history, ...options } }) => {
  const { createSession } = await page.entry('index');
  const session = createSession({ ...options, history });
  await session.ready;
  await session.send('in a worker');
  postMessage(session.snapshot());
});
