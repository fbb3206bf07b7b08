import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { OPERATIONS } from '../contract/operations.ts';
import { STAYS_INSIDE, unaccounted, WAYS_OUT } from './ways-out.ts';

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(`${folder}/${file}`, 'utf8') }));
const source = filesIn('src');

describe('the ways out', () => {
  it('are all on a list: through the gate, or inside for a reason', () => {
    expect(unaccounted(OPERATIONS)).toEqual([]);
    expect(Object.values(STAYS_INSIDE).filter((reason) => reason.length < 20)).toEqual([]);
  });

  it('would have one more to account for', () => {
    const pdf = { responses: { '200': { content: { 'application/pdf': {} } } } };
    const csv = { responses: { '200': { content: { 'application/json': {}, 'text/csv': {} } } } };
    expect(unaccounted([...OPERATIONS, ['GET /v1/clients/:id/summary', pdf], ['GET /v1/clients/:id/sheet', csv]])).toEqual([
      'GET /v1/clients/:id/summary is on no list',
      'GET /v1/clients/:id/sheet is on no list',
    ]);
    expect(unaccounted([...OPERATIONS, ['POST /v1/webhooks', { responses: {} }]])).toEqual(['POST /v1/webhooks is on no list']);
    const [gone] = Object.keys(WAYS_OUT);
    expect(unaccounted(OPERATIONS.filter(([route]) => route !== gone))).toEqual([`${gone} carries nothing out`]);
  });

  it('lead through one gate, which one method asks', () => {
    const naming = source.filter(({ text }) => text.includes('covering_consent')).map(({ file }) => file);
    expect(naming).toEqual(['src/modules/consent/consent.queries.ts']);
    const asking = source.filter(({ text }) => /\bCOVERING(_PAYMENTS)?\b/.test(text)).map(({ file }) => file);
    expect(asking.sort()).toEqual(['src/modules/consent/consent.queries.ts', 'src/modules/consent/consents.service.ts']);
    for (const file of Object.values(WAYS_OUT)) expect(source.find((one) => one.file === file)!.text).toMatch(/this\.consents\.covering(Payments)?\(/);
  });
});

describe('what machines read', () => {
  // That the views ask the gate, and that a machine's role reads nothing else, is what the server looks at before it starts.
  it('comes from views of its own, and from no table of clients', () => {
    const named = source
      .filter(({ file }) => file.startsWith('src/modules/ehr/fhir/'))
      .flatMap(({ text }) => [...text.matchAll(/(?:\b(?:from|join) |`)app\.(\w+|\$\{view\}(?:_of)?)/g)].map(([, name]) => name!));
    expect(named.length).toBeGreaterThan(3);
    expect([...new Set(named)].sort()).toEqual(['${view}', '${view}_of', 'client_of_identifier']);
  });
});

describe('docs/part-2.md', () => {
  const page = readFileSync('docs/part-2.md', 'utf8');
  const cells = page
    .split('\n')
    .filter((line) => line.startsWith('| P2-'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const lines = cells.map(([, number = '', what = '', state = '', proofs = '', remark = '']) => ({
    ...{ number, what, state, remark },
    proofs: proofs === '' ? [] : proofs.split(', '),
  }));
  const titles = filesIn('test')
    .filter(({ file }) => file.endsWith('.test.ts'))
    .flatMap(({ file, text }) => [...text.matchAll(/['"`](P2-\d\d) /g)].map(([, number]) => `${number} ${file}`));

  it('has a line for every statement, with its state', () => {
    expect(lines.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, at) => `P2-${String(at + 1).padStart(2, '0')}`));
    expect(lines.filter(({ state, what }) => !['tested', 'in part', 'not built yet'].includes(state) || what.length < 20)).toEqual([]);
  });

  it('names for each that is tested the tests that carry its number, and no other', () => {
    expect(lines.flatMap(({ number, proofs }) => proofs.map((file) => `${number} ${file}`)).sort()).toEqual([...new Set(titles)].sort());
  });

  it('claims no proof for what is not built, and none without one', () => {
    expect(lines.filter(({ state, proofs }) => (state === 'tested' || state === 'in part') !== proofs.length > 0)).toEqual([]);
    expect(lines.filter(({ state, remark }) => state === 'in part' && remark === '')).toEqual([]);
  });
});
