import { expect, it } from '@jest/globals';
import { Enquiry } from '../../src/modules/enquiry/enquiry.entity.ts';

it('seals what was asked for the row that holds it', () => {
  const at = new Date('2026-03-10T12:00:00Z');
  const enquiry = Enquiry.take('phone', 'ana', at, (id) => Buffer.from(`sealed for ${id}`));
  expect(enquiry).toMatchObject({ takenBy: 'ana', takenAt: at, channel: 'phone' });
  expect(enquiry.words.toString()).toBe(`sealed for ${enquiry.id}`);
});
