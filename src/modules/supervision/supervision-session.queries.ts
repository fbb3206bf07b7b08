import type { Statement } from '../../platform/database/transaction.ts';

// A supervisor still finds what he held with somebody who is in another's team by now, so names are asked for beside row security.
const ROW = `s.id, s.peer_specialist_id as "peerSpecialistId", app.specialist_name(s.peer_specialist_id) as "specialistName", s.supervisor_id as "supervisorId",
    a.name as "supervisorName", s.kind, s.started_at as "startedAt", s.ended_at as "endedAt", s.minutes, s.competencies, s.status, s.version`;
const FROM = `from app.supervision_sessions s join app.accounts a on a.id = s.supervisor_id`;

/** $1 where the page begins, $2 how many rows, $3 one specialist, $4 and $5 when it began. */
export const LIST_SESSIONS = {
  name: 'list_supervision_sessions',
  text: `select ${ROW} ${FROM} where ($1::uuid is null or s.id < $1) and ($3::uuid is null or s.peer_specialist_id = $3)
           and ($4::timestamptz is null or s.started_at >= $4) and ($5::timestamptz is null or s.started_at < $5) order by s.id desc limit $2`,
};

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const ITEMS = `select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'what', i.what, 'dueOn', i.due_on, 'doneAt', ${utc('i.done_at')}, 'doneBy', i.done_by,
    'version', i.version) order by i.position), '[]') from app.supervision_action_items i where i.session_id = s.id`;
const SIGNATURES = `select coalesce(jsonb_agg(jsonb_build_object('side', g.side, 'accountId', g.account_id, 'name', g.name, 'signedAt', ${utc('g.signed_at')},
    'contentHash', encode(g.content_hash, 'hex')) order by g.signed_at, g.id), '[]') from app.supervision_session_signatures g where g.session_id = s.id`;

/** The tables of words are asked only by roles that may be one of the two; whose words are shown is row security's question. */
export const readSession = (mayBeASide: boolean): Omit<Statement, 'values'> => ({
  name: mayBeASide ? 'read_supervision_session' : 'read_supervision_session_without_words',
  text: `select ${ROW}, s.completed_at as "completedAt", s.voided_at as "voidedAt", s.voided_by as "voidedBy", s.created_at as "createdAt", (${SIGNATURES}) as signatures,
    ${
      mayBeASide
        ? `t.session_id is null as "wordsWithheld", t.summary, t.void_reason as "voidReason", (${ITEMS}) as "actionItems"`
        : `true as "wordsWithheld", null as summary, null as "voidReason", '[]'::jsonb as "actionItems"`
    }
    ${FROM} ${mayBeASide ? 'left join app.supervision_session_texts t on t.session_id = s.id' : ''} where s.id = $1`,
});

export const SAID = {
  name: 'supervision_said',
  text: `select t.summary, coalesce((select jsonb_agg(jsonb_build_object('what', i.what, 'dueOn', i.due_on) order by i.position)
                                       from app.supervision_action_items i where i.session_id = t.session_id), '[]') as "actionItems",
           array(select side from app.supervision_session_signatures g where g.session_id = t.session_id) as "signedBy"
      from app.supervision_session_texts t where t.session_id = $1`,
};

/** Whether the caller supervised specialist $1 at $2, or stood in for who did. */
export const SUPERVISED_THEN = { name: 'supervised_then', text: 'select app.i_supervised($1, $2) as supervised' };
