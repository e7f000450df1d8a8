// @ts-check
// The frame of search suggestions, whose HTML is a stranger's: it tells nobody that it is there, neither closed nor open.
import assert from 'node:assert/strict';
import { By, until } from 'selenium-webdriver';
import { run } from '../harness/browsers.mjs';
import { drawing, inBrowsers, test } from './stand.mjs';

inBrowsers(['chromium', 'firefox'], (demo) => {
  /** All that loads, links ahead, or tells on whoever follows it. */
  const beacons = () => {
    const to = (/** @type {string} */ name) => `${demo.elsewhere.origin}/beacon/${name}`;
    const kinds = ['prefetch', 'preload', 'modulepreload', 'stylesheet', 'icon', 'prerender', 'next', 'manifest', 'preconnect', 'dns-prefetch', 'prefetch stylesheet'];
    const links = kinds.map((rel) => `<link rel="${rel}" as="image" href="${to(rel)}"><LINK REL='${rel}' href=${to(`${rel}2`)}>`).join('');
    return `${links}<base href="${to('base')}/"><meta http-equiv="refresh" content="0;url=${to('refresh')}"><meta http-equiv="x-dns-prefetch-control" content="on">
      <style>@import "${to('import')}"; body { background: url(${to('background')}) } @font-face { font-family: f; src: url(${to('font')}) } .chip { font-family: f; color: rgb(1, 2, 3) }</style>
      <img src="${to('img')}" srcset="${to('srcset')}"><picture><source srcset="${to('source')}"><img></picture><video poster="${to('poster')}" src="${to('video')}"></video><audio src="${to('audio')}" autoplay></audio>
      <iframe src="${to('iframe')}"></iframe><iframe srcdoc="${`<link rel=prefetch href=${to('nested')}>`}"></iframe><object data="${to('object')}"></object><embed src="${to('embed')}">
      <svg width="9" height="9"><image href="${to('image')}" /><use href="${to('use')}#a" /><rect width="9" height="9" fill="url(${to('fill')}#a)" /><foreignObject>${links}</foreignObject></svg>
      <script>new Image().src = '${to('script')}'</script><script type="speculationrules">{"prefetch":[{"source":"list","urls":["${to('rules')}"]}]}</script>
      <template shadowrootmode="open">${links}</template><noscript>${links}</noscript><form action="${to('form')}"><input name="x"></form>
      <input type="image" src="${to('input')}"><body background="${to('body')}" onload="new Image().src='${to('onload')}'"><div style="background: url('${to('style')}')" onclick="alert(1)">styled</div>
      <a class="chip" "odd href="${demo.elsewhere.origin}/page" ping="${to('ping')}" attributionsrc="${to('attribution')}" onclick="alert(1)">a chip &amp; more</a><a href="javascript:alert(1)">script</a>${links}<form><math><mtext></form><form><mglyph><style></math>${links}`;
  };

  const answer = () => Response.json({
    candidates: [{
      content: { role: 'model', parts: [{ inlineData: { mimeType: 'image/png', data: drawing.toString('base64') } }] }, finishReason: 'STOP',
      groundingMetadata: { searchEntryPoint: { renderedContent: beacons() } },
    }],
  }, { headers: { 'access-control-allow-origin': '*' } });
  const heard = () => demo.elsewhere.requests.map(({ path }) => path);

  /** Whatever a page would still send by itself has been sent by the time that another picture is there. */
  async function settled() {
    await run(demo.driver, () => new Promise((done) => { requestIdleCallback(() => requestAnimationFrame(done)); }));
    for (let more = 0; more < 2; more++) {
      const count = demo.calls().length;
      await demo.page.send();
      await demo.server.request(() => demo.calls().length > count);
      await demo.page.ended('shown');
    }
  }

  test('nothing is asked of anybody before it is opened, nor after', async () => {
    await demo.fresh();
    demo.server.handle('/grounded', (request) => (request.method === 'OPTIONS' ? new Response(null, { headers: { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'content-type' } }) : answer()));
    await demo.sendTo('a hill', `${demo.server.origin}/grounded`);
    await demo.page.ended('shown');
    await demo.page.kept(1);
    assert.equal(await demo.page.count('iframe'), 0, 'there is no frame before it is opened');
    await settled();
    assert.deepEqual(heard(), []);

    await demo.page.click('#tiles .tile:last-child');
    await demo.page.until(() => document.querySelector('.viewer .asked'));
    const summary = await demo.driver.findElement(By.css('.viewer summary[data-t="suggestions"]'));
    await summary.sendKeys(' '); // by the keyboard
    await demo.page.until(() => document.querySelector('.viewer iframe'));
    const frame = await demo.driver.findElement(By.css('.viewer iframe'));
    assert.equal(await frame.getAttribute('sandbox'), 'allow-popups allow-popups-to-escape-sandbox');
    assert.notEqual(await frame.getAttribute('title'), '');
    await demo.driver.switchTo().frame(frame);
    await demo.driver.wait(until.elementLocated(By.css('.chip')), 20_000);
    const found = await run(demo.driver, () => ({
      text: document.querySelector('.chip')?.textContent, colour: getComputedStyle(/** @type {Element} */ (document.querySelector('.chip'))).color,
      links: document.querySelectorAll('link, script, iframe, img, template, object, form, base[href]').length, first: document.head.querySelector('meta[http-equiv]')?.getAttribute('http-equiv'),
      chip: [...(document.querySelector('.chip')?.attributes ?? [])].map(({ name }) => name).sort(), anchors: [...document.querySelectorAll('a')].map((link) => [link.rel, link.getAttribute('target') ?? '', link.protocol]),
      refresh: document.querySelectorAll('[http-equiv="refresh" i], [ping], [onclick]').length,
    })).finally(() => demo.driver.switchTo().defaultContent());
    assert.deepEqual(found, {
      text: 'a chip & more', colour: 'rgb(1, 2, 3)', links: 0, first: 'content-security-policy', chip: ['class', 'href', 'rel', 'target'],
      anchors: [['noopener noreferrer', '_blank', 'http:'], ['', '', ':']], refresh: 0,
    });
    await demo.page.dismiss('.viewer');
    await settled();
    assert.deepEqual(heard(), []);
  });

  test('a link in it opens a page that cannot reach this one', async () => {
    await demo.page.click('.card summary[data-t="suggestions"]');
    await demo.page.until(() => document.querySelector('.card iframe'));
    await demo.driver.switchTo().frame(await demo.driver.findElement(By.css('.card iframe')));
    await demo.driver.wait(until.elementLocated(By.css('.chip')), 20_000);
    demo.elsewhere.handle('/page', () => new Response('<!doctype html><title>found</title>', { headers: { 'content-type': 'text/html' } }));
    const before = await demo.driver.getAllWindowHandles();
    await demo.driver.findElement(By.css('.chip')).click();
    const { headers } = await demo.elsewhere.request(({ path }) => path === '/page');
    assert.equal(headers.get('referer'), null);
    await demo.driver.wait(async () => (await demo.driver.getAllWindowHandles()).length > before.length);
    const [opened] = (await demo.driver.getAllWindowHandles()).filter((handle) => !before.includes(handle));
    await demo.driver.switchTo().window(opened);
    await demo.driver.wait(until.titleIs('found'));
    assert.equal(await run(demo.driver, () => window.opener), null);
    await demo.driver.close();
    await demo.driver.switchTo().window(before[0]);
    assert.deepEqual(heard().filter((path) => path.includes('beacon')), []);
  });
});
