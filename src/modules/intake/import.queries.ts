/** How far an import is, without what its maker called things. */
const PROGRESS = `i.id, i.state, i.made_by as "madeBy", n.lines, n.lines - n.ready as "linesDone",
      jsonb_build_object('ready', n.ready, 'created', n.created, 'unchanged', n.unchanged, 'held', n.held, 'faulty', n.faulty, 'skipped', n.skipped) as counts,
      i.created_at as "createdAt", i.started_at as "startedAt", i.ended_at as "endedAt", i.version`;

const COUNTED = `
    cross join lateral (
      select count(*)::integer as lines, count(*) filter (where status = 'ready')::integer as ready, count(*) filter (where status = 'created')::integer as created,
             count(*) filter (where status = 'unchanged')::integer as unchanged, count(*) filter (where status = 'held')::integer as held,
             count(*) filter (where status = 'faulty')::integer as faulty, count(*) filter (where status = 'skipped')::integer as skipped
        from app.import_lines where import_id = i.id) n`;

export const READ = {
  name: 'read_import',
  text: `select i.file_name as "fileName", i.ignored_columns as "ignoredColumns", ${PROGRESS} from app.imports i ${COUNTED} where i.id = $1`,
};

export const LIST = {
  name: 'list_imports',
  text: `select ${PROGRESS} from (select * from app.imports where ($1::uuid is null or id < $1) order by id desc limit $2) i ${COUNTED} order by i.id desc`,
};

/** Duplicates are looked for anew, and named as far as whoever asks may see them. */
const ROW = `l.id, l.line, l.status, l.problems, c.id as "clientId",
  case when l.status = 'held' then array(select d.id from app.clients d where d.id = any (
    app.likely_duplicates(l.content #>> '{legalName,given}', l.content #>> '{legalName,family}', (l.content ->> 'birthDate')::date, l.content -> 'identifiers')) order by d.id)
    else '{}' end as "possibleDuplicates", l.version
  from app.import_lines l left join app.clients c on c.id = l.client_id`;

export const LINES = {
  name: 'list_import_lines',
  text: `select ${ROW} where l.import_id = $1 and ($2::text is null or l.status = $2) and ($3::uuid is null or l.id > $3) order by l.id limit $4`,
};

export const LINE = { name: 'read_import_line', text: `select ${ROW} where l.id = $1` };

export const ADD_LINES = {
  name: 'add_import_lines',
  text: `insert into app.import_lines (id, import_id, line, status, content, contacts_sealed, problems, fingerprint, version)
    select id, $1, line, status, nullif(content, 'null'), decode(sealed, 'hex'), problems, decode(fingerprint, 'hex'), 1
      from jsonb_to_recordset($2) as l (id uuid, line integer, status text, content jsonb, sealed text, problems jsonb, fingerprint text)`,
};

export const TAKE = {
  name: 'take_import',
  text: `select id from app.imports where id = $1 and state = 'running' for update skip locked`,
};

export const READY_LINES = {
  name: 'ready_import_lines',
  text: `select id, line, content, contacts_sealed as "contactsSealed", encode(fingerprint, 'hex') as fingerprint from app.import_lines where import_id = $1 and status = 'ready' order by id limit $2`,
};

export const SETTLE_LINES = {
  name: 'settle_import_lines',
  text: `update app.import_lines l set status = s.status, client_id = s."clientId", content = case when s.status = 'held' then l.content end,
      problems = coalesce(nullif(s.problems, 'null'), '[]'), version = l.version + 1
    from jsonb_to_recordset($1) as s (id uuid, status text, "clientId" uuid, problems jsonb) where l.id = s.id`,
};
