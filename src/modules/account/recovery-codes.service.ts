import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as uuid } from 'uuid';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { base32 } from './totp.ts';

const HOW_MANY = 10;
const BYTES = 10;

/** What opens the door once each when the authenticator is lost; kept as hashes, which 80 random bits need nothing slower for. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly work: UnitOfWork) {}

  /** Ten new ones, in place of those that are left. */
  async make(factorId: string, accountId: string): Promise<string[]> {
    await this.withdraw(factorId);
    const codes = Array.from({ length: HOW_MANY }, () => base32(randomBytes(BYTES)).toLowerCase());
    await this.work.rows({
      text: `insert into app.recovery_codes (id, factor_id, account_id, code_hash, created_at)
             select it.id, $1, $2, it.hash, clock_timestamp() from unnest($3::uuid[], $4::bytea[]) as it (id, hash)`,
      values: [factorId, accountId, codes.map(() => uuid()), codes.map(hashed)],
    });
    return codes.map((code) => code.replaceAll(/(.{4})(?=.)/g, '$1-'));
  }

  async withdraw(factorId: string): Promise<void> {
    await this.work.rows({
      text: `update app.recovery_codes set withdrawn_at = clock_timestamp() where factor_id = $1 and used_at is null and withdrawn_at is null`,
      values: [factorId],
    });
  }

  /** The id of the code that was used; null when there is none like it, or somebody was first. */
  async use(factorId: string, code: string): Promise<string | null> {
    const [used] = await this.work.rows<{ id: string }>({
      name: 'use_recovery_code',
      text: `update app.recovery_codes set used_at = clock_timestamp() where factor_id = $1 and code_hash = $2 and used_at is null and withdrawn_at is null returning id`,
      values: [factorId, hashed(code)],
    });
    return used?.id ?? null;
  }
}

const hashed = (code: string) => createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toLowerCase()).digest();
