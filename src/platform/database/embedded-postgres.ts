import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { secretIn } from '../../config/secret-file.ts';
import { binariesFor } from './embedded-binaries.ts';
import { type Cluster, initialize, launch, stop } from './embedded-cluster.ts';
import { inTurn, isUp, running } from './embedded-process.ts';
import { EmbeddedWatch } from './embedded-watch.ts';
import { mayReach, serverUser, type ServerUser } from './server-user.ts';

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

type Options = { folder: string; settings?: Record<string, string>; native?: string; onProgress?: (what: string) => void };

/** Nothing that a client's record holds may reach the server's log, not even in an error's detail. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  timezone: 'UTC',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  shared_buffers: '128MB',
  max_connections: '100',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
};

/** A real PostgreSQL from the npm package, for pilots and demonstrations: started, or taken over where it already runs. */
export async function startEmbeddedPostgres({ folder: asked, settings = {}, native, onProgress = () => {} }: Options): Promise<EmbeddedPostgres> {
  const folder = resolve(asked);
  const user = serverUser();
  const base = placeFor(user, folder);
  mkdirSync(base, { recursive: true, mode: 0o755 });
  const secret = secretIn(join(folder, 'secrets', 'postgres-password'), () => randomBytes(24).toString('base64url')).trim();
  const dataFolder = join(base, 'data');
  const lock = join(base, 'start.lock');
  const { cluster, found, port } = await inTurn(lock, async () => {
    const cluster: Cluster = { binaries: binariesFor(user, base, native), user, base, dataFolder, settings: { ...SETTINGS, ...settings } };
    if (!existsSync(dataFolder)) {
      onProgress('Making the database cluster, once');
      initialize(cluster, secret);
    }
    const found = await running(dataFolder);
    return { cluster, found, port: found ?? (await launch(cluster)) };
  });
  const bringBack = () => inTurn(lock, async () => void ((await running(dataFolder)) ?? (await launch(cluster, port))));
  const watch = new EmbeddedWatch(() => isUp(dataFolder), bringBack, onProgress);
  return {
    adminUrl: `postgres://postgres:${secret}@127.0.0.1:${port}/postgres`,
    dataFolder,
    adopted: found !== null,
    notice: noticeOf(user, folder, base),
    watch: () => watch.begin(),
    stop: async () => {
      await watch.end();
      await stop(cluster);
    },
  };
}

/**
 * Beside the project, or where the server's user can go when the project lies behind a closed home. That place's name is kept
 * in the folder: whoever removes the folder to begin anew gets a new cluster, and the old one is still where it was.
 */
function placeFor(user: ServerUser, folder: string): string {
  if (mayReach(user, folder)) return join(folder, 'postgres');
  return join('/var/lib/peerwork', secretIn(join(folder, 'secrets', 'postgres-place'), () => randomBytes(6).toString('hex')).trim());
}

function noticeOf(user: ServerUser, folder: string, base: string): string | null {
  if (!user) return null;
  const moved = base.startsWith(folder) ? '' : ` Its data lies in ${base}, since ${user.name} cannot reach this folder.`;
  return `PostgreSQL runs as the user ${user.name}, not as root.${moved}`;
}
