const VERSION = `n.id, n.version, n.valid_from as "validFrom", encode(n.content_hash, 'hex') as "contentHash", n.added_by as "addedBy", n.created_at as "createdAt"`;
const GIVEN = `a.id, a.client_id as "clientId", a.notice_id as "noticeId", n.version as "noticeVersion", a.given_on as "givenOn", a.method, a.outcome, a.words,
    a.recorded_by as "recordedBy", a.created_at as "createdAt" from app.notice_acknowledgements a join app.notice_versions n on n.id = a.notice_id`;

/** $1 the one before, $2 how many. */
export const LIST = {
  name: 'list_notice_versions',
  text: `select ${VERSION} from app.notice_versions n where ($1::uuid is null or n.id < $1) order by n.id desc limit $2`,
};
export const READ = { name: 'read_notice_version', text: `select ${VERSION}, n.text from app.notice_versions n where n.id = $1` };
export const NEWEST = {
  name: 'newest_notice_version',
  text: `select version, valid_from as "validFrom" from app.notice_versions order by version desc limit 1`,
};
/** The one that was handed out on a day: $1. */
export const IN_FORCE = { name: 'notice_version_on', text: 'select id from app.notice_versions where valid_from <= $1 order by version desc limit 1' };

/** $1 client, $2 the one before, $3 how many. */
export const LIST_GIVEN = {
  name: 'list_notice_acknowledgements',
  text: `select ${GIVEN} where a.client_id = $1 and ($2::uuid is null or a.id < $2) order by a.id desc limit $3`,
};
export const READ_GIVEN = { name: 'read_notice_acknowledgement', text: `select ${GIVEN} where a.id = $1` };

/** Who is in care and was not given what is handed out now, in whatever way: $1 the day, $2 the one before, $3 how many. */
export const WITHOUT = {
  name: 'clients_without_notice',
  text: `select c.id as "clientId", c.code, c.preferred_name as "preferredName", e.admitted_at as "admittedAt",
      (select max(n.version) from app.notice_acknowledgements a join app.notice_versions n on n.id = a.notice_id where a.client_id = c.id) as "lastVersion"
    from app.clients c join app.episodes e on e.client_id = c.id and e.discharged_at is null
    where ($2::uuid is null or c.id < $2)
      and not exists (select from app.notice_acknowledgements a where a.client_id = c.id
                         and a.notice_id = (select id from app.notice_versions where valid_from <= $1::date order by version desc limit 1))
    order by c.id desc limit $3`,
};
