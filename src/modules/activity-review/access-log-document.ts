import { NOTICE_TEXTS } from '../disclosure/index.ts';
import { instantIn, type NoteDocument, section, type Section } from '../session-note/index.ts';
import type { AccessLogEntry } from './access-log.dto.ts';

type Place = { center: string; timeZone: string };

/** For the client: who looked, when and at what, and what went to others. */
export function accessLogDocument(clientId: string, entries: AccessLogEntry[], { center, timeZone }: Place): NoteDocument {
  const at = instantIn(timeZone);
  const entry = (one: AccessLogEntry): Section =>
    section(
      at(one.at),
      { label: one.kind === 'look' ? 'Who looked' : 'Told to', text: `${one.who}, ${one.capacity}` },
      { label: 'What', text: one.what.join('; ') },
      ...(one.purpose ? [{ label: 'What for', text: one.purpose }] : []),
      ...(one.looks > 1 ? [{ label: 'How often', text: `${one.looks} times, the last time ${at(one.until)}` }] : []),
    );
  const whose = section('Record', { label: 'Number', text: clientId }, { label: 'Entries', text: `${entries.length}` });
  return { title: `${center}: who looked at your record`, notice: NOTICE_TEXTS['2.32-a2'], mark: null, sections: [whose, ...entries.map(entry)] };
}
