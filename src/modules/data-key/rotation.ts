import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { SealBroken } from '../../platform/encryption/sealed-value.ts';
import { type SealedColumn, sealedColumns } from '../../platform/encryption/sealed-columns.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { AuditTrail } from '../audit/index.ts';
import { DataKeys, LOOK_MS } from './data-keys.service.ts';

const AT_ONCE = 500;
const FIRST = '00000000-0000-0000-0000-000000000000';

type Step = { last: string; changed: number };
type Round = { broken: Set<string>; advance(count: number): void };
type Kept = { id: string; clientId: string | null; sealed: Buffer };
/** How many values were sealed anew, and which could not be opened. */
export type Outcome = { done: number; broken: string[] };
/** `done` of `of` values; others may be sealed with the older key meanwhile, until every process knows the new one. */
export type Progress = (done: number, of: number) => void;

/** Seals every value anew with a new key, beside whoever reads and writes them. */
@Injectable()
export class Rotation {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
    private readonly keys: DataKeys,
  ) {}

  /** One that was interrupted is gone on with; otherwise a new key is made. Answers it when it seals. */
  async begin(): Promise<{ keyId: number; isResumed: boolean }> {
    const unfinished = await this.keys.unfinished();
    const keyId = unfinished ?? (await this.keys.renew());
    for (await this.keys.look(); this.sealing.keyId < keyId; await this.keys.look()) await wait(500);
    return { keyId, isResumed: unfinished !== null };
  }

  /** The older keys are retired when nothing is left that they sealed and that can be opened: the next rotation is to a key of its own. */
  async finish(keyId: number, onProgress: Progress = () => {}): Promise<Outcome> {
    const of = await this.waiting();
    let done = 0;
    const broken = new Set<string>();
    const round: Round = { broken, advance: (count) => onProgress((done += count), Math.max(of, done)) };
    await this.passes(round);
    // What a process sealed with the older key until it heard of the new one.
    await wait(2 * LOOK_MS);
    await this.passes(round);
    if ((await this.waiting()) <= broken.size) await this.keys.retire(keyId);
    return { done, broken: [...broken] };
  }

  /** How many values another key than the newest has sealed. */
  async waiting(): Promise<number> {
    let sum = 0;
    for (const { table, column } of sealedColumns()) {
      const text = `select count(*)::integer as waiting from app.${table} where ${older(column)}`;
      sum += await this.work.run('worker', null, async () => (await this.work.rows<{ waiting: number }>({ text, values: [this.sealing.keyId] }))[0]!.waiting);
    }
    return sum;
  }

  /** Until a pass finds nothing to do: a value that changed under one is come back to. */
  private async passes(round: Round): Promise<void> {
    for (let changed = 1; changed > 0;) {
      changed = 0;
      for (const column of sealedColumns())
        for (let at: Step | null = { last: FIRST, changed: 0 }; at !== null; at = await this.batch(column, at.last, round)) changed += at.changed;
    }
  }

  /** Null where nothing was left. What is not any more as it was read is left alone. */
  private batch(column: SealedColumn, after: string, round: Round): Promise<Step | null> {
    const { table, column: name, ofClient, versioned } = column;
    return this.work.run('worker', null, async () => {
      const rows = await this.work.rows<Kept>({
        text: `select id, ${ofClient ? 'client_id' : 'null'} as "clientId", ${name} as sealed from app.${table}
                where ${older(name)} and id > $2 order by id limit ${AT_ONCE}`,
        values: [this.sealing.keyId, after],
      });
      if (rows.length === 0) return null;
      const changed = await this.work.rows({
        text: `update app.${table} t set ${name} = decode(s.fresh, 'hex')${versioned ? ', version = t.version + 1' : ''}
                 from jsonb_to_recordset($1) s (id uuid, old text, fresh text) where t.id = s.id and t.${name} = decode(s.old, 'hex') returning t.id`,
        values: [JSON.stringify(rows.flatMap((row) => this.anew(column, row, round)))],
      });
      if (changed.length > 0) this.audit.record(null, 'values.resealed', null, { table, column: name, keyId: this.sealing.keyId, values: changed.length });
      this.work.afterCommit(() => round.advance(changed.length));
      return { last: rows.at(-1)!.id, changed: changed.length };
    });
  }

  /** What cannot be opened is named and stays as it is, for whoever looks into it. */
  private anew({ table, column, ofClient }: SealedColumn, { id, clientId, sealed }: Kept, { broken }: Round) {
    const place = { table, column, rowId: id, ...(ofClient && { clientId: clientId! }) };
    try {
      return [{ id, old: sealed.toString('hex'), fresh: this.sealing.seal(place, this.sealing.open(place, sealed)).toString('hex') }];
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error;
      broken.add(`${table}.${column} of ${id}`);
      return [];
    }
  }
}

/** The key's id stands in the third and fourth byte. */
const older = (column: string) => `${column} is not null and get_byte(${column}, 2) * 256 + get_byte(${column}, 3) <> $1`;
