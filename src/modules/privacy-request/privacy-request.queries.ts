/** $1 is the day at the site. */
const OVERDUE = `(p.state in ('recorded', 'extended') and p.due_on < $1::date)`;
const ROW = `p.id, p.client_id as "clientId", p.kind, p.state, p.received_on as "receivedOn", p.due_on as "dueOn", ${OVERDUE} as overdue,
    p.recipient_id as "recipientId", p.purpose, p.paid_in_full as "paidInFull", p.recorded_by as "recordedBy", p.answered_at as "answeredAt",
    p.withdrawn_at as "withdrawnAt", p.version`;

/** $2 the one before, $3 kind, $4 state, $5 whether overdue, $6 client, $7 how many. */
export const LIST = {
  name: 'list_privacy_requests',
  text: `select ${ROW} from app.privacy_requests p
    where ($2::uuid is null or p.id < $2) and ($3::text is null or p.kind = $3) and ($4::text is null or p.state = $4)
      and ($5::boolean is null or ${OVERDUE} = $5) and ($6::uuid is null or p.client_id = $6) order by p.id desc limit $7`,
};

/** $2 request. */
export const READ = {
  name: 'read_privacy_request',
  text: `select ${ROW}, p.wish, p.extended_at as "extendedAt", p.extended_by as "extendedBy", p.extension_reason as "extensionReason",
      p.answered_by as "answeredBy", p.answer, p.ground, p.withdrawn_by as "withdrawnBy", p.withdrawal_reason as "withdrawalReason", p.created_at as "createdAt"
    from app.privacy_requests p where p.id = $2`,
};
