const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The code comes from beside row security: whoever keeps restrictions sees the clients of only those for which he is named. */
const VIEW = `select r.id, r.client_id as "clientId", app.client_code(r.client_id) as "clientCode", r.reason, r.staff_account_id as "staffAccountId",
    r.starts_at as "startsAt", r.made_by as "madeBy", r.lifted_at as "liftedAt", r.lifted_by as "liftedBy", r.lift_reason as "liftReason",
    (select jsonb_agg(jsonb_build_object('accountId', n.account_id, 'name', a.name, 'addedAt', ${utc('n.added_at')}, 'addedBy', n.added_by,
              'removedAt', ${utc('n.removed_at')}, 'removedBy', n.removed_by) order by n.id)
       from app.restriction_readers n join app.accounts a on a.id = n.account_id where n.restriction_id = r.id) as readers, r.version
  from app.client_restrictions r`;

export const READ = { name: 'read_restriction', text: `${VIEW} where r.id = $1` };

/** $1 the one before, $2 client, $3 whether it stands, $4 how many. */
export const LIST = {
  name: 'list_restrictions',
  text: `${VIEW} where ($1::uuid is null or r.id < $1) and ($2::uuid is null or r.client_id = $2) and ($3::boolean is null or (r.lifted_at is null) = $3)
    order by r.id desc limit $4`,
};

/** Which of these accounts ($1) do not reach the client ($2), by their places. */
export const WITHOUT_REACH = {
  name: 'readers_without_reach',
  text: `select named.at - 1 as at from unnest($1::uuid[]) with ordinality as named (id, at) where not app.reaches(named.id, $2) order by 1`,
};

export const NAMED_NOW = {
  name: 'named_now',
  text: `select id, account_id as "accountId" from app.restriction_readers where restriction_id = $1 and removed_at is null order by id`,
};
