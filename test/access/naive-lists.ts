import { CAST } from '../support/cast.ts';
import { bedOccupancies, beds, residences } from './naive-beds.ts';
import { claimExports, claimLines, ruleSets } from './naive-claims.ts';
import { consents, counselingNotes, disclosures, legalOrders, recipients } from './naive-consents.ts';
import { factorRemovals, secondFactors, signInRules } from './naive-factors.ts';
import { machineClients } from './naive-machines.ts';
import { recordDispositions } from './naive-dispositions.ts';
import { legalHolds, purgeClients, purges, retentionRules } from './naive-retention.ts';
import { amendments } from './naive-amendments.ts';
import { accessLog, activityPolicies, findings, looksAtClient, looksOfAccount, ownRecords } from './naive-activity.ts';
import { conflicts, handOffs, leaves, placementQueue, transfers, wishes } from './naive-placements.ts';
import { asKnown, withRecording } from './naive-history.ts';
import { emergencyAccesses, restrictions } from './naive-restrictions.ts';
import { continuingEducation, expiringCredentials, policies, supervisionSessions } from './naive-supervision.ts';
import { digests, quietedKinds, tasks } from './naive-tasks.ts';
import { acknowledgements, breachClients, breaches, clientsWithoutNotice, enquiries, minorConsentRules, notices, privacyRequests } from './naive-registers.ts';
import { importLines, imports } from './naive-imports.ts';
import { type Center, fields, isOpenAt, nameOfAccount, nameOfSpecialist, newestFirst, type Row } from './center.ts';

export type Query = Record<string, string>;
/** What a list holds, worked out a second time: plain loops over the tables, and no row security but the rules themselves. */
export type List = (center: Center, query: Query, id: string) => Row[];

const primaryOf = ({ rows, now }: Center, clientId: string) =>
  rows.assignments.find((one) => one.client_id === clientId && one.role === 'primary' && isOpenAt(one, now));
const programOf = ({ rows, now }: Center, clientId: string) => rows.stays.find((one) => one.client_id === clientId && isOpenAt(one, now))?.program_code ?? null;

function statusOf({ rows }: Center, clientId: string): string {
  const episodes = rows['episodes']!.filter((one) => one['client_id'] === clientId);
  if (episodes.some((one) => one['discharged_at'] === null)) return 'enrolled';
  if (episodes.some((one) => one['discharge_reason'] === 'deceased')) return 'deceased';
  return episodes.length > 0 ? 'inactive' : 'prospect';
}

function clientRow(center: Center, client: Row): Row {
  const primary = primaryOf(center, client['id']);
  return {
    ...fields(client, 'id code preferredName birthDate version'),
    legalName: { given: client['given_name'], family: client['family_name'] },
    status: statusOf(center, client['id']),
    program: programOf(center, client['id']),
    primary: primary ? { peerSpecialistId: primary.peer_specialist_id, name: nameOfSpecialist(center, primary.peer_specialist_id) } : null,
  };
}

const clientsInSight = (center: Center) => newestFirst(center.rows.clients as Row[]).filter(({ id }) => center.sight.clientIds.has(id));

const clients: List = (center, { program, status, unassigned }) =>
  clientsInSight(center)
    .map((client) => clientRow(center, client))
    .filter((client) => !program || client['program'] === program)
    .filter((client) => !status || client['status'] === status)
    .filter((client) => unassigned !== 'true' || client['primary'] === null);

const beginsAName = (client: Row, typed: string) => {
  const words = [client['given_name'], client['family_name'], client['preferred_name']].filter((name) => name !== null);
  return ` ${words.join(' ')}`.toLowerCase().includes(` ${typed.trim().toLowerCase()}`);
};

/** `system` and `value` stand for the identifier. */
export const searched: List = (center, { name, birthDate, system, value }) =>
  clientsInSight(center)
    .filter((client) => name === undefined || beginsAName(client, name))
    .filter((client) => birthDate === undefined || client['birth_date'] === birthDate)
    .filter(
      ({ id }) => !system || center.rows['client_identifiers']!.some((one) => one['client_id'] === id && one['system'] === system && one['value'] === value),
    )
    .map((client) => clientRow(center, client));

const ofClient = (center: Center, table: string, id: string) => newestFirst(center.rows[table]!.filter((one) => one['client_id'] === id));

