// The application as `npm start` serves it. Asked by its parent, it tells which statements it sends, or where its time goes.
import inspector from 'node:inspector';
import { Env } from '../../dist/src/config/env.js';
import { ExportRunner } from '../../dist/src/modules/ehr/index.js';
import { StatementGroup } from '../../dist/src/platform/database/statement-group.js';
import { createServer } from '../../dist/src/server.js';

const settings = { NODE_ENV: 'development', TOKEN_SECRET: 'for the bench only, and long enough', LOG_LEVEL: 'warn', SESSION_IDLE_MINUTES: '60' };
if (process.env.POOL_SIZE) settings.POOL_SIZE = process.env.POOL_SIZE;
const app = await createServer(process.env.BENCH_LOGIN_URL, Env.read({ ...settings, DATA_DIR: process.env.BENCH_DATA_DIR }));
await app.listen(0, '127.0.0.1');

let groups = null;
let [watching, peak] = [null, 0];
const submit = StatementGroup.prototype.submit;
const session = new inspector.Session();
session.connect();
const ask = (method, options) => new Promise((done, fail) => session.post(method, options, (error, answer) => (error ? fail(error) : done(answer))));

const ORDERS = {
  record() {
    groups = [];
    StatementGroup.prototype.submit = function (connection) {
      groups.push(this.statements.map(({ name, text, values = [] }) => ({ name, text, values })));
      return submit.call(this, connection);
    };
  },
  recorded() {
    StatementGroup.prototype.submit = submit;
    return groups;
  },
  async profile() {
    await ask('Profiler.enable');
    await ask('Profiler.setSamplingInterval', { interval: 200 });
    await ask('Profiler.start');
  },
  profiled: async () => (await ask('Profiler.stop')).profile,
  // Of what goes on in the background only this, and only where it is measured.
  exports: () => app.get(ExportRunner).start(),
  memory: () => process.memoryUsage.rss(),
  watch() {
    const look = () => (peak = Math.max(peak, process.memoryUsage.rss()));
    peak = 0;
    look();
    watching = setInterval(look, 20);
  },
  watched() {
    clearInterval(watching);
    return peak;
  },
};

process.on('message', async (order) => process.send({ order, answer: await ORDERS[order]() }));
process.send({
  port: Number(new URL(await app.getUrl()).port),
  readyMs: performance.timeOrigin + performance.now() - Number(process.env.BENCH_BEGAN),
});
