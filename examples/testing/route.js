// For Playwright: a page's calls are answered by the sandbox, in the process of the test. The page is the one that users get.
import { sandbox } from 'wasmagine/sandbox';

export async function answerFromSandbox(page, options) {
  const answer = sandbox(options);
  await page.route('**/v1beta/models/**', async route => {
    const request = route.request();
    try {
      const response = await answer(request.url(), {
        method: request.method(),
        headers: await request.allHeaders(),
        body: request.postDataBuffer() ?? undefined,
      });
      const body = Buffer.from(await response.arrayBuffer());
      await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
    } catch {
      await route.abort(); // faults that break the connection
    }
  });
}
