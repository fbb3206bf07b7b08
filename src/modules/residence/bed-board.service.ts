import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { invalid } from '../../platform/problem.ts';
import { isFuture } from '../../platform/site-calendar.ts';
import { BOARD, FIGURES, type Figures } from './beds.queries.ts';
import type { BedBoard, BoardBed, BoardQuery, OccupancyQuery, ResidenceOccupancy } from './residence.dto.ts';
import { Residences } from './residences.service.ts';

const DAY = 86_400_000;
const DAY_SECONDS = DAY / 1000;
const USUAL_DAYS = 30;

const WHY_NULL = {
  occupancyPercent: 'no bed was in service',
  stayDaysMedian: 'nobody left the residence',
  medianTurnaroundHours: 'no bed was declared ready',
};

/** How the beds of a residence stand, and how well they were used. */
@Injectable()
export class BedBoards {
  constructor(
    private readonly work: UnitOfWork,
    private readonly residences: Residences,
    private readonly env: Env,
  ) {}

  async board(residenceId: string, { at = new Date() }: BoardQuery): Promise<BedBoard> {
    await this.residences.read(residenceId);
    return { residenceId, at, beds: await this.work.rows<BoardBed>({ ...BOARD, values: [residenceId, at] }) };
  }

  async occupancy(residenceId: string, { to: until, from: since }: OccupancyQuery): Promise<ResidenceOccupancy> {
    const now = new Date();
    if (until && isFuture(until, now)) throw invalid('#/to', 'lies in the future');
    // What a clock a little ahead calls now has not happened yet.
    const to = until && until < now ? until : now;
    const from = since ?? new Date(to.getTime() - USUAL_DAYS * DAY);
    if (from >= to) throw invalid('#/from', 'must be before to');
    await this.residences.read(residenceId);
    const [figures] = await this.work.rows<Figures>({ ...FIGURES, values: [residenceId, from, to, this.env.SITE_TIME_ZONE] });
    return { residenceId, from, to, ...occupancyOf(figures!) };
  }
}

function occupancyOf(figures: Figures): Omit<ResidenceOccupancy, 'residenceId' | 'from' | 'to'> {
  const { beds, availableSeconds, occupiedSeconds, staysEnded, stayDaysMedian, turnovers, medianTurnoverHours } = figures;
  const rates = {
    occupancyPercent: availableSeconds > 0 ? rounded((100 * occupiedSeconds) / availableSeconds, 1) : null,
    stayDaysMedian: stayDaysMedian === null ? null : rounded(stayDaysMedian, 2),
    medianTurnaroundHours: medianTurnoverHours === null ? null : rounded(medianTurnoverHours, 2),
  };
  const reasons = Object.fromEntries(Object.entries(rates).flatMap(([name, rate]) => (rate === null ? [[name, WHY_NULL[name as keyof typeof rates]]] : [])));
  const days = { bedDaysAvailable: rounded(availableSeconds / DAY_SECONDS, 2), bedDaysOccupied: rounded(occupiedSeconds / DAY_SECONDS, 2) };
  return { beds, ...days, staysEnded, turnarounds: turnovers, ...rates, reasons };
}

const rounded = (value: number, places: number) => Math.round(value * 10 ** places) / 10 ** places;
