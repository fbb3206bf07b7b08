import { beforeAll, describe, expect, it } from '@jest/globals';
import { Sealing } from '../../src/platform/encryption/sealing.ts';
import { launch } from '../support/app.ts';
import { CAST, CLIENTS } from '../support/cast.ts';
import { untilSomebodyWaits } from '../retention/former.ts';
import { lift, restrict } from '../restriction/restricted.ts';
import { cosigned } from '../session-note/session.ts';
import { BulkReader, localPath, make, revoked } from './exported.ts';
import { FarEhr, SETTINGS } from './far-ehr.ts';
import { consented, furnish } from './furnished.ts';

const peerwork = launch(SETTINGS);
beforeAll(async () => void (await furnish(peerwork)), 60_000);

const reader = async () => new BulkReader(await FarEhr.register(peerwork));
const patientsIn = (lines: any[] = []) => lines.map(({ id }) => id).sort();
const disclosedTo = (ehr: BulkReader) =>
  peerwork.rows(`select client_id, consent_id from app.disclosures where machine_client_id = $1 order by id`, [ehr.id]) as Promise<
    { client_id: string; consent_id: string }[]
  >;

describe('when a file is fetched', () => {
  it('P2-06 whoever has revoked since it was made is not in it, and not in the accounting', async () => {
    const ehr = await reader();
    await consented(peerwork, 'riley', ehr.ehr.recipientId);
    const jordans = await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const made = await ehr.made();
    await revoked(peerwork, 'jordan', jordans);
    const lines = await ehr.lines(made);
    expect(patientsIn(lines['Patient'])).toEqual([CLIENTS.riley]);
    expect(JSON.stringify(lines)).not.toContain(CLIENTS.jordan);
    const documents = lines['DocumentReference']!.map(({ content }) => Buffer.from(content[0].attachment.data, 'base64').toString()).join();
    expect(documents).toContain('RILEY words');
    expect(documents).not.toContain('Listened');
    expect(new Set((await disclosedTo(ehr)).map(({ client_id }) => client_id))).toEqual(new Set([CLIENTS.riley]));
    const caseload = lines['Group']!.find(({ id }) => id === CAST.ana.specialistId);
    expect([caseload.quantity, caseload.member]).toEqual([0, undefined]);
    expect(made.output.find(({ type }) => type === 'Patient')!.count).toBe(2);
  });

  it('a caseload says of whoever is left what it says when it is read', async () => {
    const ehr = await reader();
    const sams = await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const made = await ehr.made('$export?_type=Group');
    await revoked(peerwork, 'sam', sams);
    const found = (await ehr.lines(made))['Group']!;
    for (const group of found) expect(group).toEqual((await ehr.call(`/fhir/R4/Group/${group.id}`)).body);
  });

  it('what is covered by another consent by then says so in its notice', async () => {
    const ehr = await reader();
    const first = await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const made = await ehr.made('Patient/$export');
    const second = await consented(peerwork, 'jordan', ehr.ehr.recipientId, { categories: ['demographics', 'goals'] });
    await revoked(peerwork, 'jordan', first);
    const lines = await ehr.lines(made);
    expect(patientsIn(lines['Patient'])).toEqual([CLIENTS.jordan]);
    for (const line of [...lines['Patient']!, ...lines['Goal']!, ...lines['CarePlan']!]) {
      expect(line.text.div).toContain(`consent ${second.id}, version ${second.version}`);
      expect(line.text.div).not.toContain(first.id);
      expect(line).toEqual((await ehr.call(`/fhir/R4/${line.resourceType}/${line.id}`)).body);
    }
    for (const type of ['Encounter', 'DocumentReference', 'CareTeam', 'Consent']) expect([type, lines[type] ?? []]).toEqual([type, []]);
    expect(new Set((await disclosedTo(ehr)).map(({ consent_id }) => consent_id))).toEqual(new Set([second.id]));
  });

  it('whoever was restricted since is not in it', async () => {
    const ehr = await reader();
    await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const made = await ehr.made('Patient/$export');
    const { id, version } = await restrict(peerwork, 'sam', ['ben']);
    expect(JSON.stringify(await ehr.lines(made))).not.toContain(CLIENTS.sam);
    expect((await ehr.made('Patient/$export')).output.filter(({ type }) => type === 'Patient')).toEqual([]);
    expect((await lift(peerwork, { id, version })).status).toBe(200);
    expect(patientsIn((await ehr.lines(made))['Patient'])).toEqual([CLIENTS.sam]);
  });

  it('a revocation that comes while it is read stops what has not left yet', async () => {
    const ehr = await reader();
    const sams = await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const made = await ehr.made('$export?_type=Patient');
    // The accounting is held back, and with it the line; the consent ends meanwhile, or after.
    await peerwork.rows('begin');
    await peerwork.rows('lock table app.disclosures in exclusive mode');
    const fetching = ehr.file(made.output[0]!.url);
    await untilSomebodyWaits(peerwork);
    const revoking = revoked(peerwork, 'sam', sams);
    await peerwork.rows('rollback');
    const [lines] = await Promise.all([fetching, revoking]);
    expect((await disclosedTo(ehr)).length).toBe(lines.length);
    expect(await ehr.file(made.output[0]!.url)).toEqual([]);
  });
});

