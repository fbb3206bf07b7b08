import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which master key wraps the data keys, and which ones did before: by fingerprints, from which no key can be told. The keys lie in files. */
export class CreateMasterKeys1760000054100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.master_keys (
        fingerprint text primary key constraint master_keys_fingerprint check (fingerprint ~ '^[0-9a-f]{16}$'),
        known_since timestamptz(3) not null,
        replaced_at timestamptz(3)
      );
      create unique index master_keys_one_in_use on app.master_keys ((true)) where replaced_at is null;
      call app.protect('app.master_keys', versioned => false);
      grant select, insert, update (replaced_at) on app.master_keys to app_worker;
      create policy keep on app.master_keys for all to app_worker using (true);
      grant update (wrapped) on app.data_keys to app_worker;
    `);
  }

  /** The keys stay wrapped as they are; the next start with the right file marks it anew. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`revoke update (wrapped) on app.data_keys from app_worker`);
    await db.query(`drop table app.master_keys`);
  }
}