const externalIdentities: List = ({ rows }, _query, id) =>
  newestFirst(rows['external_identities']!.filter((one) => one['account_id'] === id)).map((one) =>
    fields(one, 'id accountId issuer subject linkedHow createdAt endedAt version'),
  );

const assignments: List = (center, query, id) =>
  asKnown(query, center, ofClient(center, 'assignments', id)).map((one) => ({
    ...fields(one, 'id clientId peerSpecialistId role startsAt endsAt earlierNotesShown recordedAt endRecordedAt version'),
    name: nameOfSpecialist(center, one['peer_specialist_id']),
  }));

const STAY = 'id clientId episodeId programCode startsAt endsAt reason recordedAt endRecordedAt version';
const stays: List = (center, query, id) => asKnown(query, center, ofClient(center, 'stays', id)).map((one) => fields(one, STAY));

const careTeam: List = (center, _query, id) =>
  ofClient(center, 'care_team_members', id).map((one) => {
    return { ...fields(one, 'id clientId accountId startsAt endsAt version'), name: nameOfAccount(center, one['account_id']) };
  });

const episodes: List = (center, _query, id) =>
  ofClient(center, 'episodes', id).map((episode) => ({
    ...fields(episode, 'id clientId admittedAt referralSource previousEpisodeId dischargedAt dischargeReason dischargeNote version'),
    stays: (center.rows.stays as Row[])
      .filter((stay) => stay['episode_id'] === episode['id'])
      .sort((a, b) => a['starts_at'] - b['starts_at'])
      .map((stay) => fields(withRecording(stay), STAY)),
  }));

const goals: List = (center, { status }, id) =>
  ofClient(center, 'goals', id)
    .filter((goal) => !status || goal['status'] === status)
    .map((goal) => {
      const days = center.rows.goal_check_ins.filter((one) => one.goal_id === goal['id']).map((one) => one.checked_on);
      return { ...fields(goal, 'id clientId domain status targetOn confidence agreedOn endedOn version'), lastCheckInOn: days.sort().at(-1) ?? null };
    });

const ofGoal = (center: Center, table: string, id: string) => newestFirst(center.rows[table]!.filter((one) => one['goal_id'] === id));
const commitments: List = (center, _query, id) => ofGoal(center, 'goal_commitments', id).map((one) => fields(one, 'id goalId clientId what dueOn createdAt'));
const checkIns: List = (center, _query, id) =>
  ofGoal(center, 'goal_check_ins', id).map((one) => ({
    ...fields(one, 'id goalId clientId kept obstacle nextStep confidence createdAt'),
    on: one['checked_on'],
  }));

const WEEK_MS = 7 * 86_400_000;
const notes: List = (center, { clientId, peerSpecialistId, status, from, to, stale }) =>
  newestFirst(center.rows.session_notes as Row[] as any[])
    .filter((note) => center.sight.mayCount(note))
    .filter((note) => !clientId || note.client_id === clientId)
    .filter((note) => !peerSpecialistId || note.author_id === peerSpecialistId)
    .filter((note) => !status || note.status === status)
    .filter((note) => !from || note.started_at >= new Date(from))
    .filter((note) => !to || note.started_at < new Date(to))
    .filter((note) => stale !== 'true' || (note.status === 'draft' && note.ended_at < +center.now - WEEK_MS))
    .map(noteRow(center));

/** Oldest first, and only what its author's supervisor is to sign. */
const cosignatureQueue: List = (center, { peerSpecialistId }) =>
  newestFirst(center.rows.session_notes as Row[] as any[])
    .reverse()
    .filter((note) => note.status === 'pending-cosignature' && center.sight.specialistIds.has(note.author_id))
    .filter((note) => !peerSpecialistId || note.author_id === peerSpecialistId)
    .map(noteRow(center));

const noteRow = (center: Center) => (note: any) => ({
  ...fields(note, 'id clientId startedAt endedAt outcome modality status lateEntry signedAt keptFromEhr version'),
  peerSpecialistId: note.author_id,
  authorName: nameOfSpecialist(center, note.author_id),
  program: note.program_code,
  durationMinutes: Math.floor((note.ended_at - note.started_at) / 60_000),
  returned: note.returned_at !== null,
});

