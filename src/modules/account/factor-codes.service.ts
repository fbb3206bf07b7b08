import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { AuditTrail } from '../audit/index.ts';
import { RecoveryCodes } from './recovery-codes.service.ts';
import { Seeds } from './seeds.ts';
import { stepAt, stepOf } from './totp.ts';

export type ConfirmedFactor = { id: string; sealedSeed: Buffer; lastStep: number; now: number };
type Answerable = Pick<Actor, 'id' | 'role' | 'requestId'>;

/** Codes of a confirmed second factor, and the recovery codes in their place: each opens once. */
@Injectable()
export class FactorCodes {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly recoveryCodes: RecoveryCodes,
    private readonly seeds: Seeds,
  ) {}

  /** The factor that a person's codes are of; null when the password is all he has. */
  async factorOf(accountId: string): Promise<ConfirmedFactor | null> {
    const [factor] = await this.work.rows<ConfirmedFactor>({
      name: 'confirmed_factor',
      text: `select id, sealed_seed as "sealedSeed", last_step as "lastStep", extract(epoch from clock_timestamp())::float8 as now
               from app.second_factors where account_id = $1 and confirmed_at is not null and ended_at is null`,
      values: [accountId],
    });
    return factor ?? null;
  }

  async use(by: Answerable, factor: ConfirmedFactor, code: string): Promise<boolean> {
    if (/^\d{6}$/.test(code)) return this.useStep(factor, code);
    const used = await this.recoveryCodes.use(factor.id, code);
    if (used) this.audit.record(by, 'recovery-code.used', used, { factorId: factor.id });
    return used !== null;
  }

  // The statement decides and not what was read before: of fifty who send one code at once, one finds an older step.
  private async useStep({ id, sealedSeed, lastStep, now }: ConfirmedFactor, code: string): Promise<boolean> {
    const step = stepOf(this.seeds.open(id, sealedSeed), code, stepAt(now), lastStep);
    if (step === null) return false;
    const used = await this.work.rows({
      name: 'use_factor_code',
      text: `update app.second_factors set last_step = $2 where id = $1 and last_step < $2 and ended_at is null returning id`,
      values: [id, step],
    });
    return used.length === 1;
  }
}
