// Whether a second process takes half of the work without anything being lost: the same number of requests at once, first all at
// one process, then half at each. The machine's processors are shared with PostgreSQL and with the load itself, so that two can
// only win what one process leaves idle; what is asked is that they do not get in each other's way.
import os from 'node:os';
import { loaded } from './load.mjs';
import { median } from './servers.mjs';

export async function compareProcesses(processes, operations, { atOnce, seconds, rounds }) {
  const both = processes.map(({ port }) => port);
  const ways = [both.slice(0, 1), both];
  console.log(`\ntwo processes, ${os.availableParallelism()} processors in all, pools of ${process.env.POOL_SIZE ?? 10}:`);
  for (const { name, run } of operations) {
    const rates = ways.map(() => []);
    for (let round = 0; round < rounds; round++)
      for (const way of round % 2 ? [1, 0] : [0, 1]) {
        await loaded(ways[way], run, { atOnce, seconds: Math.min(1, seconds) });
        rates[way].push((await loaded(ways[way], run, { atOnce, seconds })).rate);
      }
    const [one, two] = rates.map(median);
    const ratio = median(rates[1].map((rate, at) => rate / rates[0][at]));
    console.log(`  ${name.padEnd(24)} one ${one.toFixed(0)}/s   two ${two.toFixed(0)}/s   two ÷ one ${ratio.toFixed(2)}   (to reach: 1.0)`);
  }
}
