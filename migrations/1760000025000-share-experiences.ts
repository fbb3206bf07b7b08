import type { MigrationInterface, QueryRunner } from 'typeorm';

const TEAM = 'peer_specialist_id = any ((select app.my_specialists())::uuid[])';
const KNOWN = [
  ...['military-service', 'justice-involvement', 'homelessness', 'domestic-violence', 'grief', 'chronic-pain', 'disability', 'mental-health-condition'],
  ...['parenting', 'child-welfare-involvement', 'pregnancy', 'lgbtq', 'young-adult', 'older-adult', 'veteran-family', 'immigration'],
  ...['recovery-housing', 'medication-for-opioid-use-disorder', 'overdose-survival', 'return-to-use', 'twelve-step', 'faith-based-recovery'],
];

/** What a specialist has lived through and chose to share. He alone enters and withdraws it; withdrawn, it is his alone again. */
export class ShareExperiences1760000025000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.shared_experiences (
        id uuid primary key,
        peer_specialist_id uuid not null constraint shared_experiences_specialist references app.peer_specialists,
        experience text not null constraint shared_experiences_known check (experience in (${KNOWN.map((one) => `'${one}'`).join(', ')})),
        shared_at timestamptz(3) not null,
        withdrawn_at timestamptz(3) constraint shared_experiences_period check (withdrawn_at > shared_at),
        version integer not null
      );
      create unique index shared_experiences_once on app.shared_experiences (peer_specialist_id, experience) where withdrawn_at is null;
      create index shared_experiences_by_specialist on app.shared_experiences (peer_specialist_id, id desc);
      call app.protect('app.shared_experiences');

      grant select on app.shared_experiences to app_peer_specialist, app_supervisor, app_program_manager, app_authz;
      grant insert, update (withdrawn_at, version) on app.shared_experiences to app_peer_specialist;
      create policy decide on app.shared_experiences for select to app_authz using (true);
      create policy own on app.shared_experiences for select to app_peer_specialist using (${TEAM});
      create policy team on app.shared_experiences for select to app_supervisor using (${TEAM} and withdrawn_at is null);
      create policy center on app.shared_experiences for select to app_program_manager using (withdrawn_at is null);
      create policy share_own on app.shared_experiences for insert to app_peer_specialist with check (${TEAM} and withdrawn_at is null);
      create policy withdraw_own on app.shared_experiences for update to app_peer_specialist using (${TEAM});
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.shared_experiences`);
  }
}
