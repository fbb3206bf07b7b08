/** Before the last entry of the page before, by time and then by id: $1 the client, $2 and $3 that entry, $4 how many. */
const page = (at: string, id: string) => `($2::timestamptz is null or (${at}, ${id}) < ($2, $3::uuid)) order by ${at} desc, ${id} desc limit $4`;

const part = (table: string, columns: Record<'id' | 'kind' | 'at' | 'endsAt' | 'status' | 'outcome' | 'program' | 'specialist', string>) => `
    (select ${columns.id} as id, ${columns.kind} as kind, ${columns.at} as at, ${columns.endsAt} as ends_at, ${columns.status} as status,
            ${columns.outcome} as outcome, ${columns.program} as program, ${columns.specialist} as specialist
       from app.${table} t where t.client_id = $1 and ${page(columns.at, columns.id)})`;

const nothing = { endsAt: 'null::timestamptz', status: 'null', outcome: 'null', program: 'null', specialist: 'null::uuid' };

const SESSIONS = part('session_notes', {
  ...{ id: 't.id', kind: `case t.outcome when 'completed' then 'session' else 'attempt' end`, at: 't.started_at', endsAt: 't.ended_at' },
  ...{ status: 't.status', outcome: 't.outcome', program: 't.program_code', specialist: 't.author_id' },
});
const GOALS = part('goals', { ...nothing, id: 't.id', kind: `'goal'`, at: 't.created_at', status: 't.status' });
const CHECK_INS = part('goal_check_ins', { ...nothing, id: 't.id', kind: `'check-in'`, at: 't.created_at', status: 't.kept' });
const STAYS = part('stays', { ...nothing, id: 't.id', kind: `'stay'`, at: 't.starts_at', endsAt: 't.ends_at', program: 't.program_code' });
const ASSIGNMENTS = part('assignments', {
  ...{ ...nothing, id: 't.id', kind: `'assignment'`, at: 't.starts_at', endsAt: 't.ends_at' },
  ...{ status: 't.role', specialist: 't.peer_specialist_id' },
});

/** Each part brings its own newest, by its own index; of them the newest are the page. Row security decides in each part. */
export const timeline = (withGoals: boolean) => ({
  name: withGoals ? 'timeline' : 'timeline_without_goals',
  text: `select id, $1::uuid as "clientId", kind, at, ends_at as "endsAt", status, outcome, program, specialist as "peerSpecialistId" from (
    ${[SESSIONS, STAYS, ASSIGNMENTS, ...(withGoals ? [GOALS, CHECK_INS] : [])].join('\n    union all')}) entry order by at desc, id desc limit $4`,
});
