// One of the sessions that fill a center with notes: works its slices out and copies them in.
import { parentPort, workerData } from 'node:worker_threads';
import pg from 'pg';
import { LargeCenter, notedRows } from '../dist/src/demo/large-center.js';
import { copyRows } from '../dist/src/demo/large.js';

const { ownerUrl, clients, notes, tag, slices, options } = workerData;
const center = new LargeCenter(clients, notes, tag);
const owner = new pg.Client({ connectionString: ownerUrl, options });
await owner.connect();
for (const { from, until } of slices) {
  await owner.query('begin');
  await copyRows(owner, notedRows(center, { from, until }));
  await owner.query('commit');
  parentPort.postMessage(until - from);
}
await owner.end();