const timeline: List = (center, _query, id) => {
  const entry = (kind: string, row: any, at: Date, more: Row) => ({
    ...{ id: row.id, clientId: id, kind, at, endsAt: null, status: null, outcome: null, program: null, peerSpecialistId: null },
    ...more,
  });
  const of = (table: string) => center.rows[table]!.filter((row) => row['client_id'] === id) as any[];
  const mayReadGoals = center.who !== 'max';
  return [
    ...of('session_notes')
      .filter((note) => center.sight.mayCount(note))
      .map((note) =>
        entry(note.outcome === 'completed' ? 'session' : 'attempt', note, note.started_at, {
          ...{ endsAt: note.ended_at, status: note.status, outcome: note.outcome },
          ...{ program: note.program_code, peerSpecialistId: note.author_id },
        }),
      ),
    ...(mayReadGoals ? of('goals').map((goal) => entry('goal', goal, goal.created_at, { status: goal.status })) : []),
    ...(mayReadGoals ? of('goal_check_ins').map((one) => entry('check-in', one, one.created_at, { status: one.kept })) : []),
    ...of('stays').map((stay) => entry('stay', stay, stay.starts_at, { endsAt: stay.ends_at, program: stay.program_code })),
    ...of('assignments').map((one) =>
      entry('assignment', one, one.starts_at, { endsAt: one.ends_at, status: one.role, peerSpecialistId: one.peer_specialist_id }),
    ),
  ].sort((a, b) => +b.at - +a.at || (a.id < b.id ? 1 : -1));
};

const isTaken = (one: Row, now: Date) => one['ends_at'] === null || one['ends_at'] > now;
const groupSeries: List = (center) =>
  newestFirst(center.rows['group_series']!).map((one) => {
    const taken = center.rows['group_members']!.filter((member) => member['series_id'] === one['id'] && isTaken(member, center.now)).length;
    return {
      ...fields(one, 'id name pathway admission capacity leaderId coLeaderId startsAt endsAt version'),
      placesLeft: one['ends_at'] === null ? one['capacity'] - taken : 0,
      leaderName: nameOfSpecialist(center, one['leader_id']),
      coLeaderName: one['co_leader_id'] === null ? null : nameOfSpecialist(center, one['co_leader_id']),
    };
  });

/** The whole roster is for those whose specialists lead the group; others find their own clients in it. */
const groupMembers: List = (center, _query, id) => {
  const { leader_id, co_leader_id } = center.rows['group_series']!.find((one) => one['id'] === id)!;
  const isTheirs = [leader_id, co_leader_id].some((specialist) => center.sight.specialistIds.has(specialist));
  return newestFirst(center.rows['group_members']!)
    .filter((one) => one['series_id'] === id && (isTheirs || center.sight.clientIds.has(one['client_id'])))
    .map((one) => {
      const client = (center.rows.clients as Row[]).find((each) => each['id'] === one['client_id'])!;
      const face = { code: client['code'], name: client['preferred_name'] ?? client['given_name'] };
      return { ...fields(one, 'id seriesId clientId startsAt endsAt version'), ...face };
    });
};

const groupSessions: List = ({ rows }, _query, id) =>
  newestFirst(rows['group_sessions']!)
    .filter((one) => one['series_id'] === id)
    .map((one) => fields(one, 'id seriesId startsAt endsAt modality status startedAt endedAt version'));

const specialists: List = (center) =>
  newestFirst(center.rows.peer_specialists as Row[])
    .filter(({ id }) => center.sight.specialistIds.has(id))
    .map((one) => ({
      ...fields(one, 'id accountId hiredOn maxCaseload languages pathways version'),
      name: nameOfAccount(center, one['account_id']),
      fte: Number(one['fte']),
      disabled: (center.rows.accounts as Row[]).find(({ id }) => id === one['account_id'])!['disabled_at'] !== null,
    }));

const ofSpecialist = (rows: Row[], id: string) => newestFirst(rows.filter((one) => one['peer_specialist_id'] === id));
const credentials: List = ({ rows }, _query, id) =>
  ofSpecialist(rows.credentials as Row[], id).map((one) =>
    fields(one, 'id peerSpecialistId kind issuer number issuedOn expiresOn continuingEducationHours verifiedAt verifiedBy version'),
  );
