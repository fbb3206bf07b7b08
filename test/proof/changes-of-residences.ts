import { randomUUID } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { CAST } from '../support/cast.ts';
import type { Change } from './changes.ts';
import { textOf } from './changes-of-center.ts';
import { ago, day, since } from './race-fresh.ts';

const max = CAST.max.token;
const rise = (table: string, id: string): [string, unknown[]] => [`select version - 1 as count from app.${table} where id = $1`, [id]];

/** What changes houses and beds, and who sleeps where. */
export const RESIDENCE_CHANGES: Record<string, Change> = {
  'POST /v1/residences': {
    action: 'residence.opened',
    gate: 'residences',
    again: '409 residence-exists',
    proves: ['residences_name_unique'],
    wish: async () => {
      const name = randomUUID();
      const body = (nth: number) => ({ name: nth % 2 ? name.toUpperCase() : name, narrLevel: 2, openedOn: day(9) });
      return { by: max, body, effects: ['select count(*) from app.residences where lower(name) = $1', [name]] };
    },
  },
  'PATCH /v1/residences/:id': {
    action: 'residence.changed',
    gate: 'residences',
    wish: async (fresh) => {
      const id = await fresh.residence();
      return { by: max, on: id, body: (nth) => ({ name: `${id} ${textOf(nth)}` }), effects: rise('residences', id) };
    },
  },
  'POST /v1/residences/:id/beds': {
    action: 'bed.added',
    gate: 'residences',
    again: '409 bed-exists',
    proves: ['beds_unique'],
    wish: async (fresh) => {
      const id = await fresh.residence();
      return { by: max, on: id, body: { room: '1', label: 'a' }, effects: ['select count(*) from app.beds where residence_id = $1', [id]] };
    },
  },
  'POST /v1/beds/:id/out-of-service-periods': {
    action: 'bed.taken-out-of-service',
    gate: 'beds',
    again: '409 bed-out-of-service',
    proves: ['out_of_service_periods_once'],
    wish: async (fresh) => {
      const id = await fresh.bed();
      const body = (nth: number) => ({ reason: 'repair', at: ago(1 + nth) });
      return { by: max, on: id, body, effects: ['select count(*) from app.out_of_service_periods where bed_id = $1', [id]] };
    },
  },
  'PUT /v1/out-of-service-periods/:id/ending': {
    action: 'bed.returned-to-service',
    gate: 'out_of_service_periods',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, bed_id] = [uuid(), await fresh.bed()];
      await fresh.insert('out_of_service_periods', [{ id, bed_id, starts_at: ago(60), reason: 'repair', taken_by: CAST.max.id, ...since() }]);
      return { by: max, on: id, body: { at: ago(1) }, effects: rise('out_of_service_periods', id) };
    },
  },
  'POST /v1/beds/:id/reservations': {
    action: 'bed-reservation.made',
    gate: 'episodes',
    again: '409 client-has-reservation',
    proves: ['bed_reservations_one_per_client'],
    wish: async (fresh) => {
      const [id, { clientId }] = [await fresh.bed(), await fresh.resident()];
      return { by: max, on: id, body: { clientId }, effects: ['select count(*) from app.bed_reservations where client_id = $1', [clientId]] };
    },
  },
  'PUT /v1/bed-reservations/:id/release': {
    action: 'bed-reservation.released',
    gate: 'bed_reservations',
    again: '412 stale-version',
    wish: async (fresh) => {
      const [id, bed_id, { clientId, episodeId }] = [uuid(), await fresh.bed(), await fresh.resident()];
      const kept = { bed_id, client_id: clientId, episode_id: episodeId, starts_at: ago(60), expires_at: ago(-600), reserved_by: CAST.max.id };
      await fresh.insert('bed_reservations', [{ id, ...kept, ...since() }]);
      return { by: max, on: id, body: {}, effects: rise('bed_reservations', id) };
    },
  },
  'POST /v1/beds/:id/occupancies': {
    action: 'bed-occupancy.started',
    gate: 'stays',
    again: '409 client-has-bed',
    proves: ['bed_occupancies_one_per_client'],
    wish: async (fresh) => {
      const [id, { clientId }] = [await fresh.bed(), await fresh.resident()];
      const body = (nth: number) => ({ clientId, at: ago(1 + nth) });
      return { by: max, on: id, body, effects: ['select count(*) from app.bed_occupancies where client_id = $1', [clientId]] };
    },
  },
  'POST /v1/bed-occupancies/:id/moves': {
    action: 'bed-occupancy.moved',
    gate: 'stays',
    again: '409 bed-occupied',
    wish: async (fresh) => {
      const [{ id, clientId }, bedId] = [await fresh.occupancy(), await fresh.bed()];
      const effects: [string, unknown[]] = ['select count(*) - 1 as count from app.bed_occupancies where client_id = $1', [clientId]];
      return { by: max, on: id, body: { bedId, at: ago(1) }, effects };
    },
  },
  'PUT /v1/bed-occupancies/:id/ending': onOccupancy('bed-occupancy.ended', { at: ago(1) }),
  'PUT /v1/bed-occupancies/:id/readiness': onOccupancy('bed-occupancy.readied', { at: ago(1) }, true),
  'PUT /v1/bed-occupancies/:id/withdrawal': onOccupancy('bed-occupancy.withdrawn', {}),
};

function onOccupancy(action: string, body: object, hasLeft = false): Change {
  return {
    action,
    gate: 'bed_occupancies',
    again: '412 stale-version',
    wish: async (fresh) => {
      const { id } = await fresh.occupancy({ hasLeft });
      return { by: max, on: id, body, effects: rise('bed_occupancies', id) };
    },
  };
}
