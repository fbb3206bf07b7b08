import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Command } from '../../src/commands/terminal.ts';
import { Env } from '../../src/config/env.ts';
import { reachDatabase } from '../../src/database.ts';
import { CAST, inviteTheCast, type Who } from '../support/cast.ts';
import { placeForDatabase } from '../support/place.ts';
import { isLong } from '../support/proof.ts';
import { Served } from '../support/served.ts';

/** A center on an embedded server of its own, as an operator has it: the API a process, the commands beside it. */
export class EmbeddedCenter {
  /** On the disk where figures are measured; what is asked in the short form is answered alike by memory, which makes files sooner. */
  readonly folder = mkdtempSync(join(isLong ? tmpdir() : placeForDatabase(), 'peerwork-center-'));
  readonly backups = join(this.folder, 'backups');
  readonly cluster = join(this.folder, 'postgres', 'data');
  readonly seals = join(this.folder, 'audit', 'seals.jsonl');
  readonly settings: Record<string, string> = {
    NODE_ENV: 'production',
    EMBEDDED_IN_PRODUCTION: 'true',
    TOKEN_SECRET: 'a secret for tests only, long enough',
    DATA_DIR: this.folder,
    LOG_LEVEL: 'silent',
  };
  private api: Served | undefined;
  private count = 0;

  async found(): Promise<void> {
    chmodSync(this.folder, 0o755);
    const database = await reachDatabase(this.env, () => {});
    await inviteTheCast(database.ownerUrl!);
    await database.stop();
  }

  async open(): Promise<void> {
    this.api = await Served.start(this.settings, 180_000);
  }

  async close(signal?: NodeJS.Signals): Promise<void> {
    await this.api?.end(signal);
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs an operator's command, and answers with its exit code and all that it said. An error ends it as it ends the process. */
  async run(command: Command, ...args: string[]): Promise<{ code: number; said: string }> {
    const said: string[] = [];
    const hear = (what: string) => void said.push(what);
    const code = await command(args, { env: () => this.env, say: hear, print: hear }).catch((error: Error) => {
      hear(error.message);
      return 1;
    });
    return { code, said: said.join('\n') };
  }

  /** Registers a client as staff do, and answers when the API has said that it is done. */
  async register(who: Who = 'max'): Promise<string> {
    const body = { legalName: { given: 'Robin', family: `Center${++this.count}` }, birthDate: '1985-05-05' };
    const answer = await fetch(`${this.api!.url}/v1/clients`, {
      method: 'POST',
      headers: { authorization: `Bearer ${CAST[who].token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (answer.status !== 201) throw new Error(`Registered with ${answer.status}: ${await answer.text()}`);
    return ((await answer.json()) as { id: string }).id;
  }

  async asOwner<T>(body: (owner: pg.Client) => Promise<T>): Promise<T> {
    const owner = new pg.Client({ connectionString: this.ownerUrl });
    await owner.connect();
    try {
      return await body(owner);
    } finally {
      await owner.end();
    }
  }

  get ownerUrl(): string {
    const secret = readFileSync(join(this.folder, 'secrets/postgres-password'), 'utf8').trim();
    return `postgres://postgres:${secret}@127.0.0.1:${this.pidFile[3]}/peerwork`;
  }

  get postmaster(): number {
    return Number(this.pidFile[0]);
  }

  clients(): Promise<string[]> {
    return this.asOwner(async (owner) => (await owner.query<{ id: string }>('select id from app.clients order by id')).rows.map(({ id }) => id));
  }

  now(): Promise<string> {
    return this.asOwner(async (owner) => (await owner.query<{ at: Date }>('select clock_timestamp() as at')).rows[0]!.at.toISOString());
  }

  get wal(): string[] {
    return readdirSync(join(this.backups, 'wal')).sort();
  }

  private get env(): Env {
    return Env.read(this.settings);
  }

  private get pidFile(): string[] {
    return readFileSync(join(this.cluster, 'postmaster.pid'), 'utf8').split('\n');
  }
}
