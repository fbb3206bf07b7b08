import { BlockList, isIP } from 'node:net';

/** What is not for the whole internet (RFC 6890 and its successors): own machines, own networks, groups, examples. */
const NOT_PUBLIC = {
  ipv4: [
    ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24'],
    ...['192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ],
  // Also those that carry an address of version 4 within.
  ipv6: ['::/8', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'ff00::/8'],
} as const;

const blocked = new BlockList();
for (const [family, networks] of Object.entries(NOT_PUBLIC) as ['ipv4' | 'ipv6', readonly string[]][])
  for (const network of networks) blocked.addSubnet(network.split('/')[0]!, Number(network.split('/')[1]), family);

/** Whether an address is one of the public internet; null for what is no address but a name. */
export function isPublicAddress(address: string): boolean | null {
  const version = isIP(address);
  return version === 0 ? null : !blocked.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
