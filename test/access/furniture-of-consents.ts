import { CAST } from '../support/cast.ts';
import { daysAgo, type Insert, known, max, on } from './furnishing.ts';
import { paying, PLAN } from './furniture-of-claims.ts';
import { EVERY_CLIENT, isThere, MACHINE_KEYS, OBJECTS, row } from './objects.ts';

/** The clinic's system, which read of Jordan and Riley by FHIR. */
const READER = row('machineDisclosure', 90);

/** Two publish their keys, and the one that is not served any more has them here. */
async function machines(insert: Insert): Promise<void> {
  const by = { purpose: 'treatment', scopes: '{system/Patient.rs,system/Goal.r}', created_by: CAST.ada.id, ...known };
  const [{ clinic, program }, machine] = [OBJECTS.recipient, OBJECTS.machineClient];
  await insert('machine_clients', { id: machine['clinic'], name: 'Clinic EHR', recipient_id: clinic, jwks_url: 'https://clinic.example/keys', ...by });
  await insert('machine_clients', { id: machine['lab'], name: 'Lab', recipient_id: program, jwks_url: 'https://lab.example/keys', ...by });
  const over = { jwks: JSON.stringify(MACHINE_KEYS), disabled_at: daysAgo(2), disabled_by: CAST.ada.id };
  await insert('machine_clients', { id: OBJECTS.disabledMachine['former'], name: 'Former EHR', recipient_id: clinic, ...over, ...by });
}

