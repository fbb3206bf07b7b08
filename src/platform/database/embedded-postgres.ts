import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { secretIn } from '../../config/secret-file.ts';
import { archiveOf, archiving } from './embedded-archive.ts';
import { binariesFor } from './embedded-binaries.ts';
import { inTurn, isUp, running } from './embedded-process.ts';
import { type Cluster, launch, stop } from './embedded-server.ts';
import { EmbeddedWatch } from './embedded-watch.ts';
import { as, mayReach, serverUser, type ServerUser } from './server-user.ts';

export type EmbeddedPostgres = {
  /** The superuser's way in, over loopback. */
  adminUrl: string;
  /** Where the cluster really lies. */
  dataFolder: string;
  /** A running server of ours was taken over. */
  adopted: boolean;
  /** What whoever started it should know. */
  notice: string | null;
  /** From now on the server comes back by itself, on the same port, whatever ended it but `stop`. */
  watch(): void;
  stop(): Promise<void>;
};

type Options = {
  folder: string;
  settings?: Record<string, string>;
  native?: string;
  /** Keeps what is written for restores, in this folder or beside the cluster. */
  archive?: { folder?: string };
  onProgress?: (what: string) => void;
};

/** A real PostgreSQL from the npm package, for pilots and demonstrations: started, or taken over where it already runs. */
export const startEmbeddedPostgres = ({ folder, settings = {}, native, archive, onProgress = () => {} }: Options): Promise<EmbeddedPostgres> =>
  aloneIn(
    folder,
    async (cluster) => {
      const { dataFolder } = cluster;
      if (!existsSync(dataFolder)) {
        onProgress('Making the database cluster, once');
        initialize(cluster);
      }
      const found = await running(dataFolder);
      const all = { ...(archive ? archiving(archiveOf(cluster, archive.folder)) : {}), ...settings };
      const port = found ?? (await launch(cluster, dataFolder, all).catch(advised));
      const bringBack = () => aloneIn(folder, async () => void ((await running(dataFolder)) ?? (await launch(cluster, dataFolder, all, { port }))), native);
      const watch = new EmbeddedWatch(() => isUp(dataFolder), bringBack, onProgress);
      return {
        adminUrl: adminUrl(cluster, port),
        dataFolder,
        adopted: found !== null,
        notice: noticeOf(cluster),
        watch: () => watch.begin(),
        stop: async () => {
          await watch.end();
          await stop(cluster, dataFolder);
        },
      };
    },
    native,
  );

const advised = (error: Error): never => {
  throw new Error(`${error.message}\nSet DATABASE_URL to use another one.`);
};

/** Whoever starts the cluster of this folder, or puts another in its place, does it alone. */
export async function aloneIn<T>(asked: string, body: (cluster: Cluster) => Promise<T>, native?: string): Promise<T> {
  const folder = resolve(asked);
  const user = serverUser();
  const base = placeFor(user, folder);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const secret = secretIn(join(folder, 'secrets', 'postgres-password'), () => randomBytes(24).toString('base64url')).trim();
  return inTurn(join(base, 'start.lock'), () =>
    body({ binaries: binariesFor(user, base, native), user, base, folder, dataFolder: join(base, 'data'), secret }),
  );
}

export const adminUrl = ({ secret }: Cluster, port: number) => `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`;

/**
 * Beside the project, or where the server's user can go when the project lies behind a closed home. That place's name is kept
 * in the folder: whoever removes the folder to begin anew gets a new cluster, and the old one is still where it was.
 */
function placeFor(user: ServerUser, folder: string): string {
  if (mayReach(user, folder)) return join(folder, 'postgres');
  return join('/var/lib/peerwork', secretIn(join(folder, 'secrets', 'postgres-place'), () => randomBytes(6).toString('hex')).trim());
}

function noticeOf({ user, folder, base }: Cluster): string | null {
  if (!user) return null;
  const moved = base.startsWith(folder) ? '' : ` Its data lies in ${base}, since ${user.name} cannot reach this folder.`;
  return `PostgreSQL runs as the user ${user.name}, not as root.${moved}`;
}

/** Made beside and moved into place: a cluster that was being made when the process died is not mistaken for one. */
function initialize({ binaries, user, base, dataFolder, secret }: Cluster): void {
  const draft = join(base, 'data.new');
  const passwordFile = join(base, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  rmSync(passwordFile, { force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(passwordFile, secret, { mode: 0o600 });
  if (user) for (const path of [draft, passwordFile]) chownSync(path, user.uid, user.gid);
  const { status, stderr, error } = spawnSync(
    binaries.initdb,
    ['-D', draft, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth-local=scram-sha-256', '--auth-host=scram-sha-256', '-E', 'UTF8', '--locale=C'].concat([
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ]),
    { ...as(user), cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' }, encoding: 'utf8' },
  );
  rmSync(passwordFile, { force: true });
  if (status !== 0) throw new Error(`The database cluster could not be made: ${(stderr || String(error)).trim()}`);
  renameSync(draft, dataFolder);
}
