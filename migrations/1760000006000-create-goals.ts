import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accountability goals in the client's own words, their pauses, commitments and check-ins. */
export class CreateGoals1760000006000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.goals (
        id uuid primary key,
        client_id uuid not null constraint goals_client references app.clients,
        statement text not null,
        domain text not null constraint goals_domain check (domain in ('health', 'home', 'purpose', 'community')),
        why text,
        measure text,
        target_on date,
        confidence smallint constraint goals_confidence check (confidence between 0 and 10),
        status text not null constraint goals_status check (status in ('proposed', 'active', 'paused', 'met', 'partly-met', 'not-met', 'changed')),
        proposed_by uuid not null constraint goals_proposer references app.accounts,
        agreed_on date,
        agreed_how text constraint goals_agreed_how check (agreed_how in ('in-person', 'phone', 'video', 'written')),
        ended_on date,
        reflection text,
        created_at timestamptz(3) not null,
        version integer not null,
        constraint goals_agreement check ((agreed_on is null) = (agreed_how is null) and (agreed_on is null) = (status = 'proposed')),
        constraint goals_outcome check ((ended_on is not null) = (status in ('met', 'partly-met', 'not-met', 'changed')) and ended_on >= agreed_on)
      );
      create index goals_by_client on app.goals (client_id, id desc);
      create index goals_open on app.goals (client_id) include (id, status) where status in ('active', 'paused');
      call app.protect('app.goals');

      create table app.goal_pauses (
        id uuid primary key,
        goal_id uuid not null constraint goal_pauses_goal references app.goals,
        client_id uuid not null constraint goal_pauses_client references app.clients,
        reason text not null,
        starts_at timestamptz(3) not null,
        ends_at timestamptz(3),
        paused_by uuid not null constraint goal_pauses_pauser references app.accounts,
        constraint goal_pauses_period check (ends_at > starts_at),
        constraint goal_pauses_one_open exclude using gist (goal_id with =, tstzrange(starts_at, ends_at) with &&)
      );
      call app.protect('app.goal_pauses', versioned => false);

      create table app.goal_commitments (
        id uuid primary key,
        goal_id uuid not null constraint goal_commitments_goal references app.goals,
        client_id uuid not null constraint goal_commitments_client references app.clients,
        what text not null,
        due_on date not null,
        made_by uuid not null constraint goal_commitments_maker references app.accounts,
        created_at timestamptz(3) not null
      );
      create index goal_commitments_by_goal on app.goal_commitments (goal_id, id desc);
      call app.protect('app.goal_commitments', versioned => false);

      create table app.goal_check_ins (
        id uuid primary key,
        goal_id uuid not null constraint goal_check_ins_goal references app.goals,
        client_id uuid not null constraint goal_check_ins_client references app.clients,
        checked_on date not null,
        kept text not null constraint goal_check_ins_kept check (kept in ('kept', 'partly', 'not')),
        obstacle text,
        next_step text,
        confidence smallint constraint goal_check_ins_confidence check (confidence between 0 and 10),
        recorded_by uuid not null constraint goal_check_ins_recorder references app.accounts,
        created_at timestamptz(3) not null
      );
      create index goal_check_ins_by_goal on app.goal_check_ins (goal_id, checked_on desc, id desc);
      call app.protect('app.goal_check_ins', versioned => false);
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.goal_check_ins, app.goal_commitments, app.goal_pauses, app.goals`);
  }
}
