import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Env } from '../../config/env.ts';
import { flushSecret, secretFrom, secretIn } from '../../config/secret-file.ts';
import { inUse, type MasterMark, whyClosed } from './master-mark.ts';
import { openWith, SealBroken, sealWith } from './sealed-value.ts';

const MADE_SO = `node -e "console.log(crypto.randomBytes(32).toString('base64url'))" > encryption-key && chmod 600 encryption-key`;
const NAME = 'ENCRYPTION_KEY_FILE';

type Settings = Pick<Env, 'ENCRYPTION_KEY_FILE' | 'NODE_ENV' | 'DATABASE_URL' | 'DATABASE_LOGIN_URL'>;
export type WrappedKey = { id: number; purpose: string; wrapped: Buffer };

/** The file holds no key, or not the one that is needed. What is said names files and fingerprints, and never a key. */
export class WrongMasterKey extends Error {
  override readonly name = 'WrongMasterKey';
}

/** The key that opens the data keys. It lies in a file and never in the database, so that neither opens anything alone. */
export class MasterKey {
  /** By which it is told from others on an envelope, in a message and in the database; nothing of the key follows from it. */
  readonly fingerprint: string;

  private constructor(private readonly key: Buffer) {
    this.fingerprint = createHmac('sha256', key).update('which master key this is').digest('hex').slice(0, 16);
  }

  /** The key of a database that has none yet: made on the spot, but in production with a database of one's own demanded. */
  static first({ ENCRYPTION_KEY_FILE: file, NODE_ENV, DATABASE_URL, DATABASE_LOGIN_URL }: Settings): MasterKey {
    const isDemanded = NODE_ENV === 'production' && (DATABASE_URL ?? DATABASE_LOGIN_URL) !== undefined;
    if (isDemanded && !existsSync(file)) throw new WrongMasterKey(`${NAME}: there is no such file; make one, and keep a copy of it in a safe:\n  ${MADE_SO}`);
    secretIn(file, fresh);
    return MasterKey.in(file);
  }

  /** The key of a database in which something is sealed already: another one would open nothing, so none is made. */
  static of({ ENCRYPTION_KEY_FILE: file }: Pick<Settings, 'ENCRYPTION_KEY_FILE'>, rows: WrappedKey[], marks: MasterMark[]): MasterKey {
    if (!existsSync(file)) {
      const its = inUse(marks);
      const known = its ? ` (fingerprint ${its})` : '';
      throw new WrongMasterKey(
        `${NAME}: there is no ${file}, and this database has sealed values; put your copy of its key${known} there (docs/encryption.md)`,
      );
    }
    const master = MasterKey.in(file);
    const closed = rows.find((row) => !master.opens(row));
    if (closed) throw new WrongMasterKey(`${NAME}: ${whyClosed(closed.id, master.fingerprint, marks)}`);
    return master;
  }

  /** The key that is to come, where there is a file with it already. What else stands there is left alone. */
  static comingIn(file: string): MasterKey | null {
    return reached(file, () => (existsSync(file) ? MasterKey.in(file, file, 'it is left as it is, so name another file') : null));
  }

  /** The same, made where there is none. It is on the disk before anything is wrapped with it. */
  static coming(file: string): MasterKey {
    return reached(file, () => {
      secretIn(file, fresh);
      flushSecret(file);
      return MasterKey.comingIn(file)!;
    });
  }

  private static in(file: string, named = NAME, remedy = `make one so:\n  ${MADE_SO}`): MasterKey {
    const key = Buffer.from(secretFrom(file), 'base64url');
    if (key.length !== 32) throw new WrongMasterKey(`${named}: holds no key of 32 bytes in base64url; ${remedy}`);
    return new MasterKey(key);
  }

  wrap(id: number, purpose: string, key: Buffer): Buffer {
    return sealWith(this.key, 0, placeOf(id, purpose), key);
  }

  unwrap({ id, purpose, wrapped }: WrappedKey): Buffer {
    return openWith(this.key, placeOf(id, purpose), wrapped);
  }

  opens(row: WrappedKey): boolean {
    try {
      return this.unwrap(row).length > 0;
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      return false;
    }
  }
}

const fresh = () => randomBytes(32).toString('base64url');
const placeOf = (id: number, purpose: string) => ({ table: 'data_keys', column: purpose, rowId: `${id}` });

function reached<T>(file: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code ? new WrongMasterKey(`${file} cannot be used (${code})`) : error;
  }
}
