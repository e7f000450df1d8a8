// @ts-check
// The sandbox's bad days: what goes wrong, how long the model thinks, how fast the line is.
import { byId, h } from './dom.js';
import { bytes, seconds } from './figures.js';
import { sandboxFaults } from './sandbox-client.js';

/** Bytes a second; the last is no limit. */
const RATES = [20e3, 60e3, 200e3, 600e3, 2e6, 4e6, 12e6, 0];

/** @param {import('./sandbox-client.js').SandboxOptions} day */
export async function setUpLab(day) {
  const lab = byId('lab');
  const fault = h('select', { id: 'fault', on: { change: () => { day.fault = fault.value || undefined; } } }, h('option', { value: '', t: 'nothing' }));
  const waits = h('output', { id: 'waits' }), speed = h('output', { id: 'speed' });
  const latency = h('input', { id: 'latency', type: 'range', min: '0', max: '20000', step: '200', value: '600', on: { input: pace } });
  const rate = h('input', { id: 'rate', type: 'range', min: '0', max: String(RATES.length - 1), step: '1', value: '5', on: { input: pace } });
  const key = h('input', { id: 'need-key', type: 'checkbox', on: { change: () => { day.requireKey = key.checked; } } });

  function pace() {
    const wait = Number(latency.value), limit = RATES[Number(rate.value)];
    day.latency = wait;
    day.rate = limit || undefined;
    waits.textContent = seconds(wait);
    speed.textContent = limit ? `${bytes(limit)}/s` : '∞';
  }

  lab.append(h('div', { className: 'stack' },
    h('div', { className: 'field' }, h('label', { htmlFor: 'fault', t: 'goesWrong' }), fault),
    h('div', { className: 'field' }, h('label', { htmlFor: 'latency' }, h('span', { t: 'latency' }), ' ', waits), latency),
    h('div', { className: 'field' }, h('label', { htmlFor: 'rate' }, h('span', { t: 'rate' }), ' ', speed), rate),
    h('label', { className: 'check' }, key, h('span', { t: 'needKey' })),
  ));
  pace();
  // A sandbox that cannot be loaded says so when it is called.
  fault.append(...(await sandboxFaults().catch(() => [])).map((name) => new Option(name, name)));
}
