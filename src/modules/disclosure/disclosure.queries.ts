const ROW = `d.id, d.client_id as "clientId", d.recipient_id as "recipientId", d.purpose, d.categories, d.status, d.basis, d.consent_id as "consentId",
    d.legal_order_id as "legalOrderId", d.requested_by as "requestedBy", d.machine_client_id as "machineClientId", d.requested_at as "requestedAt", d.sent_at as "sentAt", d.version`;
const WHOLE = `${ROW}, coalesce(d.recipient_name, r.name) as "recipientName", d.recipient_affiliation as "recipientAffiliation", m.name as "machineName", d.from_on as "from", d.to_on as "to",
      d.why, d.consent_version as "consentVersion", d.order_reference as "orderReference", d.notice, d.missing, d.manifest, d.disclosed_by as "disclosedBy", d.disclosed_at as "disclosedAt", d.emergency,
      d.suspended_at as "suspendedAt", d.told_at as "toldAt", d.told_categories as "toldCategories", d.claim_export_id as "claimExportId", d.report_ground as "reportGround", d.told, d.justification
    from app.disclosures d left join app.recipients r on r.id = d.recipient_id left join app.machine_clients m on m.id = d.machine_client_id`;

/** $1 client, $2 the one before, $3 how many. */
export const LIST = {
  name: 'list_disclosures',
  text: `select ${ROW} from app.disclosures d where d.client_id = $1 and ($2::uuid is null or d.id < $2) order by d.id desc limit $3`,
};
export const READ = { name: 'read_disclosure', text: `select ${WHOLE} where d.id = $1` };
/** For print, at one piece. */
export const ACCOUNT = { name: 'account_of_disclosures', text: `select ${WHOLE} where d.client_id = $1 order by d.id desc limit $2` };

export const SCOPE = {
  name: 'scope_of_consent',
  text: `select kind, categories, purposes, signed_on as "signedOn", expires_on as "expiresOn", expires_with as "expiresWith", null as reference
    from app.consents where id = $1`,
};
/** The same of an order: what it names, and where it comes from. */
export const SCOPE_OF_ORDER = {
  name: 'scope_of_legal_order',
  text: `select kind, categories, '{legal}'::text[] as purposes, null as "signedOn", expires_on as "expiresOn", null as "expiresWith",
      concat_ws(', ', '42 CFR ' || rule, issuer, case_number) as reference
    from app.legal_orders where id = $1`,
};

/** Only what somebody stands for by his signature. */
const SIGNED = `n.client_id = $1 and n.status in ('signed', 'cosigned') and ($2::date is null or n.service_on >= $2) and ($3::date is null or n.service_on <= $3)`;
const NOTE = `select n.id, n.service_on as "serviceOn", n.outcome, n.purposes, t.intervention, t.response, t.plan, app.specialist_name(n.author_id) as "authorName",
      n.signed_at as "signedAt", coalesce((select jsonb_agg(jsonb_build_object('at', to_char(a.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'text', a.text) order by a.id)
        from app.session_note_addenda a where a.note_id = n.id), '[]') as addenda
    from app.session_notes n join app.session_note_texts t on t.note_id = n.id where ${SIGNED}`;
const WITHIN = 'order by 1 limit $4';

/** By part, for one client in one window: $1 client, $2 first day, $3 last day, $4 how many. */
export const PARTS = {
  demographics: {
    name: 'disclosed_demographics',
    text: `select id, given_name as "givenName", family_name as "familyName", preferred_name as "preferredName", pronouns, birth_date as "birthDate", languages
      from app.clients where id = $1 and $2::date is not distinct from $2 and $3::date is not distinct from $3 ${WITHIN}`,
  },
  stays: {
    name: 'disclosed_stays',
    text: `select id, program_code as program, starts_at as "startsAt", ends_at as "endsAt" from app.stays
      where client_id = $1 and ($3::date is null or starts_at::date <= $3) and ($2::date is null or ends_at is null or ends_at::date >= $2) ${WITHIN}`,
  },
  sessions: {
    name: 'disclosed_sessions',
    text: `select n.id, n.service_on as "serviceOn", n.started_at as "startedAt", n.ended_at as "endedAt", n.outcome, n.modality from app.session_notes n where ${SIGNED} ${WITHIN}`,
  },
  goals: {
    name: 'disclosed_goals',
    text: `select id, statement, domain, status, agreed_on as "agreedOn", target_on as "targetOn", ended_on as "endedOn" from app.goals
      where client_id = $1 and agreed_on is not null and ($3::date is null or agreed_on <= $3) and ($2::date is null or ended_on is null or ended_on >= $2) ${WITHIN}`,
  },
  notes: { name: 'disclosed_notes', text: `${NOTE} and n.group_session_id is null ${WITHIN}` },
  groupNotes: { name: 'disclosed_group_notes', text: `${NOTE} and n.group_session_id is not null ${WITHIN}` },
} as const;
