import { randomBytes } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { DataKeyRow } from '../../platform/encryption/key-ring.ts';
import { MasterKey, WrongMasterKey } from '../../platform/encryption/master-key.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { logger } from '../../platform/http/log.ts';
import { AuditTrail } from '../audit/index.ts';
import { DATA_KEYS, IN_TURN } from './data-key.queries.ts';
import { MasterKeys } from './master-keys.service.ts';

export const LOOK_MS = 3_000;
/** A new key seals only when every process has had time to hear of it. */
const KNOWN_WITHIN = '10 seconds';

/** The data keys in the database: the first ones are made here, and new ones are heard of. */
@Injectable()
export class DataKeys implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private master: MasterKey | undefined;
  private complaint = '';

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
    private readonly masters: MasterKeys,
    private readonly env: Env,
  ) {}

  /** Nothing is sealed or opened before. A database that is new gets its keys; one that is not demands the key that it knows. */
  async unlock(): Promise<void> {
    this.master = await this.work.run('worker', null, async () => {
      await this.work.rows(IN_TURN);
      const rows = await this.rows();
      const isNew = rows.length === 0;
      const master = isNew ? MasterKey.first(this.env) : await this.masters.demanded(rows);
      if (isNew) for (const [at, purpose] of (['values', 'index'] as const).entries()) await this.add(master, at + 1, purpose, '0 seconds');
      await this.masters.mark(master);
      return master;
    });
    await this.look();
  }

  /** Hears of keys that another process made, from now on. */
  start(): void {
    this.timer = setInterval(() => {
      this.running = this.look().then(
        () => (this.complaint = ''),
        (error: Error) => this.complain(error),
      );
    }, LOOK_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Takes up what is new. Where that does not open, the master key was replaced meanwhile, and the new file may be in its place by now. */
  async look(): Promise<void> {
    await this.work.run('worker', null, async () => {
      const rows = await this.rows();
      if (!this.sealing.ring.isOpenedBy(this.master!, rows)) this.master = await this.masters.demanded(rows);
      this.sealing.ring.take(rows, this.master!);
    });
  }

  /** A new key for values; it seals from `KNOWN_WITHIN` on. Answers its id. */
  async renew(): Promise<number> {
    return this.work.run('worker', null, async () => {
      await this.work.rows(IN_TURN);
      const rows = await this.rows();
      const id = Math.max(...rows.map((row) => row.id)) + 1;
      // The key in the file, for the one in memory may have been replaced since: one master key wraps all of them.
      await this.add(await this.masters.demanded(rows), id, 'values', KNOWN_WITHIN);
      return id;
    });
  }

  /** The newest key, where a rotation to it was interrupted: an older one is not retired yet. */
  async unfinished(): Promise<number | null> {
    return this.work.run('worker', null, async () => {
      const open = await this.work.rows<{ id: number }>({
        text: `select id from app.data_keys where purpose = 'values' and retired_at is null order by id desc`,
      });
      return open.length > 1 ? open[0]!.id : null;
    });
  }

  /** Says of keys that nothing is sealed with them any more. They are kept: a backup may have what they sealed. */
  async retire(before: number): Promise<number> {
    return this.work.run('worker', null, async () => {
      const retired = await this.work.rows<{ id: number }>({
        text: `update app.data_keys set retired_at = clock_timestamp() where purpose = 'values' and id < $1 and retired_at is null returning id`,
        values: [before],
      });
      for (const { id } of retired) this.audit.record(null, 'data-key.retired', null, { keyId: id });
      return retired.length;
    });
  }

  /** Of a wrong file once, not every three seconds. */
  private complain(error: Error): void {
    if (!(error instanceof WrongMasterKey)) return logger.warn({ fault: error.name }, 'data keys were not looked for');
    if (error.message !== this.complaint) logger.error({ fault: error.name }, `a new data key cannot be opened: ${error.message}`);
    this.complaint = error.message;
  }

  private async add(master: MasterKey, id: number, purpose: 'values' | 'index', usedIn: string): Promise<void> {
    await this.work.rows({
      text: `insert into app.data_keys (id, purpose, wrapped, made_at, used_from) values ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4::interval)`,
      values: [id, purpose, master.wrap(id, purpose, randomBytes(32)), usedIn],
    });
    this.audit.record(null, 'data-key.made', null, { keyId: id, purpose });
  }

  private rows(): Promise<DataKeyRow[]> {
    return this.work.rows<DataKeyRow>(DATA_KEYS);
  }
}
