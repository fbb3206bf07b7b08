import { inflateSync } from 'node:zlib';

/** What stands on the pages: the glyphs of each line, by the fonts' own tables of what they mean. */
export function wordsOf(bytes: Buffer): string {
  const streams = [...bytes.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, content]) => {
    try {
      return [inflateSync(Buffer.from(content!, 'latin1')).toString('latin1')];
    } catch {
      return [];
    }
  });
  // Each font is a subset with a table of its own, so every page is read by each of them.
  const tables = streams.filter((one) => one.includes('beginbfrange') || one.includes('beginbfchar'));
  const readings = tables.map((table) => {
    const own = new Map<string, string>();
    for (const [, from, list] of table.matchAll(/<([\da-f]{4})> <[\da-f]{4}> \[([^\]]*)\]/gi)) {
      const first = Number.parseInt(from!, 16);
      // A ligature stands for several letters.
      [...list!.matchAll(/<([\da-f ]+)>/gi)].forEach(([, hex], at) =>
        own.set((first + at).toString(16).padStart(4, '0'), Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le')),
      );
    }
    return own;
  });
  const texts = readings.map((own) =>
    streams
      .filter((one) => / T[jJ]/.test(one))
      .map((page) =>
        [...page.matchAll(/\[([^\]]*)\] TJ/g)]
          .map(([, parts]) =>
            [...parts!.matchAll(/<([\da-f]+)>/gi)].flatMap(([, hex]) => hex!.match(/.{4}/g)!.map((glyph) => own.get(glyph.toLowerCase()) ?? '')).join(''),
          )
          .join('\n'),
      )
      .join('\n'),
  );
  return texts.join('\n');
}
