import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Between two programs people are lost: whoever lets a client go says what must be known, whoever takes him on says when he was first met. */
export class CreateHandOffs1760000020000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table app.hand_offs (
        id uuid primary key,
        client_id uuid not null constraint hand_offs_client references app.clients,
        episode_id uuid not null constraint hand_offs_episode references app.episodes,
        from_stay_id uuid not null constraint hand_offs_from references app.stays,
        to_stay_id uuid not null constraint hand_offs_to references app.stays constraint hand_offs_once unique,
        opened_at timestamptz(3) not null,
        due_at timestamptz(3) not null,
        stated_at timestamptz(3),
        stated_by uuid constraint hand_offs_stater references app.accounts,
        next_meeting_at timestamptz(3),
        first_contact_at timestamptz(3),
        first_contact_how text constraint hand_offs_how check (first_contact_how in ('in-person', 'phone', 'video')),
        confirmed_at timestamptz(3),
        confirmed_by uuid constraint hand_offs_confirmer references app.accounts,
        closed_at timestamptz(3),
        version integer not null,
        constraint hand_offs_clock check (due_at = opened_at + interval '72 hours'),
        constraint hand_offs_statement check ((stated_at is null) = (stated_by is null)),
        constraint hand_offs_confirmation check ((confirmed_at is null) = (first_contact_at is null) and (confirmed_at is null) = (confirmed_by is null)
                                                 and (confirmed_at is null) = (first_contact_how is null) and first_contact_at >= opened_at)
      );
      create index hand_offs_by_client on app.hand_offs (client_id, opened_at desc) include (due_at, first_contact_at, closed_at);
      create index hand_offs_open on app.hand_offs (due_at, id) where confirmed_at is null and closed_at is null;
      call app.protect('app.hand_offs');

      create table app.hand_off_texts (
        hand_off_id uuid primary key constraint hand_off_texts_hand_off references app.hand_offs,
        client_id uuid not null constraint hand_off_texts_client references app.clients,
        triggers text,
        what_helps text,
        safe_contact text,
        support_group text
      );
      call app.protect('app.hand_off_texts', versioned => false);

      grant select on app.hand_offs to app_peer_specialist, app_supervisor, app_clinician, app_program_manager, app_privacy_officer;
      grant insert on app.hand_offs, app.hand_off_texts to app_supervisor, app_program_manager;
      grant update on app.hand_offs to app_peer_specialist, app_supervisor, app_clinician, app_program_manager;
      create policy theirs on app.hand_offs for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy center on app.hand_offs for select to app_program_manager, app_privacy_officer using (true);
      create policy open_theirs on app.hand_offs for insert to app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy open_any on app.hand_offs for insert to app_program_manager with check (true);
      create policy change_theirs on app.hand_offs for update to app_peer_specialist, app_supervisor, app_clinician
        using (client_id = any ((select app.my_clients())::uuid[])) with check (true);
      create policy close_any on app.hand_offs for update to app_program_manager using (true);

      -- What is said of the client is for those who treat him.
      grant select, update on app.hand_off_texts to app_peer_specialist, app_supervisor, app_clinician;
      grant select on app.hand_off_texts to app_program_manager, app_privacy_officer;
      create policy theirs on app.hand_off_texts for select to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
      create policy withheld on app.hand_off_texts for select to app_program_manager, app_privacy_officer using (false);
      create policy open_theirs on app.hand_off_texts for insert to app_supervisor with check (client_id = any ((select app.my_clients())::uuid[]));
      create policy open_any on app.hand_off_texts for insert to app_program_manager with check (true);
      create policy state on app.hand_off_texts for update to app_peer_specialist, app_supervisor, app_clinician using (client_id = any ((select app.my_clients())::uuid[]));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table app.hand_off_texts, app.hand_offs`);
  }
}
