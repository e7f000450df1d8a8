// No call at all: what the browser and the machine do by themselves in the time of one.
const nothing = 560; // ms: 20 MiB at 400 Mbit/s

export const draw = () => new Promise(resolve => setTimeout(resolve, nothing));
