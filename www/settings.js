// @ts-check
// What settings may hold when they come from a file or from the disk, where older pages wrote them and anybody may have. They say what is
// made. Where a call goes, with which key, and how often, is for the form alone: nothing that is not in this list is taken. Pure.

const isText = (/** @type {any} */ value) => typeof value === 'string';
const isFlag = (/** @type {any} */ value) => value === undefined || typeof value === 'boolean';
/** @param {number} least @param {number} most */
const within = (least, most) => (/** @type {any} */ value) =>
  typeof value === 'number' && value >= least && value <= most;
/** @param {number} least @param {number} most */
const whole = (least, most) => (/** @type {any} */ value) =>
  Number.isInteger(value) && value >= least && value <= most;
/** @param {RegExp} form */
const like = (form) => (/** @type {any} */ value) => isText(value) && form.test(value);
/** An object with these fields and no others. @param {Record<string, (value: any) => boolean>} rules */
const fields = (rules) => (/** @type {any} */ value) =>
  isObject(value) &&
  Object.keys(value).every((name) => Object.hasOwn(rules, name)) &&
  Object.entries(rules).every(([name, holds]) => holds(value[name]));
const isObject = (/** @type {any} */ value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const LEVELS = ['minimal', 'low', 'medium', 'high'];
const INT32 = 2 ** 31;
/** `.` or `..` between slashes of any spelling. */
const DOTS = /(?:^|[\\/]|%2f|%5c)(?:\.|%2e){1,2}(?:$|[\\/]|%2f|%5c)/i;

/** As narrow as the package is, so that none of them keeps a call from being made. @type {Record<string, (value: any) => boolean>} */
const RULES = {
  model: (value) => like(/^[^\s\p{C}]{1,200}$/u)(value) && !value.startsWith('models/') && !DOTS.test(value),
  aspectRatio: like(/^(?!0+:|.*:0+$)\d{1,4}:\d{1,4}$/),
  size: like(/^(512|[1-9]K)$/),
  thinking: fields({
    level: (value) => value === undefined || LEVELS.includes(value),
    includeThoughts: isFlag,
  }),
  search: (value) => typeof value === 'boolean' || fields({ web: isFlag, image: isFlag })(value),
  responseModalities: (value) =>
    Array.isArray(value) &&
    value.length < 3 &&
    value.includes('IMAGE') &&
    value.every((one) => ['TEXT', 'IMAGE'].includes(one)),
  seed: whole(-INT32, INT32 - 1),
  temperature: within(0, 2),
  topP: within(0, 1),
  topK: whole(1, INT32 - 1),
  system: (value) => isText(value) && value.trim() !== '' && value.length <= 100_000,
};

/** @param {unknown} data @returns {Record<string, any>} what of it may be */
export function settingsOf(data) {
  if (!isObject(data)) return {};
  const given = /** @type {any} */ (data);
  return Object.fromEntries(
    Object.entries(RULES).flatMap(([name, holds]) =>
      Object.hasOwn(given, name) && holds(given[name]) ? [[name, structuredClone(given[name])]] : [],
    ),
  );
}
