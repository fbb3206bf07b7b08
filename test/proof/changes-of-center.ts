import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';
import type { Change } from './changes.ts';
import { ago, day, type Fresh, since } from './race-fresh.ts';

const [ada, max] = [CAST.ada.token, CAST.max.token];
const rise = (table: string, id: string, key = 'id'): [string, unknown[]] => [`select version - 1 as count from app.${table} where ${key} = $1`, [id]];
const TERMS = { hiredOn: day(9), fte: 1, maxCaseload: 9, languages: ['en'], pathways: [] };

/** What changes who works at the center and how. */
export const CENTER_CHANGES: Record<string, Change> = {
  'POST /v1/accounts': {
    action: 'account.invited',
    gate: 'accounts',
    again: '409 email-taken',
    proves: ['accounts_email_unique'],
    wish: async () => {
      const email = `${randomUUID()}@center.example`;
      const body = (nth: number) => ({ email: nth % 2 ? email.toUpperCase() : email, name: `Somebody ${nth}`, role: 'clinician' });
      return { by: ada, body, effects: ['select count(*) from app.accounts where lower(email) = $1', [email]] };
    },
  },
  'PATCH /v1/accounts/:id': {
    action: 'account.changed',
    gate: 'accounts',
    wish: async (fresh) => {
      const { id } = await fresh.person('clinician');
      return { by: ada, on: id, body: (nth) => ({ name: textOf(nth) }), effects: rise('accounts', id) };
    },
  },
  'POST /v1/accounts/:id/invitations': {
    action: 'invitation.renewed',
    gate: 'invitations',
    wish: async (fresh) => {
      const { id } = await fresh.person('clinician');
      return { by: ada, on: id, body: {}, effects: ['select count(*) from app.invitations where account_id = $1', [id]] };
    },
  },
  'POST /v1/invitations/acceptances': {
    action: 'invitation.accepted',
    gate: 'invitations',
    again: '409 invitation-unusable',
    wish: async (fresh) => {
      const { accountId, token } = await fresh.invitation();
      const effects = rise('accounts', accountId);
      return { by: null, body: { token, password: PASSWORD }, effects };
    },
  },
  'POST /v1/accounts/:id/external-identities': {
    action: 'external-identity.linked',
    gate: 'external_identities',
    again: '409 account-linked',
    proves: ['external_identities_account_unique'],
    wish: async (fresh) => {
      const { id } = await fresh.person('clinician');
      const body = (nth: number) => ({ issuer: 'https://login.center.example', subject: `${id} ${nth}` });
      return { by: ada, on: id, body, effects: ['select count(*) from app.external_identities where account_id = $1', [id]] };
    },
  },
  'PUT /v1/external-identities/:id/ending': {
    action: 'external-identity.ended',
    gate: 'external_identities',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, { id: account_id }] = [uuid(), await fresh.person('clinician')];
      const link = { account_id, issuer: 'https://login.center.example', subject: id, linked_how: 'administrator', linked_by: CAST.ada.id };
      await fresh.insert('external_identities', [{ id, ...link, ...since() }]);
      return { by: ada, on: id, body: {}, effects: rise('external_identities', id) };
    },
  },
  'POST /v1/session': {
    action: 'session.opened',
    gate: 'sign_in_guesses',
    proves: ['familiar_places_pkey', 'sign_in_guesses_pkey'],
    wish: async (fresh) => {
      const { id, email } = await fresh.person('clinician');
      await fresh.change('delete from sign_in_guesses');
      return { by: null, body: { email, password: PASSWORD }, effects: ['select count(*) - 1 as count from app.sessions where account_id = $1', [id]] };
    },
  },
  'POST /v1/peer-specialists': {
    action: 'peer-specialist.hired',
    gate: 'peer_specialists',
    again: '409 specialist-exists',
    proves: ['peer_specialists_account_unique'],
    wish: async (fresh) => {
      const { id } = await fresh.person('peer-specialist');
      return { by: max, body: { accountId: id, ...TERMS }, effects: ['select count(*) from app.peer_specialists where account_id = $1', [id]] };
    },
  },
  'PATCH /v1/peer-specialists/:id': {
    action: 'peer-specialist.changed',
    gate: 'peer_specialists',
    wish: async (fresh) => {
      const id = await specialist(fresh);
      return { by: max, on: id, body: (nth) => ({ pathways: [textOf(nth)] }), effects: rise('peer_specialists', id) };
    },
  },
  'POST /v1/peer-specialists/:id/credentials': {
    action: 'credential.added',
    gate: 'credentials',
    again: '409 credential-exists',
    proves: ['credentials_unique'],
    wish: async (fresh) => {
      const id = await specialist(fresh);
      const body = { kind: 'CPRS', issuer: 'Board', number: '7', issuedOn: day(9) };
      return { by: max, on: id, body, effects: ['select count(*) from app.credentials where peer_specialist_id = $1', [id]] };
    },
  },
  'PUT /v1/credentials/:id/verification': {
    action: 'credential.verified',
    gate: 'credentials',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = uuid();
      const document = { kind: 'CPRS', issuer: 'Board', number: '7', issued_on: day(9) };
      await fresh.insert('credentials', [{ id, peer_specialist_id: await specialist(fresh), ...document, ...since() }]);
      return { by: max, on: id, body: {}, effects: rise('credentials', id) };
    },
  },
  'POST /v1/peer-specialists/:id/supervision': {
    action: 'supervision.assigned',
    gate: 'supervisions',
    again: '409 supervision-starts-later',
    proves: ['supervisions_one_supervisor'],
    wish: async (fresh) => {
      const id = await specialist(fresh);
      const supervisors = await fresh.people(2, 'supervisor');
      const from = ago(1);
      const body = (nth: number) => ({ supervisorId: supervisors[nth % 2]!.id, from });
      return { by: max, on: id, body, effects: ['select count(*) from app.supervisions where peer_specialist_id = $1', [id]] };
    },
  },
  'POST /v1/cover-grants': {
    action: 'cover.granted',
    gate: 'cover_grants',
    again: '409 cover-exists',
    proves: ['cover_grants_once'],
    wish: async (fresh) => {
      const [away, cover] = await fresh.people(2, 'supervisor');
      const body = (nth: number) => ({ supervisorId: away!.id, coveredBy: cover!.id, from: ago(1 + nth), to: ago(-60), reason: 'Holidays' });
      return { by: max, body, effects: ['select count(*) from app.cover_grants where supervisor_id = $1', [away!.id]] };
    },
  },
  'PUT /v1/cover-grants/:id/ending': {
    action: 'cover.ended',
    gate: 'cover_grants',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, [away, cover]] = [uuid(), await fresh.people(2, 'supervisor')];
      const grant = { supervisor_id: away!.id, covered_by: cover!.id, starts_at: ago(60), ends_at: ago(-60), reason: 'Holidays', granted_by: CAST.max.id };
      await fresh.insert('cover_grants', [{ id, ...grant, ...since() }]);
      return { by: max, on: id, body: {}, effects: rise('cover_grants', id) };
    },
  },
  'PATCH /v1/programs/:code': {
    action: 'program.changed',
    gate: 'programs',
    wish: async (fresh) => {
      const code = await fresh.program();
      return { by: max, on: code, body: (nth) => ({ name: textOf(nth) }), effects: rise('programs', code, 'code') };
    },
  },
  'POST /v1/programs/:code/leads': {
    action: 'program-lead.named',
    gate: 'program_leads',
    again: '409 program-lead-exists',
    proves: ['program_leads_once'],
    wish: async (fresh) => {
      const [code, { id }] = [await fresh.program(), await fresh.person('supervisor')];
      const body = (nth: number) => ({ supervisorId: id, from: ago(1 + nth) });
      return { by: max, on: code, body, effects: ['select count(*) from app.program_leads where program_code = $1', [code]] };
    },
  },
  'PUT /v1/program-leads/:id/ending': {
    action: 'program-lead.ended',
    gate: 'program_leads',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, code, { id: supervisorId }] = [uuid(), await fresh.program(), await fresh.person('supervisor')];
      const lead = { program_code: code, supervisor_id: supervisorId, starts_at: ago(60), named_by: CAST.max.id };
      await fresh.insert('program_leads', [{ id, ...lead, ...since() }]);
      return { by: max, on: id, body: { at: ago(1) }, effects: rise('program_leads', id) };
    },
  },
};

/** What the nth of several writes, to be found again wherever it went. */
export const textOf = (nth: number) => `written by number ${nth} of those at once`;

const specialist = async (fresh: Fresh) => (await fresh.specialists(1))[0]!.specialistId;
