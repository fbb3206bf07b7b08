import { badParameter } from './outcomes.ts';
import type { Field } from './search.ts';

const KNOWN = ['patient', 'start', 'end', 'type', '_format'];

/**
 * The parameters of US Core's `$docref` as a search: the current documents of a client, of the care between two days, or the
 * latest one where none is named (US Core 6.1.0, OperationDefinition docref).
 */
export function docrefFields(fields: Field[]): Field[] {
  const unknown = fields.find(([name]) => !KNOWN.includes(name));
  if (unknown) throw badParameter(unknown[0], `is no parameter of $docref; it takes ${KNOWN.slice(0, 4).join(', ')}`);
  const valueOf = (name: string) => fields.find((field) => field[0] === name)?.[1];
  const [patient, start, end, type] = ['patient', 'start', 'end', 'type'].map(valueOf);
  if (!patient) throw badParameter('patient', 'is needed');
  return [
    ['patient', patient],
    ['status', 'current'],
    ...(type ? [['type', type] as const] : []),
    ...(start ? [['period', `ge${start}`] as const] : []),
    ...(end ? [['period', `le${end}`] as const] : []),
    ['_sort', '-date'],
    ['_count', start || end ? '200' : '1'],
  ];
}