const supervisions: List = (center, _query, id) =>
  ofSpecialist(center.rows.supervisions as Row[], id).map((one) => {
    return { ...fields(one, 'id peerSpecialistId supervisorId startsAt endsAt version'), supervisorName: nameOfAccount(center, one['supervisor_id']) };
  });

/** What is withdrawn is in nobody's list but his own. */
const experiences: List = ({ rows, who }, _query, id) =>
  ofSpecialist(rows['shared_experiences']!, id)
    .filter((one) => one['withdrawn_at'] === null || CAST[who].role === 'peer-specialist')
    .map((one) => fields(one, 'id peerSpecialistId experience sharedAt withdrawnAt version'));
const workHours: List = ({ rows }, _query, id) =>
  ofSpecialist(rows['work_hours']!, id).map((one) => ({ ...fields(one, 'id peerSpecialistId hours setBy createdAt'), from: one['starts_on'] }));

const policiesOf = ({ rows }: Center, code: string) => (rows.contact_policies as Row[]).filter((one) => one['program_code'] === code);
const programs: List = (center) =>
  (center.rows.programs as Row[]).map((one) => {
    const begun = policiesOf(center, one['code']).filter((policy) => policy['valid_from'] <= center.now.toISOString().slice(0, 10));
    const [held] = begun.sort((a, b) => b['version'] - a['version']);
    return { ...fields(one, 'code name cosignatureRequired version'), contactIntervalDays: held!['phase_intervals'][0] };
  });
const contactPolicies: List = (center, _query, code) =>
  newestFirst(policiesOf(center, code)).map((one) => ({
    ...fields(one, 'id programCode version validFrom source firstContactWithinHours afterSetbackWithinHours afterTransitionWithinHours'),
    phases: one['phase_days'].map((fromDay: number, at: number) => ({ fromDay, intervalDays: one['phase_intervals'][at] })),
  }));
const setbacks: List = (center, _query, id) =>
  ofClient(center, 'setbacks', id).map((one) => fields(one, 'id clientId occurredAt kind recordedBy createdAt voidedAt voidedBy version'));
const contactHolds: List = (center, _query, id) =>
  ofClient(center, 'contact_holds', id).map((one) => fields(one, 'id clientId kind startsAt expectedEndOn endsAt recordedBy version'));
const leads: List = (center, _query, code) =>
  newestFirst((center.rows.program_leads as Row[]).filter((one) => one['program_code'] === code)).map((one) => {
    return { ...fields(one, 'id programCode supervisorId startsAt endsAt version'), supervisorName: nameOfAccount(center, one['supervisor_id']) };
  });

const covers: List = (center) =>
  newestFirst(center.rows['cover_grants']!)
    .filter((one) => ['max', 'priya'].includes(center.who) || [one['supervisor_id'], one['covered_by']].includes(CAST[center.who].id))
    .map((one) => ({
      ...fields(one, 'id supervisorId coveredBy startsAt endsAt reason grantedBy version'),
      supervisorName: nameOfAccount(center, one['supervisor_id']),
      coverName: nameOfAccount(center, one['covered_by']),
    }));

const accounts: List = ({ rows }, { role }) =>
  newestFirst(rows.accounts as Row[])
    .filter((one) => !role || one['role'] === role)
    .map((one) => ({ ...fields(one, 'id email name role createdAt version'), disabled: one['disabled_at'] !== null }));

const events: List = ({ rows }, { clientId, accountId, from, to }) =>
  newestFirst(rows['audit_events']!)
    .filter((one) => !clientId || one['client_ids'].includes(clientId))
    .filter((one) => !accountId || one['account_id'] === accountId)
    .filter((one) => (!from || one['at'] >= new Date(from)) && (!to || one['at'] < new Date(to)))
    .map((one) => fields(one, 'id at kind requestId accountId role action subjectId clientIds status facts'));

const coverages: List = (center, _query, id) =>
  ofClient(center, 'client_coverages', id).map((one) => fields(one, 'id clientId payer startsOn endsOn authorizedUnits version'));

