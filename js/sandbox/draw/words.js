// @ts-check
// Prompt → what is to be seen: subjects with colour, number and wings, the place, the hour, the weather, the style. A vocabulary and a
// few rules of nearness; no grammar. Later prompts win over earlier ones, so an edit changes what it names and keeps the rest: what it
// takes away stays in the list as `gone`, and what it adds is known by the turn it came in, so that nothing else has to move.

import { NAMED } from './colour.js';

/** @typedef {{kind: string, colour?: string, count: number, since: number[], scale: number, gone: boolean, wings: boolean, flying: boolean, hat: boolean}} Subject `since`: the turn that each came in */
/** @typedef {{kind: string, colour?: string}} Place */
/** @typedef {{subjects: Subject[], places: Place[], hour?: string, weather: string[], styles: string[], extras: string[], tint?: string, over: boolean}} Wish */

/** kind → the words that mean it; plurals in -s and -es are understood. @type {Record<string, string>} */
const SUBJECTS = {
  cat: 'cat kitten kitty 猫', dog: 'dog puppy hound 狗 犬', pig: 'pig piglet boar 猪', cow: 'cow bull ox calf 牛', horse: 'horse pony mare 马',
  unicorn: 'unicorn 独角兽', sheep: 'sheep lamb goat 羊', rabbit: 'rabbit bunny hare 兔', fox: 'fox 狐狸', bear: 'bear 熊', panda: 'panda 熊猫',
  elephant: 'elephant 大象 象', giraffe: 'giraffe 长颈鹿', lion: 'lion 狮', tiger: 'tiger 老虎 虎', deer: 'deer stag reindeer 鹿', mouse: 'mouse mice rat 鼠',
  bird: 'bird sparrow robin parrot crow eagle seagull 鸟', owl: 'owl 猫头鹰', duck: 'duck duckling swan goose 鸭', penguin: 'penguin 企鹅', chicken: 'chicken hen rooster 鸡',
  fish: 'fish goldfish 鱼', whale: 'whale 鲸', dolphin: 'dolphin shark 海豚 鲨', turtle: 'turtle tortoise 龟', butterfly: 'butterfly butterflies moth 蝴蝶',
  dragon: 'dragon 龙', robot: 'robot android 机器人', astronaut: 'astronaut cosmonaut 宇航员', person: 'person man woman girl boy child people wizard princess knight 人 女孩 男孩',
  snowman: 'snowman snowmen 雪人', boat: 'boat sailboat ship yacht canoe 船', car: 'car taxi automobile truck van 汽车 车', train: 'train locomotive tram 火车',
  plane: 'plane airplane aeroplane jet 飞机', rocket: 'rocket spaceship spacecraft 火箭', balloon: 'balloon airship 气球', ufo: 'ufo saucer 飞碟',
  bicycle: 'bicycle bike 自行车', house: 'house cottage hut cabin barn home 房子 小屋 屋', castle: 'castle palace fortress 城堡', lighthouse: 'lighthouse 灯塔', windmill: 'windmill 风车',
  tower: 'tower skyscraper pagoda temple 塔', tree: 'tree oak 树', pine: 'pine fir spruce 松', palm: 'palm 棕榈', flower: 'flower rose tulip daisy sunflower poppy 花',
  mushroom: 'mushroom toadstool 蘑菇', cactus: 'cactus cacti 仙人掌', cup: 'cup mug coffee tea 杯 咖啡 茶', apple: 'apple fruit 苹果 水果', orange: 'oranges tangerine 橙子',
  pear: 'pear 梨', banana: 'banana 香蕉', cherry: 'cherry cherries 樱桃', lemon: 'lemon 柠檬', book: 'book 书', umbrella: 'umbrella parasol 伞', lantern: 'lantern lamp candle 灯笼 灯',
  cake: 'cake cupcake 蛋糕', heart: 'heart 心', kite: 'kite 风筝', bridge: 'bridge 桥', planet: 'planet earth saturn mars 行星 星球', ball: 'ball 球', crystal: 'crystal gem diamond 水晶',
};

