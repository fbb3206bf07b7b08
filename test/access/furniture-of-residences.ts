import type { Running } from '../support/app.ts';
import { daysAgo, type Insert, known, max, on } from './furnishing.ts';
import { OBJECTS, row } from './objects.ts';

/** A house in which Sam lives since he left therapy for supportive living, and one that is closed. */
export async function residences(peerwork: Running, insert: Insert): Promise<void> {
  const { sam, riley, jordan } = OBJECTS.client;
  await peerwork.rows(`update stays set ends_at = $2 where id = $1`, [OBJECTS.episode['sam'], daysAgo(50)]);
  const [stay, of] = [row('stay', 0), { client_id: sam, episode_id: OBJECTS.episode['sam'] }];
  await insert('stays', { id: stay, ...of, program_code: 'supportive-living', starts_at: daysAgo(50), started_by: max.id, ...known });
  const house = { narr_level: 2, opened_on: on(90), opened_by: max.id, ...known };
  await insert('residences', { id: OBJECTS.residence['elm'], name: 'Elm House', ...house });
  await insert('residences', { id: OBJECTS.closedResidence['ash'], name: 'Ash House', closed_on: on(10), ...house });
  const kinds = ['bed', 'takenBed', 'turnoverBed', 'reservedBed', 'outBed'] as const;
  const beds = kinds.flatMap((kind) => Object.values(OBJECTS[kind]));
  const there = { residence_id: OBJECTS.residence['elm'], in_service_from: daysAgo(90), added_by: max.id, ...known };
  for (const [at, id] of beds.entries()) await insert('beds', { id, room: '1', label: `${at}`, ...there });
  const outage = { reason: 'repair', taken_by: max.id, ...known };
  await insert('out_of_service_periods', { id: OBJECTS.outage['repair'], bed_id: OBJECTS.outBed['repair'], starts_at: daysAgo(5), ...outage });
  const over = { starts_at: daysAgo(15), ends_at: daysAgo(12), ended_by: max.id };
  await insert('out_of_service_periods', { id: OBJECTS.formerOutage['a'], bed_id: OBJECTS.bed['a'], ...over, ...outage });
  const kept = { bed_id: OBJECTS.reservedBed['jordan'], client_id: jordan, episode_id: OBJECTS.episode['jordan'], reserved_by: max.id, ...known };
  await insert('bed_reservations', { id: OBJECTS.reservation['jordan'], ...kept, starts_at: daysAgo(1), expires_at: daysAgo(-2) });
  const released = { ended_at: daysAgo(29), end_reason: 'released', ended_by: max.id };
  await insert('bed_reservations', { id: OBJECTS.formerReservation['jordan'], ...kept, starts_at: daysAgo(30), expires_at: daysAgo(27), ...released });
  const by = { started_by: max.id, ...known };
  const left = (ago: number) => ({ ends_at: daysAgo(ago), end_reason: 'left', ended_by: max.id });
  const samsBed = { bed_id: OBJECTS.takenBed['sam'], client_id: sam, stay_id: stay, starts_at: daysAgo(40) };
  await insert('bed_occupancies', { id: OBJECTS.occupancy['sam'], ...samsBed, ...by });
  const caseysBed = { bed_id: OBJECTS.takenBed['casey'], client_id: OBJECTS.client['casey'], stay_id: OBJECTS.episode['casey'], starts_at: daysAgo(30) };
  await insert('bed_occupancies', { id: OBJECTS.misplaced['casey'], ...caseysBed, ...by });
  const rileysBed = { bed_id: OBJECTS.turnoverBed['riley'], client_id: riley, stay_id: OBJECTS.episode['riley'], starts_at: daysAgo(60) };
  await insert('bed_occupancies', { id: OBJECTS.vacated['riley'], ...rileysBed, ...left(3), ...by });
  const jordansBed = { bed_id: OBJECTS.bed['a'], client_id: jordan, stay_id: OBJECTS.episode['jordan'] };
  const jordansLast = { ...jordansBed, bed_id: OBJECTS.turnoverBed['jordan'], starts_at: daysAgo(10) };
  await insert('bed_occupancies', { id: OBJECTS.vacated['jordan'], ...jordansLast, ...left(2), ...by });
  const ready = { ready_at: daysAgo(19), readied_by: max.id };
  await insert('bed_occupancies', { id: OBJECTS.formerOccupancy['jordan'], ...jordansBed, starts_at: daysAgo(60), ...left(20), ...ready, ...by });
  const mistake = { starts_at: daysAgo(9), withdrawn_at: daysAgo(8), withdrawn_by: max.id };
  await insert('bed_occupancies', { id: OBJECTS.withdrawnOccupancy['jordan'], ...jordansBed, ...mistake, ...by });
}
