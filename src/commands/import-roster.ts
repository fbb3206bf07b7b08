import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import cliProgress from 'cli-progress';
import { callingFrom } from '../config/env.ts';
import { type Terminal, usage } from './terminal.ts';

const USAGE = `npm run import -- roster.csv [--url http://127.0.0.1:3000] [--token ...] [--yes] [--dry-run]
  Signs in with PEERWORK_TOKEN or --token, or asks for e-mail and password; PEERWORK_URL says where instead of --url.`;
const OPTIONS = { url: { type: 'string' }, token: { type: 'string' }, yes: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
const ANSWER_MS = 20_000;
const LOOK_MS = 500;

type Counts = { ready: number; created: number; unchanged: number; held: number; faulty: number; skipped: number };
type Roster = { id: string; state: string; lines: number; linesDone: number; counts: Counts; ignoredColumns: string[]; version: number };
type Line = { line: number; problems: { column: string | null; expected: string }[] };
type Call = <T>(method: string, path: string, body?: object, version?: number) => Promise<T>;

/** Imports a list as somebody who signs in to a running API: what he may not do there, he may not do here. */
export async function importRoster(args: string[], { print, say }: Pick<Terminal, 'print' | 'say'>): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [file, ...others] = positionals;
  if (!file || others.length > 0) return usage(USAGE);
  const csv = textOf(file);
  const given = callingFrom();
  const url = values.url ?? given.url ?? 'http://127.0.0.1:3000';
  const token = values.token ?? given.token ?? (await signIn(url));
  const call = caller(url, token);

  const checked = await call<Roster>('POST', '/v1/clients/imports', { fileName: basename(file), csv });
  await tell(checked, call, print);
  if (values['dry-run'] || checked.counts.ready === 0) return exitCode(checked);
  if (!values.yes && !(await confirmed(checked.counts.ready))) {
    print('Nothing was imported.');
    return exitCode(checked);
  }
  await call('PUT', `/v1/clients/imports/${checked.id}/start`, undefined, checked.version);
  say('Importing; it goes on by itself if this window closes');
  const done = await follow(checked, call);
  print(summary(done));
  if (done.counts.faulty > checked.counts.faulty) await table(done, 'faulty', call, print);
  return exitCode(done);
}

const exitCode = ({ state, counts }: Roster) => (counts.faulty > 0 || state === 'failed' ? 1 : 0);

function textOf(file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new Error(`There is no file ${file}`);
    throw (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? new Error(`${file} is not UTF-8; save it as "CSV UTF-8"`) : error;
  }
}

const caller =
  (url: string, token: string | null): Call =>
  async (method, path, body, version) => {
    const response = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${version}"` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch(() => {
      throw new Error(`Nobody answers at ${url}; start the API, or say where it is with --url`);
    });
    const answer = (await response.json()) as { title?: string; missing?: string[]; columns?: string[]; line?: number };
    if (!response.ok)
      throw new Error([answer.title, ...(answer.missing ?? answer.columns ?? []), answer.line ? `line ${answer.line}` : ''].filter(Boolean).join(' | '));
    return answer as never;
  };

async function signIn(url: string): Promise<string> {
  const email = await ask('E-mail: ');
  const password = await ask('Password: ', { hidden: true });
  return (await caller(url, null)<{ token: string }>('POST', '/v1/session', { email, password })).token;
}

/** A question on the terminal; of a password nothing is shown. */
async function ask(question: string, { hidden = false } = {}): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  process.stderr.write(question);
  const terminal = createInterface({ input: process.stdin, output: hidden ? silent : undefined, terminal: hidden && process.stdin.isTTY });
  try {
    return (await terminal.question('')).trim();
  } finally {
    terminal.close();
    if (hidden) process.stderr.write('\n');
  }
}

const confirmed = async (ready: number) => /^y(es)?$/i.test(await ask(`Register ${ready} ${ready === 1 ? 'client' : 'clients'}? [y/N] `));

async function tell(roster: Roster, call: Call, print: (what: string) => void): Promise<void> {
  if (roster.ignoredColumns.length > 0) print(`Columns that are not known and not imported: ${roster.ignoredColumns.join(', ')}`);
  print(summary(roster));
  if (roster.counts.faulty > 0) await table(roster, 'faulty', call, print);
  if (roster.counts.held > 0) await table(roster, 'held', call, print);
}

const summary = ({ lines, counts }: Roster) =>
  `${lines} lines: ${counts.ready} ready, ${counts.created} created, ${counts.unchanged} unchanged, ${counts.held} held for a decision, ${counts.faulty} faulty`;

async function table(roster: Roster, status: 'faulty' | 'held', call: Call, print: (what: string) => void): Promise<void> {
  print(`\n  ${'line'.padStart(6)}  ${'column'.padEnd(18)}  what is expected`);
  for (let after = ''; ;) {
    const page = await call<{ items: Line[]; next: string | null }>('GET', `/v1/clients/imports/${roster.id}/lines?limit=100&status=${status}${after}`);
    for (const { line, problems } of page.items)
      for (const { column, expected } of problems) print(`  ${String(line).padStart(6)}  ${(column ?? '(the line)').padEnd(18)}  ${expected}`);
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  print('');
}

async function follow(checked: Roster, call: Call): Promise<Roster> {
  const bar = new cliProgress.SingleBar(
    { noTTYOutput: true, notTTYSchedule: 5_000, format: '  {bar} {percentage}% | {value} of {total} lines | {eta_formatted} left' },
    cliProgress.Presets.shades_classic,
  );
  bar.start(checked.lines, checked.linesDone);
  try {
    for (;;) {
      const now = await call<Roster>('GET', `/v1/clients/imports/${checked.id}`);
      bar.update(now.linesDone);
      if (now.state === 'done' || now.state === 'failed') return now;
      await wait(LOOK_MS);
    }
  } finally {
    bar.stop();
  }
}
