// @ts-check
// Light, dark, or as the device has it.
import { byId, icon } from './dom.js';
import { put, remember, remembered } from './words.js';

const STORE = 'wasmagine theme';
const themes = ['', 'light', 'dark'];

export function setUpTheme() {
  const button = byId('theme');
  button.append(icon('theme'));
  let theme = themes[Math.max(0, themes.indexOf(remembered(STORE)))];
  const show = () => {
    document.documentElement.style.colorScheme = theme || 'light dark';
    for (const attribute of ['aria-label', 'title']) put(button, attribute, `theme-${theme || 'auto'}`);
  };
  button.addEventListener('click', () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    remember(STORE, theme);
    show();
  });
  show();
}
