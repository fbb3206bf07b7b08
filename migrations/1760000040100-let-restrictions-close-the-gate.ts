import type { MigrationInterface, QueryRunner } from 'typeorm';
import { gate } from './1760000036100-let-orders-open.ts';

/** 42 CFR 2.26: where the client was promised that it stays, it stays, whatever else would let it go, unless a court orders it. */
const RESTRICTED = `exists (select from app.privacy_requests p where p.client_id = asked_client and p.recipient_id = r.id and p.kind = 'restriction'
                            and p.ground is null and p.answered_at <= asked_at and (p.withdrawn_at is null or p.withdrawn_at > asked_at)
                            and (p.purpose is null or p.purpose = asked_purpose))`;

/** An accepted restriction closes the gate for its recipient and purpose, for as long as it stands. */
export class LetRestrictionsCloseTheGate1760000040100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(gate('create or replace', RESTRICTED));
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(gate('create or replace'));
  }
}