/** @type {Record<string, string>} */
const PLACES = {
  city: 'city town skyline street downtown metropolis tokyo paris london 城市 街', village: 'village 村', sea: 'sea ocean coast shore harbour harbor bay waves 海',
  beach: 'beach 沙滩', lake: 'lake pond 湖', river: 'river stream creek 河', mountain: 'mountain alps peak summit cliff hill 山', volcano: 'volcano 火山',
  forest: 'forest wood woods jungle woodland grove 森林', desert: 'desert dune sahara 沙漠', island: 'island 岛', snow: 'arctic antarctic tundra glacier 雪地 冰',
  meadow: 'meadow field grass garden park prairie farm grassland 草地 草原 花园', space: 'space galaxy cosmos universe nebula 太空 宇宙 银河',
  underwater: 'underwater reef seabed aquarium 水下 海底', room: 'table kitchen room desk cafe café indoors still-life 桌', road: 'road highway path 路', waterfall: 'waterfall 瀑布',
};
/** @type {Record<string, string>} */
const HOURS = {
  dawn: 'dawn sunrise daybreak 黎明 日出 清晨', day: 'day daytime morning afternoon sunny 白天', noon: 'noon midday 中午 正午', golden: 'golden-hour',
  dusk: 'dusk sunset evening twilight 黄昏 日落 傍晚', night: 'night midnight nighttime moonlit moonlight starry 夜 晚上', blue: 'blue-hour',
};
/** @type {Record<string, string>} */
const WEATHERS = {
  rain: 'rain rainy raining drizzle 雨', snowing: 'snow snowy snowing snowfall blizzard winter 雪', fog: 'fog foggy mist misty haze hazy 雾', storm: 'storm stormy thunder lightning thunderstorm 暴风 闪电',
  cloudy: 'cloudy clouds cloud overcast 云', clear: 'clear cloudless 晴',
};
/** @type {Record<string, string>} */
const STYLES = {
  watercolour: 'watercolour watercolor aquarelle 水彩', pixel: 'pixel 8-bit 16-bit pixelated pixelart 像素', flat: 'flat minimalist minimal vector poster 扁平', line: 'line sketch ink drawing lineart outline 线条 素描',
  neon: 'neon cyberpunk synthwave vaporwave 霓虹', oil: 'oil impressionist impressionism painterly gogh monet 油画', mono: 'monochrome black-and-white noir 黑白', sepia: 'sepia vintage 复古', pencil: 'pencil charcoal 铅笔',
  photo: 'photo photograph photographic realistic photorealistic 照片',
};
/** @type {Record<string, string>} */
const EXTRAS = { moon: 'moon 月亮 月', sun: 'sun 太阳', stars: 'star stars starry 星星', rainbow: 'rainbow 彩虹', aurora: 'aurora 极光', fireworks: 'fireworks firework 烟花', hearts: '', flowers: 'blossom blossoms wildflowers', autumn: 'autumn fall 秋', spring: 'spring 春' };

/** @type {Record<string, number>} */
const NUMBERS = { a: 1, an: 1, one: 1, two: 2, pair: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, several: 4, many: 7, 两: 2, 二: 2, 三: 3, 四: 4, 五: 5 };
/** What a subject has on: "a girl with a red coat" colours the girl. */
const WORN = /^(hat|crown|coat|dress|shirt|scarf|jacket|cape|sails?|hull|roof|petals?|stripes)$/;
const FLYING = ['flying', 'floating', 'soaring', 'hovering', '飞'];
const NOT = ['no', 'without', 'remove', 'not', 'delete', 'instead', '没有', '去掉'];
const MORE = /^(another|more)$/;
/** What asks for the same again and not for one thing more. */
const AGAIN = /\b(variations?|variants?|(another|different|alternative|new) (version|variation|variant|take)s?|another (picture|image))\b|变体|另[^，。,.]{0,6}版本|(再|另)(画|来|做|生成)一?(张|版)|换一(张|版)/i;
/** @type {Record<string, number>} */
const SCALES = { bigger: 1.3, larger: 1.3, taller: 1.3, smaller: 0.7, tinier: 0.6 };
/** After a colour these end the phrase, so "make the boat blue" says whose it is. */
const ENDS = /^([,.;:!?]|and|with|in|at|on|but|now|please|instead|too|again)$/;

