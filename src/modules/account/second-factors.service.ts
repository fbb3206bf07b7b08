import { Injectable } from '@nestjs/common';
import { renderSVG } from 'uqr';
import { Env } from '../../config/env.ts';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { pageOf, startOf } from '../../platform/http/page.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { RecoveryCodes } from './recovery-codes.service.ts';
import type {
  BegunSecondFactorView,
  ConfirmSecondFactor,
  FindSecondFactors,
  RecoveryCodesView,
  SecondFactorPage,
  SecondFactorView,
} from './second-factor.dto.ts';
import { SecondFactor } from './second-factor.entity.ts';
import { Seeds } from './seeds.ts';
import { base32, stepAt, stepOf, uriOf } from './totp.ts';

const ROW = `f.id, case when f.ended_at is not null then 'ended' when f.confirmed_at is not null then 'confirmed' else 'begun' end as state,
  f.created_at as "createdAt", f.confirmed_at as "confirmedAt", f.ended_at as "endedAt",
  (select count(*)::integer from app.recovery_codes c where c.factor_id = f.id and c.used_at is null and c.withdrawn_at is null) as "recoveryCodesLeft", f.version`;
const READ = { name: 'read_second_factor_view', text: `select ${ROW} from app.second_factors f where f.id = $1` };
const LIST = { name: 'list_second_factors', text: `select ${ROW} from app.second_factors f where ($1::uuid is null or f.id < $1) order by f.id desc limit $2` };

for (const constraint of ['second_factors_one_begun', 'second_factors_one_confirmed'])
  onViolation(constraint, () => new Problem('conflict', 'second-factor-meanwhile', 'The same was begun or confirmed at this moment; read your second factors'));

/** A person's own second factors: the one that counts, one that he is about to replace it with, and those that have ended. */
@Injectable()
export class SecondFactors {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly seeds: Seeds,
    private readonly env: Env,
  ) {}

  /** What was confirmed before goes on counting until this one is confirmed: nobody is without while he changes his phone. */
  async begin(by: Actor): Promise<BegunSecondFactorView> {
    await this.endOthers(by, 'confirmed_at is null');
    const seed = this.seeds.fresh();
    const factor = SecondFactor.begin(by.id, (id) => this.seeds.seal(id, seed));
    await this.work.insert(factor);
    this.audit.record(by, 'second-factor.begun', factor.id, { accountId: by.id });
    return this.shown(by, await this.read(factor.id), seed);
  }

  async begun(by: Actor, id: string): Promise<BegunSecondFactorView> {
    const factor = await this.work.find(SecondFactor, id);
    if (!factor) throw notFound();
    const isOpen = factor.state === 'begun' && factor.sealedSeed;
    return this.shown(by, await this.read(id), isOpen ? this.seeds.open(id, isOpen) : null);
  }

  async list(query: FindSecondFactors): Promise<SecondFactorPage> {
    const rows = await this.work.rows<SecondFactorView>({ ...LIST, values: [startOf(query), query.limit + 1] });
    return pageOf(rows, query, ({ id }) => id);
  }

  async read(id: string): Promise<SecondFactorView> {
    const [view] = await this.work.rows<SecondFactorView>({ ...READ, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  /** Whoever was signed in elsewhere signs in anew, with both. */
  async confirm(by: Actor, id: string, version: number, { code }: ConfirmSecondFactor): Promise<RecoveryCodesView> {
    const factor = await this.forChange(id, version);
    const step = factor.state === 'begun' ? await this.stepShown(factor, code) : null;
    factor.confirm(step, new Date());
    await this.endOthers(by, 'confirmed_at is not null');
    await this.work.save(factor);
    this.audit.record(by, 'second-factor.confirmed', id, { accountId: by.id });
    await this.endOtherSessions(by);
    await this.work.rows({ text: `update app.sessions set stepped_up_at = clock_timestamp() where id = $1`, values: [by.sessionId] });
    const recoveryCodes = await this.recoveryCodes.make(id, by.id);
    return { ...(await this.read(id)), recoveryCodes };
  }

  async renewRecoveryCodes(by: Actor, id: string, version: number): Promise<RecoveryCodesView> {
    const factor = await this.forChange(id, version);
    factor.demandConfirmed();
    await this.work.save(factor, { touch: true });
    const recoveryCodes = await this.recoveryCodes.make(id, by.id);
    this.audit.record(by, 'recovery-codes.renewed', id, { accountId: by.id });
    return { ...(await this.read(id)), recoveryCodes };
  }

  async end(by: Actor, id: string, version: number): Promise<SecondFactorView> {
    const factor = await this.forChange(id, version);
    const didCount = factor.state === 'confirmed';
    factor.end(new Date());
    await this.work.save(factor);
    await this.recoveryCodes.withdraw(id);
    this.audit.record(by, 'second-factor.ended', id, { accountId: by.id });
    if (didCount) await this.endOtherSessions(by);
    return this.read(id);
  }

  private async forChange(id: string, version: number): Promise<SecondFactor> {
    const factor = await this.work.forChange(SecondFactor, id, version);
    if (!factor) throw notFound();
    return factor;
  }

  private async stepShown({ id, sealedSeed, lastStep }: SecondFactor, code: string): Promise<number | null> {
    const [clock] = await this.work.rows<{ now: number }>({ text: `select extract(epoch from clock_timestamp())::float8 as now` });
    return /^\d{6}$/.test(code) ? stepOf(this.seeds.open(id, sealedSeed!), code, stepAt(clock!.now), lastStep) : null;
  }

  private async endOthers(by: Actor, which: 'confirmed_at is null' | 'confirmed_at is not null'): Promise<void> {
    const ended = await this.work.rows<{ id: string }>({
      text: `update app.second_factors set ended_at = clock_timestamp(), sealed_seed = null, version = version + 1
              where account_id = $1 and ended_at is null and ${which} returning id`,
      values: [by.id],
    });
    for (const { id } of ended) {
      await this.recoveryCodes.withdraw(id);
      this.audit.record(by, 'second-factor.ended', id, { accountId: by.id });
    }
  }

  private async endOtherSessions(by: Actor): Promise<void> {
    const ended = await this.work.rows<{ id: string }>({
      text: `update app.sessions set ended_at = clock_timestamp() where account_id = $1 and id <> $2 and ended_at is null returning id`,
      values: [by.id, by.sessionId],
    });
    for (const { id } of ended) this.audit.record(by, 'session.ended', id, { accountId: by.id });
  }

  private shown(by: Actor, view: SecondFactorView, seed: Buffer | null): BegunSecondFactorView {
    const uri = seed && uriOf(seed, this.env.CENTER_NAME, by.email);
    return { ...view, secret: seed && base32(seed), uri, qrCode: uri && renderSVG(uri) };
  }
}
