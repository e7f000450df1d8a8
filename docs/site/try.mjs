// @ts-check
// An example as a page of its own, which stands in a frame below the code.

const entries = { wasmagine: 'index', 'wasmagine/slim': 'slim', 'wasmagine/inline': 'inline', 'wasmagine/sandbox': 'sandbox' };

/** What an example finds in its page, where it looks for it. @type {[looks: RegExp, html: string][]} */
const elements = [
  [/querySelector\('img'\)|\bimg\.|'#img'/, '<img id="img" alt="">'],
  [/querySelector\('button'\)|\bbutton\./, '<button id="button" type="button">The example’s button</button>'],
  [/querySelector\('canvas'\)|\bcanvas\b/, '<canvas id="canvas"></canvas>'],
  [/querySelector\('output'\)/, '<output></output>'],
];

/**
 * @param {string} code @param {string} id
 * @returns {{ html: string, module: string } | undefined} nothing where it is a piece that shows nothing by itself
 */
export function frameOf(code, id) {
  const module = code.replace(/from '(wasmagine[^']*)'/g, (all, name) => (name in entries ? `from '../wasmagine/${entries[/** @type {'wasmagine'} */ (name)]}.js'` : all));
  if (/from '(?!\.\.\/wasmagine\/)/.test(module)) return undefined;
  const names = ['createClient', 'createSession', 'generateImage', 'GenerateImageError', 'init', 'models', 'streamImage'];
  const missing = names.filter(name => new RegExp(`\\b${name}\\b`).test(module) && !new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\}`).test(module));
  return {
    module: `${missing.length ? `import { ${missing.join(', ')} } from '../wasmagine/index.js';\n` : ''}${module}`,
    html: `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self' blob: data:; base-uri 'none'; form-action 'none'">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>An example in the sandbox</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="../site/site.css">
  <script type="module" src="frame.js"></script>
</head>
<body class="frame" data-example="./${id}.js">
  ${elements.filter(([looks]) => looks.test(code)).map(([, html]) => html).join('\n  ')}
</body>
</html>
`,
  };
}

/** The first prompt of an example. @param {string} code */
export const promptOf = code => /(?:generateImage|streamImage|\.send|\.stream)\(\s*'([^']+)'/.exec(code)?.[1] ?? /prompt: '([^']+)'/.exec(code)?.[1];