describe('an export since an instant', () => {
  it('has what changed since, and nothing else', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    await consented(peerwork, 'riley', ehr.ehr.recipientId);
    const { transactionTime } = await ehr.made();
    const again = await ehr.made(`$export?_since=${transactionTime}`);
    expect(again.output.filter(({ type }) => type !== 'Group')).toEqual([]);
    const note = await cosigned(peerwork, 'olive', 'riley', { intervention: 'LATER words' });
    const since = await ehr.made(`$export?_since=${transactionTime}`);
    const lines = await ehr.lines(since);
    expect(Object.fromEntries(Object.entries(lines).map(([type, each]) => [type, patientsIn(each)]))).toMatchObject({
      DocumentReference: [note.id],
      Encounter: [note.id],
    });
    expect(Object.keys(lines).sort()).toEqual(['DocumentReference', 'Encounter', 'Group']);
  });

  it('has all of whoever consented since, though nothing of his changed', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const { transactionTime } = await ehr.made();
    await consented(peerwork, 'riley', ehr.ehr.recipientId);
    const lines = await ehr.lines(await ehr.made(`Patient/$export?_since=${transactionTime}`));
    const whole = await ehr.lines(await ehr.made('Patient/$export'));
    expect(patientsIn(lines['Patient'])).toEqual([CLIENTS.riley]);
    for (const type of ['Encounter', 'DocumentReference', 'CareTeam', 'EpisodeOfCare', 'Consent'])
      expect([type, lines[type]]).toEqual([type, whole[type]!.filter((each) => JSON.stringify(each).includes(`Patient/${CLIENTS.riley}`))]);
  });

  it('does not have him whole who consented to somebody else', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const { transactionTime } = await ehr.made();
    await consented(peerwork, 'jordan', (await reader()).ehr.recipientId);
    expect((await ehr.made(`Patient/$export?_since=${transactionTime}`)).output).toEqual([]);
  });

  it('has all of whoever was let go by a restriction since', async () => {
    const ehr = await reader();
    await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const { id, version } = await restrict(peerwork, 'sam', ['ben']);
    const { transactionTime } = await ehr.made();
    expect((await lift(peerwork, { id, version })).status).toBe(200);
    expect(patientsIn((await ehr.lines(await ehr.made(`Patient/$export?_since=${transactionTime}`)))['Patient'])).toEqual([CLIENTS.sam]);
  });

  it('says who was given before and is not let out any more, and nothing of whoever was never given', async () => {
    const ehr = await reader();
    const jordans = await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    await consented(peerwork, 'riley', ehr.ehr.recipientId);
    const samsOnly = await consented(peerwork, 'sam', ehr.ehr.recipientId);
    const first = await ehr.made('$export?_type=Patient');
    await ehr.lines(first);
    const neverGiven = await reader();
    await revoked(peerwork, 'jordan', jordans);
    const since = await ehr.made(`$export?_since=${first.transactionTime}`);
    expect(since.deleted).toEqual([{ type: 'Bundle', url: expect.stringMatching(/\/files\/deleted-1$/), count: 1 }]);
    const gone = { resourceType: 'Bundle', type: 'transaction', entry: [{ request: { method: 'DELETE', url: `Patient/${CLIENTS.jordan}` } }] };
    expect(await ehr.file(since.deleted[0]!.url)).toEqual([gone]);
    // Only of the caseload that is asked about, and only where it is asked for.
    expect((await ehr.made(`Group/${CAST.ben.specialistId}/$export?_since=${first.transactionTime}`)).deleted).toEqual([]);
    expect((await ehr.made(`Group/${CAST.ana.specialistId}/$export?_since=${first.transactionTime}`)).deleted).toHaveLength(1);
    expect((await ehr.made(`$export?_type=Goal&_since=${first.transactionTime}`)).deleted).toEqual([]);
    expect((await ehr.made('$export')).deleted).toEqual([]);
    expect((await neverGiven.made(`$export?_since=${first.transactionTime}`)).deleted).toEqual([]);
    // Whoever is let out again by the time that it is fetched is not to be deleted.
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    expect(await ehr.file(since.deleted[0]!.url)).toEqual([]);
    await revoked(peerwork, 'sam', samsOnly);
  });
});

