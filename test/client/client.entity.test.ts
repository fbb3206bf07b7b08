import { expect, it } from '@jest/globals';
import { Client } from '../../src/modules/client/client.entity.ts';
import { ContactPoint } from '../../src/modules/client/contact-point.entity.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { ownSealing } from '../support/sealing.ts';

const sealing = ownSealing();
const born = (birthDate: string) =>
  Client.register({ givenName: 'Robin', familyName: 'Newperson', preferredName: null, pronouns: null, birthDate, languages: [] }, CAST.max.id);
const today = new Date().toISOString().slice(0, 10);
const yearsAgo = (years: number) => `${Number(today.slice(0, 4)) - years}-01-01`;
const refusal = expect.objectContaining({ slug: 'invalid-request', extras: { errors: [expect.objectContaining({ pointer: '#/birthDate' })] } });

it('has a code that can be read over the phone', () => {
  const codes = Array.from({ length: 200 }, () => born('1985-05-05').code);
  for (const code of codes) expect(code).toMatch(/^PW-[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{7}$/);
  expect(new Set(codes).size).toBe(200);
});

it('was born, and within living memory', () => {
  expect(born(today).birthDate).toBe(today);
  expect(born(yearsAgo(130)).birthDate).toBe(yearsAgo(130));
  expect(() => born(yearsAgo(-1))).toThrow(refusal);
  expect(() => born(yearsAgo(131))).toThrow(refusal);
});

it('keeps what a change does not name, and takes no half of a faulty one', () => {
  const client = born('1985-05-05');
  client.change({ preferredName: 'Rob' });
  expect(client).toMatchObject({ givenName: 'Robin', preferredName: 'Rob', birthDate: '1985-05-05' });
  expect(() => client.change({ preferredName: 'Bobby', birthDate: yearsAgo(131) })).toThrow(refusal);
  expect(client.preferredName).toBe('Rob');
});

it('may be reached in no way that was not allowed', () => {
  expect(ContactPoint.of(sealing, CLIENTS.jordan, 0, { kind: 'phone', value: '+1 555 0100' })).toMatchObject({
    okToCall: false,
    okToText: false,
    okToVoicemail: false,
  });
  expect(ContactPoint.of(sealing, CLIENTS.jordan, 0, { kind: 'phone', value: '+1 555 0100', okToText: true })).toMatchObject({
    okToCall: false,
    okToText: true,
  });
});
