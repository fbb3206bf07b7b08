import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, on } from './furnishing.ts';
import { type ClientName, EVERY_CLIENT, NOAH, NOOR, OBJECTS, row, SPECIALISTS } from './objects.ts';

export async function clients(insert: Insert): Promise<void> {
  const client = (name: 'robin' | 'drew', given_name: string, registered_by: string, birth_date: string) =>
    insert('clients', {
      ...{ id: OBJECTS.client[name], code: `PW-TEST-${name}`, given_name, family_name: 'Testperson' },
      ...{ birth_date, languages: '{en}', registered_by, ...known },
    });
  await client('robin', 'Robin', CAST.otto.id, '1990-01-01');
  await client('drew', 'Drew', max.id, '1985-05-05');
  for (const [at, name] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[name]!;
    const ways = { ok_to_call: true, ok_to_text: false, ok_to_voicemail: false, position: 0 };
    await insert('client_contact_points', { id: row('detail', 20 + at), client_id, kind: 'phone', value: '', ...ways });
    await insert('client_identifiers', { id: row('detail', 30 + at), client_id, system: '', value: `${at}` });
  }
}

/** What was and is over: it shows to whom it shows, and opens nothing any more. */
export async function periods(insert: Insert): Promise<void> {
  for (const [name, from, until] of [
    ['jordan', 300, 250],
    ['drew', 90, 30],
  ] as const) {
    const [id, client_id] = [OBJECTS.closedEpisode[name]!, OBJECTS.client[name]!];
    const discharge = { discharged_at: daysAgo(until), discharge_reason: 'completed', discharged_by: max.id };
    await insert('episodes', { id, client_id, admitted_at: daysAgo(from), admitted_by: max.id, ...discharge, ...known });
    const stay = { starts_at: daysAgo(from), ends_at: daysAgo(until), started_by: max.id, ...known };
    await insert('stays', { id, client_id, episode_id: id, program_code: 'therapy', ...stay });
  }
  const assignment = (name: ClientName, who: 'ana' | 'ben', role: string, from: number, until: number) =>
    insert('assignments', {
      ...{ id: OBJECTS.endedAssignment[name], client_id: OBJECTS.client[name], peer_specialist_id: CAST[who].specialistId, role, reason: '', end_reason: '' },
      ...{ starts_at: daysAgo(from), ends_at: daysAgo(until), assigned_by: max.id, ended_by: max.id, ...known },
    });
  await assignment('jordan', 'ben', 'covering', 60, 59);
  await assignment('casey', 'ben', 'covering', 60, 59);
  await assignment('drew', 'ana', 'primary', 90, 30);
  const noor = { id: OBJECTS.member['sam'], client_id: OBJECTS.client['sam'], account_id: NOOR, starts_at: daysAgo(70), added_by: max.id };
  await insert('care_team_members', { ...noor, ...known });
  for (const [name, id] of Object.entries(OBJECTS.formerMember)) {
    const who = { client_id: OBJECTS.client[name], account_id: name === 'jordan' ? NOAH : CAST.nadia.id };
    await insert('care_team_members', { id, ...who, starts_at: daysAgo(90), ends_at: daysAgo(80), added_by: max.id, ended_by: max.id, ...known });
  }
  const lead = { id: OBJECTS.formerLead['detox'], program_code: 'detox', supervisor_id: CAST.otto.id, named_by: max.id, ended_by: max.id };
  await insert('program_leads', { ...lead, starts_at: daysAgo(90), ends_at: daysAgo(80), ...known });
  for (const [away, cover] of [
    ['sue', 'otto'],
    ['otto', 'sue'],
  ] as const) {
    const grant = { supervisor_id: CAST[away].id, covered_by: CAST[cover].id, reason: 'Holidays', granted_by: max.id, ...known };
    await insert('cover_grants', { id: OBJECTS.cover[away], ...grant, starts_at: daysAgo(-20), ends_at: daysAgo(-30) });
    await insert('cover_grants', { id: OBJECTS.formerCover[away], ...grant, starts_at: daysAgo(30), ends_at: daysAgo(20), ended_by: max.id });
  }
  for (const [at, who] of SPECIALISTS.entries()) {
    const { specialistId: peer_specialist_id } = CAST[who];
    const paper = { kind: 'CRSS', issuer: 'Board', number: 'new', issued_on: on(9) };
    await insert('credentials', { id: OBJECTS.credential[who], peer_specialist_id, ...paper, ...known });
    const supervisor_id = who === 'olive' ? CAST.otto.id : CAST.sue.id;
    const before = { starts_at: daysAgo(300), ends_at: daysAgo(200), assigned_by: max.id, ...known };
    await insert('supervisions', { id: row('detail', 40 + at), peer_specialist_id, supervisor_id, ...before });
  }
}

/** Everybody wishes for something, and two wished for something else before; each specialist shares one thing and has taken one back. */
export async function wishes(insert: Insert): Promise<void> {
  const wish = { pathways: ['12-step'], languages: ['en'], experiences: ['parenting'], available_times: ['monday-morning'], recorded_by: max.id, version: 1 };
  for (const client of EVERY_CLIENT) {
    const [client_id, id, former] = [OBJECTS.client[client], OBJECTS.wish[client], OBJECTS.formerWish[client]];
    const preferred_specialist_id = CAST.olive.specialistId;
    await insert('client_wishes', { id, client_id, ...wish, preferred_specialist_id, starts_at: daysAgo(9) });
    await insert('client_wish_texts', { wish_id: id, client_id, notes: '' });
    if (!former) continue;
    await insert('client_wishes', { id: former, client_id, ...wish, starts_at: daysAgo(19), ends_at: daysAgo(9) });
    await insert('client_wish_texts', { wish_id: former, client_id, notes: '' });
  }
  for (const [at, who] of SPECIALISTS.entries()) {
    const { id: set_by, specialistId: peer_specialist_id } = CAST[who];
    const [shared, taken] = [{ id: OBJECTS.experience[who] }, { id: OBJECTS.withdrawnExperience[who], withdrawn_at: daysAgo(3) }];
    await insert('shared_experiences', { ...shared, peer_specialist_id, experience: 'parenting', shared_at: daysAgo(9), version: 1 });
    await insert('shared_experiences', { ...taken, peer_specialist_id, experience: 'homelessness', shared_at: daysAgo(9), version: 1 });
    const hours = JSON.stringify([{ weekday: 1, startsAt: '09:00', endsAt: '17:30' }]);
    await insert('work_hours', { id: row('week', at), peer_specialist_id, starts_on: on(9), hours, set_by, created_at: daysAgo(9) });
  }
}
