// What the npm package has beside the output of a plain wasm-pack build, whose own default export loads the wasm: the build puts
// this behind src/types.d.ts.

/**
 * Loads the wasm ahead of the first call. Optional but in `wasmagine/slim`, where `source` says where the wasm is. Import alone does
 * nothing. Calling it again is harmless; after a failure it tries again.
 *
 * @example
 * ```js
 * import { init } from 'wasmagine';
 * await init(); // while the user types
 * ```
 */
export function init(source?: InitSource | PromiseLike<InitSource>): Promise<void>;

/** Where the wasm is, or the wasm itself. */
export type InitSource = string | URL | Request | Response | BufferSource | WebAssembly.Module;

/**
 * Known models and what each takes, for menus. Plain data: reading it loads nothing. Ids outside the table are sent as they are.
 *
 * @example
 * ```js
 * import { models } from 'wasmagine';
 * const current = models.filter((model) => !model.retired);
 * console.log(current.map(({ id, name, sizes }) => [id, name, sizes]));
 * ```
 */
export const models: readonly ModelInfo[];

/** A known model, as of November 2026. */
export interface ModelInfo {
  /** For the option `model`. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** Values of `aspectRatio` that it takes. */
  readonly aspectRatios: readonly AspectRatio[];
  /** Values of `size` that it takes. Empty where the size cannot be set. */
  readonly sizes: readonly string[];
  /** The most reference images that it works well with. */
  readonly maxImages: number;
  /** Values of `thinking.level` that it takes. Empty where there is no choice. */
  readonly thinking: readonly string[];
  /** Whether it can search the web and pictures before it draws. */
  readonly search: { readonly web: boolean; readonly image: boolean };
  /** The hosts for which it is the default, where it is one: `'other'` is every host but kkiai's and Google's. */
  readonly defaultFor?: readonly ('kkiai' | 'google' | 'other')[];
  /** When Google shut it down and what stands in its place, where it did; gateways may keep the old name. */
  readonly retired?: { readonly on: string; readonly successor: string };
}
