import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { type Backlog, Jobs } from '../../platform/jobs.ts';
import { PeriodicWork } from '../../platform/periodic-work.ts';
import { AuditTrail } from './audit-trail.ts';
import { sealingBacklog } from './backlog.ts';
import { GENESIS, hashOf, type Restore, type Seal, SealKey } from './seal.ts';
import { SealFile } from './seal-file.ts';

const SECOND_MS = 1_000;
const SEAL_LOCK = 7_236_403;
const MOST = 20_000;
const LAST_XID = '18446744073709551615';

type Member = { id: string; xid: string; hash: Buffer };

/**
 * Joins all committed records into signed batches, outside the writers' way. A record belongs to a batch by its
 * transaction id below the oldest one still running, so that no late commit escapes. An era covers a restore, after
 * which transaction ids start over.
 */
@Injectable()
export class Sealer extends PeriodicWork {
  private ownKey: SealKey | undefined;
  /** Kept by a transaction whose end is not known: who loses his connection while committing is not told how it ended. */
  private pending: Seal | null = null;

  constructor(
    private readonly work: UnitOfWork,
    private readonly env: Env,
    private readonly trail: AuditTrail,
    jobs: Jobs,
  ) {
    super(jobs, { name: 'audit-sealing', everyMs: SECOND_MS, waits: 'sealing the audit trail waits' });
  }

  /** Seals once a second from now on. */
  override async start(): Promise<void> {
    await this.work.run('worker', null, async () => {
      await this.work.rows({ text: 'select app.ensure_audit_months()' });
      await this.beginEra();
    });
    this.lookRegularly();
  }

  override async onApplicationShutdown(): Promise<void> {
    await super.onApplicationShutdown();
    if (this.isStarted) await this.seal().catch(() => {});
  }

  /** Seals what is there; answers how many records. */
  async seal(): Promise<number> {
    let sealed = 0;
    for (let seal = await this.next(); seal; seal = await this.next()) {
      this.tally.batch(seal.records);
      sealed += seal.records;
    }
    return sealed;
  }

  /**
   * After a restore, before anybody works again: begins an era, and declares in the seal file, signed, which batches the
   * database has lost by it. Verification takes a batch for lost only when it is named there.
   */
  async restored(to: Date): Promise<Restore> {
    return this.work.run('worker', null, async () => {
      await this.work.rows({ text: 'select pg_advisory_xact_lock($1)', values: [SEAL_LOCK] });
      const known = new Set((await this.work.rows<Seal>({ text: SEALS })).map(({ signature }) => signature));
      for (const { lost } of this.file.restores) lost.forEach((signature) => known.add(signature));
      const lost = this.file.seals.map(({ signature }) => signature).filter((signature) => !known.has(signature));
      await this.openEra();
      const restore = { restoredTo: to.toISOString(), era: await this.era(), lost, declaredAt: new Date().toISOString() };
      this.trail.record(null, 'database.restored', null, { to: restore.restoredTo, era: restore.era, lostBatches: lost.length });
      const signed = this.key().signRestore(restore);
      this.work.afterCommit(() => this.file.append(signed));
      return signed;
    });
  }

  protected round(): Promise<number> {
    return this.seal();
  }

  protected backlog(): Promise<Backlog> {
    return sealingBacklog(this.work);
  }

  private next(): Promise<Seal | null> {
    return this.work.run('worker', null, async () => {
      const [turn] = await this.work.rows<{ mine: boolean }>({ text: 'select pg_try_advisory_xact_lock($1) as mine', values: [SEAL_LOCK] });
      if (!turn!.mine) return null;
      await this.settle();
      return this.sealNext();
    });
  }

  /** The seal file gets what the database has kept after all. */
  private async settle(): Promise<void> {
    if (!this.pending) return;
    const kept = await this.work.rows({ text: 'select from app.audit_batches where signature = $1', values: [this.pending.signature] });
    if (kept.length > 0) this.file.append(this.pending);
    this.pending = null;
  }

