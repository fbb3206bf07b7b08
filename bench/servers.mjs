// The servers that are measured, each a process of its own that tells its port and takes orders.
import { fork } from 'node:child_process';

export class Servers {
  constructor(folder) {
    this.folder = folder;
    this.processes = [];
  }

  async start(file, center) {
    const env = {
      ...process.env,
      ...{ BENCH_LOGIN_URL: center.loginUrl, BENCH_OWNER_URL: center.ownerUrl, BENCH_DATA_DIR: this.folder, BENCH_SPECIALIST: center.specialist },
      ...{ BENCH_TOKENS: center.authors.map(({ token }) => token).join(), BENCH_BEGAN: String(performance.timeOrigin + performance.now()) },
    };
    const server = fork(new URL(`servers/${file}`, import.meta.url), { env, serialization: 'advanced' });
    this.processes.push(server);
    let failed;
    server.on('exit', (code) => failed?.(new Error(`${file} ended with ${code}`)));
    const heard = () =>
      new Promise((done, fail) => {
        failed = fail;
        server.once('message', done);
      });
    const hello = await heard();
    const tell = (message) => {
      const answer = heard();
      server.send(message);
      return answer;
    };
    const order = async (what) => (await tell(what)).answer;
    return { ...hello, tell, order, megabytes: async () => Math.round((await order('memory')) / 1_048_576) };
  }

  end() {
    this.processes.forEach((server) => server.kill('SIGTERM'));
  }
}

export const median = (figures) => [...figures].sort((one, other) => one - other)[Math.floor(figures.length / 2)];
