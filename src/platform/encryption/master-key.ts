import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Env } from '../../config/env.ts';
import { secretFrom, secretIn } from '../../config/secret-file.ts';
import { openWith, SealBroken, sealWith } from './sealed-value.ts';

const MADE_SO = `node -e "console.log(crypto.randomBytes(32).toString('base64url'))" > encryption-key && chmod 600 encryption-key`;

type Settings = Pick<Env, 'ENCRYPTION_KEY_FILE' | 'NODE_ENV' | 'DATABASE_URL' | 'DATABASE_LOGIN_URL'>;
export type WrappedKey = { id: number; purpose: string; wrapped: Buffer };

/** The key that opens the data keys. It lies in a file and never in the database, so that neither opens anything alone. */
export class MasterKey {
  private constructor(private readonly key: Buffer) {}

  /** The key of a database that has none yet: made on the spot, but in production with a database of one's own demanded. */
  static first({ ENCRYPTION_KEY_FILE: file, NODE_ENV, DATABASE_URL, DATABASE_LOGIN_URL }: Settings): MasterKey {
    const isDemanded = NODE_ENV === 'production' && (DATABASE_URL ?? DATABASE_LOGIN_URL) !== undefined;
    if (isDemanded && !existsSync(file))
      throw new Error(`ENCRYPTION_KEY_FILE: there is no such file; make one, and keep a copy of it in a safe:\n  ${MADE_SO}`);
    secretIn(file, fresh);
    return MasterKey.in(file);
  }

  /** The key of a database in which something is sealed already: another one would open nothing, so none is made. */
  static known({ ENCRYPTION_KEY_FILE: file }: Settings): MasterKey {
    if (!existsSync(file))
      throw new Error(`ENCRYPTION_KEY_FILE: there is no ${file}, and this database has sealed values; put your copy of its key there (docs/encryption.md)`);
    return MasterKey.in(file);
  }

  private static in(file: string): MasterKey {
    const key = Buffer.from(secretFrom(file), 'base64url');
    if (key.length !== 32) throw new Error(`ENCRYPTION_KEY_FILE: holds no key of 32 bytes in base64url; make one so:\n  ${MADE_SO}`);
    return new MasterKey(key);
  }

  wrap(id: number, purpose: string, key: Buffer): Buffer {
    return sealWith(this.key, 0, placeOf(id, purpose), key);
  }

  unwrap({ id, purpose, wrapped }: WrappedKey): Buffer {
    try {
      return openWith(this.key, placeOf(id, purpose), wrapped);
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      throw new Error('ENCRYPTION_KEY_FILE: is not the key of this database; put your copy of its key there (docs/encryption.md)');
    }
  }
}

const fresh = () => randomBytes(32).toString('base64url');
const placeOf = (id: number, purpose: string) => ({ table: 'data_keys', column: purpose, rowId: `${id}` });
