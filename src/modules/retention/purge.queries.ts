const PURGE = `select p.id, p.as_of as "asOf", p.state, p.previewed_by as "previewedBy", p.created_at as "createdAt", p.attestation, p.attested_by as "attestedBy",
      p.attested_at as "attestedAt", p.confirmed_by as "confirmedBy", p.confirmed_at as "confirmedAt", p.ended_at as "endedAt", n.counts, p.version
    from app.purges p
    cross join lateral (
      select jsonb_build_object('clients', count(*), 'planned', count(*) filter (where l.outcome = 'planned'),
               'destroyed', count(*) filter (where l.outcome = 'destroyed'), 'kept', count(*) filter (where l.outcome = 'kept')) as counts
        from app.purge_clients l where l.purge_id = p.id) n`;

export const READ = { name: 'read_purge', text: `${PURGE} where p.id = $1` };
/** $1 the one before, $2 how many. */
export const LIST = { name: 'list_purges', text: `${PURGE} where $1::uuid is null or p.id < $1 order by p.id desc limit $2` };

/** What is destroyed has no code any more: its client is out of everybody's sight. $1 purge, $2 the one before, $3 how many. */
export const CLIENTS = {
  name: 'list_purge_clients',
  text: `select l.id, l.client_id as "clientId", c.code, l.kept_until as "keptUntil", l.reasons, l.rule_id as "ruleId",
      (select coalesce(jsonb_agg(jsonb_build_object('table', k.key, 'rows', k.value) order by k.key), '[]') from jsonb_each(l.counts) k) as rows,
      l.outcome, l.because, l.settled_at as "settledAt"
    from app.purge_clients l left join app.clients c on c.id = l.client_id
   where l.purge_id = $1 and ($2::uuid is null or l.id < $2) order by l.id desc limit $3`,
};

export const ADD_CLIENTS = {
  name: 'add_purge_clients',
  text: `insert into app.purge_clients (id, purge_id, client_id, kept_until, reasons, rule_id, counts, outcome)
    select id, $1, "clientId", "keptUntil", reasons, "ruleId", counts, 'planned'
      from jsonb_to_recordset($2) as l (id uuid, "clientId" uuid, "keptUntil" date, reasons jsonb, "ruleId" uuid, counts jsonb)`,
};

export const RUNNING = {
  name: 'purges_running',
  text: `select p.id, p.confirmed_at as "confirmedAt", (select count(*)::integer from app.purge_clients l where l.purge_id = p.id and l.outcome = 'planned') as planned
    from app.purges p where p.state = 'running' order by p.id`,
};

/** $1 purge, $2 today, $3 time zone. */
export const NEXT = {
  name: 'purge_next',
  text: `select client as "clientId", rule as "ruleId", done as outcome, why as because, destroyed from app.purge_next($1, $2, $3)`,
};
