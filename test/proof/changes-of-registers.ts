import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { day, type Fresh, since } from './race-fresh.ts';

const priya = CAST.priya.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];
const count = (table: string, column: string, value: string): [string, unknown[]] => [`select count(*) from app.${table} where ${column} = $1`, [value]];
const THIRTY_DAYS = 30;
const SIXTY_DAYS = 60;

async function request(fresh: Fresh): Promise<string> {
  const [{ clientId }, id] = [await fresh.team(), uuid()];
  const asked = { kind: 'access', state: 'recorded', received_on: day(2), due_on: day(2 - THIRTY_DAYS), wish: 'All of it', paid_in_full: false };
  await fresh.insert('privacy_requests', [{ id, client_id: clientId, ...asked, recorded_by: CAST.priya.id, ...since() }]);
  return id;
}

async function breach(fresh: Fresh, more: object = {}): Promise<string> {
  const id = uuid();
  const known = { discovered_on: day(2), due_on: day(2 - SIXTY_DAYS), happened: 'A letter', recorded_by: CAST.priya.id, ...since() };
  await fresh.insert('breaches', [{ id, ...known, ...more }]);
  return id;
}

/** A notice that was there before any that is added meanwhile. */
const handedOut = (fresh: Fresh): Promise<void> =>
  fresh.change(
    `insert into notice_versions (id, version, valid_from, text, content_hash, added_by, created_at) select $1, 1, $2, 'A notice', '\\x00', $3, now()
      where not exists (select from notice_versions)`,
    [uuid(), day(30), CAST.priya.id],
  );

const FACTORS = { nature: 'Names', acquired: 'Yes', mitigation: 'None', finding: 'breach', people: 3 };
let versions = 0;
/** Each after the one before. */
const ahead = () => day(-2 - ++versions);

const ofRequest = (route: string, action: string, body: object): [string, Change] => [
  `PUT /v1/privacy-requests/:id/${route}`,
  {
    action,
    gate: 'privacy_requests',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await request(fresh);
      return { by: priya, on: id, body, effects: rise('privacy_requests', id) };
    },
  },
];

/** What the privacy officer keeps, and what is asked of her. */
export const REGISTER_CHANGES: Record<string, Change> = {
  'POST /v1/clients/:id/privacy-requests': {
    action: 'privacy-request.recorded',
    gate: 'privacy_requests',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      return { by: author.token, on: clientId, body: { kind: 'access', wish: 'All of it' }, effects: count('privacy_requests', 'client_id', clientId) };
    },
  },
  ...Object.fromEntries([
    ofRequest('extension', 'privacy-request.extended', { reason: 'It is elsewhere' }),
    ofRequest('answer', 'privacy-request.decided', { outcome: 'answered', words: 'Handed over' }),
    ofRequest('withdrawal', 'privacy-request.withdrawn', { reason: 'Not any more' }),
  ]),
  'POST /v1/notice-versions': {
    action: 'notice-version.added',
    gate: 'notice_versions',
    again: '409 notice-added-meanwhile',
    proves: ['notice_versions_version_unique'],
    wish: async (fresh) => {
      await handedOut(fresh);
      const text = randomUUID();
      return { by: priya, body: { validFrom: ahead(), text }, effects: count('notice_versions', 'text', text) };
    },
  },
  'POST /v1/clients/:id/notice-acknowledgements': {
    action: 'notice-acknowledgement.recorded',
    gate: 'notice_acknowledgements',
    wish: async (fresh) => {
      const { author, clientId } = await fresh.team();
      await handedOut(fresh);
      const body = { method: 'mail', outcome: 'acknowledged' };
      return { by: author.token, on: clientId, body, effects: count('notice_acknowledgements', 'client_id', clientId) };
    },
  },
  'POST /v1/breaches': {
    action: 'breach.registered',
    gate: 'breaches',
    wish: async () => {
      const happened = randomUUID();
      return { by: priya, body: { discoveredOn: day(2), happened }, effects: count('breaches', 'happened', happened) };
    },
  },
  'PUT /v1/breaches/:id/assessment': {
    action: 'breach.assessed',
    gate: 'breaches',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await breach(fresh);
      return { by: priya, on: id, body: { ...FACTORS, receivedBy: 'Nobody', mostInOneState: 3 }, effects: rise('breaches', id) };
    },
  },
  'PUT /v1/breaches/:id/telling': {
    action: 'breach.told',
    gate: 'breaches',
    again: '412 stale-version',
    wish: async (fresh) => {
      const assessed = { ...FACTORS, received_by: 'Nobody', most_in_one_state: 3, assessed_at: since().created_at, assessed_by: CAST.priya.id };
      const id = await breach(fresh, assessed);
      return { by: priya, on: id, body: { peopleToldOn: day(1) }, effects: rise('breaches', id) };
    },
  },
  'POST /v1/breaches/:id/clients': {
    action: 'breach-client.named',
    gate: 'breach_clients',
    again: '409 client-named-already',
    proves: ['breach_clients_once'],
    wish: async (fresh) => {
      const [{ clientId }, id] = [await fresh.team(), await breach(fresh)];
      return { by: priya, on: id, body: { clientId }, effects: count('breach_clients', 'breach_id', id) };
    },
  },
  'POST /v1/minor-consent-rules': {
    action: 'minor-consent-rule.added',
    gate: 'minor_consent_rules',
    again: '409 rule-added-meanwhile',
    proves: ['minor_consent_rules_version_unique'],
    wish: async () => {
      const source = randomUUID();
      return {
        by: priya,
        body: { validFrom: ahead(), aloneFromAge: 14, guardianBesides: false, source },
        effects: count('minor_consent_rules', 'source', source),
      };
    },
  },
};
