// @ts-check
// From a page of the guide: the prompt of its example. The address names one of the guide's own examples, and can bring no words of its own.

/** @param {{ write: (text: string) => void }} prompt */
export async function arrive(prompt) {
  const [, name] = /^#example=([\w-]+)$/.exec(location.hash) ?? [];
  if (!name) return;
  history.replaceState(null, '', location.pathname + location.search);
  const answer = await fetch(new URL('./site/prompts.json', import.meta.url)).catch(() => undefined);
  const prompts = answer?.ok ? await answer.json() : {};
  if (Object.hasOwn(prompts, name)) prompt.write(String(prompts[name]));
}
