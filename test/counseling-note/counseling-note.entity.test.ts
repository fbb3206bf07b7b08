import { expect, it } from '@jest/globals';
import { CounselingNote } from '../../src/modules/counseling-note/counseling-note.entity.ts';
import { refusals } from '../support/refusals.ts';

const TODAY = '2026-03-10';
const AT = new Date('2026-03-10T12:00:00Z');
const begun = (sessionOn = TODAY) => CounselingNote.begin('jordan', 'nadia', sessionOn, TODAY);

it('is of a session that has been held', () => {
  expect(begun()).toMatchObject({ clientId: 'jordan', authorId: 'nadia', sessionOn: TODAY, status: 'draft', signedAt: null, version: 1 });
  expect(refusals(() => begun('2026-03-11'))).toEqual(['sessionOn']);
});

it('is written until it is signed, once', () => {
  const note = begun();
  const words = Buffer.from('sealed');
  note.write(words);
  note.held('2026-03-09', TODAY);
  expect(note).toMatchObject({ words, sessionOn: '2026-03-09', status: 'draft' });
  note.sign(AT);
  expect(note).toMatchObject({ status: 'signed', signedAt: AT });
  for (const step of [() => note.write(Buffer.from('other')), () => note.held(TODAY, TODAY), () => note.sign(new Date())])
    expect(refusals(step)).toEqual(['counseling-note-signed']);
  expect(note).toMatchObject({ words, sessionOn: '2026-03-09', signedAt: AT });
});
