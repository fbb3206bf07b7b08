import { Injectable } from '@nestjs/common';
import type { Actor } from '../../platform/access/actor.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { onViolation } from '../../platform/database/violations.ts';
import { notFound, Problem } from '../../platform/problem.ts';
import { AuditTrail } from '../audit/index.ts';
import { Clients } from '../client/index.ts';
import { Episode } from '../program/index.ts';
import type { BedReservationView, ReserveBed } from './bed-occupancy.dto.ts';
import { BedReservation } from './bed-reservation.entity.ts';
import { Beds } from './beds.service.ts';

const noEpisode = () => new Problem('conflict', 'no-open-episode', 'A bed is reserved for somebody with an open episode; admit the client first');
const hasReservation = () =>
  new Problem('conflict', 'client-has-reservation', 'A bed is reserved for this client already; release that reservation first, or let it expire');
onViolation('bed_reservations_in_episode', noEpisode);
onViolation('bed_reservations_one_per_client', hasReservation);

const VIEW = `select id, bed_id as "bedId", client_id as "clientId", starts_at as "startsAt", expires_at as "expiresAt", ended_at as "endedAt", end_reason as "endReason", version
  from app.bed_reservations`;

@Injectable()
export class BedReservations {
  constructor(
    private readonly work: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly clients: Clients,
    private readonly beds: Beds,
  ) {}

  async reserve(by: Actor, bedId: string, { clientId, expiresAt }: ReserveBed): Promise<BedReservationView> {
    await this.beds.read(bedId);
    await this.clients.demand(clientId);
    const [open] = await this.work.rows<{ id: string }>({
      text: `select id from app.episodes where client_id = $1 and discharged_at is null`,
      values: [clientId],
    });
    // Whoever discharges locks the episode first as well, and then what hangs on it.
    const episode = open && (await this.work.forChange(Episode, open.id));
    if (!episode || episode.dischargedAt) throw noEpisode();
    const reservation = BedReservation.of({ bedId, clientId, episodeId: episode.id }, expiresAt, by.id);
    const held = await this.work.rows<{ bedId: string }>({
      text: `select bed_id as "bedId" from app.bed_reservations where client_id = $1 and ended_at is null and expires_at > now()`,
      values: [clientId],
    });
    if (held.length > 0) throw hasReservation();
    await this.beds.demandFree(bedId, new Date(), clientId);
    await this.work.insert(reservation);
    this.audit.record(by, 'bed-reservation.made', reservation.id, { clientId, bedId });
    return this.read(reservation.id);
  }

  async read(id: string): Promise<BedReservationView> {
    const [view] = await this.work.rows<BedReservationView>({ name: 'read_bed_reservation', text: `${VIEW} where id = $1`, values: [id] });
    if (!view) throw notFound();
    return view;
  }

  async release(by: Actor, id: string, version: number): Promise<BedReservationView> {
    const reservation = await this.work.forChange(BedReservation, id, version);
    if (!reservation) throw notFound();
    reservation.end('released', by.id);
    await this.work.save(reservation);
    const { clientId, bedId } = reservation;
    this.audit.record(by, 'bed-reservation.released', id, { clientId, bedId });
    return this.read(id);
  }

  /** Who takes the bed that was kept for him needs it kept no longer. The bed is locked by then. */
  async consume(by: Actor, bedId: string, clientId: string): Promise<string | null> {
    const [live] = await this.work.rows<{ id: string }>({
      text: `select id from app.bed_reservations where bed_id = $1 and client_id = $2 and ended_at is null and expires_at > now()`,
      values: [bedId, clientId],
    });
    const reservation = live && (await this.work.forChange(BedReservation, live.id));
    if (!reservation || reservation.endedAt || reservation.expiresAt <= new Date()) return null;
    reservation.end('taken', by.id);
    await this.work.save(reservation);
    return reservation.id;
  }
}
