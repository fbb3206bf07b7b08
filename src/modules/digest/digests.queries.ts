const ROW = `d.id, d.week_on as "weekOn", d.made_at as "madeAt", d.attention, d.open_tasks as "openTasks"`;

export const LIST_DIGESTS = {
  name: 'list_digests',
  text: `select ${ROW} from app.digests d where ($1::uuid is null or d.id < $1) order by d.id desc limit $2`,
};

export const READ_DIGEST = {
  name: 'read_digest',
  text: `select ${ROW}, d.as_of as "asOf", d.figures, app.specialist_names(array(select (line ->> 'peerSpecialistId')::uuid from jsonb_array_elements(d.figures -> 'specialists') line)) as names
           from app.digests d where d.id = $1`,
};

/** Row security leaves out whoever is not in sight any more. */
export const DIGEST_CLIENTS = {
  name: 'digest_clients',
  text: `select k.client_id as "clientId", c.code, c.preferred_name as "preferredName", k.peer_specialist_id as "peerSpecialistId",
                app.specialist_name(k.peer_specialist_id) as "peerSpecialist", k.overdue_days as "overdueDays", k.hand_off_broken as "handOffBroken", k.notes_unsigned as "notesUnsigned"
           from app.digest_clients k join app.clients c on c.id = k.client_id where k.digest_id = $1 order by k.position`,
};

/** Nothing, when the week has one already. */
export const KEEP_DIGEST = {
  text: `insert into app.digests (id, supervisor_id, week_on, as_of, made_at, figures, attention, open_tasks) values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict on constraint digests_once do nothing returning id`,
};

export const KEEP_DIGEST_CLIENTS = {
  text: `insert into app.digest_clients (digest_id, position, client_id, peer_specialist_id, overdue_days, hand_off_broken, notes_unsigned)
         select $1, k.position, k."clientId", k."peerSpecialistId", k."overdueDays", k."handOffBroken", k."notesUnsigned"
           from jsonb_to_recordset($2::jsonb) k (position integer, "clientId" uuid, "peerSpecialistId" uuid, "overdueDays" integer, "handOffBroken" boolean, "notesUnsigned" integer)`,
};
