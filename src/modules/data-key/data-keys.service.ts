import { randomBytes } from 'node:crypto';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import type { DataKeyRow } from '../../platform/encryption/key-ring.ts';
import { MasterKey } from '../../platform/encryption/master-key.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { logger } from '../../platform/http/log.ts';
import { AuditTrail } from '../audit/index.ts';

export const LOOK_MS = 3_000;
/** A new key seals only when every process has had time to hear of it. */
const KNOWN_WITHIN = '10 seconds';

/** The data keys in the database: the first ones are made here, and new ones are heard of. */
@Injectable()
export class DataKeys implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<unknown> = Promise.resolve();
  private master: MasterKey | undefined;

  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly sealing: Sealing,
    private readonly env: Env,
  ) {}

  /** Nothing is sealed or opened before. A database that is new gets its keys; one that is not demands the key that it knows. */
  async unlock(): Promise<void> {
    const master = await this.work.run('worker', null, async () => {
      // Two processes that start together make one set of keys.
      await this.work.rows({ text: `select pg_advisory_xact_lock(hashtextextended('data keys', 33))` });
      const isNew = (await this.rows()).length === 0;
      const found = isNew ? MasterKey.first(this.env) : MasterKey.known(this.env);
      if (isNew) for (const [at, purpose] of (['values', 'index'] as const).entries()) await this.add(found, at + 1, purpose, '0 seconds');
      return found;
    });
    this.master = master;
    await this.look();
  }

  /** Hears of keys that another process made, from now on. */
  start(): void {
    this.timer = setInterval(() => {
      this.running = this.look().catch((error: Error) => logger.warn({ fault: error.name }, 'data keys were not looked for'));
    }, LOOK_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** Takes up what is new. */
  async look(): Promise<void> {
    this.sealing.ring.take(await this.work.run('worker', null, () => this.rows()), this.master!);
  }

  /** A new key for values; it seals from `KNOWN_WITHIN` on. Answers its id. */
  async renew(): Promise<number> {
    return this.work.run('worker', null, async () => {
      await this.work.rows({ text: `select pg_advisory_xact_lock(hashtextextended('data keys', 33))` });
      const id = Math.max(...(await this.rows()).map((row) => row.id)) + 1;
      await this.add(this.master!, id, 'values', KNOWN_WITHIN);
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

  private async add(master: MasterKey, id: number, purpose: 'values' | 'index', usedIn: string): Promise<void> {
    await this.work.rows({
      text: `insert into app.data_keys (id, purpose, wrapped, made_at, used_from) values ($1, $2, $3, clock_timestamp(), clock_timestamp() + $4::interval)`,
      values: [id, purpose, master.wrap(id, purpose, randomBytes(32)), usedIn],
    });
    this.audit.record(null, 'data-key.made', null, { keyId: id, purpose });
  }

  private rows(): Promise<DataKeyRow[]> {
    return this.work.rows<DataKeyRow>({
      name: 'data_keys',
      text: `select id, purpose, wrapped, used_from <= clock_timestamp() as "isInUse" from app.data_keys`,
    });
  }
}