describe('at rest', () => {
  it('nothing of what is in the files can be read in the database, and a chunk opens in its own place alone', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const { at } = await ehr.made();
    const chunks = await peerwork.rows<{ id: string; content: Buffer; file: string }>('select id, content, file from app.export_chunks where export_id = $1', [
      at.split('/').at(-1),
    ]);
    expect(chunks.map(({ file }) => file)).toContain('DocumentReference-1');
    const plain = chunks.map(({ content }) => content.toString('latin1')).join();
    const encoded = Buffer.from('Session on').toString('base64').slice(0, 12);
    for (const word of ['Testperson', 'Jordan', 'Listened', 'resourceType', encoded]) expect(plain).not.toContain(word);
    const sealing = peerwork.app.get(Sealing);
    const [one, two] = chunks;
    const place = (rowId: string) => ({ table: 'export_chunks', column: 'content', rowId });
    expect(sealing.open(place(one!.id), one!.content)).toContain('resourceType');
    expect(() => sealing.open(place(two!.id), one!.content)).toThrow('was changed, moved or sealed with another key');
  });

  it('files are there for a day, and are swept away when it is over', async () => {
    const ehr = await reader();
    await consented(peerwork, 'jordan', ehr.ehr.recipientId);
    const { at, output } = await ehr.made('$export?_type=Patient');
    const id = at.split('/').at(-1)!;
    const [{ hours }] = (await peerwork.rows(`select extract(epoch from expires_at - ended_at) / 3600 as hours from app.exports where id = $1`, [id])) as [
      { hours: string },
    ];
    expect(Number(hours)).toBeCloseTo(24, 3);
    await peerwork.rows('set session_replication_role = replica');
    await peerwork.rows(`update app.exports set expires_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    await peerwork.rows('reset session_replication_role');
    expect([(await ehr.call(at)).status, (await ehr.call(localPath(output[0]!.url))).status]).toEqual([404, 404]);
    await make(peerwork);
    expect(await peerwork.rows('select id from app.export_chunks where export_id = $1', [id])).toEqual([]);
    expect(await peerwork.rows('select id from app.exports where id = $1', [id])).toEqual([]);
  });
});
