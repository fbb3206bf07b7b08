import { beforeAll, describe, expect, it } from '@jest/globals';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS, type Who } from '../support/cast.ts';
import { centerRows } from './center-rows.ts';
import { expectTheSame } from './comparison.ts';
import { KNOWN, knowCenter, on, PAT, REMY } from './known-center.ts';
import { sightOf } from './sight.ts';

const peerwork = launch();
beforeAll(() => knowCenter(peerwork));

const { ana, ben, olive, sue, otto } = CAST;
const EVERYBODY = [ana.specialistId, ben.specialistId, olive.specialistId, PAT.specialistId, REMY.specialistId];
const EVERY_CLIENT = [...Object.values(KNOWN)];

const SEES: Record<'ana' | 'sue' | 'otto' | 'nadia' | 'max' | 'priya', { clients: string[]; specialists: string[] }> = {
  ana: { clients: [KNOWN.jordan, KNOWN.quinn, KNOWN.skye], specialists: [ana.specialistId] },
  sue: { clients: [KNOWN.jordan, KNOWN.quinn, KNOWN.skye, KNOWN.sam, CLIENTS.casey], specialists: [ana.specialistId, ben.specialistId] },
  otto: { clients: [KNOWN.riley, KNOWN.devon, KNOWN.ellis], specialists: [olive.specialistId, PAT.specialistId] },
  nadia: { clients: [KNOWN.jordan], specialists: EVERYBODY },
  max: { clients: EVERY_CLIENT, specialists: EVERYBODY },
  priya: { clients: EVERY_CLIENT, specialists: EVERYBODY },
};

describe.each(Object.keys(SEES) as (keyof typeof SEES)[])('as %s', (who) => {
  it('sees exactly these clients and specialists', async () => {
    const { clientIds, specialistIds } = sightOf(await centerRows(peerwork), CAST[who].id);
    expect([...clientIds].sort()).toEqual([...SEES[who].clients].sort());
    expect([...specialistIds].sort()).toEqual([...SEES[who].specialists].sort());
  });

  it.each([
    [0, 30],
    [0, 1],
    [0, 366],
    [1, 7],
    [2, 14],
    [10, 30],
    [11, 30],
    [20, 10],
    [29, 1],
    [30, 31],
    [45, 60],
    [99, 30],
    [101, 30],
  ])('every figure of %i days ago over %i days equals a second computation', async (ago, windowDays) => {
    await expectTheSame(peerwork, peerwork.as(who), CAST[who].id, { asOf: on(ago), windowDays });
  });
});

it.each<[Who, object]>([
  ['sue', { program: 'detox' }],
  ['max', { program: 'detox' }],
  ['max', { program: 'supportive-living' }],
  ['max', { supervisorId: sue.id }],
  ['priya', { supervisorId: otto.id }],
  ['sue', { supervisorId: sue.id }],
  ['nadia', { peerSpecialistId: ana.specialistId }],
  ['max', { peerSpecialistId: ben.specialistId, program: 'therapy', supervisorId: sue.id }],
  ['max', { peerSpecialistId: ben.specialistId, supervisorId: otto.id }],
])('as %s narrowed to %j too', async (who, filters) => {
  for (const ago of [0, 15, 25, 45]) await expectTheSame(peerwork, peerwork.as(who), CAST[who].id, { asOf: on(ago), windowDays: 40, ...filters });
});
