import pg from 'pg';
import { loginUrl } from '../../src/platform/database/migrate.ts';
import { CAST } from '../support/cast.ts';
import { launch } from '../support/app.ts';
import { agreedGoal, cosigned, drafted, type Note, signed } from './session.ts';

const peerwork = launch();
const ROLES = { ana: 'app_peer_specialist', sue: 'app_supervisor', max: 'app_program_manager' } as const;

/** One statement as the API could send it for this person; answers how many rows it changed, or why it was refused. */
async function asLogin(who: keyof typeof ROLES, text: string, values: unknown[]): Promise<number | string> {
  const login = new pg.Client({ connectionString: loginUrl(peerwork.ownerUrl) });
  await login.connect();
  try {
    await login.query('begin');
    await login.query(`set local role ${ROLES[who]}`);
    await login.query(`select set_config('app.account_id', $1, true)`, [CAST[who].id]);
    const { rowCount } = await login.query(text, values);
    return rowCount ?? 0;
  } catch (error) {
    return (error as { constraint?: string }).constraint ?? (error as Error).message;
  } finally {
    await login.query('rollback');
    await login.end();
  }
}

const NEVER = 'session_notes_immutable';
const denied = expect.stringMatching(/permission denied/);

describe("as the API's login in the author's role", () => {
  let goal: { id: string };
  let note: Note;
  let draft: Note;
  beforeAll(async () => {
    goal = await agreedGoal(peerwork, 'ana', 'jordan');
    note = await signed(peerwork, 'ana', 'jordan', { goalIds: [goal.id] });
    draft = await drafted(peerwork, 'ana', 'jordan', { goalIds: [goal.id] });
    await peerwork.as('ana').post(`/v1/session-notes/${note.id}/addenda`, { text: 'More', reason: 'More' });
  });

  it.each<[string, string, number | string]>([
    ['its row', `update app.session_notes set place = 'elsewhere', version = version + 1 where id = $1`, 0],
    ['its state', `update app.session_notes set status = 'draft', signed_at = null, version = version + 1 where id = $1`, 0],
    ['when it was signed', `update app.session_notes set signed_at = now(), late_entry = false, version = version + 1 where id = $1`, 0],
    ['its words', `update app.session_note_texts set response = 'All is well' where note_id = $1`, NEVER],
    ['its goals', `delete from app.session_note_goals where note_id = $1`, NEVER],
    ['whose words they are', `update app.session_note_texts set note_id = '{draft}' where note_id = $1`, NEVER],
    ['its signature', `update app.session_note_signatures set name = 'Bea' where note_id = $1`, denied],
    ['that it was signed', `delete from app.session_note_signatures where note_id = $1`, denied],
    ['its addenda', `update app.session_note_addenda set text = 'Less' where note_id = $1`, denied],
    ['that it is there', `delete from app.session_notes where id = $1`, denied],
  ])('does not change %s', async (_, text, outcome) => {
    expect(await asLogin('ana', text.replace('{draft}', draft.id), [note.id])).toEqual(outcome);
  });

  it('does not add a goal', async () => {
    const other = await agreedGoal(peerwork, 'ana', 'jordan');
    const adding = `insert into app.session_note_goals (note_id, goal_id, client_id) values ($1, $2, $3)`;
    expect(await asLogin('ana', adding, [note.id, other.id, note.clientId])).toBe(NEVER);
  });

  it('changes a draft, so that the refusals above are not of the test', async () => {
    expect(await asLogin('ana', `update app.session_notes set place = 'elsewhere', version = version + 1 where id = $1`, [draft.id])).toBe(1);
    expect(await asLogin('ana', `update app.session_note_texts set response = 'All is well' where note_id = $1`, [draft.id])).toBe(1);
    expect(await asLogin('ana', `delete from app.session_note_goals where note_id = $1`, [draft.id])).toBe(1);
  });

  it('gives the supervisor no hand on the content, and no way back from a co-signature', async () => {
    const final = await cosigned(peerwork, 'ana', 'jordan');
    expect(await asLogin('sue', `update app.session_notes set place = 'elsewhere' where id = $1`, [final.id])).toEqual(denied);
    expect(await asLogin('sue', `update app.session_note_texts set plan = null where note_id = $1`, [final.id])).toEqual(denied);
    for (const status of ['draft', 'signed', 'pending-cosignature'])
      expect(await asLogin('sue', `update app.session_notes set status = $2, signed_at = null, version = version + 1 where id = $1`, [final.id, status])).toBe(
        'session_notes_status',
      );
    expect(await asLogin('max', `select intervention from app.session_note_texts where note_id = $1`, [final.id])).toEqual(denied);
  });
});
