import { v7 as uuid } from 'uuid';
import { codeOf, stepAt } from '../../src/modules/account/totp.ts';
import { CAST } from '../support/cast.ts';
import { PASSWORD } from '../support/invite.ts';
import type { Change } from './changes.ts';
import { ago, day, type Fresh, type Person, since } from './race-fresh.ts';

const SEED = Buffer.alloc(20, 3);
const code = () => codeOf(SEED, stepAt(Date.now() / 1000));
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

async function factor(fresh: Fresh, isConfirmed = true): Promise<{ id: string; person: Person }> {
  const [id, person] = [uuid(), await fresh.person('clinician')];
  const sealed_seed = `\\x${fresh.seeds.seal(id, SEED).toString('hex')}`;
  await fresh.insert('second_factors', [{ id, account_id: person.id, sealed_seed, last_step: 0, ...since(), ...(isConfirmed && { confirmed_at: ago(600) }) }]);
  return { id, person };
}

async function removal(fresh: Fresh): Promise<string> {
  const [id, { person }] = [uuid(), await factor(fresh)];
  await fresh.insert('second_factor_removals', [
    { id, account_id: person.id, reason: 'Phone lost', requested_by: CAST.ada.id, ...since(), expires_at: ago(-600) },
  ]);
  return id;
}

/** What changes who proves himself how. */
export const FACTOR_CHANGES: Record<string, Change> = {
  'POST /v1/session/step-up': {
    action: 'session.stepped-up',
    gate: 'sign_in_guesses',
    wish: async (fresh) => {
      const { id, token } = await fresh.person('clinician');
      const effects: [string, unknown[]] = [`select count(*) from app.audit_events where action = 'session.stepped-up' and account_id = $1`, [id]];
      return { by: token, body: { password: PASSWORD }, effects };
    },
  },
  'POST /v1/second-factors': {
    action: 'second-factor.begun',
    gate: 'second_factors',
    wish: async (fresh) => {
      const { id, token } = await fresh.person('clinician');
      return { by: token, body: {}, effects: ['select count(*) from app.second_factors where account_id = $1', [id]] };
    },
  },
  'PUT /v1/second-factors/:id/confirmation': {
    action: 'second-factor.confirmed',
    gate: 'second_factors',
    again: '412 stale-version',
    proves: ['second_factors_one_confirmed'],
    wish: async (fresh) => {
      const { id, person } = await factor(fresh, false);
      return { by: person.token, on: id, body: () => ({ code: code() }), effects: rise('second_factors', id) };
    },
  },
  'PUT /v1/second-factors/:id/recovery-codes': {
    action: 'recovery-codes.renewed',
    gate: 'second_factors',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id, person } = await factor(fresh);
      return { by: person.token, on: id, body: {}, effects: rise('second_factors', id) };
    },
  },
  'PUT /v1/second-factors/:id/ending': {
    action: 'second-factor.ended',
    gate: 'second_factors',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id, person } = await factor(fresh);
      return { by: person.token, on: id, body: {}, effects: rise('second_factors', id) };
    },
  },
  'PATCH /v1/sign-in-rules/:id': {
    action: 'sign-in-rule.changed',
    gate: 'sign_in_rules',
    wish: async (fresh) => {
      const id = uuid();
      // A role that nobody has: the real ones are six, and everybody's.
      await fresh.insert('sign_in_rules', [{ id, role: id, ...since() }]);
      return { by: CAST.ada.token, on: id, body: (nth) => ({ secondFactorRequiredFrom: day(-100 - nth) }), effects: rise('sign_in_rules', id) };
    },
  },
  'POST /v1/accounts/:id/second-factor-removals': {
    action: 'second-factor-removal.requested',
    gate: 'second_factor_removals',
    wish: async (fresh) => {
      const { person } = await factor(fresh);
      const effects: [string, unknown[]] = ['select count(*) from app.second_factor_removals where account_id = $1', [person.id]];
      return { by: CAST.ada.token, on: person.id, body: { reason: 'Phone lost' }, effects };
    },
  },
  'PUT /v1/second-factor-removals/:id/confirmation': {
    action: 'second-factor.removed',
    gate: 'second_factor_removals',
    again: '412 stale-version',
    wish: async (fresh) => {
      const id = await removal(fresh);
      return { by: CAST.priya.token, on: id, body: {}, effects: rise('second_factor_removals', id) };
    },
  },
};
