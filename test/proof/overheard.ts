import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { Running } from '../support/app.ts';
import { CAST } from '../support/cast.ts';
import { freePort, Served } from '../support/served.ts';
import { type OwnServer, ownServer } from './own-server.ts';
import type { PlantedWords } from './planted-words.ts';

/** The application and a PostgreSQL as an operator has them, with an ear to everything that either writes beside the records. */
export class Overheard {
  readonly peerwork = new Running();
  said = '';
  server: OwnServer;
  served: Served;
  private readonly figures: string[] = [];
  private settings: Record<string, string>;

  constructor(private readonly words: PlantedWords) {}

  async begin(): Promise<void> {
    this.server = await ownServer();
    this.settings = {
      NODE_ENV: 'production',
      DATABASE_URL: this.server.ownerUrl,
      DATA_DIR: join(this.server.folder, 'data'),
      TOKEN_SECRET: this.words.next('TOKEN_SECRET').padEnd(40, '.'),
      TRUST_PROXY: '127.0.0.1',
      LOG_LEVEL: 'debug',
      METRICS_PORT: String(await freePort()),
      NODE_OPTIONS: `--import ${resolve('test/proof/on-signal.mjs')}`,
      ON_SIGNAL: join(this.server.folder, 'secrets/on-signal'),
    };
    this.words.keep(new URL(this.server.ownerUrl).password, 'the password of the database');
    for (const { token, email } of Object.values(CAST)) {
      this.words.keep(token, 'a token');
      this.words.keep(email, 'an address');
    }
    await this.start();
    await this.connect();
  }

  async start(): Promise<void> {
    this.served = await Served.start(this.settings);
    this.peerwork.url = this.served.url;
  }

  /** The owner's connection, once more after the server was away. */
  async connect(): Promise<void> {
    this.peerwork.db = new pg.Client({ connectionString: this.server.ownerUrl });
    this.peerwork.db.on('error', () => {});
    await this.peerwork.db.connect();
  }

  /** What the application does at SIGUSR2, and with which word. */
  atSignal(what: 'throw' | 'reject', word: string): void {
    writeFileSync(this.settings['ON_SIGNAL']!, JSON.stringify({ what, word }));
  }

  async end(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: string | null }> {
    await this.lookAtFigures();
    const outcome = await this.served.end(signal);
    this.said += this.served.said;
    return outcome;
  }

  /** Wherever figures are served, if they are. */
  private async lookAtFigures(): Promise<void> {
    for (const url of [this.served.url, `http://127.0.0.1:${this.settings['METRICS_PORT']}`]) {
      const answer = await fetch(`${url}/metrics`).catch(() => null);
      if (answer && answer.status !== 404) this.figures.push(await answer.text());
    }
  }

  /** Every word in what was written down and is not the record itself: logs, seals, the trail, figures, what lies about in files. */
  async hits(): Promise<string[]> {
    const trail = await this.peerwork.rows<{ row: string }>('select e::text as row from app.audit_events e');
    const { folder } = this.server;
    const files = filesIn(folder).filter((file) => !/^postgres\/(data|native)\//.test(file) && !file.includes('secrets/'));
    return [
      ...this.words.in(this.said + this.served.said, 'the application'),
      ...this.words.in(trail.map(({ row }) => row).join('\n'), 'the trail'),
      ...this.words.in(this.figures.join('\n'), 'the figures'),
      ...files.flatMap((file) => this.words.in(`${file}\n${readFileSync(join(folder, file), 'latin1')}`, file)),
    ];
  }

  async over(): Promise<void> {
    await this.peerwork.db?.end();
    await this.served?.end('SIGKILL');
    await this.server?.stop();
  }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(folder, file), { throwIfNoEntry: false })?.isFile());
