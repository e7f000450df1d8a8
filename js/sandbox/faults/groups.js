// @ts-check
// Which faults belong together, for whom looks for one: by what goes wrong, not by how it is done here.

/** @type {{name: string, says: string, names: RegExp}[]} */
export const GROUPS = [
  {
    name: 'keys and rights',
    says: 'The server does not know the key, or the key may not do this.',
    names:
      /^(bad-key|two-credentials|precondition|http-40[13]|referrer|leaked-key|gateway-40[13]|dashboard)$/,
  },
  {
    name: 'limits and money',
    says: 'Too many calls were made, or nothing is left to pay for one.',
    names: /^(rate-limit(-short)?|quota-(day|zero)|http-429|retry-after|gateway-((token-)?quota|relayed))$/,
  },
  {
    name: 'a request that is refused',
    says: 'The request itself is at fault, so that sending it again does not help.',
    names:
      /^(http-(400|404|413|501)|gateway-(model|sensitive|prompt-blocked|invalid|body-limit|not-implemented|url))$/,
  },
  {
    name: 'a server in trouble',
    says: 'The server, or one of those behind it, fails.',
    names:
      /^(http-(408|499|500|50[234].*|52\d)|gateway-(channel|no-key|database|do-request|empty|bad-body|bad-status|upstream))$/,
  },
  {
    name: 'odd error bodies',
    says: 'An error comes in a shape that few clients read.',
    names: /^(nested|error)-(?!200).*$/,
  },
  {
    name: 'no answer',
    says: 'No answer comes, or none that may be read or followed.',
    names: /^(no-cors|redirect|network|stall-headers)$/,
  },
  { name: 'a prompt that is blocked', says: '200, and the prompt is blocked.', names: /^prompt-blocked-/ },
  {
    name: 'a picture that is blocked',
    says: '200, and the model says why there is no picture.',
    names: /^image-blocked-/,
  },
  {
    name: 'no picture',
    says: '200, and no picture is there, whatever else is.',
    names:
      /^(candidates-.*|content-empty|parts-.*|empty-object|text-(only|claims-image)|only-thoughts|error-200|(html|text|empty)-200)$/,
  },
  {
    name: 'several parts',
    says: 'A good picture among thoughts, drafts, texts and signatures that come in some other order.',
    names:
      /^(only-thought-image|thoughts|drafts|image-first|empty-tail|usage-event|small-texts|late-signature)$/,
  },
  {
    name: 'pictures as gateways write them',
    says: 'A picture in other places and spellings than the API’s own.',
    names:
      /^(markdown-.*|text-data|file-(link|data)|mime-missing|data-(prefix|empty)|snake-case|null-fields|unknown-fields)$/,
  },
  {
    name: 'bytes that are no picture',
    says: 'What comes as a picture is none, or not the one that it says, and no page should trust it.',
    names: /^(svg-image|html-image|good-and-svg|wrong-media-type|bad-base64)$/,
  },
  {
    name: 'framings and layouts',
    says: 'The right words, framed or laid out in some other way.',
    names:
      /^(sse-.*|bom|json-for-sse|array-wrapped|wrong-content-type|escaped-base64|sorted-keys|compact-json)$/,
  },
  {
    name: 'a reply that breaks off',
    says: 'A reply begins well and does not end as it should.',
    names: /^(stream-error.*|early-end|no-finish|cut-(body|end)|short-body|stall-body|open-end)$/,
  },
  {
    name: 'delivery and size',
    says: 'A good reply that comes late, in odd chunks, or with a picture of a given size.',
    names: /^(slow-start|one-byte-chunks|random-chunks|one-chunk|big-.*|events-.*)$/,
  },
];
