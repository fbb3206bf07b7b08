import { Sealing } from '../../src/platform/encryption/sealing.ts';
import type { Running } from '../support/app.ts';
import { CAST, type Who } from '../support/cast.ts';
import { daysAgo, type Insert, known, on } from './furnishing.ts';
import { OBJECTS } from './objects.ts';

/** Everybody was asked about somebody once. */
export async function enquiries(peerwork: Running, insert: Insert): Promise<void> {
  const asked = {
    askedName: 'Somebody',
    askedBirthDate: '1990-01-01',
    enquirerName: 'Pat',
    enquirerRelation: 'A brother',
    enquirerContact: '555 0100',
    what: 'All',
  };
  for (const [who, id] of Object.entries(OBJECTS.enquiry)) {
    const words = peerwork.app.get(Sealing).seal({ table: 'enquiries', column: 'words', rowId: id }, JSON.stringify(asked));
    await insert('enquiries', { id, taken_by: CAST[who as Who].id, taken_at: daysAgo(1), channel: 'phone', words });
  }
}

/** What was served of Jordan and Riley, in each state, and what left on the strength of what is honoured. */
export async function orders(insert: Insert): Promise<void> {
  const status = { recordedOrder: 'recorded', reviewedOrder: 'under-review', honouredOrder: 'honoured', refusedOrder: 'refused' } as const;
  const [recipient_id, recorded_by] = [OBJECTS.recipient['clinic'], CAST.priya.id];
  const paper = { kind: 'subpoena-with-order', rule: '2.64', issuer: '', case_number: '', findings: '', served_on: on(20), received_by: '', recipient_id };
  const window = { categories: '{demographics,attendance,goals,session-notes,group}', from_on: on(60), to_on: on(0) };
  const dates = { notice_given_on: on(30), hearing_on: on(25), answer_by: on(-5), expires_on: on(-30), expires_at: daysAgo(-31), honoured_at: daysAgo(2) };
  for (const kind of ['recordedOrder', 'reviewedOrder', 'honouredOrder', 'refusedOrder'] as const) {
    for (const [client, id] of Object.entries(OBJECTS[kind])) {
      const client_id = OBJECTS.client[client];
      await insert('legal_orders', { id, client_id, ...paper, ...window, ...dates, status: status[kind], recorded_by, ...known });
      if (kind !== 'honouredOrder') continue;
      await insert('legal_order_steps', { id, order_id: id, client_id, decision: 'honoured', reason: '', decided_by: recorded_by, decided_at: daysAgo(2) });
      const scan = { media_type: 'application/pdf', content: Buffer.from('%PDF-1.7 an order'), content_hash: '\\x00' };
      await insert('legal_order_papers', { id, order_id: id, client_id, ...scan, attached_by: recorded_by, attached_at: daysAgo(2) });
      const asked = { client_id, recipient_id, purpose: 'legal', ...window, requested_by: CAST.sue.id, requested_at: daysAgo(1), version: 1 };
      const manifest = JSON.stringify([{ kind: 'goals', ids: [OBJECTS.active[client]], fields: ['id'] }]);
      const grounds = { basis: 'legal-order', legal_order_id: id, order_reference: '', notice: '2.32-a2', manifest, status: 'sent', sent_at: daysAgo(0) };
      await insert('disclosures', { id: OBJECTS.orderedDisclosure[client], ...asked, ...grounds });
    }
  }
}