export const LISTS: Record<string, List> = {
  'GET /v1/accounts': accounts,
  'GET /v1/second-factors': secondFactors,
  'GET /v1/sign-in-rules': signInRules,
  'GET /v1/machine-clients': machineClients,
  'GET /v1/second-factor-removals': factorRemovals,
  'GET /v1/audit-events': events,
  'GET /v1/clients/:id/looks': looksAtClient,
  'GET /v1/accounts/:id/looks': looksOfAccount,
  'GET /v1/clients/:id/access-log': accessLog,
  'GET /v1/amendment-requests': amendments,
  'GET /v1/activity-findings': findings,
  'GET /v1/activity-policies': activityPolicies,
  'GET /v1/own-records': ownRecords,
  'GET /v1/peer-specialists': specialists,
  'GET /v1/peer-specialists/:id/credentials': credentials,
  'GET /v1/peer-specialists/:id/supervision': supervisions,
  'GET /v1/peer-specialists/:id/experiences': experiences,
  'GET /v1/peer-specialists/:id/work-hours': workHours,
  'GET /v1/supervision-policies': policies,
  'GET /v1/supervision-sessions': supervisionSessions,
  'GET /v1/credentials/expiring': expiringCredentials,
  'GET /v1/credentials/:id/continuing-education': continuingEducation,
  'GET /v1/programs': programs,
  'GET /v1/programs/:code/leads': leads,
  'GET /v1/programs/:code/contact-policies': contactPolicies,
  'GET /v1/clients/:id/setbacks': setbacks,
  'GET /v1/clients/:id/contact-holds': contactHolds,
  'GET /v1/cover-grants': covers,
  'GET /v1/cosignature-queue': cosignatureQueue,
  'GET /v1/tasks': tasks,
  'GET /v1/tasks/quieted-kinds': quietedKinds,
  'GET /v1/digests': digests,
  'GET /v1/residences': residences,
  'GET /v1/residences/:id/beds': beds,
  'GET /v1/clients/:id/bed-occupancies': bedOccupancies,
  'GET /v1/clients': clients,
  'GET /v1/hand-offs': handOffs,
  'GET /v1/episodes/:id/leaves': leaves,
  'GET /v1/clients/imports': imports,
  'GET /v1/clients/imports/:id/lines': importLines,
  'GET /v1/restrictions': restrictions,
  'GET /v1/emergency-accesses': emergencyAccesses,
  'GET /v1/transfers': transfers,
  'GET /v1/clients/:id/conflicts': conflicts,
  'GET /v1/clients/:id/wishes': wishes,
  'GET /v1/placement-queue': placementQueue,
  'GET /v1/clients/:id/assignments': assignments,
  'GET /v1/clients/:id/care-team': careTeam,
  'GET /v1/clients/:id/episodes': episodes,
  'GET /v1/clients/:id/stays': stays,
  'GET /v1/clients/:id/goals': goals,
  'GET /v1/clients/:id/timeline': timeline,
  'GET /v1/goals/:id/commitments': commitments,
  'GET /v1/goals/:id/check-ins': checkIns,
  'GET /v1/session-notes': notes,
  'GET /v1/group-series': groupSeries,
  'GET /v1/group-series/:id/members': groupMembers,
  'GET /v1/group-series/:id/sessions': groupSessions,
  'GET /v1/payer-rule-sets': ruleSets,
  'GET /v1/privacy-requests': privacyRequests,
  'GET /v1/notice-versions': notices,
  'GET /v1/clients-without-notice': clientsWithoutNotice,
  'GET /v1/clients/:id/notice-acknowledgements': acknowledgements,
  'GET /v1/enquiries': enquiries,
  'GET /v1/breaches': breaches,
  'GET /v1/breaches/:id/clients': breachClients,
  'GET /v1/minor-consent-rules': minorConsentRules,
  'GET /v1/retention-rules': retentionRules,
  'GET /v1/clients/:id/legal-holds': legalHolds,
  'GET /v1/purges': purges,
  'GET /v1/purges/:id/clients': purgeClients,
  'GET /v1/record-dispositions': recordDispositions,
  'GET /v1/recipients': recipients,
  'GET /v1/legal-orders': legalOrders,
  'GET /v1/clients/:id/counseling-notes': counselingNotes,
  'GET /v1/accounts/:id/external-identities': externalIdentities,
  'GET /v1/clients/:id/consents': consents,
  'GET /v1/clients/:id/disclosures': disclosures,
  'GET /v1/clients/:id/coverages': coverages,
  'GET /v1/claim-lines': claimLines,
  'GET /v1/claim-exports': claimExports,
};
