// Counts what the page is left with by the tests of tests/web/world.rs.

/** Timers, listeners and ports that are there still, and rejections that nobody heard. */
export function watch() {
  const live = { timers: new Set(), listeners: new Set(), channels: new Set() };
  let unheard = 0;
  const { setTimeout: set, clearTimeout: clear, MessageChannel: Channel } = globalThis;
  const { addEventListener: add, removeEventListener: remove } = AbortSignal.prototype;
  globalThis.setTimeout = (callback, ms, ...rest) => {
    const id = set(() => { live.timers.delete(id); callback(...rest); }, ms);
    live.timers.add(id);
    return id;
  };
  globalThis.clearTimeout = id => { live.timers.delete(id); clear(id); };
  AbortSignal.prototype.addEventListener = function (...args) { live.listeners.add(args[1]); return add.apply(this, args); };
  AbortSignal.prototype.removeEventListener = function (...args) { live.listeners.delete(args[1]); return remove.apply(this, args); };
  globalThis.MessageChannel = class extends Channel {
    constructor() {
      super();
      const { port1 } = this;
      live.channels.add(port1);
      port1.close = () => { live.channels.delete(port1); MessagePort.prototype.close.call(port1); };
    }
  };
  const hear = () => { unheard++; };
  addEventListener('unhandledrejection', hear);
  return {
    left() {
      const left = Object.entries(live).map(([name, { size }]) => [name, size]);
      return [...left, ['rejections', unheard]].filter(([, count]) => count).map(([name, count]) => `${name} ${count}`).join(', ');
    },
    stop() {
      Object.assign(globalThis, { setTimeout: set, clearTimeout: clear, MessageChannel: Channel });
      Object.assign(AbortSignal.prototype, { addEventListener: add, removeEventListener: remove });
      delete AbortSignal.prototype.addEventListener; // inherited
      delete AbortSignal.prototype.removeEventListener;
      removeEventListener('unhandledrejection', hear);
    },
  };
}
