// @ts-check
// Cuts the part objects out of a reply and out of a request, as bytes: what a conversation promises is held against these, and not
// against what a parser makes of them. It walks the JSON by itself, so it shares no mistake with the package.

/**
 * @param {Buffer} body JSON, or a stream of events
 * @param {'candidates' | 'contents'} root where the parts stand
 * @returns {string[][]} the parts of each content in order, a letter for each byte
 */
export function cut(body, root) {
  const text = json(body.toString('latin1'));
  /** @type {string[][]} */
  const contents = [];
  const wanted = new RegExp(`^(\\d+,)?${root},\\d+,(content,)?parts,\\d+$`);
  let at = 0;

  const space = () => {
    while (/[\s\u00a0]/.test(text[at] ?? '')) at++;
  };
  const string = () => {
    const start = at++;
    for (let slashes = 0; ; at++) {
      at = text.indexOf('"', at);
      if (at < 0) throw new Error('a string without an end');
      for (slashes = 0; text[at - 1 - slashes] === '\\';) slashes++;
      if (slashes % 2 === 0) break;
    }
    return text.slice(start, ++at);
  };
  /** @param {(string | number)[]} path */
  const value = path => {
    space();
    const start = at;
    const first = text[at];
    if (first === '"') string();
    else if (first === '{' || first === '[') {
      const parts = path.at(-1) === 'parts';
      if (parts && wanted.test([...path, 0].join())) contents.push([]);
      at++;
      for (let member = 0; space(), !'}]'.includes(text[at]); member++) {
        if (text[at] === ',') at++;
        space();
        const key = first === '{' ? JSON.parse(string()) : member;
        space();
        if (first === '{') at++; // the colon
        value([...path, key]);
      }
      at++;
    } else while (at < text.length && !/[\s,}\]]/.test(text[at])) at++;
    if (at === start) throw new Error(`no JSON at ${at}: ${text.slice(at, at + 40)}`);
    if (wanted.test(path.join())) contents.at(-1)?.push(text.slice(start, at));
  };
  for (space(); at < text.length; space()) value([]);
  return contents;
}

/** The data of the events, one after another; JSON is returned as it is. @param {string} text */
function json(text) {
  if (!/^(data|event|:)/m.test(text.slice(0, 40))) return text;
  const data = text.split(/\r\n|\n|\r/).filter(line => line.startsWith('data:')).map(line => line.replace(/^data: ?/, ''));
  return data.filter(line => line !== '[DONE]').join('\n');
}

/** What a client may leave out of what it sends back. @param {string} part */
export function isEmpty(part) {
  const { text, inlineData, thoughtSignature } = JSON.parse(Buffer.from(part, 'latin1').toString());
  return (text === '' && !thoughtSignature) || inlineData?.data === '';
}
