import type { NoteFacts, RuleSet } from '../../src/modules/claim/note-facts.ts';

/** Half an hour that a payer who asks for nothing pays for, except for what a test is about. */
export const facts = (changes: Partial<NoteFacts> = {}): NoteFacts => ({
  ...{ id: '1', clientId: 'client', specialistId: 'specialist', serviceOn: '2026-11-20' },
  ...{ startedAt: new Date('2026-11-20T15:00:00Z'), endedAt: new Date('2026-11-20T15:30:00Z'), minutes: 30 },
  ...{ outcome: 'completed', modality: 'in-person', status: 'signed', signedAt: new Date('2026-11-20T16:00:00Z') },
  ...{ elements: ['intervention', 'response', 'place'], isGroup: false, groupSize: 1 },
  ...{ credential: 'CPRS 1 (Board)', hasUnverifiedCredential: false, payer: 'payer', authorizedUnits: null, payment: 'covered', isClientInSight: true },
  ...changes,
});

export const rules = (changes: Partial<RuleSet> = {}): RuleSet => ({
  ...{ id: 'rules', payer: 'payer', version: 1, name: 'Rules', validFrom: '2026-01-01', source: 'A contract', serviceCode: 'H0038' },
  ...{ minutesPerUnit: 15, unitRule: 'full-unit', accumulation: 'per-encounter' },
  ...{ dailyCapUnits: null, weeklyCapUnits: null, annualCapUnits: null, groupLimit: null, groupModifier: 'HQ' },
  ...{ requiredElements: [], timelinessTargetHours: 24, timelinessLimitHours: null, cosignature: 'as-signed', unitsWithoutAuthorization: null },
  ...changes,
});
