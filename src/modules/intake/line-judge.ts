import { Injectable } from '@nestjs/common';
import { Env } from '../../config/env.ts';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Problem } from '../../platform/problem.ts';
import { serviceDay } from '../../platform/site-calendar.ts';
import { Client, Registration } from '../client/index.ts';
import { KnownLines } from './known-lines.ts';
import type { LineStatus } from './import.entity.ts';
import { type Entry, fingerprintOf, type LineProblem, personOf, type RosterLine } from './roster.ts';

export type Judged = { line: number; status: LineStatus; entry: Entry | null; fingerprint: string | null; problems: LineProblem[] };
/** A line that could be read, on its way. */
type Read = { line: number; entry: Entry; fingerprint: string };

/** Decides what is to become of a line: whether it can be, was before, or seems to be somebody who is registered. */
@Injectable()
export class LineJudge {
  constructor(
    private readonly work: UnitOfWork,
    private readonly registration: Registration,
    private readonly env: Env,
    private readonly knownLines: KnownLines,
  ) {}

  async judge(lines: RosterLine[]): Promise<Judged[]> {
    const placed = await this.place(lines);
    const read = placed.flatMap(({ line, entry }) => (entry ? [{ line, entry, fingerprint: fingerprintOf(entry, this.env.TOKEN_SECRET) }] : []));
    const statuses = await this.statuses(read);
    const people = new Set<string>();
    const prints = new Map<string, number>();
    return placed.map(({ line, entry, problems }) => {
      if (!entry) return { line, status: 'faulty', entry: null, fingerprint: null, problems };
      const { status, fingerprint } = statuses.get(line)!;
      const earlier = prints.get(fingerprint);
      prints.set(fingerprint, earlier ?? line);
      if (earlier !== undefined)
        return { line, status: 'faulty', entry: null, fingerprint: null, problems: [{ column: null, expected: `must not repeat line ${earlier}` }] };
      const isKnownHere = people.has(personOf(entry));
      people.add(personOf(entry));
      const decided = status === 'ready' && isKnownHere ? 'held' : status;
      return { line, status: decided, entry: decided === 'unchanged' ? null : entry, fingerprint, problems: decided === 'held' ? HELD : [] };
    });
  }

  /** What may have changed since the check: who was registered meanwhile, by whom ever. */
  async statuses(lines: Read[]): Promise<Map<number, { status: 'ready' | 'held' | 'unchanged'; fingerprint: string }>> {
    const [settled, equal, suspected] = await Promise.all([
      this.work.rows<{ fingerprint: string }>({
        text: `select encode(f, 'hex') as fingerprint from app.lines_settled(array(select decode(p, 'hex') from unnest($1::text[]) p)) f`,
        values: [lines.map(({ fingerprint }) => fingerprint)],
      }),
      this.knownLines.among(lines),
      this.registration.suspected(lines.map(({ entry }) => entry)),
    ]);
    const known = new Set([...settled.map(({ fingerprint }) => fingerprint)]);
    return new Map(
      lines.map(({ line, fingerprint }, at) => [
        line,
        { fingerprint, status: known.has(fingerprint) || equal.has(line) ? ('unchanged' as const) : suspected[at] ? ('held' as const) : ('ready' as const) },
      ]),
    );
  }

  /** Puts a program's code and a specialist's id in the place of what they are called. */
  private async place(lines: RosterLine[]): Promise<RosterLine[]> {
    const [programs, specialists] = await Promise.all([
      this.work.rows<{ code: string; name: string }>({ text: 'select code, name from app.programs' }),
      this.work.rows<{ email: string; id: string; room: number }>({
        text: `select c.email, p.id, p.max_caseload - app.caseload_size(p.id, now()) as room from app.specialists_called($1) c join app.peer_specialists p on p.id = c.id`,
        values: [[...new Set(lines.flatMap(({ entry }) => entry?.specialist ?? []))]],
      }),
    ]);
    const today = serviceDay(new Date(), this.env.SITE_TIME_ZONE);
    const codes = new Map(programs.flatMap(({ code, name }) => [code, name].map((each) => [each.toLowerCase(), code] as const)));
    const byEmail = new Map(specialists.map(({ email, id, room }) => [email, { id, room }]));
    return lines.map((one) => {
      if (!one.entry) return one;
      const { program, specialist, admittedOn } = one.entry;
      const code = program === undefined ? undefined : (codes.get(program.toLowerCase()) ?? codes.get(program.toLowerCase().replace(/[\s_]+/g, '-')));
      const named = specialist === undefined ? undefined : byEmail.get(specialist);
      const problems = [...personProblems(one.entry)];
      if (program !== undefined && code === undefined)
        problems.push({ column: 'program', expected: `must be one of: ${programs.map((each) => each.code).join(', ')}` });
      if (admittedOn !== undefined && admittedOn > today) problems.push({ column: 'admitted on', expected: 'lies in the future' });
      if (specialist !== undefined && !named)
        problems.push({ column: 'peer specialist', expected: 'must be the e-mail of a peer specialist whom you may assign' });
      if (named && problems.length === 0 && named.room-- <= 0)
        problems.push({ column: 'peer specialist', expected: 'must be somebody whose caseload has room' });
      if (problems.length > 0) return { line: one.line, entry: null, problems };
      return { ...one, entry: { ...one.entry, ...(code !== undefined && { program: code }), ...(named && { specialist: named.id }) } };
    });
  }
}

const HELD: LineProblem[] = [{ column: null, expected: 'seems to be registered already; somebody must decide' }];

/** What the rules for a client say of the one who is described. */
function personProblems({ legalName, birthDate, languages }: Entry): LineProblem[] {
  try {
    Client.register({ givenName: legalName.given, familyName: legalName.family, preferredName: null, pronouns: null, birthDate, languages }, '');
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return ((error.extras['errors'] as { detail: string }[] | undefined) ?? []).map(({ detail }) => ({ column: 'birth date', expected: detail }));
  }
}
