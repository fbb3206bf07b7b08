import { beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importRoster } from '../../src/commands/import-roster.ts';
import { ImportRunner } from '../../src/modules/intake/index.ts';
import { launch } from '../support/app.ts';
import { CAST } from '../support/cast.ts';

const peerwork = launch();
beforeAll(() => peerwork.app.get(ImportRunner).start());

const folder = mkdtempSync(join(tmpdir(), 'roster-'));
const HEADER = 'given name;family name;birth date;shoe size';

async function command(content: string | Buffer, ...flags: string[]): Promise<{ code: number; text: string }> {
  const file = join(folder, 'roster.csv');
  writeFileSync(file, content);
  const printed: string[] = [];
  const terminal = { print: (what: string) => void printed.push(what), say: () => {} };
  const code = await importRoster([file, '--url', peerwork.url, '--token', CAST.max.token, ...flags], terminal);
  return { code, text: printed.join('\n') };
}
const registered = async () =>
  (await peerwork.rows(`select given_name from app.clients where family_name = 'Sheetperson' order by 1`)).map((row) => row['given_name']);

describe('npm run import', () => {
  test('shows what is wrong and stops after the check', async () => {
    const { code, text } = await command(`${HEADER}\nAmber;Sheetperson;1980-01-01;9\nBlue;Sheetperson;1/1/80;9\n`, '--dry-run');
    expect(code).toBe(1);
    expect(text).toContain('shoe size');
    expect(text).toContain('2 lines: 1 ready');
    expect(text).toMatch(/3 {2}birth date +must be a real date/);
    expect(text).not.toContain('Blue');
    expect(await registered()).toEqual([]);
  });

  test('registers, and the second time finds nothing to do', async () => {
    const sheet = `${HEADER}\nAmber;Sheetperson;1980-01-01;\nBlue;Sheetperson;1/1/1980;\n`;
    const first = await command(sheet, '--yes');
    expect([first.code, await registered()]).toEqual([0, ['Amber', 'Blue']]);
    expect(first.text).toContain('2 created');
    const second = await command(sheet, '--yes');
    expect([second.code, await registered()]).toEqual([0, ['Amber', 'Blue']]);
    expect(second.text).toContain('2 unchanged');
  });

  test('says what keeps the whole file out', async () => {
    await expect(command('name\nAmber\n')).rejects.toThrow('given name');
    await expect(command(Buffer.from([0x67, 0xff, 0xfe]))).rejects.toThrow('UTF-8');
    await expect(importRoster([join(folder, 'none.csv')], { print: () => {}, say: () => {} })).rejects.toThrow('There is no file');
    expect(await importRoster([], { print: () => {}, say: () => {} })).toBe(2);
  });

  test('may not do what its caller may not', async () => {
    const file = join(folder, 'roster.csv');
    writeFileSync(file, `${HEADER}\nAmber;Sheetperson;1980-01-01;\n`);
    await expect(importRoster([file, '--url', peerwork.url, '--token', CAST.ana.token, '--yes'], { print: () => {}, say: () => {} })).rejects.toThrow('role');
  });
});