  /** `isOver`: no transaction of this era can still be running. */
  private async sealNext({ isOver = false } = {}): Promise<Seal | null> {
    const before = await this.last();
    const era = await this.era();
    const fromXid = before?.era === era ? before.untilXid : '0';
    const { members, untilXid } = await this.members(era, fromXid, isOver);
    if (members.length === 0) return null;
    const content = Buffer.concat(members.flatMap(({ id, hash }) => [Buffer.from(id.replaceAll('-', ''), 'hex'), hash]));
    const seal = this.key().sign({
      seq: (before?.seq ?? 0) + 1,
      era,
      fromXid,
      untilXid,
      records: members.length,
      digest: createHash('sha256').update(content).digest('hex'),
      previous: before ? hashOf(before) : GENESIS,
      sealedAt: new Date().toISOString(),
    });
    await this.keep(seal, content);
    return seal;
  }

  private async members(era: number, fromXid: string, isOver: boolean): Promise<{ members: Member[]; untilXid: string }> {
    const oldest = isOver ? LAST_XID : await this.oldest();
    const members = await this.work.rows<Member>({
      text: `select e.id, e.xid::text, e.hash from app.audit_events e where era = $1 and e.xid >= $2::xid8 and e.xid < $3::xid8 order by e.xid, e.id limit $4`,
      values: [era, fromXid, oldest, MOST],
    });
    if (members.length < MOST) return { members, untilXid: isOver && members.length > 0 ? String(BigInt(members.at(-1)!.xid) + 1n) : oldest };
    // A batch ends between transactions: the last one may have more records than were read, so it is read whole or left.
    const lastXid = members.at(-1)!.xid;
    const whole = members.filter(({ xid }) => xid !== lastXid);
    if (whole.length > 0) return { members: whole, untilXid: lastXid };
    const all = await this.work.rows<Member>({
      text: `select id, xid::text, hash from app.audit_events where era = $1 and xid = $2::xid8 order by id`,
      values: [era, lastXid],
    });
    return { members: all, untilXid: String(BigInt(lastXid) + 1n) };
  }

  private async oldest(): Promise<string> {
    const [row] = await this.work.rows<{ oldest: string }>({ text: 'select pg_snapshot_xmin(pg_current_snapshot())::text as oldest' });
    return row!.oldest;
  }

  private async keep(seal: Seal, members: Buffer): Promise<void> {
    this.pending = seal;
    await this.work.rows({
      text: `insert into app.audit_batches (seq, era, from_xid, until_xid, records, members, digest, previous, key_id, signature, sealed_at)
             values ($1, $2, $3::xid8, $4::xid8, $5, $6, $7, $8, $9, $10, $11)`,
      values: [seal.seq, seal.era, seal.fromXid, seal.untilXid, seal.records, members, seal.digest, seal.previous, seal.keyId, seal.signature, seal.sealedAt],
    });
    this.work.afterCommit(() => {
      this.file.append(seal);
      if (this.pending === seal) this.pending = null;
    });
  }

  private get file(): SealFile {
    return new SealFile(this.env.AUDIT_SEAL_FILE);
  }

  private key(): SealKey {
    this.ownKey ??= SealKey.at(this.env.AUDIT_KEY_FILE);
    return this.ownKey;
  }

  private async last(): Promise<Seal | null> {
    const [seal] = await this.work.rows<Seal>({ text: `${SEALS} order by seq desc limit 1` });
    return seal ?? null;
  }

  private async era(): Promise<number> {
    const [{ era }] = (await this.work.rows<{ era: number }>({ text: 'select max(era) as era from app.audit_eras' })) as [{ era: number }];
    return era;
  }

  private async beginEra(): Promise<void> {
    // A killed process's transaction may still be committing its last batch.
    await this.work.rows({ text: 'select pg_advisory_xact_lock($1)', values: [SEAL_LOCK] });
    const before = await this.last();
    if (!before) return;
    if (before.era === (await this.era()) && BigInt(await this.oldest()) < BigInt(before.untilXid)) await this.openEra();
    // A process that died between commit and writing left a batch that only the database knows.
    if (!this.file.seals.some(({ signature }) => signature === before.signature)) this.file.append(before);
  }

  /** What the era before left unsealed is sealed now: later batches may not stand before it. */
  private async openEra(): Promise<void> {
    while (await this.sealNext({ isOver: true }));
    await this.work.rows({ text: 'insert into app.audit_eras (era) select max(era) + 1 from app.audit_eras' });
  }
}

/** Batches as they were signed. */
export const SEALS = `select seq::int, era, from_xid::text as "fromXid", until_xid::text as "untilXid", records, digest, previous, key_id as "keyId", signature,
  to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sealedAt" from app.audit_batches`;
