import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../platform/database/unit-of-work.ts';
import { Sealing } from '../../platform/encryption/sealing.ts';
import { contactOf, indexed, type KeptValue } from '../client/index.ts';
import type { Entry } from './roster.ts';

type Way = Entry['contactPoints'][number];
type Found = { line: number; clientId: string; contactPoints: (Omit<Way, 'value'> & KeptValue)[] };

/**
 * Clients, in sight, who have the identifiers of a line and no others, and of whom all else is as it stands there, but for how to
 * reach them: that is sealed, and compared when it is opened.
 */
const ALIKE = {
  name: 'alike_lines',
  text: `select l.line, c.id as "clientId",
      (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'value', value, 'sealed', encode(value_sealed, 'base64'),
                'okToCall', ok_to_call, 'okToText', ok_to_text, 'okToVoicemail', ok_to_voicemail) order by position), '[]')
         from app.client_contact_points where client_id = c.id and ended_at is null) as "contactPoints"
    from jsonb_to_recordset($1) l (line integer, entry jsonb)
    join lateral (select distinct i.client_id from jsonb_to_recordset(l.entry -> 'identifiers') k (system text, index text)
                    join app.client_identifiers i on i.system = k.system and i.value_index = decode(k.index, 'hex') and i.ended_at is null) found on true
    join app.clients c on c.id = found.client_id
   where c.given_name = l.entry #>> '{legalName,given}' and c.family_name = l.entry #>> '{legalName,family}' and c.birth_date = (l.entry ->> 'birthDate')::date
     and c.preferred_name is not distinct from l.entry ->> 'preferredName' and c.pronouns is not distinct from l.entry ->> 'pronouns'
     and to_jsonb(c.languages) = l.entry -> 'languages'
     and (select count(*) from app.client_identifiers i where i.client_id = c.id and i.ended_at is null) = jsonb_array_length(l.entry -> 'identifiers')`,
};

/** Which lines say of somebody what stands there already. */
@Injectable()
export class KnownLines {
  constructor(
    private readonly work: UnitOfWork,
    private readonly sealing: Sealing,
  ) {}

  async among(lines: { line: number; entry: Entry }[]): Promise<Set<number>> {
    const asked = lines.map(({ line, entry: { contactPoints: _, identifiers, ...person } }) => ({
      line,
      entry: { ...person, identifiers: identifiers.map((one) => indexed(this.sealing, one)) },
    }));
    const found = await this.work.rows<Found>({ ...ALIKE, values: [JSON.stringify(asked)] });
    const wanted = new Map(lines.map(({ line, entry }) => [line, waysOf(entry.contactPoints)]));
    return new Set(found.filter(({ line, clientId, contactPoints }) => this.ways(clientId, contactPoints) === wanted.get(line)).map(({ line }) => line));
  }

  private ways(clientId: string, kept: Found['contactPoints']): string {
    return waysOf(kept.map((one) => ({ ...one, value: contactOf(this.sealing, clientId, one) })));
  }
}

/** In their order, as one word that can be compared. */
const waysOf = (ways: Way[]): string =>
  JSON.stringify(ways.map(({ kind, value, okToCall = false, okToText = false, okToVoicemail = false }) => [kind, value, okToCall, okToText, okToVoicemail]));
