import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { MasterKey, type WrappedKey, WrongMasterKey } from '../../platform/encryption/master-key.ts';
import { inUse, type MasterMark } from '../../platform/encryption/master-mark.ts';
import { AuditTrail } from '../audit/index.ts';
import { DATA_KEYS, IN_TURN, MASTER_MARKS, WRAP_ANEW } from './data-key.queries.ts';

/** `from` is null where an earlier try had come to its end already. */
export type Replaced = { from: string | null; to: string; dataKeys: number };

/** Which master key wraps the data keys, and how another one takes its place. */
@Injectable()
export class MasterKeys {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly env: Env,
  ) {}

  /** The key in the file, if it opens all of these. */
  async demanded(rows: WrappedKey[]): Promise<MasterKey> {
    return MasterKey.of(this.env, rows, await this.marks());
  }

  /** Remembers whose keys they are, for whoever comes with another file. */
  async mark(master: MasterKey): Promise<void> {
    if (inUse(await this.marks())) return;
    await this.remember(master);
    this.audit.record(null, 'master-key.marked', null, { fingerprint: master.fingerprint });
  }

  /** Wraps every data key anew with the key in this file. What is sealed stays as it is, and whoever has the keys open goes on with them. */
  async replaceBy(file: string): Promise<Replaced> {
    const before = await this.ready(file);
    if (before) return before;
    const next = MasterKey.coming(file);
    return this.work.run('worker', null, async () => {
      await this.work.rows(IN_TURN);
      const rows = await this.rows();
      const present = await this.demanded(rows);
      await this.mark(present);
      await this.rewrap(rows, present, next, file);
      await this.work.rows({ text: `update app.master_keys set replaced_at = clock_timestamp() where replaced_at is null` });
      await this.remember(next);
      const replaced = { from: present.fingerprint, to: next.fingerprint, dataKeys: rows.length };
      this.audit.record(null, 'master-key.replaced', null, replaced);
      return replaced;
    });
  }

  /** Refuses before a file is made; answers what was done already when an earlier try was interrupted after its end. */
  private ready(file: string): Promise<Replaced | null> {
    return this.work.run('worker', null, async () => {
      const rows = await this.rows();
      if (rows.length === 0) throw new Error('This database has no keys yet: its first start makes them');
      const next = MasterKey.comingIn(file);
      const replaced = (await this.marks()).find((mark) => mark.fingerprint === next?.fingerprint)?.replacedAt;
      if (replaced)
        throw new WrongMasterKey(`${file}: holds a key that was replaced at ${replaced.toISOString()}; name a file that is not there, and one is made`);
      const isDone = next !== null && rows.every((row) => next.opens(row));
      if (!isDone) {
        await this.demanded(rows);
        return null;
      }
      if (MasterKey.comingIn(this.env.ENCRYPTION_KEY_FILE)?.fingerprint === next.fingerprint)
        throw new WrongMasterKey(`${file}: holds the key that is in use already; name a file that is not there, and one is made`);
      return { from: null, to: next.fingerprint, dataKeys: rows.length };
    });
  }

  /** And opens each once more, from what the database has now and what is in the file. */
  private async rewrap(rows: WrappedKey[], present: MasterKey, next: MasterKey, file: string): Promise<void> {
    const plain = new Map(rows.map((row) => [row.id, present.unwrap(row)]));
    const anew = rows.map(({ id, purpose }) => ({ id, wrapped: next.wrap(id, purpose, plain.get(id)!).toString('hex') }));
    const kept = await this.work.rows<WrappedKey>({ ...WRAP_ANEW, values: [JSON.stringify(anew)] });
    const inFile = MasterKey.comingIn(file);
    const isWhole = kept.length === rows.length && kept.every((row) => inFile?.opens(row) && inFile.unwrap(row).equals(plain.get(row.id)!));
    if (!isWhole) throw new Error(`Not every key could be wrapped with the one in ${file}; nothing was changed`);
  }

  private remember({ fingerprint }: MasterKey): Promise<unknown> {
    return this.work.rows({ text: `insert into app.master_keys (fingerprint, known_since) values ($1, clock_timestamp())`, values: [fingerprint] });
  }

  private rows(): Promise<WrappedKey[]> {
    return this.work.rows<WrappedKey>(DATA_KEYS);
  }

  private marks(): Promise<MasterMark[]> {
    return this.work.rows<MasterMark>(MASTER_MARKS);
  }
}