/** word → [list, kind] */
const INDEX = new Map();
for (const [list, table] of Object.entries({ subject: SUBJECTS, place: PLACES, hour: HOURS, weather: WEATHERS, style: STYLES, extra: EXTRAS })) {
  for (const [kind, words] of Object.entries(table)) for (const word of words.split(' ')) if (word) INDEX.set(word, [list, kind]);
}
const CHINESE = [...INDEX.keys(), ...Object.keys(NAMED), ...Object.keys(NUMBERS), ...FLYING, ...NOT, '翅膀', '上'].filter((word) => /[^\x00-\x7f]/.test(word)).sort((a, b) => b.length - a.length);

/** Chinese has no spaces: the longest known word at each place. @param {string} text @returns {string[]} */
function tokens(text) {
  const joined = text.toLowerCase().replace(/black and white/g, 'black-and-white').replace(/golden hour/g, 'golden-hour').replace(/blue hour/g, 'blue-hour')
    .replace(/still life/g, 'still-life').replace(/pixel art/g, 'pixel').replace(/line (art|drawing)/g, 'line').replace(/hot[- ]air balloon/g, 'balloon').replace(/\b(palm|pine|fir|oak) tree/g, '$1');
  /** @type {string[]} */
  const out = [];
  for (const word of joined.match(/[a-z0-9é-]+|[,.;:!?]|[^\x00-\x7f]+/g) ?? []) {
    if (/^[\x00-\x7fé]+$/.test(word)) {
      out.push(word);
      continue;
    }
    for (let at = 0; at < word.length;) {
      const known = CHINESE.find((candidate) => word.startsWith(candidate, at));
      if (known) out.push(known);
      at += known ? known.length : 1;
    }
  }
  return out;
}

/** @param {string} word @returns {[string, string] | undefined} */
function lookUp(word) {
  const forms = [word, word.replace(/s$/, ''), word.replace(/es$/, ''), word.replace(/ies$/, 'y'), word.replace(/ves$/, 'f')];
  return INDEX.get(forms.find((form) => INDEX.has(form)));
}

/** Whether a prompt asks for another version of what is there. @param {string} prompt */
export const varies = (prompt) => AGAIN.test(prompt);

/** @param {string[]} prompts oldest first @returns {Wish} */
export function read(prompts) {
  /** @type {Wish} */
  const wish = { subjects: [], places: [], weather: [], styles: [], extras: [], over: false };
  prompts.forEach((prompt, turn) => readOne(tokens(turn ? prompt.replace(AGAIN, '') : prompt), wish, turn));
  if (wish.styles.includes('pencil')) wish.styles = wish.styles.filter((name) => name !== 'line');
  return wish;
}

