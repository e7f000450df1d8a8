// @ts-check
// Whom a call is counted for: an address as one bucket. IPv4 as it is; of IPv6 the first 64 bits, because whoever has one address of those has all
// 2^64. Knows what proxies append to a header, and trusts none of it but what the nearest wrote.

/**
 * @param {string} connection the address at the other end of it
 * @param {string} [list] addresses with commas between, to which each proxy has added that of whom it was asked by
 * @param {number} [proxies] that stand before this server: so many entries from the right the first of them wrote, and a client those before it
 */
export function clientOf(connection, list, proxies = 1) {
  return (list && bucket(list.split(',').at(-proxies))) || bucket(connection) || 'unknown';
}

/** Undefined for what is no address. @param {string} [text] maybe with a port, in brackets, or with a zone */
export function bucket(text = '') {
  const bare = text.trim().replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, '$1$3').replace(/%[\w.~-]+$/, '');
  if (/^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/.test(bare)) return bare;
  const groups = ipv6(bare);
  if (!groups) return undefined;
  if (groups.slice(0, 6).join() === '0,0,0,0,0,65535') return groups.slice(6).flatMap(group => [group >> 8, group & 255]).join('.'); // IPv4 in IPv6
  return `${groups.slice(0, 4).map(group => group.toString(16)).join(':')}::/64`;
}

/** Its eight groups; a URL's own reader says what is one. @param {string} text */
function ipv6(text) {
  if (!/^[\da-f:.]*:[\da-f:.]*$/i.test(text) || !URL.canParse(`http://[${text}]`)) return undefined;
  const [left, right] = new URL(`http://[${text}]`).hostname.slice(1, -1).split('::').map(side => side.split(':').filter(Boolean).map(group => parseInt(group, 16)));
  return right ? [...left, ...Array(8 - left.length - right.length).fill(0), ...right] : left;
}
