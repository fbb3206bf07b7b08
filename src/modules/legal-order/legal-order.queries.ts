const ROW = `o.id, o.client_id as "clientId", o.kind, case when o.status = 'honoured' and o.expires_at <= now() then 'expired' else o.status end as status, o.rule, o.issuer,
    o.case_number as "caseNumber", o.served_on as "servedOn", o.answer_by as "answerBy", o.expires_on as "expiresOn", o.version`;
const INSTANT = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** $1 the one before, $2 how many. */
export const LIST = {
  name: 'list_legal_orders',
  text: `select ${ROW} from app.legal_orders o where ($1::uuid is null or o.id < $1) order by o.id desc limit $2`,
};

export const READ = {
  name: 'read_legal_order',
  text: `select ${ROW}, o.received_by as "receivedBy", o.findings, o.recipient_id as "recipientId", o.categories, o.from_on as "from", o.to_on as "to",
      o.notice_given_on as "noticeGivenOn", o.hearing_on as "hearingOn", o.recorded_by as "recordedBy", o.created_at as "createdAt", o.honoured_at as "honouredAt",
      coalesce((select jsonb_agg(jsonb_build_object('decision', s.decision, 'reason', s.reason, 'decidedBy', s.decided_by, 'decidedAt', ${INSTANT('s.decided_at')}) order by s.id)
        from app.legal_order_steps s where s.order_id = o.id), '[]') as steps,
      (select jsonb_build_object('mediaType', p.media_type, 'contentHash', encode(p.content_hash, 'hex'), 'attachedBy', p.attached_by, 'attachedAt', ${INSTANT('p.attached_at')})
         from app.legal_order_papers p where p.order_id = o.id order by p.id desc limit 1) as paper
    from app.legal_orders o where o.id = $1`,
};

/** The file itself, of the latest paper: $1 order. */
export const PAPER = {
  name: 'paper_of_legal_order',
  text: `select media_type as "mediaType", content, client_id as "clientId" from app.legal_order_papers where order_id = $1 order by id desc limit 1`,
};