/** @param {string[]} words @param {Wish} wish @param {number} turn 0 sets the scene, later ones edit it */
function readOne(words, wish, turn) {
  /** @type {string | undefined} */
  let colour;
  let count = 0;
  let flying = false;
  let not = 0;
  let more = false;
  let scale = 1;
  /** What was said of something before it was named. */
  let [wings, hat] = [false, false];
  /** @type {Subject | undefined} */
  let last;
  /** What a colour after it would belong to. @type {{colour?: string} | undefined} */
  let noun;
  const sky = {};
  const adds = words.some((word) => /^(add|also|plus)$/.test(word));
  const swaps = turn > 0 && words.some((word) => /^(replace|swap|turn|change)$/.test(word));
  /** What the next thing to be named takes the place of. @type {Subject | undefined} */
  let swapped;
  const fresh = { weather: false, styles: false, places: false };
  words.forEach((word, i) => {
    if (NOT.includes(word)) not = 4;
    else if (not) not--;
    if (word in NUMBERS) count = NUMBERS[word];
    else if (/^\d+$/.test(word)) count = Math.min(12, Number(word));
    else if (MORE.test(word)) more = turn > 0;
    else if (word in SCALES && turn) { if (last && !/^(an?|the)$/.test(words[i - 1])) last.scale *= SCALES[word]; else scale = SCALES[word]; }
    else if (/^(it|its|him|her|them)$/.test(word) && turn) noun = last ??= wish.subjects.find((subject) => !subject.gone);
    else if (FLYING.includes(word)) { flying = true; if (last && words[i - 1] !== ',') last.flying = true; }
    else if (/^(wings?|winged|翅膀)$/.test(word)) {
      if (not && turn) for (const subject of wish.subjects) subject.wings = false;
      else if (last && word !== 'winged') last.wings = true;
      else { flying = true; wings = turn > 0; }
    }
    else if (/^(over|above|上)$/.test(word)) { wish.over = true; }
    else if (WORN.test(word) && (last || turn)) {
      if (!/^(hat|crown)$/.test(word)) { if (last) last.colour ??= colour; }
      else if (not) for (const subject of wish.subjects) subject.hat = false;
      else if (last) last.hat = true;
      else hat = true;
      colour = undefined;
    }
    else if (/^[,.;:!?]$/.test(word)) { colour = undefined; count = 0; flying = false; not = 0; }
    else if (word === 'sky') { if (colour) wish.tint = colour; colour = undefined; noun = sky; }
    const found = lookUp(word);
    if (word in NAMED && !found) {
      const next = words[i + 1] ?? '.';
      if (noun && ENDS.test(next) && !(next === 'and' && words[i + 2] in NAMED)) noun.colour = word;
      else colour = word;
      return;
    }
    if (!found) return;
    const [list, kind] = found;
    if (list === 'subject') {
      const old = wish.subjects.find((subject) => subject.kind === kind);
      if (not && turn) { if (old) old.gone = true; return; }
      if (not) { wish.subjects = wish.subjects.filter((subject) => subject !== old); return; }
      const plural = /[^s]s$/.test(word) && word !== 'bus' ? 3 : 1;
      if (old && swaps) swapped = old;
      if (old) Object.assign(old, { colour: colour ?? old.colour, count: more ? old.count + (count || plural) : count || old.count, flying: flying || old.flying, gone: false });
      else if (swapped) Object.assign(swapped, { kind, colour });
      else wish.subjects.push({ kind, colour, count: count || plural, since: [], scale: 1, gone: false, wings: flying && words[i - 1] === 'winged', flying, hat: false });
      last = old ?? swapped ?? wish.subjects[wish.subjects.length - 1];
      if (!old) swapped = undefined;
      last.scale *= scale;
      last.wings ||= wings;
      last.hat ||= hat;
      last.since = Array.from({ length: last.count }, (_, n) => last?.since[n] ?? turn);
      [more, scale, wings, hat] = [false, 1, false, false];
      noun = last;
    } else if (list === 'place') {
      const old = wish.places.find((place) => place.kind === kind);
      const others = wish.places.filter((place) => place !== old);
      // "In a desert" moves the scene there; "add a river" does not.
      const moves = turn > 0 && !adds && !fresh.places && !old && words.slice(Math.max(0, i - 3), i).some((before) => /^(in|into|to|at|on)$/.test(before));
      const place = { kind, colour: colour ?? old?.colour };
      if (not) wish.places = others;
      else wish.places = [...(moves ? [] : others), place];
      fresh.places = true;
      noun = place;
    } else if (list === 'hour') {
      wish.hour = kind;
      if (word.startsWith('starry')) wish.extras.push('stars');
      if (word.startsWith('moonl')) wish.extras.push('moon');
    } else if (list === 'weather') {
      if (not || kind === 'clear') wish.weather = wish.weather.filter((name) => kind !== 'clear' && name !== kind);
      else if (!wish.weather.includes(kind)) wish.weather = [...(fresh.weather ? wish.weather : []), kind];
      fresh.weather = true;
    } else if (list === 'style') {
      // Once, however often it is said: each costs a pass over the picture.
      wish.styles = [...(fresh.styles ? wish.styles.filter((name) => name !== kind) : []), ...(not || kind === 'photo' ? [] : [kind])];
      fresh.styles = true;
    } else if (not) {
      wish.extras = wish.extras.filter((name) => name !== kind);
    } else if (!wish.extras.includes(kind)) {
      wish.extras.push(kind);
    }
    if (words[i + 1] === 'sky') wish.tint = colour;
    colour = undefined;
    count = 0;
    flying = false;
  });
  if ('colour' in sky) wish.tint = /** @type {string} */ (sky.colour);
}
