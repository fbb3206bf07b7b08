/** 45 CFR 164.408: at once for 500 or more, otherwise within 60 days of the end of the year in which it was discovered. */
const HHS_DUE = `case when b.people >= 500 then b.due_on when b.people is not null then make_date(extract(year from b.discovered_on)::integer, 12, 31) + 60 end`;
/** 45 CFR 164.406. */
const MEDIA_NEEDED = `coalesce(b.most_in_one_state > 500, false)`;
/** $1 is the day at the site. Until it is assessed it is taken for a breach. */
const OVERDUE = `(b.finding is distinct from 'low-probability' and (b.people_told_on is null and b.due_on < $1::date
    or b.hhs_told_on is null and coalesce(${HHS_DUE} < $1::date, false) or ${MEDIA_NEEDED} and b.media_told_on is null and b.due_on < $1::date))`;
const ROW = `b.id, b.discovered_on as "discoveredOn", b.finding, b.people, b.due_on as "dueOn", ${HHS_DUE} as "hhsDueOn", ${MEDIA_NEEDED} as "mediaNeeded",
    b.people_told_on as "peopleToldOn", b.hhs_told_on as "hhsToldOn", b.media_told_on as "mediaToldOn", ${OVERDUE} as overdue, b.version`;

/** $2 the one before, $3 whether overdue, $4 how many. */
export const LIST = {
  name: 'list_breaches',
  text: `select ${ROW} from app.breaches b where ($2::uuid is null or b.id < $2) and ($3::boolean is null or ${OVERDUE} = $3) order by b.id desc limit $4`,
};
/** $2 breach. */
export const READ = {
  name: 'read_breach',
  text: `select ${ROW}, b.happened, b.nature, b.received_by as "receivedBy", b.acquired, b.mitigation, b.most_in_one_state as "mostInOneState",
      b.recorded_by as "recordedBy", b.created_at as "createdAt", b.assessed_by as "assessedBy", b.assessed_at as "assessedAt",
      (select count(*)::integer from app.breach_clients c where c.breach_id = b.id) as clients
    from app.breaches b where b.id = $2`,
};

const CLIENT = `id, breach_id as "breachId", client_id as "clientId", added_by as "addedBy", created_at as "createdAt" from app.breach_clients`;
/** $1 breach, $2 the one before, $3 how many. */
export const LIST_CLIENTS = {
  name: 'list_breach_clients',
  text: `select ${CLIENT} where breach_id = $1 and ($2::uuid is null or id < $2) order by id desc limit $3`,
};
export const READ_CLIENT = { name: 'read_breach_client', text: `select ${CLIENT} where id = $1` };
