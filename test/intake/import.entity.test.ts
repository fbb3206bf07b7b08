import { expect, it } from '@jest/globals';
import { Import, ImportLine } from '../../src/modules/intake/import.entity.ts';
import type { Sealing } from '../../src/platform/encryption/sealing.ts';
import { refusals } from '../support/refusals.ts';

const checked = () => Import.of('clients.csv', ['shoe size'], 'sue');
function started(): Import {
  const one = checked();
  one.start();
  return one;
}
function done(): Import {
  const one = started();
  one.finish();
  return one;
}

it('is checked, started once and finished', () => {
  const made = { fileName: 'clients.csv', ignoredColumns: ['shoe size'], madeBy: 'sue', version: 1 };
  expect(checked()).toMatchObject({ ...made, state: 'checked', startedAt: null, endedAt: null });
  expect(started()).toMatchObject({ ...made, state: 'running', startedAt: expect.any(Date), endedAt: null });
  expect(done()).toMatchObject({ ...made, state: 'done', endedAt: expect.any(Date) });
  expect([checked, started, done].map((make) => refusals(() => make().start()))).toEqual([[], ['import-started'], ['import-started']]);
  expect([checked, started, done].map((make) => refusals(() => make().demandStarted()))).toEqual([['import-not-started'], [], []]);
});

it('decides about a line that is held, once, and forgets whom it described', () => {
  const content = { givenName: 'Kim' } as never;
  const line = (more: Partial<ImportLine> = {}) => Object.assign(new ImportLine(), { id: 'line', status: 'held', content, contactsSealed: null, ...more });
  const resolve = (one: ImportLine) => one.resolve({} as Sealing, 'created', 'She is new', 'sue');
  const held = line();
  expect(resolve(held)).toBe(content);
  expect(held).toMatchObject({ status: 'created', content: null, contactsSealed: null, reason: 'She is new', resolvedBy: 'sue', resolvedAt: expect.any(Date) });
  for (const one of [held, line({ status: 'ready' }), line({ content: null })]) expect(refusals(() => resolve(one))).toEqual(['line-not-held']);
});
