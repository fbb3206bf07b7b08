import { serviceDay } from '../platform/site-calendar.ts';
import { type Center, day, daysAgo, type DemoClient } from './center.ts';
import type { DemoClock } from './demo-clock.ts';

const SIGNED = { discloser: 'The staff of this program', revocationStatement: 'revocation-2026', signature: 'wet', signer: 'client' };
const EVERYDAY = {
  ...{ kind: 'tpo', categories: ['demographics', 'attendance', 'goals', 'session-notes'], recipientClasses: ['treating-providers', 'health-plans'] },
  ...{ purposes: ['treatment', 'payment', 'operations'], redisclosureStatement: 'redisclosure-2026', refusalStatement: 'refusal-2026' },
  expiresWith: 'end-of-treatment',
};

/** Who asks for records, what clients agreed to, and what left on the strength of it: a third each agreed to all, to something, and to nothing; what their payers hear, nearly all. */
export async function agreeToDisclosures(center: Center, clock: DemoClock, timeZone: string): Promise<void> {
  clock.goTo(new Date());
  const signedOn = serviceDay(daysAgo(1), timeZone);
  const { clinic, plans } = await registerRecipients(center);
  const treated = center.clients.filter(({ specialist }) => specialist !== null);
  for (const [n, client] of treated.entries()) if (n % 3 !== 2) await agree(center, client, n, clinic, signedOn);
  for (const [n, client] of treated.entries()) if (n % 9 !== 8) await agreeToClaims(center, client, plans, signedOn);
}

async function registerRecipients({ manager: { phone } }: Center): Promise<{ clinic: string; plans: string[] }> {
  const add = (recipient: object) => phone.post('/v1/recipients', { basis: 'consent', coveredEntity: true, ...recipient });
  const clinic = await add({ name: 'Made-up Family Clinic', kind: 'treating-provider', address: '12 Placeholder Street' });
  const plans = [
    await add({ name: 'Made-up Health Plan', kind: 'payer', payer: 'nc-medicaid' }),
    await add({ name: 'Placeholder Medical Assistance', kind: 'payer', payer: 'pa-medical-assistance' }),
  ];
  await add({ name: 'Placeholder County Exchange', kind: 'intermediary', coveredEntity: false, memberIds: [clinic.id] });
  const agreement = { signedOn: day(daysAgo(200)), validFrom: day(daysAgo(190)), reference: 'QSOA 1' };
  await add({ name: 'Sample Laboratory', kind: 'qso', basis: 'qso', agreement });
  return { clinic: clinic.id, plans: plans.map(({ id }) => id) };
}

/** Whoever pays is told when somebody was here, and nothing else. */
async function agreeToClaims({ specialists }: Center, client: DemoClient, plans: string[], signedOn: string): Promise<void> {
  const { phone } = specialists[client.specialist!]!;
  const claims = { kind: 'named-recipient', categories: ['attendance'], recipientIds: plans, purposes: ['payment'], expiresOn: day(daysAgo(-180)) };
  const consent = await phone.post(`/v1/clients/${client.id}/consents`, { ...claims, ...SIGNED, signedOn });
  await phone.put(`/v1/consents/${consent.id}/activation`, consent.version, {});
}

/** Some have changed their minds, and some papers are still unsigned. */
async function agree({ specialists }: Center, client: DemoClient, n: number, clinic: string, signedOn: string): Promise<void> {
  const { phone } = specialists[client.specialist!]!;
  const named = {
    kind: 'named-recipient',
    categories: ['attendance', 'goals'],
    recipientIds: [clinic],
    purposes: ['treatment'],
    expiresOn: day(daysAgo(-180)),
  };
  const isUnsigned = n % 12 === 4;
  const consent = await phone.post(`/v1/clients/${client.id}/consents`, {
    ...(n % 3 === 0 ? { ...EVERYDAY, recipientIds: [clinic] } : named),
    ...(isUnsigned ? {} : { ...SIGNED, signedOn }),
  });
  if (isUnsigned) return;
  const active = await phone.put(`/v1/consents/${consent.id}/activation`, consent.version, {});
  if (n % 6 === 0) {
    const asked = { recipientId: clinic, purpose: 'treatment', categories: ['attendance', 'goals'] };
    const { id } = await phone.post(`/v1/clients/${client.id}/disclosures`, asked);
    if (n % 12 === 0) await phone.get(`/v1/disclosures/${id}/content`);
  }
  if (n % 12 === 1) await phone.put(`/v1/consents/${consent.id}/revocation`, active.version, { how: 'written', reason: 'Changed clinics' });
}
