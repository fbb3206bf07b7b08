import { describe, expect, it } from '@jest/globals';
import { isFuture, serviceDay } from '../../src/platform/site-calendar.ts';

describe('the service day', () => {
  it('is the calendar day at the site, not in Greenwich', () => {
    const evening = new Date('2026-11-23T03:30:00Z');
    expect(serviceDay(evening, 'UTC')).toBe('2026-11-23');
    expect(serviceDay(evening, 'America/New_York')).toBe('2026-11-22');
    expect(serviceDay(evening, 'Pacific/Auckland')).toBe('2026-11-23');
  });

  it('holds on both sides of the hour that the clocks skip or repeat', () => {
    expect(serviceDay(new Date('2026-03-08T06:59:59Z'), 'America/New_York')).toBe('2026-03-08');
    expect(serviceDay(new Date('2026-03-08T04:59:59Z'), 'America/New_York')).toBe('2026-03-07');
    expect(serviceDay(new Date('2026-11-01T04:00:00Z'), 'America/New_York')).toBe('2026-11-01');
    expect(serviceDay(new Date('2026-11-02T04:59:59Z'), 'America/New_York')).toBe('2026-11-01');
    expect(serviceDay(new Date('2026-11-02T05:00:00Z'), 'America/New_York')).toBe('2026-11-02');
  });
});

describe('the future', () => {
  const now = new Date('2026-11-22T12:00:00Z');

  it('begins five minutes ahead, since phones go a little wrong', () => {
    expect(isFuture(new Date('2026-11-22T12:05:00.000Z'), now)).toBe(false);
    expect(isFuture(new Date('2026-11-22T12:05:00.001Z'), now)).toBe(true);
  });
});
