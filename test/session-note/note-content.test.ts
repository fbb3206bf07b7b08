import { createHash } from 'node:crypto';
import { addendumHash, contentHash, type NoteContent } from '../../src/modules/session-note/note-content.ts';

const NOTE: NoteContent = {
  id: 'n1',
  clientId: 'c1',
  authorId: 'a1',
  programCode: 'therapy',
  serviceOn: '2026-11-22',
  startedAt: new Date('2026-11-22T15:00:00.000Z'),
  endedAt: new Date('2026-11-22T15:40:00.000Z'),
  outcome: 'completed',
  modality: 'phone',
  place: 'office',
  purposes: ['empathy', 'advice'],
  keptFromEhr: false,
  goalIds: ['g1', 'g2'],
  intervention: 'Talked',
  response: 'Listened',
  plan: null,
};
const hash = (changes: Partial<NoteContent> = {}) => contentHash({ ...NOTE, ...changes }).toString('hex');

const ADDENDUM = { id: 'd1', noteId: 'n1', clientId: 'c1', text: 'Misheard', reason: 'Correction', addedBy: 'p1', createdAt: NOTE.endedAt };
const hashOfAddendum = (changes: Partial<typeof ADDENDUM> = {}) => addendumHash({ ...ADDENDUM, ...changes }).toString('hex');

it('is the SHA-256 of every part, each after its length in bytes', () => {
  const written = hash({ place: 'café', purposes: [], goalIds: [] });
  const parts =
    '2:n1|2:c1|2:a1|7:therapy|10:2026-11-22|24:2026-11-22T15:00:00.000Z|24:2026-11-22T15:40:00.000Z|9:completed|5:phone|5:café|1:0|1:0|6:Talked|8:Listened|-';
  expect(written).toBe(createHash('sha256').update(parts.replaceAll('|', '')).digest('hex'));
});

it.each(
  Object.entries({
    id: 'n2',
    clientId: 'c2',
    authorId: 'a2',
    programCode: null,
    serviceOn: '2026-11-23',
    startedAt: new Date('2026-11-22T15:00:00.001Z'),
    endedAt: new Date('2026-11-22T15:40:00.001Z'),
    outcome: 'no-show',
    modality: 'video',
    place: 'Office',
    purposes: ['empathy'],
    goalIds: ['g1'],
    intervention: 'Talked.',
    response: 'listened',
    plan: '',
    reason: 'Was ill',
    keptFromEhr: true,
  }),
)('differs when %s differs', (name, value) => {
  expect(hash({ [name]: value })).not.toBe(hash());
});

it.each<[string, Partial<NoteContent>, Partial<NoteContent>]>([
  ['words that move over to the next field', { intervention: 'ab', response: 'c' }, { intervention: 'a', response: 'bc' }],
  ['words in another field', { response: 'x', plan: null }, { response: null, plan: 'x' }],
  ['nothing and an empty text', { plan: null }, { plan: '' }],
  ['a text that reads as nothing', { plan: null }, { plan: '-' }],
  ['a text that carries a length of its own', { intervention: 'a', response: 'b' }, { intervention: 'a1:b', response: '' }],
  ['one purpose and two', { purposes: ['ab'] }, { purposes: ['a', 'b'] }],
  ['a purpose and a goal', { purposes: ['x', 'y'], goalIds: [] }, { purposes: ['x'], goalIds: ['y'] }],
  ['purposes in another order', { purposes: ['x', 'y'] }, { purposes: ['y', 'x'] }],
  ['a note that is kept and a reason that says so', { keptFromEhr: true }, { reason: 'kept-from-ehr' }],
  ['a note that is kept with a reason and without', { keptFromEhr: true, reason: 'Was ill' }, { keptFromEhr: true }],
  ['a place that ends in a purpose', { place: 'office1', purposes: [] }, { place: 'office', purposes: ['1'] }],
])('tells apart %s', (_, one, other) => {
  expect(hash(one)).not.toBe(hash(other));
});

it('does not depend on the order in which the goals come, and leaves them as they are', () => {
  const goalIds = ['g2', 'g1'];
  expect(hash({ goalIds })).toBe(hash());
  expect(goalIds).toEqual(['g2', 'g1']);
});

it.each(Object.entries({ id: 'd2', noteId: 'n2', clientId: 'c2', text: 'misheard', reason: 'correction', addedBy: 'p2', createdAt: NOTE.startedAt }))(
  'tells addenda apart by their %s',
  (name, value) => {
    expect(hashOfAddendum({ [name]: value })).not.toBe(hashOfAddendum());
  },
);

it('tells an addendum from another with the same words in other fields', () => {
  expect(hashOfAddendum({ text: 'ab', reason: 'c' })).not.toBe(hashOfAddendum({ text: 'a', reason: 'bc' }));
});
