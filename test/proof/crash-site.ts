import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.ts';
import { migrate } from '../../src/platform/database/migrate.ts';
import { inviteTheCast } from '../support/cast.ts';

/** A server of its own that waits for the disk, as in earnest: what it acknowledged must outlive it. */
export class CrashSite {
  private constructor(
    readonly folder: string,
    readonly ownerUrl: string,
    private readonly server: EmbeddedPostgres,
  ) {}

  static async open(): Promise<CrashSite> {
    const folder = mkdtempSync(join(tmpdir(), 'peerwork-crashes-'));
    chmodSync(folder, 0o755);
    const server = await startEmbeddedPostgres({ folder });
    const ownerUrl = Object.assign(new URL(server.adminUrl), { pathname: '/peerwork' }).toString();
    const site = new CrashSite(folder, ownerUrl, server);
    await site.asOwner((admin) => admin.query('create database peerwork'), server.adminUrl);
    await migrate(ownerUrl);
    await inviteTheCast(ownerUrl);
    return site;
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async asOwner<T>(body: (owner: pg.Client) => Promise<T>, url = this.ownerUrl): Promise<T> {
    const owner = new pg.Client({ connectionString: url });
    owner.on('error', () => {});
    await owner.connect();
    try {
      return await body(owner);
    } finally {
      await owner.end();
    }
  }

  /** The process id of the server that is ready, and null while there is none. */
  serverPid(): number | null {
    try {
      const lines = readFileSync(join(this.server.dataFolder, 'postmaster.pid'), 'utf8').split('\n');
      return lines[7]?.trim() === 'ready' ? Number(lines[0]) : null;
    } catch {
      return null;
    }
  }

  /** Ends the server; or it and everything that it started, as when the power goes. */
  killServer(isWhole: boolean): number {
    const pid = this.serverPid()!;
    const children = isWhole ? childrenOf(pid) : [];
    process.kill(pid, 'SIGKILL');
    children.forEach(killIfThere);
    return pid;
  }

  /** Ends one of the processes that serve the API; the server then ends all the others and recovers by itself. */
  async killBackend(): Promise<void> {
    const pids = await this.asOwner(
      async (owner) => (await owner.query(`select pid from pg_stat_activity where usename = 'app_login' order by random() limit 1`)).rows,
    );
    killIfThere(pids[0].pid);
  }

  /** `audit:verify` as an operator runs it, beside the API. */
  verify(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
    const child = spawn(process.execPath, ['dist/src/cli.js', 'audit:verify'], { env: { PATH: process.env.PATH, ...settings } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    return new Promise((done) => child.once('close', (code) => done({ code, said })));
  }
}

const childrenOf = (pid: number): number[] =>
  spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .stdout.split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child]) => child!);

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
