import { describe, expect, it } from '@jest/globals';
import type { DigestView } from '../../src/modules/digest/digest.dto.ts';
import { needingAttention, reasonsFor, weekDue } from '../../src/modules/digest/digest.ts';
import { htmlOf, textOf } from '../../src/modules/digest/digest-document.ts';
import { letterOf, transportFor } from '../../src/modules/digest/mail.ts';
import type { Env } from '../../src/config/env.ts';

const client = (clientId: string, overdueDays: number | null, handOffBroken = false, notesUnsigned = 0) => ({
  clientId,
  overdueDays,
  handOffBroken,
  notesUnsigned,
});

describe('the week of a digest', () => {
  it.each([
    ['a Monday before the hour', '2026-11-23T05:59:00Z', 'UTC', null],
    ['a Monday at the hour', '2026-11-23T06:00:00Z', 'UTC', '2026-11-23'],
    ['a Thursday after nothing ran', '2026-11-26T02:00:00Z', 'UTC', '2026-11-23'],
    ['a Sunday', '2026-11-29T23:59:00Z', 'UTC', '2026-11-23'],
    ['a Monday that is Sunday at the site', '2026-11-30T04:59:00Z', 'America/New_York', '2026-11-23'],
    ['six at the site, in winter', '2026-11-23T11:00:00Z', 'America/New_York', '2026-11-23'],
    ['six at the site, in summer', '2026-07-06T10:00:00Z', 'America/New_York', '2026-07-06'],
    ['a minute before', '2026-07-06T09:59:00Z', 'America/New_York', null],
    ['the day on which clocks went back', '2026-11-02T10:59:00Z', 'America/New_York', null],
  ])('on %s', (_, at, zone, week) => expect(weekDue(new Date(at), zone, 6)).toBe(week));
});

describe('who needs attention', () => {
  it('comes in the order of who was longest out of reach, then of what is lost, then of what is not written', () => {
    const all = [
      client('a', 0),
      client('b', null, true),
      client('c', 3),
      client('d', 9, true, 1),
      client('e', 3, true),
      client('f', 0, false, 2),
      client('g', 0, false, 1),
      client('h', 0, false, 1),
    ];
    expect(needingAttention(all).map(({ clientId }) => clientId)).toEqual(['d', 'e', 'c', 'b', 'f', 'g', 'h']);
  });

  it('is said with the gravest reason first', () => {
    expect(reasonsFor(client('d', 9, true, 1))).toEqual(['overdue-contact', 'hand-off-broken', 'notes-unsigned']);
    expect(reasonsFor(client('a', null))).toEqual([]);
  });
});

describe('a far end', () => {
  const options = (url: string) => transportFor({ SMTP_URL: url, SMTP_FROM: 'digest@mail.example' } as Env)!.options as Record<string, unknown>;

  it('is none while nobody said where', () => {
    expect(transportFor({ SMTP_FROM: 'digest@mail.example' } as Env)).toBeNull();
    expect(transportFor({ SMTP_URL: 'smtp://mail.example' } as Env)).toBeNull();
  });

  it.each([
    ['smtps://me:p%40ss@mail.example', { host: 'mail.example', port: 465, secure: true, requireTLS: true, auth: { user: 'me', pass: 'p@ss' } }],
    ['smtp://me:p@mail.example', { port: 587, secure: false, requireTLS: true }],
    ['smtp://mail.example:25', { port: 25, secure: false, requireTLS: false }],
    ['smtp://me:p@127.0.0.1:2525', { port: 2525, requireTLS: false }],
    ['smtp://me:p@[::1]:2525', { host: '::1', requireTLS: false }],
    ['smtp://me:p@127.mail.example', { requireTLS: true }],
  ])('at %s hears no password while others may listen', (url, expected) => expect(options(url)).toMatchObject(expected));
});

describe('a letter', () => {
  it('counts, and says nothing else', () => {
    const { subject, text, html } = letterOf({ to: 'sue@center.example', attention: 1, openTasks: 12 }, 'https://sign.example/?a=1&b=2');
    expect(subject).toBe('Your weekly digest');
    expect(text).toBe('Your weekly digest is ready.\n\n1 entry needs attention, and 12 tasks are open.\n\nSign in to read it: https://sign.example/?a=1&b=2\n');
    expect(html).toContain('<a href="https://sign.example/?a=1&#38;b=2">https://sign.example/?a=1&#38;b=2</a>');
  });

  it('links nowhere when nobody said where', () => {
    expect(letterOf({ to: 'x@y.example', attention: 0, openTasks: 1 }, undefined).text).toMatch(
      /0 entries need attention, and 1 task is open\.\n\nSign in to read it\.\n$/,
    );
  });
});

describe('the readable forms', () => {
  const totals = { caseload: 1, contacts: 2, attempts: 0, clientsOverdue: 1, handOffsBroken: 0, notesUnsigned: 0, notesAwaitingCosignature: 4 };
  const digest = {
    ...{ id: 'x', weekOn: '2026-11-23', madeAt: new Date(), attention: 3, openTasks: 5, asOf: '2026-11-23', windowDays: 7, withheld: 1 },
    ...{ totals, specialists: [{ name: 'Ana <b>', ...totals }], tasks: [{ kind: 'cosignature', count: 5 }] },
    clients: [
      {
        ...{ clientId: 'c', code: 'PW-1', preferredName: '<script>', peerSpecialistId: 's', peerSpecialist: 'Ana <b>' },
        ...{ reasons: ['overdue-contact', 'hand-off-broken', 'notes-unsigned'], overdueDays: 9, notesUnsigned: 2 },
      },
    ],
  } as unknown as DigestView;

  it('say in plain text what the view says', () => {
    const text = textOf(digest);
    expect(text).toMatch(/^Weekly digest of 2026-11-23: 7 days up to 2026-11-23\n/);
    expect(text).toMatch(/^All +1 +2 +0 +1 +0 +0 +4$/m);
    expect(text).toContain('contact overdue for 9 days; hand-off broken; 2 notes unsigned for over 24 hours');
    expect(text).toContain('1 more are not shown');
  });

  it('run nothing of what somebody wrote', () => {
    const html = htmlOf(digest);
    expect(html).not.toContain('<script>');
    expect(html).not.toContain('<b>');
    expect(html).toContain('&#60;script&#62;');
  });
});
