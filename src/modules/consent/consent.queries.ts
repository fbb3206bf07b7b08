import { HELD_CATEGORIES } from './scope.ts';

/** Active ones are over with their last day, and with the treatment that they were given for. */
const STATUS = `case when c.status = 'active' and (c.expires_at <= now()
      or c.expires_with = 'end-of-treatment' and exists (select from app.episodes e where e.id = c.episode_id and e.discharged_at <= now()))
    then 'expired' else c.status end`;

const ROW = `c.id, c.client_id as "clientId", c.kind, ${STATUS} as status, c.categories, c.recipient_ids as "recipientIds", c.recipient_classes as "recipientClasses",
    c.purposes, c.signed_on as "signedOn", c.expires_on as "expiresOn", c.expires_with as "expiresWith", c.activated_at as "activatedAt", c.ended_at as "endedAt", c.version`;

/** $1 client, $2 the one before, $3 how many. */
export const LIST = {
  name: 'list_consents',
  text: `select ${ROW} from app.consents c where c.client_id = $1 and ($2::uuid is null or c.id < $2) order by c.id desc limit $3`,
};

export const READ = {
  name: 'read_consent',
  text: `select ${ROW}, c.discloser, c.purpose_words as "purposeWords", c.revocation_statement as "revocationStatement",
      c.redisclosure_statement as "redisclosureStatement", c.refusal_statement as "refusalStatement", c.signature, c.signer, c.signer_name as "signerName",
      c.signer_relationship as "signerRelationship", c.guardian_name as "guardianName", c.guardian_relationship as "guardianRelationship",
      c.guardian_signed_on as "guardianSignedOn", c.revocable_from as "revocableFrom", c.supersedes, c.revoked_how as "revokedHow",
      c.revoke_reason as "revokeReason", c.captured_by as "capturedBy", c.created_at as "createdAt",
      (select jsonb_build_object('mediaType', f.media_type, 'contentHash', encode(f.content_hash, 'hex'), 'attachedBy', f.attached_by,
                'attachedAt', to_char(f.attached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
         from app.consent_forms f where f.consent_id = c.id order by f.id desc limit 1) as form
    from app.consents c where c.id = $1`,
};

/** What an activation is measured against: $1 client, $2 who is named, $3 the day whose rule about minors holds. */
export const GROUND = {
  name: 'ground_of_consent',
  text: `select (select id from app.episodes where client_id = $1 and discharged_at is null limit 1) as "openEpisodeId",
      exists (select from app.recipients where id = any ($2::uuid[]) and kind = 'intermediary') as "hasIntermediary",
      (select jsonb_build_object('birthDate', c.birth_date, 'rule', (
          select jsonb_build_object('version', r.version, 'aloneFromAge', r.alone_from_age, 'guardianBesides', r.guardian_besides)
            from app.minor_consent_rules r where r.valid_from <= $3::date order by r.version desc limit 1))
         from app.clients c where c.id = $1) as youth`,
};

/** The one gate, and all that covers it, the latest consent first: $1 client, $2 recipient, $3 purpose, $4 categories, $5 when, by the database's clock if it is now, $6 and $7 the window of what is to leave. */
export const COVERING = {
  name: 'covering_consent',
  text: `select basis, consent_id as "consentId", consent_version as "consentVersion", by_class as "byClass", legal_order_id as "legalOrderId"
    from app.covering_consent($1, $2, $3, $4, coalesce($5::timestamptz, clock_timestamp()), $6, $7)`,
};

/** The same now of payments: for each of the clients $1 beside the payer in $2, who its recipient is, where it has one, and on what $3 may go there. */
export const COVERING_PAYMENTS = {
  name: 'covering_payments',
  text: `select asked.client_id as "clientId", asked.payer, r.id as "recipientId", gate.basis, gate.consent_id as "consentId",
      gate.consent_version as "consentVersion", gate.by_class as "byClass", gate.legal_order_id as "legalOrderId"
    from unnest($1::uuid[], $2::text[]) as asked (client_id, payer) left join app.recipients r on r.payer = asked.payer and r.ended_at is null
    left join lateral (select * from app.covering_consent(asked.client_id, r.id, 'payment', $3, clock_timestamp()) limit 1) gate on r.id is not null`,
};

/**
 * The same gate, as part of a statement that goes through many clients: the latest consent to hand the whole record over at
 * that instant, 42 CFR 2.19(a)(1). It has to name whoever takes over; nobody is let in by a description. What was given for
 * the length of a treatment has ended by the time that the program does.
 */
export const consentToTransfer = ({ client, recipient, at }: Record<'client' | 'recipient' | 'at', string>) =>
  `(select gate.consent_id, gate.consent_version
      from app.covering_consent(${client}, ${recipient}, 'treatment', '{${HELD_CATEGORIES.join(',')}}', ${at}) gate
      join app.consents given on given.id = gate.consent_id
     where not gate.by_class and given.expires_with is distinct from 'end-of-treatment'
     order by given.activated_at desc, given.id desc limit 1)`;

/** Whoever revokes one of $1 from here on waits; what was revoked just now is not among them. */
export const HOLD = { name: 'hold_consents', text: `select id from app.consents where id = any ($1) and status = 'active' order by id for share` };

/** What was agreed to: $1 consents. */
export const SCOPES = {
  name: 'scopes_of_consents',
  text: `select id, concat('Consent of ', signed_on, ': ', array_to_string(categories, ', '), '; for ', array_to_string(purposes, ', ')) as words
    from app.consents where id = any ($1)`,
};

/** The file itself, of the latest form: $1 consent. */
export const FORM = {
  name: 'form_of_consent',
  text: `select media_type as "mediaType", content, client_id as "clientId" from app.consent_forms where consent_id = $1 order by id desc limit 1`,
};