/** Jordan's and everybody's: a draft that lacks nothing, an active one with its form, and what was sent on the strength of it. */
export async function consents(insert: Insert): Promise<void> {
  const { clinic, exchange, member } = OBJECTS.recipient;
  const party = { kind: 'treating-provider', covered_entity: true, basis: 'consent', member_ids: '{}', added_by: max.id, ...known };
  const paper = { agreement_signed_on: on(40), agreement_valid_from: on(30), agreement_reference: 'Paper 1', stands_from: daysAgo(30) };
  const until = { agreement_valid_until: on(-300), stands_until: daysAgo(-301), approved_by: 'A board', address: '1 Main Street' };
  await insert('recipients', { id: OBJECTS.recipient['program'], ...party, name: 'Our lab', basis: 'same-program', ...paper, ...until });
  await insert('recipients', { id: clinic, ...party, name: 'Harbor Clinic' });
  await insert('recipients', { id: exchange, ...party, name: 'Exchange', kind: 'intermediary', member_ids: `{${member}}` });
  await insert('recipients', { id: member, ...party, name: 'Member' });
  await machines(insert);
  const system = { recipient_id: clinic, purpose: 'treatment', scopes: '{system/*.rs}', jwks: '{"keys":[]}', created_by: CAST.ada.id, ...known };
  await insert('machine_clients', { id: READER, name: 'The system of Harbor Clinic', ...system });
  await insert('recipients', {
    id: OBJECTS.endedRecipient['gone'],
    ...party,
    name: 'Gone',
    kind: 'payer',
    payer: 'gone',
    ended_at: daysAgo(1),
    ended_by: max.id,
  });
  for (const [at, client] of EVERY_CLIENT.entries()) {
    const client_id = OBJECTS.client[client]!;
    const by = { captured_by: CAST.sue.id, ...known };
    const what = { categories: '{demographics,attendance,goals,session-notes,group}', recipient_ids: `{${clinic}}`, recipient_classes: '{}' };
    const signing = { signature: 'wet', signer: 'client', signer_name: '', signer_relationship: '', signed_on: on(2), revocation_statement: 'v1' };
    const guardian = { guardian_name: '', guardian_relationship: '', guardian_signed_on: on(2) };
    const words = { discloser: '', purpose_words: '', redisclosure_statement: 'v1', refusal_statement: 'v1' };
    const whole = { client_id, kind: 'tpo', ...what, purposes: '{treatment}', ...signing, ...guardian, ...words, expires_with: 'none', ...by };
    await insert('consents', { id: OBJECTS.draftConsent[client], ...whole, status: 'draft' });
    const live = { ...whole, activated_at: daysAgo(1), activated_by: CAST.sue.id };
    const earlier = { revocable_from: on(30), supersedes: OBJECTS.draftConsent[client] };
    await insert('consents', { id: OBJECTS.consent[client], ...live, recipient_classes: '{treating-providers}', status: 'active' });
    // Casey's claims stay in.
    const attended = { categories: '{attendance}', recipient_ids: `{${PLAN}}`, purposes: '{payment}', status: 'active' };
    if (client !== 'casey') await insert('consents', { id: paying(client), ...live, ...attended });
    const ending = { status: 'revoked', ended_at: daysAgo(0), ended_by: CAST.sue.id, revoked_how: 'oral', revoke_reason: '' };
    const justice = { kind: 'criminal-justice', expires_with: null, expires_on: on(-90), expires_at: daysAgo(-91) };
    if (isThere(client, 'revokedConsent')) await insert('consents', { id: OBJECTS.revokedConsent[client], ...live, ...justice, ...earlier, ...ending });
    const form = { consent_id: OBJECTS.consent[client], client_id, media_type: 'application/pdf', content: Buffer.from('%PDF-1.7 a form') };
    await insert('consent_forms', { id: row('detail', 200 + at), ...form, content_hash: '\\x00', attached_by: CAST.sue.id, attached_at: daysAgo(1) });
    const asked = {
      client_id,
      recipient_id: clinic,
      purpose: 'treatment',
      categories: what.categories,
      requested_by: CAST.sue.id,
      requested_at: daysAgo(1),
      version: 1,
    };
    const [note, stay] = [OBJECTS.signed[client], OBJECTS.episode[client]];
    const kinds = { demographics: client_id, stays: stay, sessions: note, goals: OBJECTS.active[client], notes: note, groupNotes: note };
    const manifest = JSON.stringify(Object.entries(kinds).flatMap(([kind, id]) => (id ? [{ kind, ids: [id], fields: ['id'] }] : [])));
    const grounds = { basis: 'consent', consent_id: OBJECTS.consent[client], consent_version: 1, notice: '2.32-a1', manifest };
    const window = { from_on: on(60), to_on: on(0), why: '' };
    await insert('disclosures', { id: OBJECTS.sentDisclosure[client], ...asked, ...grounds, ...window, status: 'sent', sent_at: daysAgo(0) });
    if (!isThere(client, 'refusedDisclosure')) continue;
    await insert('disclosures', { id: OBJECTS.refusedDisclosure[client], ...asked, status: 'refused', missing: 'consent', manifest: '[]' });
    await insert('disclosures', { id: OBJECTS.suspendedDisclosure[client], ...asked, ...grounds, status: 'suspended', suspended_at: daysAgo(0) });
    const told = {
      recipient_id: null,
      recipient_name: '',
      recipient_affiliation: '',
      disclosed_by: '',
      disclosed_at: daysAgo(1),
      emergency: '',
      manifest: '[]',
    };
    const emergency = { purpose: 'medical-emergency', basis: 'medical-emergency', status: 'sent', sent_at: daysAgo(1) };
    await insert('disclosures', { id: OBJECTS.emergencyDisclosure[client], ...asked, ...told, ...emergency });
    const byMachine = { requested_by: null, machine_client_id: READER, status: 'sent', sent_at: daysAgo(0) };
    await insert('disclosures', { id: OBJECTS.machineDisclosure[client], ...asked, ...grounds, ...byMachine, why: '' });
    const sent = { status: 'sent', sent_at: daysAgo(0) };
    await insert('disclosures', { id: OBJECTS.authorisedDisclosure[client], ...asked, ...grounds, ...window, status: 'authorised' });
    const bySaying = { told_at: daysAgo(0), told_categories: '{goals}' };
    await insert('disclosures', { id: OBJECTS.toldDisclosure[client], ...asked, ...grounds, ...window, ...sent, ...bySaying });
    const paid = { recipient_id: PLAN, purpose: 'payment', categories: '{attendance}', consent_id: paying(client), claim_export_id: row('claim', 0) };
    await insert('disclosures', { id: OBJECTS.claimedDisclosure[client], ...asked, ...grounds, ...window, ...paid, ...sent });
    const crime = { purpose: 'report-to-authority', basis: 'crime-report', report_ground: 'threat', told: '{name}', justification: '', categories: '{}' };
    await insert('disclosures', { id: OBJECTS.reportedDisclosure[client], ...asked, ...told, emergency: null, ...crime, ...sent });
  }
}
