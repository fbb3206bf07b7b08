import { createHash } from 'node:crypto';
import { Seeds } from '../../src/modules/account/index.ts';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { DAY, daysAgo, type Insert, known, MINUTE, on, type Row } from './furnishing.ts';
import { type Dead, DEAD, DISABLED, FACTOR_SEED, NOAH, NOOR, OBJECTS, row, tokenOf, UNHIRED, UNHIRED_TOO } from './objects.ts';

export async function people(insert: Insert): Promise<void> {
  const account = (id: string, email: string, role: string, disabled_at: Date | null = null) =>
    insert('accounts', { id, email: `${email}@center.example`, name: 'Somebody', role, disabled_at, ...known });
  await account(UNHIRED, 'unhired', 'peer-specialist');
  await account(UNHIRED_TOO, 'unhired.too', 'peer-specialist');
  await account(NOAH, 'noah', 'clinician');
  await account(NOOR, 'noor', 'clinician');
  await account(DISABLED, 'disabled', 'supervisor', new Date());
  const links = { issuer: 'https://earlier.center.example', linked_how: 'administrator', linked_by: CAST.ada.id, ...known };
  for (const [who, id] of Object.entries(OBJECTS.externalIdentity))
    await insert('external_identities', { id, account_id: OBJECTS.account[who], subject: who, ...links });
  const over = { ended_at: daysAgo(2), ended_by: CAST.ada.id };
  await insert('external_identities', { id: OBJECTS.endedIdentity['ana'], account_id: CAST.ana.id, subject: 'ana before', ...over, ...links });
  const session = (dead: Dead, account_id: string, seen: number, expires: number, ended_at: Date | null = null) => {
    const times = { created_at: daysAgo(1), last_seen_at: new Date(Date.now() - seen * MINUTE), expires_at: new Date(Date.now() + expires * MINUTE), ended_at };
    return insert('sessions', { id: row('detail', DEAD.indexOf(dead)), account_id, token_hash: createHash('sha256').update(tokenOf(dead)).digest(), ...times });
  };
  await session('revoked', CAST.ana.id, 0, 60, new Date());
  await session('expired', CAST.ana.id, 0, -0.02);
  await session('idle', CAST.ana.id, 16, 60);
  await session('disabled', DISABLED, 0, 60);
}

/** Everybody has them; and of some somebody else says that they are lost. */
export async function secondFactors(peerwork: Running, insert: Insert): Promise<void> {
  const seeds = peerwork.app.get(Seeds);
  for (const [nth, who] of (Object.keys(CAST) as Who[]).entries()) {
    const account_id = CAST[who].id;
    const factor = (kind: 'secondFactor' | 'begunFactor' | 'endedFactor', dates: Row, isOpen = true) => {
      const id = OBJECTS[kind][who]!;
      return insert('second_factors', { id, account_id, sealed_seed: isOpen ? seeds.seal(id, FACTOR_SEED) : null, last_step: 0, ...known, ...dates });
    };
    await factor('endedFactor', { confirmed_at: daysAgo(8), ended_at: daysAgo(7) }, false);
    await factor('secondFactor', { confirmed_at: daysAgo(7) });
    await factor('begunFactor', {});
    const code = { factor_id: OBJECTS.secondFactor[who], account_id, created_at: daysAgo(7) };
    for (const [at, used_at] of [null, daysAgo(1)].entries())
      await insert('recovery_codes', { id: row('detail', 300 + nth * 2 + at), ...code, code_hash: Buffer.alloc(32, nth * 2 + at), used_at });
  }
  const removal = { reason: 'Phone lost', expires_at: new Date(Date.now() + DAY), ...known };
  for (const [name, account_id] of Object.entries({ noah: NOAH, unhired: UNHIRED, noor: NOOR }))
    await insert('second_factor_removals', { id: OBJECTS.factorRemoval[name], account_id, requested_by: name === 'noor' ? CAST.ada.id : DISABLED, ...removal });
  const confirmed = { confirmed_by: CAST.priya.id, confirmed_at: daysAgo(1) };
  await insert('second_factor_removals', { id: OBJECTS.closedRemoval['gone'], account_id: NOAH, requested_by: DISABLED, ...confirmed, ...removal });
  await peerwork.rows(`update sign_in_rules set second_factor_required_from = $1::date, required_at = $1::date`, [on(-300)]);
}
